#!/usr/bin/python3
# check-churn.py: the window goes on while the process that it shows changes all the time
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: run-display check-churn.py PAGESCAPE      (PGS_ZOO: the zoo; PGS_CHURN_SECONDS: 10 unless told)
import os
import sys
import time

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'live'))
from pgs_tap import check, equal, run  # noqa: E402
from pgs_window import Window, wait_for, walk  # noqa: E402
from pgs_zoo import Animal  # noqa: E402

SECONDS = float(os.environ.get('PGS_CHURN_SECONDS', '10'))
KEYS = ('plus', 'alt+2', 'alt+3', 'alt+1', 'ctrl+m', 'minus', 'alt+2', 'alt+1')
program = sys.argv[1]
window = None
subtitle = None  # kept: while all rows change, each question to the window waits for them
animal = Animal('churn', stop=False)


def find_label(words):
    return next((node for node in walk(window.root) if (node.get_name() or '').startswith(words)), None)


def alive():
    equal(window.process.poll(), None, 'exit status (%s)' % window.stderr()[:4000])


def appears():
    global window, subtitle
    window = Window(program, animal.pid)
    wait_for('the title', lambda: window.root.get_name().endswith(' — %d' % animal.pid))
    subtitle = wait_for('a sample', lambda: find_label('VIRT '))


def is_watched():
    """Through all views, with what a hand does meanwhile. In Regions it has most to do, so that on a busy machine it
    answers late: each round ends in another view, which is given time to come."""
    end = time.monotonic() + SECONDS
    subtitles, count = set(), 0
    while time.monotonic() < end or count % len(KEYS) != 0:
        window.press(KEYS[count % len(KEYS)])
        alive()
        subtitles.add(subtitle.get_name())
        count += 1
    print('# %d keys' % count)
    check(len(subtitles) > 1, 'it did not move: %r' % subtitles)
    wait_for('its title', lambda: window.root.get_name().endswith(' — %d' % animal.pid))  # busy: '' for a while


def its_end():
    animal.program.kill()
    wait_for('its end to be told', lambda: subtitle.get_name().endswith(' · ended'))
    window.press('alt+1')
    status = window.quit()
    equal(window.said(), '', 'stderr')
    equal(status, 0, 'exit status')


try:
    with animal:
        run([('/display/churn/appears', appears),
             ('/display/churn/is-watched', is_watched),
             ('/display/churn/its-end', its_end)])
finally:
    if window is not None:
        window.kill()

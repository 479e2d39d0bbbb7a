#!/usr/bin/python3
# check-remote.py: a window about another machine, whose connection is cut and made again
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: run-display check-remote.py PAGESCAPE PAGESCAPE-CLI      (PGS_ZOO: the zoo)
import contextlib
import os
import sys

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'live'))
from pgs_sshd import HOST, Sshd, why_not  # noqa: E402
from pgs_tap import Skip, check, equal, run  # noqa: E402
from pgs_window import Window, wait_for, walk  # noqa: E402
from pgs_zoo import Animal  # noqa: E402

program, cli = sys.argv[1:3]
missing = why_not()
server = window = animal = other = None


def find_label(words):
    return next((node for node in walk(window.root) if words in (node.get_name() or '')), None)


def title():
    return window.root.get_name() or ''


def button(name):
    return window.find('push button', name)


def connects():
    global window
    window = Window(program, '--host', HOST)
    wait_for('its name in the title', lambda: HOST in title())
    wait_for('its processes', lambda: any(pid == animal.pid for _, pid in window.rows()))


def watches():
    window.select_pid(animal.pid)
    wait_for('the title', lambda: title() == 'zoo — %d on %s' % (animal.pid, HOST))
    wait_for('a sample', lambda: find_label('VIRT '))
    rss = sum(int(line.split()[1]) for line in open('/proc/%d/smaps' % animal.pid) if line.startswith('Rss:'))
    wait_for('its size', lambda: find_label('RES %.1f MiB' % (rss / 1024)))


def switches():
    """To another process there and back."""
    window.select_pid(other.pid)
    wait_for('the other title', lambda: title() == 'zoo — %d on %s' % (other.pid, HOST))
    wait_for('a sample of the other', lambda: find_label('VIRT '))
    window.select_pid(animal.pid)
    watches()


def says_that_it_is_lost():
    server.drop_connections()
    wait_for('the bar', lambda: find_label('Not connected; what was seen is kept.'))
    check(find_label('not connected'), 'the subtitle goes on')
    check(title().startswith('zoo — %d' % animal.pid), 'it forgot the process')


def says_that_there_is_none():
    server.stop()
    button('Reconnect').do_action(0)
    wait_for("ssh's own words", lambda: find_label('Connection refused'))
    server.start()


def goes_on():
    button('Reconnect').do_action(0)
    wait_for('samples', lambda: find_label('samples/s') or find_label('sample/s'))
    check(not window.look(('label',), '.*exec: .*'), 'it takes a new connection for an exec')


def notices_the_end():
    animal.program.kill()
    wait_for('the end', lambda: find_label('SIGKILL') or find_label(' has ended') or find_label(' ended at '))
    status = window.quit()
    equal(window.said(), '', 'stderr')
    equal(status, 0, 'exit status')


def guarded(case):
    def skipped():
        raise Skip(missing)
    return skipped if missing else case


CASES = (connects, watches, switches, says_that_it_is_lost, says_that_there_is_none, goes_on, notices_the_end)

with contextlib.ExitStack() as stack:
    if not missing:
        server = stack.enter_context(Sshd())
        os.environ.update(server.environment(cli))
        animal = stack.enter_context(Animal('dense', '8', stop=False))
        other = stack.enter_context(Animal('checkerboard', '64', stop=False))
    run([('/display/remote/' + case.__name__.replace('_', '-'), guarded(case)) for case in CASES])

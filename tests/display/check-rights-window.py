#!/usr/bin/python3
# check-rights-window.py: what check-rights.py looks at, as one user
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: run-display check-rights-window.py USER PAGESCAPE QUESTIONS ANSWERS PID PID PID      (PIDs: of root)
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'live'))
from pgs_tap import check, equal, run  # noqa: E402
from pgs_window import Atspi, GLib, Window, do, size, wait_for, walk  # noqa: E402

user, program, questions, answers, *pids = sys.argv[1:]
pids = [int(pid) for pid in pids]
PAGE = os.sysconf('SC_PAGESIZE')
window = None
own = subprocess.Popen(['sleep', '1000'])  # which this user may look into


def ask(*words):
    """Something that only root can do or see."""
    with open(questions, 'w', encoding='ascii') as file:
        file.write(' '.join(map(str, words)))
    with open(answers, encoding='ascii') as file:
        return file.read()


def texts():
    for node in walk(window.root):
        if node.get_role_name() in ('label', 'static'):
            try:
                yield node.get_name() or Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))
            except GLib.Error:
                continue


def says(words):
    """Waits for a text that has them; returns it."""
    return wait_for(repr(words), lambda: next((text for text in texts() if words in text), None))


def has_button(name):
    return window.look(('push button', 'button'), name) is not None and is_shown(name)


def is_shown(name):
    node = window.look(('push button', 'button'), name)
    return node is not None and node.get_state_set().contains(Atspi.StateType.VISIBLE)


def press(name):
    do(window.find(('push button', 'button'), name))


def statm(pid):
    return [int(word) * PAGE for word in pathlib.Path('/proc/%d/statm' % pid).read_text().split()]


def shows_regions(pid):
    """As many as root sees."""
    count = ask('regions', pid)
    wait_for('%s regions' % count, lambda: any(
        node.get_name() == 'Pages' and re.match('%s regions, ' % count, node.get_description() or '')
        for node in walk(window.root)))


def opens():
    global window
    window = Window(program, pids[0])
    says('The memory of python3')


def is_denied(pid):
    """What everybody may know is said, and why not more."""
    virt, res = statm(pid)[:2]
    says('VIRT %s · RES %s\n' % (size(virt), size(res)))
    says('At which addresses, in which mappings and pages, is not known.')
    says('it belongs to root')
    wait_for('the button', lambda: has_button('Authenticate…'))
    check(not has_button('More rights'), 'has rights')


def denied():
    is_denied(pids[0])


def authenticates():
    press('Authenticate…')
    shows_regions(pids[0])
    wait_for('no button', lambda: not has_button('Authenticate…'))
    wait_for('the other one', lambda: has_button('More rights'))
    says(ask('program', pids[0]))
    equal(ask('count_brokers'), '1', 'helpers')


def other_processes():
    """Without being asked again."""
    window.select_pid(pids[1])
    shows_regions(pids[1])
    equal(ask('count_brokers'), '1', 'helpers')


def shows_frames():
    """Of a page that was gone to by keyboard: its number is what root reads, and it took a second helper."""
    address, frame = ask('stack_page', pids[2]).split()
    window.select_pid(pids[2])
    shows_regions(pids[2])
    window.press('ctrl+l')
    window.set_text(window.find('entry', 'Address in hexadecimal'), address)
    for key in ('Return', 'Escape', 'Return'):
        window.press(key)
    says('Page %s' % ' '.join(re.findall('.{1,4}', address)))
    says('denied: only root sees frame numbers')
    press('Show Frame Numbers…')
    says('PFN 0x%s' % frame)
    wait_for('no button', lambda: not has_button('Show Frame Numbers…'))
    wait_for('the end of the other helper', lambda: ask('count_brokers') == '1')
    press('More rights')
    says('the numbers of their frames')
    window.select_pid(pids[1])
    shows_regions(pids[1])


def gives_up():
    press('Give Up Rights')
    is_denied(pids[1])
    wait_for('its end', lambda: ask('count_brokers') == '0')


def goes_on_without_helper():
    """What was opened is read; nothing else."""
    press('Authenticate…')
    shows_regions(pids[1])
    equal(ask('kill_brokers'), '1', 'helpers')
    says('has ended. What it has opened is still read.')
    wait_for('the button', lambda: has_button('Authenticate…'))
    for _ in range(3):
        ask('grow', pids[1])
    says('VIRT %s · RES %s · ' % tuple(size(part) for part in statm(pids[1])[:2]))
    shows_regions(pids[1])
    press('Dismiss this notice')
    wait_for('no notice', lambda: not has_button('Dismiss this notice'))
    ask('grow', pids[1])
    says('VIRT %s · RES %s · ' % tuple(size(part) for part in statm(pids[1])[:2]))
    shows_regions(pids[1])
    window.select_pid(pids[0])
    is_denied(pids[0])
    press('Authenticate…')
    shows_regions(pids[0])


def refused(words):
    def case():
        press('Authenticate…')
        says(words)
        is_denied(pids[0])
        equal(ask('count_brokers'), '0', 'helpers')
        press('Dismiss this notice')
        wait_for('no notice', lambda: not has_button('Dismiss this notice'))
        equal([text for text in texts() if words in text], [], 'what it still says')
    return case


def own_processes():
    window.select_pid(own.pid)
    count = len(pathlib.Path('/proc/%d/maps' % own.pid).read_text().splitlines())
    wait_for('%d regions' % count, lambda: any(
        node.get_name() == 'Pages' and re.match('%d regions, ' % count, node.get_description() or '')
        for node in walk(window.root)))


def quits():
    equal(window.quit(), 0, 'exit status, with on stderr: %s' % window.stderr()[:3000])
    equal(window.complaints(), [], 'complaints')
    wait_for('the end of all helpers', lambda: ask('count_brokers') == '0')


CASES = {
    'granted': [authenticates, other_processes, shows_frames, gives_up, goes_on_without_helper],
    'refused': [refused('Not authorized to look into the processes of other users.')],
    'no-agent': [refused('no authentication agent is running')],
}
try:
    run([(case.__name__, case) for case in [opens, denied, *CASES[user], own_processes, quits]])
finally:
    own.kill()
    own.wait()
    if window is not None:
        window.kill()

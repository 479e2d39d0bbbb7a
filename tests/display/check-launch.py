#!/usr/bin/python3
# check-launch.py: programs that the window starts, seen from outside through AT-SPI
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: run-display check-launch.py PAGESCAPE
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'live'))
from pgs_tap import check, equal, run  # noqa: E402
from pgs_window import Atspi, Window, do, role, wait_for, walk  # noqa: E402

program = os.path.abspath(sys.argv[1])  # some are started in another folder
folder = tempfile.mkdtemp(prefix='pgs-launch-')
window = None
first_pid = None
SCRIPT = '''echo "in $(pwd), $WORD 한글"; printf '\\033[1mbold\\033[m\\n'; ls -l /proc/$$/fd | grep -c /dev/pts/
sleep 1000 & read line; echo "got $line"; cat >/dev/null; kill $!; exit 3'''


def labels(pattern):
    return [node.get_name() for node in walk(window.root)
            if node.get_role_name() == 'label' and re.search(pattern, node.get_name() or '')]


def output():
    node = window.find('text', 'Program output')
    return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))


def status():
    found = labels(r'^[\w.-]+: (running|exited|killed)')
    return found[0] if found else ''


def pid_of_status():
    match = re.fullmatch(r'.*: running, PID (\d+)', status())
    return match and int(match[1])


def processes():
    """PIDs and parents of all, as the kernel tells."""
    found = {}
    for name in os.listdir('/proc'):
        try:
            with open('/proc/%s/stat' % name) as file:
                found[int(name)] = int(file.read().rsplit(')', 1)[1].split()[1])
        except (OSError, ValueError):
            pass
    return found


def family(root):
    """@root and its descendants."""
    parents = processes()
    members = {root}
    while True:
        more = {pid for pid, parent in parents.items() if parent in members} - members
        if not more:
            return members
        members |= more


def refuses():
    """What cannot be started opens no window; the caller is told."""
    for command, code, message in ((['no-such-command-here'], 1, 'no-such-command-here: command not found'),
                                   (['/etc/passwd'], 4, '/etc/passwd: Permission denied')):
        done = subprocess.run([program, '--', *command], capture_output=True, text=True, timeout=60)
        equal(done.returncode, code, 'status of %r' % command)
        check('pagescape: %s\n' % message in done.stderr, 'message: %r' % done.stderr)
    done = subprocess.run([program, '1', '--', 'true'], capture_output=True, text=True, timeout=60)
    equal(done.returncode, 2, 'status of a process and a command')


def starts():
    global window, first_pid
    os.chdir(folder)
    os.environ['WORD'] = 'words of the caller'
    window = Window(program, '--', 'sh', '-c', SCRIPT)
    first_pid = wait_for('that it runs', pid_of_status)
    wait_for('the title', lambda: window.root.get_name() == 'sh — %d' % first_pid)
    wait_for('its output', lambda: output() == 'in %s, words of the caller 한글\nbold\n3\n' % folder)
    with open('/proc/%d/status' % first_pid) as file:
        check('TracerPid:\t0\n' in file.read(), 'nobody traces it')
    equal(processes()[first_pid], window.process.pid, 'its parent')


def shows_first_mappings():
    def regions_named_libc():
        return labels(r'^libc\.so')

    window.press('alt+2')
    window.set_text(window.find('entry', 'Search name, address.*'), 'libc')
    table = window.find('tree table', 'Mappings')

    def names():
        return [node.get_name() for node in walk(table) if re.search(r'libc\.so', node.get_name() or '')]
    wait_for('libc now', names)
    window.press('alt+Home')
    wait_for('no libc at the first instruction', lambda: not names())
    window.set_text(window.find('entry', 'Search name, address.*'), '')
    wait_for('the loader is there', lambda: [node for node in walk(table)
                                             if re.search(r'ld-linux', node.get_name() or '')])
    window.press('alt+End')
    window.set_text(window.find('entry', 'Search name, address.*'), 'libc')
    wait_for('libc again', names)
    window.press('alt+1')


def lists_family():
    expected = family(first_pid)
    equal(len(expected), 2, 'processes of the script')
    wait_for('only its processes', lambda: {pid for _, pid in window.rows()} == expected)
    wait_for('their sums', lambda: labels(r'^2 processes together: VIRT .*, RES .*'))
    child = (expected - {first_pid}).pop()
    window.select_pid(child)
    wait_for('the child', lambda: window.root.get_name() == 'sleep — %d' % child)
    window.select_pid(first_pid)
    wait_for('the program', lambda: window.root.get_name() == 'sh — %d' % first_pid)
    only = window.find('push button', 'Only sh and Its Children')
    do(only)
    wait_for('all processes', lambda: len(window.rows()) > 4)
    do(only)
    wait_for('only its processes', lambda: {pid for _, pid in window.rows()} == expected)


def click(node):
    """With the pointer; the window's upper left corner is the screen's."""
    where = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
    subprocess.run(['xdotool', 'mousemove', str(where.x + where.width // 2), str(where.y + where.height // 2),
                    'click', '1'], check=True)


def takes_input():
    entry = window.find(('entry', 'text'), 'Input to the program')
    click(entry)
    window.set_text(entry, 'a line')
    window.press('Return')
    wait_for('the answer', lambda: output().endswith('a line\ngot a line\n'))
    do(window.find('push button', 'End of Input'))
    wait_for('how it ended', lambda: status() == 'sh: exited with status 3')
    wait_for('the last state', lambda: labels(r'^sh ended at .* exit status is 3\.'))
    equal(window.root.get_name(), 'sh — %d' % first_pid, 'the title stays')


def starts_again():
    do(window.find('push button', 'Start Again'))
    again = wait_for('that it runs again', pid_of_status)
    check(again != first_pid, 'another process')
    wait_for('its output alone', lambda: output() == 'in %s, words of the caller 한글\nbold\n3\n' % folder)
    expected = family(again)
    wait_for('only its processes', lambda: {pid for _, pid in window.rows()} == expected)
    starts_at_once(window.find('push button', 'Stop').get_parent())


def starts_at_once(pane):
    """Before the list of processes is without the row of the one that ended: nobody has chosen that."""
    def button(name):
        return wait_for(name, lambda: next((n for n in walk(pane) if role(n) == 'push button' and n.get_name() == name),
                                           None))

    def says(pattern):
        return wait_for(pattern, lambda: next((match for match in (
            re.fullmatch(pattern, n.get_name() or '') for n in walk(pane)) if match), None))
    do(button('Stop'))
    says('sh: killed by SIGTERM')
    do(button('Start Again'))
    title = 'sh — ' + says(r'sh: running, PID (\d+)')[1]
    wait_for(title, lambda: window.root.get_name() == title)
    do(button('Stop'))
    says('sh: killed by SIGTERM')


def starts_for_another_caller():
    """The caller's instance hands its folder and environment over, and its status tells how it went."""
    os.environ['WORD'] = 'other words'
    other = os.path.join(folder, 'other')
    os.mkdir(other)
    ignores = 'trap "" TERM; echo "in $(pwd), $WORD"; while :; do sleep 1; done'
    done = subprocess.run([program, '--', 'sh', '-c', ignores], cwd=other, capture_output=True, timeout=60)
    equal(done.returncode, 0, 'status: %r' % done.stderr)
    done = subprocess.run([program, '--', 'no-such-command-here'], cwd=other, capture_output=True, timeout=60)
    equal((done.returncode, done.stderr.splitlines()[-1:]), (1, [b'pagescape: no-such-command-here: command not found']),
          'what the caller is told')
    old = window.root
    window.root = wait_for('a second window', lambda: next((f for f in window.frames() if f != old), None))
    pid = wait_for('that it runs', pid_of_status)
    wait_for('its output', lambda: output() == 'in %s, other words\n' % other)
    equal(processes()[pid], window.process.pid, 'its parent')
    do(window.find('push button', 'Stop'))
    kill = window.find('push button', 'Kill')
    check(pid_of_status() == pid, 'it ignores SIGTERM')
    do(kill)
    wait_for('how it ended', lambda: status() == 'sh: killed by SIGKILL')


def press(title, keys):
    """Keys for the window of this title."""
    found = wait_for(title, lambda: subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', title],
                                                   capture_output=True, text=True).stdout.split())
    subprocess.run(['xdotool', 'windowfocus', '--sync', found[-1]], check=True)
    subprocess.run(['xdotool', 'key', '--clearmodifiers', keys], check=True)
    time.sleep(0.3)


def asks_before_closing():
    do(window.find('push button', 'Start Again'))
    pid = wait_for('that it runs', pid_of_status)
    title = '^sh — %d$' % pid
    wait_for('the title', lambda: re.match(title, window.root.get_name()))
    press(title, 'ctrl+w')
    answer('Cancel')
    check(pid in processes(), 'it still runs')
    press(title, 'ctrl+w')
    answer('Close')
    wait_for('its end', lambda: pid not in processes())


def answer(button):
    """Waits for the question whether to close, answers it and waits until it has gone."""
    question = wait_for('the question', lambda: find_dialog('Close and End sh?'))
    do(next(node for node in walk(question) if role(node) == 'push button' and (node.get_name() or '').endswith(button)))
    wait_for('no question', lambda: window.frames() and not find_dialog('Close and End sh?'))


def find_dialog(heading):
    """Of libadwaita 1.5 and newer it is inside its window."""
    for frame in window.frames():
        for node in walk(frame):
            if node.get_name() == heading:
                while node.get_role_name() not in ('alert', 'dialog', 'frame', 'window'):
                    node = node.get_parent()
                return node
    return None


def launches_from_dialog():
    window.root = wait_for('the first window', lambda: next(iter(window.frames()), None))
    main = window.root
    press('^%s$' % main.get_name(), 'ctrl+shift+n')
    window.root = wait_for('the dialog', lambda: window.find_frame('^Launch Program$'))
    entry = window.find(('entry', 'text'), 'Command line')
    launch = window.find('push button', 'Launch')
    window.set_text(entry, "echo 'open")
    do(launch)
    wait_for('what is wrong', lambda: labels('quot'))
    window.set_text(entry, 'no-such-command-here --x')
    do(launch)
    wait_for('what is wrong', lambda: labels('^no-such-command-here: command not found$'))
    window.set_text(entry, "sh -c 'echo \"two words\"; exec sleep 1000'")
    do(launch)
    window.root = main
    wait_for('its output', lambda: output() == 'two words\n')
    pid = pid_of_status()
    wait_for('the title', lambda: window.root.get_name() == 'sleep — %d' % pid)
    press('^%s$' % main.get_name(), 'ctrl+shift+n')
    window.root = wait_for('the dialog', lambda: window.find_frame('^Launch Program$'))
    wait_for('the command in the list', lambda: [node for node in walk(window.root)
                                                 if (node.get_name() or '').startswith("sh -c 'echo")])
    press('^Launch Program$', 'Escape')
    window.root = main
    os.kill(pid, signal.SIGSEGV)
    wait_for('how it ended', lambda: status().startswith('sleep: killed by SIGSEGV')
             or status().startswith('sh: killed by SIGSEGV'))


def ends_quietly():
    press('^%s$' % window.root.get_name(), 'ctrl+q')
    equal(window.wait_end(30), 0, 'status')
    equal(window.complaints(), [], 'complaints')


try:
    run([('/display/launch/refuses', refuses),
         ('/display/launch/starts', starts),
         ('/display/launch/shows-first-mappings', shows_first_mappings),
         ('/display/launch/lists-family', lists_family),
         ('/display/launch/takes-input', takes_input),
         ('/display/launch/starts-again', starts_again),
         ('/display/launch/starts-for-another-caller', starts_for_another_caller),
         ('/display/launch/asks-before-closing', asks_before_closing),
         ('/display/launch/launches-from-dialog', launches_from_dialog),
         ('/display/launch/ends-quietly', ends_quietly)])
finally:
    os.chdir('/')
    shutil.rmtree(folder)
    if window is not None:
        window.kill()

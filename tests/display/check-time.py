#!/usr/bin/python3
# check-time.py: moments, marks, recordings and their replay, as a person goes through them
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: run-display check-time.py PAGESCAPE
import os
import re
import signal
import struct
import subprocess
import sys
import tempfile
import time

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'live'))
from pgs_tap import check, equal, run  # noqa: E402
from pgs_window import Atspi, Window, do, environment, role, type_into, wait_for, walk  # noqa: E402

# GTK's file chooser makes so many names that GLib leaves its first table of them behind, on purpose
# (glib/gquark.c, quark_new): the end of this window tells nothing of leaks.
os.environ['ASAN_OPTIONS'] = os.environ.get('ASAN_OPTIONS', '') + ':detect_leaks=0'

program = os.path.abspath(sys.argv[1])  # some are started in another folder
window = first = None
target = None
small_virt = large_virt = 0
folder = tempfile.TemporaryDirectory()
RECORDING = os.path.join(folder.name, 'recorded.pagescape')
SAVED = os.path.join(folder.name, 'saved.pagescape')
BUTTONS = ('push button',)
UNITS = {'KiB': 1 << 10, 'MiB': 1 << 20, 'GiB': 1 << 30}

# grows by as many MiB as it is told to, touched page by page
GROWS = '''
import mmap, sys
kept = []
for line in sys.stdin:
    kept.append(mmap.mmap(-1, int(line) << 20, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS))
    for page in range(0, int(line) << 20, 4096):
        kept[-1][page] = 1
    print('done', flush=True)
'''


def read_virt():
    """The kernel's own number, in bytes."""
    with open('/proc/%d/statm' % target.pid) as file:
        return int(file.read().split()[0]) * os.sysconf('SC_PAGE_SIZE')


def grow(mib):
    target.stdin.write('%d\n' % mib)
    target.stdin.flush()
    equal(target.stdout.readline(), 'done\n', 'the target')


def labels(pattern):
    return [node.get_name() for node in walk(window.root)
            if node.get_role_name() == 'label' and re.search(pattern, node.get_name() or '')]


def timeline():
    """What a screen reader says of the timeline."""
    node = next((n for n in walk(window.root) if n.get_name() == 'Timeline' and n.get_description()), None)
    return node.get_description() if node is not None else ''


def told_virt():
    match = re.search(r'VIRT ([\d.]+) (\w+)', timeline())
    return float(match[1]) * UNITS[match[2]] if match else 0


def tells(virt):
    """Three digits are told."""
    return abs(told_virt() - virt) <= virt * 0.005


def has_button(name):
    return window.look(BUTTONS, name)


def choose_file(title, path):
    """Opens a file in the file chooser called title. All of its name at once: GTK 4.18 completes what is being typed."""
    ident = wait_for(title, lambda: subprocess.run(
        ['xdotool', 'search', '--name', '^%s$' % title], capture_output=True, text=True).stdout.split())[0]
    time.sleep(1)  # until its folder was read
    subprocess.run(['xdotool', 'windowfocus', ident], check=True)
    subprocess.run(['xdotool', 'key', '--clearmodifiers', 'ctrl+l'], check=True)
    entry = wait_for('its entry', lambda: next((node for node in walk(window.find_frame('^%s$' % title))
                                                if node.get_role_name() in ('entry', 'text')), None))
    window.set_text(entry, path)
    time.sleep(0.5)
    subprocess.run(['xdotool', 'key', 'Return'], check=True)


def query(path, sql):
    return subprocess.run(['sqlite3', '-readonly', path, sql], capture_output=True, text=True, check=True).stdout.strip()


def appears():
    global window, target, small_virt
    target = subprocess.Popen(['/usr/bin/python3', '-c', GROWS], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              text=True)
    grow(1)
    small_virt = read_virt()
    window = Window(program, target.pid)
    wait_for('the timeline to tell VIRT', lambda: timeline().startswith('now') and tells(small_virt))
    time.sleep(2)  # some samples


def goes_back_and_returns():
    global large_virt
    grow(96)
    large_virt = read_virt()
    wait_for('the growth', lambda: tells(large_virt))
    window.press('alt+Home')
    wait_for('the first sample', lambda: tells(small_virt))
    check(timeline().startswith('−'), 'not in the past: %s' % timeline())
    wait_for('the line that tells it', lambda: labels(r'^Showing .*, .* s ago$'))
    wait_for('the button in the header bar', lambda: has_button('Past'))
    window.press('alt+Right')
    check(tells(small_virt) or tells(large_virt), timeline())
    grow(32)
    time.sleep(1.5)
    check(not tells(read_virt()), 'what is shown went on: %s' % timeline())
    window.press('alt+End')
    wait_for('live again', lambda: timeline().startswith('now') and tells(read_virt()) and has_button('Live'))
    check(not labels(r'^Showing .* ago$'), 'the line stays')
    large_virt = read_virt()


def scrubs_by_key():
    """In the timeline itself the arrows need no Alt."""
    node = next(n for n in walk(window.root) if n.get_name() == 'Timeline' and n.get_description())
    box = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
    subprocess.run(['xdotool', 'mousemove', str(box.x + box.width // 2), str(box.y + box.height // 2), 'click', '1'],
                   check=True)
    wait_for('a moment by click', lambda: has_button('Past'))
    subprocess.run(['xdotool', 'mousemove', str(box.x + 5), str(box.y + 5)], check=True)  # reads no values
    window.press('Home')
    wait_for('the first sample', lambda: tells(small_virt))
    window.press('shift+End')
    wait_for('a selected span', lambda: re.search(r'selected .* VIRT \+128 MiB', timeline()))
    window.press('Escape')
    wait_for('no span', lambda: 'selected' not in timeline())
    window.press('Escape')
    wait_for('live', lambda: has_button('Live') and timeline().startswith('now'))


def names_marks():
    window.press('ctrl+m')
    entry = window.find(('text', 'entry'), 'Name of the mark')
    subprocess.run(['xdotool', 'type', '--delay', '20', 'before the leak'], check=True)
    subprocess.run(['xdotool', 'key', 'Return'], check=True)
    wait_for('the entry to close', lambda: window.look(('text', 'entry'), 'Name of the mark') is None)
    window.press('alt+Home')
    window.press('alt+Page_Down')
    wait_for('the window at a mark', lambda: has_button('Past'))
    window.press('alt+End')
    do(window.find('push button', 'Marks'))
    row = window.find('list item', 'before the leak, .*')
    check(row is not None, 'no row of the mark')
    label = next(node for node in walk(row) if node.get_name() == 'before the leak' and node.get_role_name() == 'label')
    wait_for('room for the name', lambda: Atspi.Component.get_extents(label, Atspi.CoordType.WINDOW).width
             > 5 * len('before the leak'))  # px a letter at least
    do(window.find('push button', 'Delete before the leak'))
    undo = window.find('push button', '.*Undo')
    wait_for('the row to go', lambda: window.look(('list item',), 'before the leak, .*') is None)
    do(undo)
    window.press('Escape')
    do(window.find('push button', 'Marks'))
    window.find('list item', 'before the leak, .*')
    window.press('Escape')


def records():
    window.press('ctrl+r')
    type_into('Record into a File', RECORDING)
    wait_for('it to record', lambda: has_button('Stop recording: .*'))
    grow(16)
    time.sleep(3)
    window.press('ctrl+m')
    window.find(('text', 'entry'), 'Name of the mark')
    subprocess.run(['xdotool', 'type', '--delay', '20', 'grown'], check=True)
    subprocess.run(['xdotool', 'key', 'Return'], check=True)
    time.sleep(0.5)
    window.press('ctrl+r')
    wait_for('the end', lambda: labels(r'^Saved recorded.pagescape: \d+ samples, '))
    check(os.listdir(folder.name) == ['recorded.pagescape'], 'more than one file: %r' % os.listdir(folder.name))
    check(int(query(RECORDING, 'select count(*) from sample')) >= 4, 'few samples')
    equal(query(RECORDING, 'select max(virt) from sample'), str(read_virt()), 'VIRT in the file')
    check('grown' in query(RECORDING, 'select name from mark').split('\n'), 'no mark in the file')


def saves():
    window.press('ctrl+s')
    type_into('Save What Was Seen So Far', SAVED)
    wait_for('the file', lambda: labels(r'^Saved saved.pagescape$'))
    equal(query(SAVED, 'select min(virt), max(virt) from sample'), '%d|%d' % (small_virt, read_virt()), 'VIRT')
    check('before the leak' in query(SAVED, 'select name from mark').split('\n'), 'no mark in the file')


def button_in(dialog, name):
    """The button of that name, once it can be pressed."""
    return wait_for(name, lambda: next(
        (node for node in walk(dialog) if role(node) == 'push button' and node.get_name() == name
         and node.get_state_set().contains(Atspi.StateType.SENSITIVE)), None))


def exports():
    """The dialog goes when the picture is whole."""
    path = os.path.join(folder.name, 'picture.png')
    window.press('ctrl+e')
    dialog = wait_for('the dialog', lambda: window.find_frame('^Export Picture$'))
    do(button_in(dialog, 'Copy'))
    wait_for('the copy', lambda: any('on the clipboard' in (node.get_name() or '') for node in walk(dialog)))
    width, height, scale = wait_for('the size', lambda: [Atspi.Value.get_current_value(node) for node in walk(dialog)
                                                         if node.get_role_name() == 'spin button'])
    do(button_in(dialog, 'Save…'))
    type_into('Save Picture', path)
    wait_for('the dialog to close', lambda: window.find_frame('^Export Picture$') is None)
    with open(path, 'rb') as file:
        head = file.read(24)
    equal(head[:8], b'\x89PNG\r\n\x1a\n', 'the beginning of the file')
    equal(struct.unpack('>II', head[16:]), (int(width * scale), int(height * scale)), 'pixels')
    os.unlink(path)


def position():
    found = labels(r'^[\d.:]+ (s|min) of [\d.:]+ (s|min)$')
    return found[0] if found else ''


def choose_a(pattern, place):
    """Chooses what A is from its menu, by its place where menus have no names."""
    wait_for('no menu', lambda: not any(node.get_role_name() == 'menu item' for node in walk(window.root)))
    do(window.find(BUTTONS, r'A: .*'))
    do(wait_for(pattern, lambda: window.look(('menu item', *BUTTONS), pattern) or window.unnamed_item(place)))


def compares_with_moments_of_a_recording():
    """A recording is compared from its end on, and its menu has its other moments."""
    last_mark = -3  # before "Recording…" and "Another Process…"; before all marks stands the newest sample
    first_mark = last_mark - int(query(SAVED, 'select count(*) from mark')) + 1
    window.press('ctrl+d')
    choose_a('Recording…', -2)
    choose_file('Compare with Recording', SAVED)
    wait_for('its end', lambda: has_button(r'A: saved\.pagescape · .*'))
    at_end = has_button(r'A: saved\.pagescape · .*').get_name()
    choose_a(r'first sample · 0\.0 s', first_mark)
    wait_for('its beginning', lambda: has_button(r'A: saved\.pagescape · .*').get_name() != at_end)
    grown = (read_virt() - small_virt) / 2**20
    wait_for('what VIRT grew by since', lambda: any(
        abs(float(text[1:].split()[0]) - grown) < 1 for text in labels(r'^\+[\d.]+ MiB$')))
    choose_a(r'Newest of .* \(%d\)' % target.pid, first_mark - 1)
    wait_for('its end again', lambda: has_button(re.escape(at_end)))
    window.press('ctrl+d')


def opens_and_replays():
    """Another call of the program hands the file, relative to where it was called, to the first one."""
    global first
    second = subprocess.run([program, 'saved.pagescape'], cwd=folder.name, env=environment(), timeout=30)
    equal(second.returncode, 0, 'exit status of the second call')
    first = window.root
    window.root = wait_for('its window', lambda: window.find_frame(r' — %d \(saved\.pagescape\)' % target.pid))
    wait_for('the first sample', lambda: tells(small_virt) and position().startswith('0.0 s of'))
    do(window.find('push button', 'Replay'))
    wait_for('the replay to go on', lambda: position() and not position().startswith('0.0 s of'))
    do(window.find('push button', 'Pause the replay'))
    wait_for('the pause', lambda: not has_button('Pause the replay'))
    held = wait_for('a place', position)
    time.sleep(1.5)
    equal(position(), held, 'the place after a pause')


def comes_back_to_the_recording():
    """Whoever chose a process beside a recording is offered the way back, to the same moment."""
    held = position()
    window.select_pid(os.getpid())
    wait_for('the process', lambda: timeline().startswith('now') and not position() and not has_button('Close Recording'))
    do(window.find('push button', '.*Go Back'))
    wait_for('the recording, at its place', lambda: has_button('Close Recording') and position() == held)
    wait_for('nothing to go back to', lambda: not has_button('.*Go Back'))


def closes_the_recording():
    do(window.find('push button', 'Close Recording'))
    wait_for('no recording', lambda: window.find_frame(r'^Pagescape$'))
    equal(has_button('.*Go Back'), None, 'a way back to what was closed')
    window.root = first


def refuses_what_is_none():
    for argument in ('/etc/passwd', folder.name, os.path.join(folder.name, 'none')):
        result = subprocess.run([program, argument], env=environment(), capture_output=True, text=True, timeout=30)
        equal(result.returncode, 5, 'exit status for %s' % argument)
        check(result.stderr.startswith('pagescape: ' + argument), result.stderr)
        equal(result.stderr.count('\n'), 1, 'lines')


def keeps_last_state():
    target.send_signal(signal.SIGKILL)
    target.wait()
    wait_for('the end to be told', lambda: labels('Signal 9|ended at'))
    window.press('alt+Home')
    wait_for('the first sample', lambda: tells(small_virt) and labels('before the last sample$'))
    window.press('alt+End')
    wait_for('the last state', lambda: has_button('Ended') and timeline().startswith('now'))


def quits():
    """A file that is being recorded is completed."""
    path = os.path.join(folder.name, 'closed.pagescape')
    window.select_pid(os.getpid())
    wait_for('samples', lambda: timeline().startswith('now') and has_button('Record'))
    window.press('ctrl+r')
    type_into('Record into a File', path)
    wait_for('it to record', lambda: has_button('Stop recording: [1-9].*'))
    equal(window.quit(), 0, 'exit status')
    equal(sorted(os.listdir(folder.name)), ['closed.pagescape', 'recorded.pagescape', 'saved.pagescape'], 'files')
    check(int(query(path, 'select count(*) from sample')) >= 2, 'few samples')
    equal(query(path, 'pragma journal_mode'), 'delete', 'journal of a file that is whole')
    equal(window.complaints(), [], 'warnings')


try:
    run([('/display/time/appears', appears),
         ('/display/time/goes-back-and-returns', goes_back_and_returns),
         ('/display/time/scrubs-by-key', scrubs_by_key),
         ('/display/time/names-marks', names_marks),
         ('/display/time/records', records),
         ('/display/time/saves', saves),
         ('/display/time/exports', exports),
         ('/display/time/compares-with-moments-of-a-recording', compares_with_moments_of_a_recording),
         ('/display/time/opens-and-replays', opens_and_replays),
         ('/display/time/comes-back-to-the-recording', comes_back_to_the_recording),
         ('/display/time/closes-the-recording', closes_the_recording),
         ('/display/time/refuses-what-is-none', refuses_what_is_none),
         ('/display/time/keeps-last-state', keeps_last_state),
         ('/display/time/quits', quits)])
finally:
    if window is not None:
        window.kill()
    if target is not None:
        target.kill()
        target.wait()

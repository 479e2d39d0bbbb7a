#!/usr/bin/python3
# check-window.py: the window does what a person expects, seen from outside through AT-SPI
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: run-display check-window.py PAGESCAPE
import os
import re
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'live'))
from pgs_tap import check, equal, run  # noqa: E402
from pgs_window import Atspi, Window, do, role, wait_for, walk  # noqa: E402

program = sys.argv[1]
window = None
targets = {}


def start_targets():
    """Programs that do nothing until the end of the test."""
    targets['bash'] = subprocess.Popen(['bash', '-c', 'read line; true'], stdin=subprocess.PIPE)
    targets['python3'] = subprocess.Popen(
        ['/usr/bin/python3', '-c', 'import json, sqlite3, sys; sys.stdin.read()'],
        stdin=subprocess.PIPE)


def comm(pid):
    with open('/proc/%d/comm' % pid) as file:
        return file.read().rstrip('\n')


def read_mappings(pid):
    """The kernel's own list."""
    with open('/proc/%d/maps' % pid, errors='replace') as file:
        return [line.split(None, 5) for line in file]


def read_rss(pid):
    """(Name, RSS in kB) of each mapping, by the kernel."""
    found, name = [], None
    with open('/proc/%d/smaps' % pid, errors='replace') as file:
        for line in file:
            head = re.match(r'[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \d+ *(.*)', line)
            if head:
                name = os.path.basename(head[1]) or 'anonymous'
            elif line.startswith('Rss:'):
                found.append((name, int(line.split()[1])))
    return found


def labels(pattern, root=None):
    return [node.get_name() for node in walk(root or window.root)
            if node.get_role_name() == 'label' and re.search(pattern, node.get_name() or '')]


def title():
    return window.root.get_name()


def is_selected(tab):
    states = tab.get_state_set()
    return any(states.contains(state) for state in (Atspi.StateType.SELECTED,
                                                    Atspi.StateType.CHECKED))


def appears():
    global window
    start_targets()
    window = Window(program, targets['bash'].pid)
    wait_for('the title', lambda: title() == 'bash — %d' % targets['bash'].pid)
    wait_for('the subtitle', lambda: labels(r'^VIRT .* · RES .* · .*samples?/s$'))


def rows_of_a_moment():
    """A list that is arranged anew while its rows are read one by one shows some of them twice."""
    rows = window.rows()
    return rows if len(rows) > 3 and len({pid for _, pid in rows}) == len(rows) else None


def lists_processes():
    rows = wait_for('rows, each process in one', rows_of_a_moment)
    known = {int(pid) for pid in os.listdir('/proc') if pid.isdigit()}
    shown = [pid for _, pid in rows]
    gone = [pid for pid in shown if pid not in known]
    check(len(gone) <= max(3, len(shown) // 5), 'not in /proc: %r' % gone)
    check(window.process.pid in shown, 'the program itself is not in the list')
    for name, pid in rows:
        if pid in (window.process.pid, targets['bash'].pid):
            equal(name, comm(pid), 'name of %d' % pid)


def shows_right_maps():
    gtk = window.process
    window.press('alt+2')
    search = window.find('entry', 'Search name, address.*')
    table = window.find('tree table', 'Mappings')
    for pid, words in ((targets['bash'].pid, ('bash', 'libc.so.6')),
                       (targets['python3'].pid, ('python3', 'libsqlite3')),
                       (gtk.pid, ('libgtk-4.so', 'libadwaita-1.so'))):
        window.select_pid(pid)
        chosen = time.monotonic()
        wait_for('the title of %d' % pid, lambda: title() == '%s — %d' % (comm(pid), pid))
        print('# %d shown after %.2f s' % (pid, time.monotonic() - chosen))
        mappings = read_mappings(pid)
        for word in words:
            check(any(word in m[-1] for m in mappings), '%s maps no %s' % (pid, word))
            window.set_text(search, word)  # only rows near the visible ones exist
            wait_for('%s in the regions of %d' % (word, pid), lambda: labels(re.escape(word), table))
        window.set_text(search, '')
        if pid != gtk.pid:  # one's own map changes while it is looked at
            wait_for('%d mappings' % len(read_mappings(pid)),
                     lambda: labels(r'^%d\smappings' % len(read_mappings(pid))))


def searches():
    entry = window.find('entry', 'Search name, PID or user')
    window.set_text(entry, str(targets['python3'].pid))
    wait_for('one row', lambda: window.rows()
             == [(comm(targets['python3'].pid), targets['python3'].pid)])
    window.set_text(entry, 'no process is called so')
    wait_for('no row', lambda: not window.rows())
    window.set_text(entry, 'BASH')
    wait_for('shells', lambda: window.rows() and all('bash' in row[0] for row in window.rows()))
    window.set_text(entry, '')
    wait_for('all rows', lambda: len(window.rows()) > 3)


def follows_names():
    """A process that runs another program has another name, for a screen reader, too."""
    target = targets['renamed'] = subprocess.Popen(['sh', '-c', 'read line; exec sleep 100'], stdin=subprocess.PIPE)
    entry = window.find('entry', 'Search name, PID or user')
    window.set_text(entry, str(target.pid))
    before = comm(target.pid)
    wait_for('the shell', lambda: (before, target.pid) in window.rows())
    target.stdin.write(b'\n')
    target.stdin.flush()
    wait_for('its new name', lambda: ('sleep', target.pid) in window.rows())
    window.set_text(entry, '')


def switches_views():
    tabs = [node for node in walk(window.root) if node.get_role_name() == 'page tab']
    names = []
    for tab in tabs:
        if tab.get_name() not in names:
            names.append(tab.get_name())
    keys = {'Map': 'alt+1', 'Regions': 'alt+2', 'Compare': 'ctrl+d', 'System': 'alt+3', 'Lab': 'alt+4'}
    equal(names, list(keys), 'tabs')
    for name in names:
        window.press(keys[name])
        wait_for('%s to be shown' % name, lambda: [tab.get_name() for tab in tabs
                                                  if is_selected(tab)][:1] == [name])
    window.press('alt+1')


def describes_map():
    """The map says what it shows, and the kernel agrees."""
    pid = targets['bash'].pid
    window.select_pid(pid)
    wait_for('the title', lambda: title() == 'bash — %d' % pid)
    largest = max(read_rss(pid), key=lambda pair: pair[1])[0]
    mappings = len(read_mappings(pid))
    words = '%d regions, .* largest: %s, .*' % (mappings, re.escape(largest))
    wait_for('the pages to say "%s"' % words, lambda: [
        node for node in walk(window.root) if node.get_name() == 'Pages'
        and re.fullmatch(words, node.get_description() or '')])


def pauses():
    window.select_pid(targets['bash'].pid)
    window.find('push button', 'Live')
    window.press('space')
    window.find('push button', 'Paused')
    wait_for('the subtitle', lambda: labels(r' · paused$'))
    window.press('space')
    window.find('push button', 'Live')
    wait_for('the rate', lambda: labels(r'samples?/s$'))


def keeps_selection():
    pid = targets['python3'].pid
    window.select_pid(pid)
    end = time.monotonic() + 3.5
    while time.monotonic() < end:
        selected = wait_for('the selected row', window.selected_row, 2)
        equal(selected[1], pid, 'selected')
        time.sleep(0.3)
    equal(title(), '%s — %d' % (comm(pid), pid), 'title')


def leaves_by_tab():
    """Tab goes out of a list from any row, and past texts that are not for the keyboard."""
    def goes_to(node):
        window.press('Tab')
        wait_for('the keyboard in %r' % node.get_name(),
                 lambda: node.get_state_set().contains(Atspi.StateType.FOCUSED))
    window.press('alt+3')
    chart = window.find('image', 'Memory and paging of this machine')
    window.press('ctrl+p')
    window.press('Down')
    goes_to(window.find('separator', 'Width of the process list'))
    goes_to(chart)
    window.press('ctrl+d')  # with nothing that differs its table is hidden, and no place to go to
    window.press('ctrl+p')
    window.press('Down')
    goes_to(window.find('separator', 'Width of the process list'))
    window.press('Tab')  # A
    goes_to(window.find('push button', 'Swap A and B'))
    window.press('alt+1')


def is_inside_button(node):
    """What is shown in a button may take the focus for GTK's own purposes, such as the value of a drop-down."""
    parent = node.get_parent()
    while parent is not None and role(parent) != 'push button':
        parent = parent.get_parent()
    return parent is not None


def names_everything():
    containers = ('scroll pane', 'list', 'tree table', 'table row', 'list item')
    nameless = []
    for node in walk(window.root):
        if not node.get_state_set().contains(Atspi.StateType.FOCUSABLE):
            continue
        name = node.get_name() or ''
        parent = node.get_parent()
        inner = is_inside_button(node) or (parent is not None and parent.get_name() == 'GtkStackPage')
        if re.match(r'(Gtk|Adw|Pgs)[A-Z]|$', name) and not inner \
                and node.get_role_name() not in containers:
            nameless.append('%s "%s" in %s' % (node.get_role_name(), name,
                                               parent and parent.get_name()))
    equal(nameless, [], 'focusable without a name')
    rows = window.list_node()
    for index in range(min(rows.get_child_count(), 5)):
        check(re.fullmatch(r'.*, PID \d+', rows.get_child_at_index(index).get_name()),
              'a row is called %r' % rows.get_child_at_index(index).get_name())
    window.press('alt+2')
    wait_for('names of mappings', lambda: names_mappings(window.look(('tree table',), 'Mappings')))
    window.press('alt+1')


def names_mappings(table):
    rows = next((node for node in walk(table) if node.get_role_name() == 'list'), None)
    return rows is not None and re.fullmatch(r'.+, [0-9a-f]+–[0-9a-f]+', rows.get_child_at_index(0).get_name())


def tells_the_end():
    name = 'pgs-%d' % os.getpid()  # nobody else's program, not even that of another run
    sleeper = os.path.join(os.environ['HOME'], name)
    shutil.copy(shutil.which('sleep'), sleeper)
    first = targets['first'] = subprocess.Popen([sleeper, '100'])
    window.select_pid(first.pid)
    wait_for('the title', lambda: title() == '%s — %d' % (name, first.pid))
    wait_for('a sample', lambda: labels(r'^VIRT .* · RES '))
    first.send_signal(signal.SIGKILL)
    wait_for('the notice', lambda: labels(r'^%s ended at .*\. .*This is its last state\.$' % name))
    time.sleep(2.5)  # a zombie, as nobody waited: its row moves to the end of the list, the view stays
    check(not labels('^VIRT 0 B '), 'the last state gave way to that of the zombie')
    first.wait()
    wait_for('the last sizes', lambda: labels(r'^VIRT .* · ended$'))
    do(window.find('push button', 'Wait for It to Start Again'))
    time.sleep(2)  # until it waits, on a busy machine, too
    second = targets['second'] = subprocess.Popen([sleeper, '100'])
    wait_for('the new sleeper', lambda: title() == '%s — %d' % (name, second.pid))
    window.find('push button', 'Live')


def end_window():
    status = window.quit()
    equal(window.complaints(), [], 'stderr')
    equal(status, 0, 'exit status, with on stderr: %s' % window.stderr()[:4000])


def tells_a_zombie():
    """Nobody saw when it ended, so that no time may be told."""
    parent = targets['parent'] = subprocess.Popen(
        ['/usr/bin/python3', '-c', 'import os, sys\npid = os.fork()\n'
         'if pid == 0: os._exit(3)\nprint(pid, flush=True)\nsys.stdin.read()'],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    zombie = int(parent.stdout.readline())
    search = window.find('entry', 'Search name, PID or user')
    window.set_text(search, str(zombie))  # it stands at the end of a long list
    window.select_pid(zombie)
    wait_for('the notice', lambda: labels(r'had ended before it was watched\. Its exit status is 3\.$'))
    window.set_text(search, '')


def remembers():
    """What was chosen comes back."""
    global window
    window.press('alt+4')
    window.press('F9')
    wait_for('the list to go', lambda: not is_selected(window.find('push button', 'List of experiments')))
    end_window()
    window = Window(program, targets['bash'].pid)
    tabs = [node for node in walk(window.root) if node.get_role_name() == 'page tab']
    wait_for('the lab', lambda: 'Lab' in [tab.get_name() for tab in tabs if is_selected(tab)])
    check(not is_selected(window.find('push button', 'List of experiments')), 'the list is back')
    window.press('F9')


def ends_quietly():
    end_window()


def refuses():
    for arguments, status, words in (
            (['no-such-file'], 5, 'No such file'),
            (['/'], 5, 'a directory'),
            (['1', '2'], 2, 'one process'),
            (['4194304'], 3, 'no such process')):
        done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=20)
        equal(done.returncode, status, 'status of %r (%s)' % (arguments, done.stderr))
        check(words in done.stderr, '%r says %r' % (arguments, done.stderr))
    done = subprocess.run([program, '--version'], capture_output=True, text=True, timeout=20)
    equal(done.returncode, 0, 'status of --version')
    check(re.fullmatch(r'pagescape \d+\.\d+\.\d+\n', done.stdout), done.stdout)


try:
    run([('/display/window/refuses', refuses),
         ('/display/window/appears', appears),
         ('/display/window/lists-processes', lists_processes),
         ('/display/window/shows-right-maps', shows_right_maps),
         ('/display/window/searches', searches),
         ('/display/window/follows-names', follows_names),
         ('/display/window/switches-views', switches_views),
         ('/display/window/describes-map', describes_map),
         ('/display/window/pauses', pauses),
         ('/display/window/keeps-selection', keeps_selection),
         ('/display/window/leaves-by-tab', leaves_by_tab),
         ('/display/window/names-everything', names_everything),
         ('/display/window/tells-the-end', tells_the_end),
         ('/display/window/tells-a-zombie', tells_a_zombie),
         ('/display/window/remembers', remembers),
         ('/display/window/ends-quietly', ends_quietly)])
finally:
    for target in targets.values():
        target.kill()
    if window is not None:
        window.kill()

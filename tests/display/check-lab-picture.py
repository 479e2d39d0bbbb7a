#!/usr/bin/python3
# check-lab-picture.py: the picture beside an experiment, held against what /proc says meanwhile
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: run-display check-lab-picture.py PAGESCAPE
import os
import re
import sys

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'live'))
from pgs_tap import check, equal, run  # noqa: E402
from pgs_window import Atspi, Window, do, role, wait_for, walk  # noqa: E402

program = os.path.abspath(sys.argv[1])
PAGE = os.sysconf('SC_PAGESIZE')
window = None
pids = []


def find(kind, name):
    """By its name; that of a button with a mnemonic begins with its text as it was written (GTK 4.8)."""
    return next((n for n in walk(window.root) if role(n) == kind
                 and ' '.join(('', n.get_name() or '')).endswith(' ' + name)), None)


def picture():
    """What the picture says: a line a process."""
    node = next((n for n in walk(window.root) if n.get_name() == 'Memory of the experiment'), None)
    return (node.get_description() or '').split('\n') if node else []


def place():
    names = [n.get_name() or '' for n in walk(window.root) if n.get_role_name() == 'label']
    return next((n for n in names if re.match(r'(before the first|after) step', n)), '')


def number(text):
    return int(re.sub(r'\D', '', text))


def step(n):
    """Takes a step, and waits until the picture is of the stop behind it."""
    do(wait_for('the next step', lambda: find('push button', 'Next Step')))
    wait_for('step %d' % n, lambda: place().startswith('after step %d of' % n))


def read_line(line):
    """(PID, first address, pages, in RAM, only here, changed) as the picture says."""
    pid = int(re.match(r'\S+ (\d+): ', line).group(1))
    start = int(re.search(r' from ([0-9a-f]+), ', line).group(1), 16)
    resident, pages = re.search(r', (\S.*?) of (\S.*?) pages in RAM', line).groups()
    only = re.search(r', ([^,]+) only here', line)
    changed = re.search(r', ([^,]+) changed with this step', line)
    return (pid, start, number(pages), number(resident), number(only.group(1)) if only else 0,
            number(changed.group(1)) if changed else 0)


def smaps(pid, address):
    """The kernel's own counters of the mapping there, in pages."""
    found = {}
    inside = False
    with open('/proc/%d/smaps' % pid) as file:
        for line in file:
            head = re.match(r'([0-9a-f]+)-([0-9a-f]+) ', line)
            if head:
                inside = int(head.group(1), 16) <= address < int(head.group(2), 16)
            elif inside and line.split()[-1] == 'kB':
                found[line.split(':')[0]] = int(line.split()[1]) * 1024 // PAGE
    return found


def compare(line):
    pid, start, pages, resident, only, changed = read_line(line)
    counters = smaps(pid, start)
    equal(resident, counters['Rss'], 'pages in RAM of %d' % pid)
    equal(only, counters['Private_Dirty'] + counters['Private_Clean'], 'pages only in %d' % pid)
    return pid, start, pages, changed


def title():
    return window.root.get_name()


def starts():
    global window
    window = Window(program, os.getpid())
    window.press('alt+4')
    rows = wait_for('the experiments', lambda: find('list', 'Experiments'))
    names = [rows.get_child_at_index(i).get_name() or '' for i in range(rows.get_child_count())
             if rows.get_child_at_index(i).get_role_name() == 'list item']
    at = next(i for i, name in enumerate(names) if name.split(', ')[0] == 'Copy on write')
    check(Atspi.Selection.select_child(rows, at), 'it cannot be selected')
    do(wait_for('its start', lambda: find('push button', 'Start')))
    wait_for('its picture', lambda: place() == 'before the first step')
    pids.append(int(re.match(r'copy-on-write (\d+): VIRT', picture()[0]).group(1)))
    wait_for('the title', lambda: title() == 'copy-on-write — %d' % pids[0])


def shares():
    step(1)
    equal(len(picture()), 1, 'processes in %r' % picture())
    pid, _, pages, changed = compare(picture()[0])
    equal(pid, pids[0], 'PID')
    equal(changed, pages, 'pages that came')
    step(2)
    equal(len(picture()), 2, 'processes in %r' % picture())
    parent, child = compare(picture()[0]), compare(picture()[1])
    equal(parent[1:3], child[1:3], 'the same addresses')
    equal(smaps(child[0], child[1])['Private_Dirty'], 0, 'nothing is copied yet')
    pids.append(child[0])
    wait_for('both in the title', lambda: title() == 'copy-on-write — %d and child %d' % tuple(pids))


def copies():
    step(3)
    step(4)
    _, _, pages, changed = compare(picture()[1])
    compare(picture()[0])
    equal(changed, pages, 'pages that were copied')


def opens_in_map():
    do(find('push button', 'Open in Map'))
    wait_for('the title of the map', lambda: title() == 'copy-on-write — %d' % pids[0])
    wait_for('what is selected', lambda: any('100 MiB' in (n.get_name() or '') for n in walk(window.root)
                                             if n.get_role_name() == 'label'))


def goes():
    status = window.quit()
    equal(window.complaints(), [], 'stderr')
    equal(status, 0, 'exit status')
    wait_for('its processes to end', lambda: not any(is_there(pid) for pid in pids))


def is_there(pid):
    try:
        with open('/proc/%d/stat' % pid) as file:
            return file.read().rsplit(')', 1)[1].split()[0] not in 'ZX'
    except OSError:
        return False


try:
    run([('/display/lab-picture/starts', starts),
         ('/display/lab-picture/shares', shares),
         ('/display/lab-picture/copies', copies),
         ('/display/lab-picture/open-in-map', opens_in_map),
         ('/display/lab-picture/goes', goes)])
finally:
    if window is not None:
        window.kill()

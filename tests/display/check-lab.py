#!/usr/bin/python3
# check-lab.py: experiments done in the window by keyboard, seen from outside through AT-SPI and /proc
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: run-display check-lab.py PAGESCAPE
import os
import re
import signal
import subprocess
import sys

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'live'))
from pgs_tap import Skip, check, equal, run  # noqa: E402
from pgs_window import Atspi, Window, do, wait_for, walk  # noqa: E402

program = os.path.abspath(sys.argv[1])
programs = os.environ['PAGESCAPE_LAB_DIR']
window = None

MIB = 1 << 20
BLOCK = 100 * MIB  # what both experiments map
PART = 10 * MIB    # what demand-paging touches in a step
PAGE = os.sysconf('SC_PAGE_SIZE')


def lab_processes():
    """PIDs of the experiments that this window started, with their children: they run a program of the lab."""
    found = []
    for name in filter(str.isdigit, os.listdir('/proc')):
        try:
            if os.path.dirname(os.readlink('/proc/%s/exe' % name)) == programs:
                with open('/proc/%s/stat' % name) as file:
                    if file.read().rsplit(')', 1)[1].split()[0] not in 'ZX':
                        found.append(int(name))
        except OSError:
            pass
    return sorted(found)


def children_of(pid):
    found = []
    for task in os.listdir('/proc/%d/task' % pid):  # any thread may have started them
        with open('/proc/%d/task/%s/children' % (pid, task)) as file:
            found += map(int, file.read().split())
    return found


def program_of(name):
    """The experiment's own process, while it runs."""
    for pid in descendants(window.process.pid):
        try:
            if os.path.basename(os.readlink('/proc/%d/exe' % pid)) == name:
                return pid
        except OSError:
            pass
    return None


def descendants(pid):
    for child in children_of(pid):
        yield child
        yield from descendants(child)


def block_of(pid):
    """What /proc/PID/smaps says of the mapping that is 100 MiB long, in bytes; a neighbour may have joined it."""
    values, large = {}, False
    with open('/proc/%d/smaps' % pid) as file:
        for line in file:
            head = re.match(r'([0-9a-f]+)-([0-9a-f]+) ', line)
            if head:
                large = BLOCK <= int(head[2], 16) - int(head[1], 16) < BLOCK + MIB
            field = re.match(r'(\w+): +(\d+) kB', line)
            if large and field:
                values[field[1]] = values.get(field[1], 0) + (int(field[2]) << 10)
    return values


def number(text):
    """Bytes or a count, as the window writes them: "100 MiB", "25\u00a0600"; of a change its end: "0 → 25\u00a0600"."""
    text = text.split(' → ')[-1].replace('\u00a0', '')
    found = re.fullmatch(r'([\d.]+)(?: (B|KiB|MiB|GiB))?', text)
    check(found, 'no number: %r' % text)
    return float(found[1]) * {None: 1, 'B': 1, 'KiB': 1 << 10, 'MiB': MIB, 'GiB': 1 << 30}[found[2]]


def labels():
    return [node.get_name() for node in walk(window.root) if node.get_role_name() == 'label']


def cells(what, n_cells):
    """The labels behind that of a number: predicted, measured, verdict."""
    texts = labels()
    return texts[texts.index(what) + 1:texts.index(what) + 1 + n_cells] if what in texts else None


def measured(what):
    return cells(what, 2)[1]


def button(name):
    return window.find('push button', name)


def focused():
    return next((node for node in walk(window.root)
                 if node.get_state_set().contains(Atspi.StateType.FOCUSED)), None)


def is_sensitive(node):
    return node.get_state_set().contains(Atspi.StateType.SENSITIVE)


def tab_to(name, keys='Tab'):
    """The keyboard, until it stands there."""
    seen = []
    for _ in range(40):
        node = focused()
        seen.append(node.get_name() if node else None)
        if node and node.get_name() == name:
            return
        window.press(keys)
    raise AssertionError('%r cannot be reached: %r' % (name, seen))


def choose(title):
    """An experiment, in the list."""
    row = window.find('list item', title + '(, .*)?')
    Atspi.Selection.select_child(row.get_parent(), row.get_index_in_parent())
    wait_for(title, lambda: title in labels())


def step(number_of_row, title, how):
    """Waits until the step stands so in the list of steps."""
    return window.find('list item', 'Step %d: %s, %s' % (number_of_row, re.escape(title), how))


def opens():
    global window
    window = Window(program)
    window.press('alt+4')
    wait_for('the experiments', lambda: window.look(('list',), 'Experiments'))
    names = [node.get_name() for node in walk(window.find('list', 'Experiments'))
             if node.get_role_name() == 'list item']
    equal(len(names), 25, 'experiments, and the claims')
    equal([name for name in names if name.endswith(', done')], [], 'nothing is done')
    equal(lab_processes(), [], 'nothing runs')


def predicts_and_steps():
    """Without the pointer: from the list to the first verdict."""
    for _ in range(3):
        window.press('Down')
    wait_for('the text', lambda: 'Demand paging' in labels())
    step(1, 'Map 100 MiB', 'later')
    window.press('Return')
    wait_for('the button', lambda: focused() and focused().get_name() == 'Start')
    window.press('Return')
    step(1, 'Map 100 MiB', 'next')
    button('Next Step')
    tab_to('RES: +100 MiB', 'shift+Tab')
    window.press('space')
    tab_to('VIRT: +100 MiB', 'shift+Tab')
    window.press('space')
    tab_to('Next Step')
    window.press('Return')
    step(1, 'Map 100 MiB', 'done')
    pid = program_of('demand-paging')
    wait_for('the title', lambda: window.root.get_name() == 'demand-paging — %d' % pid)
    wait_for('the verdict', lambda: cells('VIRT', 3))
    equal(cells('VIRT', 3)[0::2], ['+100 MiB', 'right'], 'VIRT')
    equal(cells('RES', 3)[0::2], ['+100 MiB', 'surprise'], 'RES')
    equal(cells('Resident pages of the block', 3)[1:], ['0', 'ok'], 'pages')
    equal(block_of(pid)['Rss'], 0, 'resident memory of the block, as the kernel says')
    sentences = [text for text in labels() if re.search(r'\d\s[KM]iB.*\.$', text)]
    check(sentences, 'no sentence tells a size')
    equal([text for text in sentences if re.search(r'\d [KM]iB', text)], [], 'a size may part from its unit')


def takes_all_steps():
    """Each of the twelve, by keyboard; the list says that it is done."""
    pid = program_of('demand-paging')
    tab_to('Next Step')
    for title, number_of_row, resident in (('Read the first 10 MiB', 2, 0), ('Write the first 10 MiB', 3, PART)):
        window.press('Return')
        step(number_of_row, title, 'done')
        equal(block_of(pid)['Rss'], resident, 'resident memory after "%s"' % title)
    for times in range(1, 10):
        window.press('Return')
        step(4, 'Write the next 10 MiB (%d of 9)' % min(times + 1, 9), 'done' if times == 9 else 'next')
    equal(block_of(pid)['Rss'], BLOCK, 'resident memory at the end')
    window.find('list item', 'Demand paging, done')
    button('Next Experiment')
    check(any(re.match(r'All steps are done\. Right predictions: 1 of 2\.', text) for text in labels()),
          'the summary: %r' % [text for text in labels() if text.startswith('All steps')])


def remembers_progress():
    global window
    equal(window.quit(), 0, 'status')
    equal(window.complaints(), [], 'complaints')
    wait_for('the end of all experiments', lambda: not lab_processes())
    window = Window(program)
    window.find('list item', 'Demand paging, done')
    wait_for('its page', lambda: 'Map 100 MiB' in labels())
    button('Start')


def follows_a_child():
    """At each stop the page and the kernel say the same of both."""
    choose('Copy on write')
    do(button('Start'))
    button('Next Step')
    do(button('Next Step'))
    step(1, 'Map and write 100 MiB', 'done')
    do(button('Next Step'))
    step(2, 'fork(): a second process', 'done')
    parent = program_of('copy-on-write')
    child = children_of(parent)[0]
    wait_for('the title', lambda: window.root.get_name() == 'copy-on-write — %d and child %d' % (parent, child))
    compare_both(parent, child)
    for number_of_row, title in ((3, 'The child reads every page'), (4, 'The child writes every page')):
        do(button('Next Step'))
        step(number_of_row, title, 'done')
    both = block_of(parent), block_of(child)
    equal([values['Private_Dirty'] for values in both], [BLOCK, BLOCK], 'each has frames of its own')
    wait_for('what was measured', lambda: cells('Memory of both together (Σ PSS)', 2))
    equal(number(measured('Pages that are the child\'s alone')), BLOCK // PAGE, 'pages of the child')


def compare_both(parent, child):
    """What stands behind fork() is what smaps says now: both share everything."""
    both = block_of(parent), block_of(child)
    wait_for('what was measured', lambda: cells('PSS of the block in the child', 2))
    for what, expected in (('Resident memory of the block in the child', both[1]['Rss']),
                           ('PSS of the block in the child', both[1]['Pss']),
                           ('Memory of both together (Σ PSS)', both[0]['Pss'] + both[1]['Pss']),
                           ('Pages that are the child\'s alone', both[1]['Private_Dirty'] // PAGE)):
        near = abs(number(measured(what)) - expected) <= expected / 100  # as few digits as are shown
        check(near, '%s: %s, smaps says %d' % (what, measured(what), expected))
    equal([values['Pss'] for values in both], [BLOCK // 2, BLOCK // 2], 'shared by two')


def shows_its_end():
    """The process is killed while it stands: the page says so at once, and starts anew."""
    pid = program_of('copy-on-write')
    os.kill(pid, signal.SIGKILL)
    wait_for('what has happened', lambda: [text for text in labels() if 'ended too early: ' in text])
    wait_for('the end of its child', lambda: not lab_processes())
    do(button('Back to the start'))
    step(1, 'Map and write 100 MiB', 'later')
    button('Start')


def changes_experiments():
    """Another one is read while the first stands; that goes on, until the other one is started."""
    do(button('Start'))
    step(1, 'Map and write 100 MiB', 'next')
    first = wait_for('its process', lambda: program_of('copy-on-write'))
    choose('Demand paging')
    step(1, 'Map 100 MiB', 'later')
    check(first in lab_processes(), 'it still stands')
    wait_for('the title of what is read', lambda: window.root.get_name() == 'Demand paging')
    do(button('Start'))
    step(1, 'Map 100 MiB', 'next')
    wait_for('the end of the first', lambda: first not in lab_processes())
    window.press('alt+1')
    window.press('alt+4')
    step(1, 'Map 100 MiB', 'next')
    check(program_of('demand-paging'), 'it stands where it stood')


def says_what_is_lacking():
    """With the command that provides it; the text can be read all the same."""
    row = window.find('list item', 'Out to swap and back(, .*)?')
    if not row.get_name().endswith('needs swap'):
        raise Skip('this machine has swap')
    choose('Out to swap and back')
    wait_for('the command', lambda: [text for text in labels() if 'swapon' in text])
    check(not is_sensitive(button('Start')), 'it cannot be started')


def tests_a_claim():
    window.press('alt+4')
    row = window.find('list item', 'Test what is said of memory')
    Atspi.Selection.select_child(row.get_parent(), row.get_index_in_parent())
    do(button('Test: A 64-bit program has 8 GB'))
    wait_for('the verdict', lambda: [text for text in labels() if text == 'Wrong'])
    wait_for('the end of its experiment', lambda: 'overcommit' not in
             [os.path.basename(os.readlink('/proc/%d/exe' % pid)) for pid in lab_processes()])


def leaves_nothing():
    """Killed while a step runs."""
    choose('Demand paging')
    button('Next Step')
    check(lab_processes(), 'it runs')
    do(button('Next Step'))
    window.process.kill()
    window.process.wait()
    wait_for('the end of all experiments', lambda: not lab_processes(), 5)
    equal(window.complaints(), [], 'complaints')


def set_korean():
    """LANGUAGE counts in any locale but C, and since glibc 2.41 not in C.UTF-8 either."""
    os.environ['LANGUAGE'] = 'ko'
    os.environ['TEXTDOMAINDIR'] = os.environ['PAGESCAPE_LOCALE_DIR']
    known = subprocess.run(['locale', '-a'], capture_output=True, text=True, check=True).stdout.split()
    for name in (os.environ['LC_ALL'], *(name for name in known if name.lower().endswith(('.utf8', '.utf-8')))):
        os.environ['LC_ALL'] = name
        if subprocess.run(['gettext', 'pagescape', 'Record'], capture_output=True, text=True).stdout == '기록':
            return
    raise Skip('no locale here translates: %s' % ' '.join(known))


def speaks_korean():
    """And closed while a step runs."""
    global window
    set_korean()
    window = Window(program)
    window.find('list item', '요구 페이징, 완료')
    wait_for('its steps', lambda: '100 MiB 매핑' in labels())
    do(button('시작.*'))
    do(button('다음 단계.*'))
    wait_for('the verdict', lambda: cells('VIRT', 3))
    equal(cells('VIRT', 3)[2], '확인', 'verdict')
    do(button('다음 단계.*'))
    equal(window.quit(), 0, 'status')
    equal(window.complaints(), [], 'complaints')
    wait_for('the end of all experiments', lambda: not lab_processes(), 5)


try:
    run([('/display/lab/opens', opens),
         ('/display/lab/predicts-and-steps', predicts_and_steps),
         ('/display/lab/takes-all-steps', takes_all_steps),
         ('/display/lab/remembers-progress', remembers_progress),
         ('/display/lab/follows-a-child', follows_a_child),
         ('/display/lab/shows-its-end', shows_its_end),
         ('/display/lab/changes-experiments', changes_experiments),
         ('/display/lab/says-what-is-lacking', says_what_is_lacking),
         ('/display/lab/tests-a-claim', tests_a_claim),
         ('/display/lab/leaves-nothing', leaves_nothing),
         ('/display/lab/speaks-korean', speaks_korean)])
finally:
    if window is not None:
        window.kill()

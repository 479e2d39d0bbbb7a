#!/usr/bin/python3
# check-learn.py: terms explain themselves where they are met; who is next is shown as the kernel has it
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: run-display check-learn.py PAGESCAPE
import mmap
import os
import re
import subprocess
import sys
import time

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'live'))
from pgs_tap import check, equal, run  # noqa: E402
from pgs_window import Atspi, Window, do, role, wait_for, walk  # noqa: E402

program = sys.argv[1]
window = None
target = None
pane = None  # the inspector
QUESTION = r'What is “(.*)”\?'

# What a course on virtual memory needs, and what is to be reached from the inspector's labels.
# (brk is a term of the heap's.)
TITLES = {'virtual memory (VIRT)', 'page', 'page table', 'resident memory (RES)', 'page fault',
          'minor page fault', 'major page fault', 'demand paging', 'copy on write', 'overcommit',
          'commit limit and Committed_AS', 'swap', 'OOM killer', 'mmap', 'PSS and USS',
          'huge page', 'zombie'}


def inspector():
    """Walking the rest of the window takes long."""
    return window.look(('panel', 'grouping', 'filler'), 'Inspector') or window.root


def labels(pattern, root=None):
    return [node.get_name() for node in walk(root or window.root)
            if node.get_role_name() == 'label' and re.search(pattern, node.get_name() or '')]


def questions():
    """The terms that are on screen, each once."""
    names = [node.get_name() for node in walk(pane)
             if role(node) == 'push button' and re.fullmatch(QUESTION, node.get_name() or '')]
    return names


def open_question(name):
    do(button(name))
    return wait_for('the popover', popover)


def button(name):
    return wait_for(name, lambda: next((node for node in walk(pane) if node.get_name() == name
                                        and role(node) == 'push button'), None))


def popover():
    """(Title, text) of the popover that is open."""
    for node in walk(pane):
        if role(node) in ('label', 'push button') or not node.get_name():
            continue
        texts = [child.get_name() for child in walk(node) if child.get_role_name() == 'label']
        if 'Related' in texts and texts[0] == node.get_name():
            return texts
    return None


def appears():
    global window, target, pane
    target = subprocess.Popen(['bash', '-c', 'read line; true'], stdin=subprocess.PIPE)
    window = Window(program, target.pid)
    wait_for('the subtitle', lambda: labels(r'^VIRT .* · RES '))
    pane = inspector()


def explains_process():
    """Labels of the process that are terms open a text; all that a course needs are reached from them."""
    wait_for('terms', lambda: len(questions()) > 12)
    names = questions()
    equal(len(names), len(set(names)), 'names of buttons: %r' % names)
    reached = set()
    for name in names:
        if TITLES <= reached:
            break  # each takes a while
        texts = open_question(name)
        reached.add(texts[0])
        check(len(texts[1].split()) >= 40, 'the text of %s: %r' % (name, texts[1]))
        reached.update(set(texts) & TITLES)  # those that are related
        window.press('Escape')
        wait_for('the popover to close', lambda: popover() is None)
    missing = TITLES - reached
    check(not missing, 'not reached from the inspector: %r' % missing)


def leads_on():
    """Related terms are shown in place, and Back returns."""
    open_question('What is “Resident (RES)”?')
    first = popover()[0]
    equal(first, 'resident memory (RES)', 'title')
    do(button('demand paging'))
    wait_for('the other term', lambda: popover() and popover()[0] == 'demand paging')
    do(button('Back to the term before'))
    wait_for('the first term', lambda: popover() and popover()[0] == first)


def tries():
    """An experiment is opened from the term that it shows."""
    do(button('Try it: Demand paging'))
    wait_for('the popover to close', lambda: popover() is None)
    wait_for('the experiment', lambda: labels(r'^Demand paging$'))
    window.press('alt+1')


def tells_segment():
    """The segment of the program's code, as readelf has it."""
    out = subprocess.run(['readelf', '-lW', '/proc/%d/exe' % target.pid], stdout=subprocess.PIPE,
                         check=True).stdout.decode()
    loads = [line.split() for line in out.splitlines() if line.strip().startswith('LOAD')]
    number = next(i for i, words in enumerate(loads) if 'E' in words[6:8])
    window.press('alt+1')
    window.press('ctrl+l')
    start = next(line.split('-')[0] for line in open('/proc/%d/maps' % target.pid) if ' r-xp ' in line)
    entry = window.find(('entry', 'text'), '.*ddress.*')
    window.set_text(entry, start)
    window.press('Return')
    text = wait_for('the segment', lambda: labels(r'^ELF segment: '))[0]
    check(text.startswith('ELF segment: %d of %d (r-x): ' % (number + 1, len(loads))),
          '%r of %r' % (text, loads))
    header = subprocess.run(['readelf', '-hW', '/proc/%d/exe' % target.pid], stdout=subprocess.PIPE,
                            check=True).stdout.decode()
    linked = int(re.search(r'Entry point address: +(0x[0-9a-f]+)', header)[1], 16)
    base = int(open('/proc/%d/maps' % target.pid).readline().split('-')[0], 16)
    movable = 'DYN' in header
    text = labels(r'^Entry point: ')[0]
    check('%x' % (linked + (base if movable else 0)) in text, 'entry point: %r' % text)
    check('in this region' in text, 'entry point: %r' % text)
    window.press('Escape')


class Borrower:
    """A child that asks for 3 GiB and wants to be ended first."""

    def __enter__(self):
        self.pid = os.fork()
        if self.pid == 0:
            with open('/proc/self/oom_score_adj', 'w') as file:
                file.write('1000')
            memory = mmap.mmap(-1, 3 << 30, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
            memory[0] = 1
            while True:
                time.sleep(100)
        return self.pid

    def __exit__(self, *_):
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)


def ranks():
    """Who is next, and who was promised most, with the kernel's own score beside."""
    with Borrower() as pid:
        window.press('alt+3')
        text = wait_for('who is next', lambda: labels(r' %d: score ' % pid))[0]
        with open('/proc/%d/oom_score' % pid) as file:
            score = int(file.read())
        told = re.search(r': score (.*) \(adjusted by \+1000\)', text)
        check(told and re.sub(r'\D', '', told[1]) == str(score), '%r, score %d' % (text, score))
        text = wait_for('who was promised most', lambda: labels(r' %d: 3\.\d GiB' % pid))
        check(text, 'promised')
    wait_for('it to go', lambda: not labels(r' %d: ' % pid))
    orders = labels(r'^Order \d+: .* free · ')
    with open('/proc/buddyinfo') as file:
        equal(len(orders), len(file.readline().split()) - 4, 'orders')


def turn_wheel(x, y, notches):
    subprocess.run(['xdotool', 'mousemove', str(x), str(y)], check=True)
    for _ in range(notches):
        subprocess.run(['xdotool', 'click', '5'], check=True)
        time.sleep(0.05)


def scrolls_past_chart():
    """The wheel scrolls the page also where it comes upon the chart."""
    chart = window.find('image', 'Memory and paging of this machine')
    box = Atspi.Component.get_extents(chart, Atspi.CoordType.WINDOW)
    check(box.y + 40 < 880, 'the chart is not on screen: %d' % box.y)
    x, y = box.x + box.width // 2, min(box.y + 60, 860)

    def has_passed():
        turn_wheel(x, y, 3)
        return Atspi.Component.get_extents(chart, Atspi.CoordType.WINDOW).y + box.height < y
    wait_for('the chart to pass by', has_passed, 20)


def quits_quietly():
    status = window.quit()
    equal(window.complaints(), [], 'warnings')
    equal(status, 0, 'exit status')


try:
    run([
        ('/display/learn/appears', appears),
        ('/display/learn/process', explains_process),
        ('/display/learn/related', leads_on),
        ('/display/learn/try-it', tries),
        ('/display/learn/segment', tells_segment),
        ('/display/learn/ranking', ranks),
        ('/display/learn/scrolls-past-chart', scrolls_past_chart),
        ('/display/learn/quits', quits_quietly),
    ])
finally:
    if window is not None:
        window.kill()
    if target is not None:
        target.kill()
        target.wait()

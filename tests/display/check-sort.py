#!/usr/bin/python3
# check-sort.py: lists and tables are sorted by any column without a pointer
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: run-display check-sort.py PAGESCAPE
import os
import re
import sys

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'live'))
from pgs_tap import equal, run  # noqa: E402
from pgs_window import Atspi, Window, children, wait_for, walk  # noqa: E402

program = sys.argv[1]
window = None
KEYS = 'ctrl+shift+o'


def appears():
    global window
    window = Window(program, os.getpid())
    wait_for('processes', lambda: len(window.rows()) > 3)


def is_focused(node):
    return node.get_state_set().contains(Atspi.StateType.FOCUSED)


def choose(item):
    """Opens the list of columns, goes down to one, and takes it, by keys."""
    window.press(KEYS)
    columns = window.find('list', 'Sort By')
    node = wait_for(item, lambda: next((node for node in walk(columns) if node.get_name() == item), None))
    window.press('Home')
    for _ in range(30):
        if is_focused(node):
            break
        window.press('Down')
    window.press('Return')
    gone()


def gone():
    wait_for('the list to go', lambda: window.look(('list',), 'Sort By') is None)


def pids():
    return [pid for _, pid in window.rows()]


def sorts_processes():
    """Also down and up: which of both a column begins with is the list's to say."""
    window.press('ctrl+p')
    window.press('Tab')
    choose('PID')
    before = wait_for('PIDs in order', lambda: pids() in (sorted(pids()), sorted(pids(), reverse=True)) and pids())
    choose('PID')
    wait_for('the other order', lambda: (pids()[0] < pids()[-1]) != (before[0] < before[-1])
             and pids() in (sorted(pids()), sorted(pids(), reverse=True)))


def turns_order():
    """Tab goes from the columns to the order."""
    before = pids()
    window.press('ctrl+p')
    window.press('Tab')
    window.press(KEYS)
    check = window.find('check box', 'Descending')
    wait_for('the keyboard in the columns', lambda: any(map(is_focused, walk(window.find('list', 'Sort By')))))
    window.press('Tab')
    wait_for('the keyboard at the order', lambda: is_focused(check))
    window.press('space')
    wait_for('the other order', lambda: (pids()[0] < pids()[-1]) != (before[0] < before[-1]))
    window.press('Escape')
    gone()


def largest_mapping():
    """Of this very program, by the kernel."""
    largest = 0
    with open('/proc/self/maps') as file:
        for line in file:
            start, end = (int(part, 16) for part in line.split()[0].split('-'))
            largest = max(largest, end - start)
    return largest


def first_range():
    table = window.look(('tree table',), 'Mappings')
    for node in walk(table):
        match = re.fullmatch(r'([0-9a-f]+)–([0-9a-f]+)', node.get_name() or '')
        if match:
            return int(match[2], 16) - int(match[1], 16)
    return None


def sorts_mappings():
    window.press('alt+2')
    window.press('ctrl+f')  # the keyboard is in the table's page
    wait_for('mappings', lambda: first_range() is not None)
    choose('Size')
    choose('Size')
    wait_for('the largest mapping in the first row', lambda: first_range() == largest_mapping())


def focused_row():
    table = window.look(('tree table',), 'Mappings')
    rows = next(node for node in walk(table) if node.get_role_name() == 'list')
    return next((row.get_name() for row in children(rows) if is_focused(row)), None)


def keeps_the_keyboard():
    """It is in the row of the same mapping, in another place."""
    for _ in range(10):
        if focused_row():
            break
        window.press('Tab')
    for _ in range(3):
        window.press('Down')
    before = wait_for('the keyboard in a row', focused_row)
    choose('Addresses')
    wait_for('the keyboard in the row of %s' % before, lambda: focused_row() == before)
    window.press('Down')
    wait_for('the keyboard in the next row', lambda: focused_row() not in (None, before))


def quits():
    equal(window.quit(), 0, 'exit status')
    equal(window.complaints(), [], 'complaints')


try:
    run([('/display/sort/appears', appears),
         ('/display/sort/processes', sorts_processes),
         ('/display/sort/order', turns_order),
         ('/display/sort/mappings', sorts_mappings),
         ('/display/sort/keyboard', keeps_the_keyboard),
         ('/display/sort/quit', quits)])
finally:
    if window is not None:
        window.kill()

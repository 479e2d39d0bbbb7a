#!/usr/bin/python3
# check-narrow.py: a window gets as narrow as a telephone's screen, and nothing is lost there
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: run-display check-narrow.py PAGESCAPE
import os
import re
import subprocess
import sys

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'live'))
from pgs_tap import check, equal, run  # noqa: E402
from pgs_window import Atspi, Window, role, type_into, wait_for, walk  # noqa: E402

program = sys.argv[1]
window = None
VIEWS = {'Map': 'alt+1', 'Regions': 'alt+2', 'Compare': 'ctrl+d', 'System': 'alt+3', 'Lab': 'alt+4'}
SMALL = (480, 800)
SMALLEST = (372, 640)
BORDER = 7  # at least, of a window that decorates itself


def extents(node):
    return node.get_extents(Atspi.CoordType.WINDOW)


def resize(size):
    found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(window.process.pid)],
                           capture_output=True, text=True, check=True)
    subprocess.run(['xdotool', 'windowsize', found.stdout.split()[0], *map(str, size)], check=True)


def controls():
    return [node for node in walk(window.root) if role(node) in ('push button', 'entry', 'combo box', 'page tab')]


def named(name):
    return [node for node in controls() if node.get_name() == name]


def appears():
    global window
    window = Window(program, os.getpid())
    window.find('push button', 'Export')
    equal([len(named(name)) > 0 for name in ('Record', 'Compare two moments', 'Main menu')], [True] * 3, 'in the wide')


def is_within(node, size):
    """Of the two switchers of views, one in the header bar and one below, the one that is hidden is not."""
    place = extents(node)
    return place.width > 0 and place.x >= 0 and place.x + place.width <= size[0]


def is_as_narrow(size):
    """What is in the window can be made as small as that: it would stand beyond its edge."""
    return inner_width() <= size[0] - BORDER


def inner_width():
    return extents(window.root.get_child_at_index(0)).width


def gets_narrow(size):
    resize(size)
    for view, keys in VIEWS.items():
        window.press(keys)
        wait_for('%s to be shown' % view, lambda: any(
            role(node) == 'page tab' and node.get_name() == view
            and node.get_state_set().contains(Atspi.StateType.SELECTED) for node in controls()))
        wait_for('%s in %d px, not %d' % (view, size[0], inner_width()), lambda: is_as_narrow(size), 10)
        for name in ('Main menu', *VIEWS):
            check(any(is_within(node, size) for node in named(name)), '%s is beyond the edge of %s' % (name, view))
    window.press('alt+1')


def gets_small():
    gets_narrow(SMALL)
    equal(len(named('Export')), 0, 'Export in the header bar')
    check(named('Main menu') and named('Live'), 'the menu or Live went')


def puts_into_menu():
    """By the keyboard alone: open the menu, go to what the header bar has no room for, and press it."""
    window.press('F10')
    item = wait_for('Export Picture', lambda: window.item('Export Picture.*', 'Ctrl+E'))
    check(window.item('Compare Two Moments', 'Ctrl+D'), 'nothing compares')
    while not item.get_state_set().contains(Atspi.StateType.FOCUSED):
        window.press('Down')
    window.press('Return')
    wait_for('the dialog', lambda: dialog() is not None)
    window.press('Escape')
    wait_for('the dialog to go', lambda: dialog() is None)


def dialog():
    application = window.root.get_parent()
    for index in range(application.get_child_count()):
        child = application.get_child_at_index(index)
        if child is not None and child != window.root and child.get_role_name() in ('dialog', 'window', 'frame'):
            return child
    return None


def gets_smallest():
    gets_narrow(SMALLEST)
    check(says(recording_item(), 'Record…'), 'the menu does not offer to record')
    check(named('Live'), 'the name of Live went with its word')


def recording_item():
    """What the menu says beside Ctrl+R."""
    window.press('F10')
    name = wait_for('the menu', lambda: window.item('(Stop )?Record(ing|…)', 'Ctrl+R')).get_name()
    window.press('Escape')
    wait_for('the menu to go', lambda: window.item('New Window', 'Ctrl+N') is None)
    return name


def says(name, expected):
    return name in (expected, '')  # items without names: see pgs_window.py


def subtitles(pattern):
    """What stands below the title, wherever there is room for it."""
    return [node.get_name() for node in walk(window.root) if node.get_role_name() == 'label'
            and re.fullmatch(pattern, node.get_name() or '') and is_within(node, SMALLEST)]


def tells_of_recording():
    """The title says so in place of the button, for how long and how large the file is."""
    path = os.path.join(os.environ['HOME'], 'narrow.pagescape')
    equal(subtitles('●.*VIRT.*'), [], 'recording, before it was asked for')
    window.press('ctrl+r')
    type_into('Record into a File', path)
    wait_for('the title to tell', lambda: subtitles(r'● [1-9][\d:]* \w+ · [\d.]+ [KM]iB · VIRT .*'))
    check(says(recording_item(), 'Stop Recording'), 'the menu does not offer to stop')
    window.press('alt+4')
    wait_for('the title of the lab to tell', lambda: subtitles(r'● .* · Not started yet'))
    window.press('alt+1')
    window.press('ctrl+r')
    wait_for('nothing to be told of', lambda: not subtitles('●.*VIRT.*') and subtitles('VIRT.*'))
    check(os.path.getsize(path) > 0, 'nothing was recorded')
    check(says(recording_item(), 'Record…'), 'the menu does not offer to record')


def comes_back():
    resize((1200, 800))
    for name in ('Export', 'Record', 'Compare two moments', 'Show inspector'):
        wait_for(name, lambda: named(name))
    window.press('F10')
    wait_for('the menu', lambda: window.item('New Window', 'Ctrl+N'))
    check(window.item('Export Picture.*', 'Ctrl+E') is None, 'it is in the menu as well')
    window.press('Escape')


def quits():
    equal(window.quit(), 0, 'exit status')
    equal(window.complaints(), [], 'complaints')


try:
    run([('/display/narrow/appears', appears),
         ('/display/narrow/small', gets_small),
         ('/display/narrow/menu', puts_into_menu),
         ('/display/narrow/smallest', gets_smallest),
         ('/display/narrow/recording', tells_of_recording),
         ('/display/narrow/comes-back', comes_back),
         ('/display/narrow/quit', quits)])
finally:
    if window is not None:
        window.kill()

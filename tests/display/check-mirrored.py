#!/usr/bin/python3
# check-mirrored.py: where scripts run from right to left, tables begin at the right
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: run-display check-mirrored.py PAGESCAPE
import mmap
import os
import sys

os.environ['GTK_DEBUG'] = 'invert-text-dir'
sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'live'))
from pgs_tap import equal, run  # noqa: E402
from pgs_window import Atspi, Window, wait_for, walk  # noqa: E402

program = sys.argv[1]
window = None
kept = []


def extents(node):
    return node.get_extents(Atspi.CoordType.WINDOW)


def appears():
    global window
    window = Window(program, os.getpid())
    table = window.find('tree table', 'Processes')
    wait_for('the list at the right', lambda: extents(table).x > extents(window.root).width // 2)


def begins_with(name, column):
    """The first column of the table is the rightmost one, and in sight."""
    table = window.find('tree table', name)
    heading = next((node for node in walk(table) if node.get_role_name() == 'label' and node.get_name() == column), None)
    if heading is None:
        return False
    place, room = extents(heading), extents(table)
    return 0 < place.width and room.x <= place.x and place.x + place.width <= room.x + room.width


def shows_first_column():
    window.press('alt+2')
    wait_for('the addresses', lambda: begins_with('Mappings', 'Addresses'), 10)


def shows_first_change():
    window.press('ctrl+m')
    window.press('Escape')
    kept.append(mmap.mmap(-1, 30 << 20))
    window.press('ctrl+d')
    wait_for('how it changed', lambda: begins_with('What changed', 'Change'), 20)


def quits():
    equal(window.quit(), 0, 'exit status')
    equal(window.complaints(), [], 'complaints')


try:
    run([('/display/mirrored/appears', appears),
         ('/display/mirrored/first-column', shows_first_column),
         ('/display/mirrored/first-change', shows_first_change),
         ('/display/mirrored/quit', quits)])
finally:
    if window is not None:
        window.kill()

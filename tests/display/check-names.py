#!/usr/bin/python3
# check-names.py: whatever the keyboard can be in has a name, once, and no word of a programmer
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: run-display check-names.py PAGESCAPE
import os
import re
import sys
import time

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'live'))
from pgs_tap import equal, run  # noqa: E402
from pgs_window import Atspi, GLib, Window, children, role, wait_for  # noqa: E402

program = sys.argv[1]
window = None
VIEWS = {'map': 'alt+1', 'regions': 'alt+2', 'compare': 'ctrl+d', 'system': 'alt+3', 'lab': 'alt+4'}
CONTROLS = {'push button', 'combo box', 'entry', 'check box', 'radio button', 'slider', 'page tab', 'menu item',
            'check menu item', 'radio menu item', 'tree table', 'switch', 'link', 'spin button'}


def everything(node, depth=0):
    """Of a list only the first rows: the others are made alike."""
    if node is None or depth > 45:
        return
    yield node
    for child in children(node, 12):
        if child.get_role_name() != 'menu':  # GTK's own
            yield from everything(child, depth + 1)


def is_doubled(name):
    words = name.split()
    half = len(words) // 2
    return len(words) > 1 and words[:half] == words[half:]


def complain_of(node):
    """What is wrong with its name; None: nothing."""
    name = node.get_name() or ''
    takes_keys = node.get_state_set().contains(Atspi.StateType.FOCUSABLE)
    if not takes_keys and role(node) not in CONTROLS:
        return None
    if not name:
        return '%s without a name' % role(node)
    if re.match('(Gtk|Adw|Pgs)[A-Z]', name):
        return '%s named "%s"' % (role(node), name)
    return '%s named twice, "%s"' % (role(node), name) if is_doubled(name) else None


def complaints():
    found = set()
    for node in everything(window.root.get_parent()):
        try:
            complaint = complain_of(node)
            if complaint:
                parent = node.get_parent()
                found.add('%s in %s "%s"' % (complaint, parent.get_role_name(), parent.get_name()))
        except (GLib.Error, AttributeError):  # gone
            continue
    return sorted(found)


def appears():
    global window
    window = Window(program, os.getpid())
    wait_for('processes', lambda: len(window.rows()) > 3)


def names_view(view):
    window.press(VIEWS[view])
    time.sleep(1)  # what is in it is made then
    wait_for('names: %r' % complaints(), lambda: complaints() == [], 10)


def quits():
    equal(window.quit(), 0, 'exit status')
    equal(window.complaints(), [], 'complaints')


try:
    run([('/display/names/appears', appears),
         *[('/display/names/' + view, lambda view=view: names_view(view)) for view in VIEWS],
         ('/display/names/quit', quits)])
finally:
    if window is not None:
        window.kill()

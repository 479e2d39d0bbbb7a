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
from pgs_tap import check, equal, run  # noqa: E402
from pgs_window import Atspi, GLib, Window, children, do, role, wait_for  # noqa: E402

program = sys.argv[1]
window = None
dialog = None  # that is open
DIALOGS = {'Preferences': 'ctrl+comma', 'Export Picture': 'ctrl+e', 'Launch Program': 'ctrl+shift+n', 'Pagescape': 'F1'}
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


def is_doubled(node, name):
    """Also where a label that names it says again what the name begins with."""
    words = name.casefold().split()
    half = len(words) // 2
    return len(words) > 1 and (words[:half] == words[half:] or any(
        name.casefold() != label and name.casefold().startswith(label) and name.casefold().endswith(label)
        for label in labels_of(node)))


def labels_of(node):
    """What the labels say that name it."""
    relations = [relation for relation in node.get_relation_set()
                 if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY]
    names = [relation.get_target(index).get_name()
             for relation in relations for index in range(relation.get_n_targets())]
    return [name.casefold() for name in names if name]


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
    if name.rstrip().endswith(':'):
        return '%s named "%s", of which nothing is said' % (role(node), name)
    return '%s named twice, "%s"' % (role(node), name) if is_doubled(node, name) else None


def complaints(root):
    found = set()
    for node in everything(root):
        try:
            complaint = complain_of(node)
            if complaint and not is_foreign(node):
                parent = node.get_parent()
                found.add('%s in %s "%s"' % (complaint, parent.get_role_name(), parent.get_name()))
        except (GLib.Error, AttributeError):  # gone
            continue
    return sorted(found)


def is_foreign(node):
    """Made by libadwaita and GTK within what is theirs alone: what shows the choice in a drop-down or within a row,
    what scrolls a page of preferences, a list in a group without a title. Newer GTKs give no type for a name."""
    name, parent = node.get_name() or '', node.get_parent()
    if role(node) == 'panel' and is_in_choice(node):
        return True
    return dialog is not None and (role(node) == 'scroll pane' or name in ('GtkListBox', 'GtkListView', 'GtkSearchEntry')
                                   or name == '' and role(node) in ('panel', 'list', 'list item')
                                   or name == 'GtkLabel' and role(node) == 'page tab'
                                   or role(node) == 'list item' and parent.get_name() == 'GtkListView')


def is_in_choice(node):
    while node is not None and role(node) in ('panel', 'push button'):
        node = node.get_parent()
    return node is not None and role(node) == 'combo box'


def appears():
    global window
    window = Window(program, os.getpid())
    wait_for('processes', lambda: len(window.rows()) > 3)


def names_view(view):
    window.press(VIEWS[view])
    time.sleep(1)  # what is in it is made then
    assert_named(window.root.get_parent())


def assert_named(root):
    wait_for('names: %r' % complaints(root), lambda: complaints(root) == [], 10)


def names_dialog(title):
    global dialog
    window.press(DIALOGS[title])
    dialog = wait_for(title, lambda: window.find_frame('^%s$' % title))
    check(role(dialog) in ('dialog', 'frame', 'window'), '%s is a %s' % (title, role(dialog)))
    assert_named(dialog)
    do(next(node for node in everything(dialog) if role(node) == 'push button' and node.get_name() == 'Close'))
    wait_for('%s to go' % title, lambda: window.find_frame('^%s$' % title) is None)
    dialog = None


def rows_of(title, roles):
    """Names of rows of a dialog that is opened for that."""
    window.press(DIALOGS[title])
    frame = wait_for(title, lambda: window.find_frame('^%s$' % title))
    return [(node, node.get_name()) for node in everything(frame) if role(node) in roles]


def tells_choices():
    """What is chosen, not only what can be."""
    told = [name for _, name in rows_of('Export Picture', ('combo box',))]
    equal(told, ['Picture: Map', 'Format: PNG', 'Colours: Light'], 'choices')
    window.press('Escape')
    told = [name for _, name in rows_of('Preferences', ('combo box',))]
    equal(told, ['Colours: As the system', 'Sizes In: KiB, MiB, GiB'], 'choices')


def tells_expanded():
    """Whether there is more below a row."""
    expandable = [node for node, name in rows_of('Preferences', ('list item',)) if name == 'Columns'
                  and node.get_state_set().contains(Atspi.StateType.EXPANDABLE)]
    equal([node.get_state_set().contains(Atspi.StateType.EXPANDED) for node in expandable], [False], 'expanded')
    window.press('Escape')


def quits():
    equal(window.quit(), 0, 'exit status')
    equal(window.complaints(), [], 'complaints')


try:
    run([('/display/names/appears', appears),
         *[('/display/names/' + view, lambda view=view: names_view(view)) for view in VIEWS],
         *[('/display/names/' + title.lower().replace(' ', '-'), lambda title=title: names_dialog(title))
           for title in DIALOGS],
         ('/display/names/choices', tells_choices),
         ('/display/names/expanded', tells_expanded),
         ('/display/names/quit', quits)])
finally:
    if window is not None:
        window.kill()

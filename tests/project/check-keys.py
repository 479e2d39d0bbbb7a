#!/usr/bin/env python3
# check-keys.py: every key of the program stands in the window of shortcuts, and in the manual
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the keys of actions (pgs-application-actions.c) and of widgets (gtk_widget_class_add_binding) from the sources and
looks for them in ui/shortcuts.ui; those of actions
in data/pagescape.1, too. Speaks TAP.

usage: check-keys.py SOURCE_ROOT
"""
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

ACTION = re.compile(r'\{ "(\w+\.[\w:-]+)", \{ "([^"]+)" \} \}')
BINDING = re.compile(r'add_binding(?:_action)? \(\w+, GDK_KEY_(\w+), (0|GDK_\w+_MASK)')
TABLE = re.compile(r'\{ \{ GDK_KEY_(\w+)[^}]*\}, (0|GDK_\w+_MASK|-?1)')
MODIFIERS = {'GDK_CONTROL_MASK': '<Control>', 'GDK_SHIFT_MASK': '<Shift>', 'GDK_ALT_MASK': '<Alt>'}
# the same keys on other keyboards
OTHER = {'KP_Enter', 'Menu'}


def keys_of_actions(root):
    text = (root / 'src/app/pgs-application-actions.c').read_text(encoding='utf-8')
    return {key for _, key in ACTION.findall(text)}


def keys_of_widgets(root):
    for path in sorted((root / 'src/app').glob('*.c')):
        text = path.read_text(encoding='utf-8')
        for key, modifier in BINDING.findall(text) + TABLE.findall(text):
            if key not in OTHER:
                yield MODIFIERS.get(modifier, '') + key


def keys_shown(root):
    tree = ElementTree.parse(root / 'ui/shortcuts.ui')
    return {key for node in tree.iter('property') if node.get('name') == 'accelerator' for key in node.text.split()}


def in_words(key):
    """As the manual writes it: Ctrl+Shift+N."""
    modifiers = re.findall(r'<(\w+)>', key)
    name = re.sub(r'<\w+>', '', key)
    name = {'question': '?', 'comma': ',', 'space': 'Space', 'Page_Up': 'PageUp', 'Page_Down': 'PageDown'}.get(
        name, name.upper() if len(name) == 1 else name)
    return '+'.join([{'Control': 'Ctrl'}.get(m, m) for m in modifiers] + [name])


def keys_in_manual(root):
    text = (root / 'data/pagescape.1').read_text(encoding='utf-8')
    part = text.split('.Sh KEYS')[1].split('.Sh ')[0]
    lines = [line.removeprefix('.It ') for line in part.splitlines() if line.startswith('.It ')]
    return {key for line in lines for key in re.split(r', (?=\S)', line)}


def report(number, name, missing, what):
    for key in sorted(missing):
        print('# %s: %s' % (what, key))
    print('%s %d /project/keys/%s' % ('not ok' if missing else 'ok', number, name))


def main():
    root = pathlib.Path(sys.argv[1])
    actions, widgets, shown = keys_of_actions(root), set(keys_of_widgets(root)), keys_shown(root)
    assert len(actions) > 20 and len(widgets) > 10, 'the sources are written in another way: this finds no keys'
    print('1..3')
    report(1, 'actions', actions - shown, 'not in shortcuts.ui')
    report(2, 'widgets', widgets - shown, 'not in shortcuts.ui')
    report(3, 'manual', {in_words(key) for key in actions} - keys_in_manual(root), 'not in pagescape.1')


if __name__ == '__main__':
    main()

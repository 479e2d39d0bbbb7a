#!/usr/bin/python3
# check-help.py: the help and the window of shortcuts, by keyboard, in English and Korean
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: run-display check-help.py PAGESCAPE
import os
import pathlib
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'live'))
from pgs_tap import check, equal, run  # noqa: E402
from pgs_window import Window, wait_for, walk  # noqa: E402

program = os.path.abspath(sys.argv[1])
ROOT = pathlib.Path(__file__).resolve().parents[2]
MALLARD = '{http://projectmallard.org/1.0/}'
window = None


def pages(language):
    """Titles of the pages by ID, as the files say, in the order in which they are listed."""
    found = []
    for path in (ROOT / 'help' / language).glob('*.page'):
        page = ElementTree.parse(path).getroot()
        info = page.find(MALLARD + 'info')
        order = info.find(MALLARD + 'title')
        found.append((order.text if order is not None else '', page.get('id'), page.find(MALLARD + 'title').text))
    return {ident: title for _, ident, title in sorted(found)}


def frame(name):
    """Another window of the program."""
    mine = window.root.get_index_in_parent()
    return next((other for other in window.frames()
                 if other.get_name() == name and other.get_index_in_parent() != mine), None)


def type_keys(*keys):
    """To whichever window has the focus, as a person does."""
    for key in keys:
        subprocess.run(['xdotool', 'key', '--clearmodifiers', key], check=True)
        time.sleep(0.3)


def texts(name):
    return [node.get_name() for node in walk(frame(name)) if node.get_role_name() in ('label', 'heading')]


def reads(language):
    """From the first page to the first one that it lists, and back."""
    def case():
        global window
        os.environ['LANGUAGE'] = language if language != 'C' else 'en'
        window = Window(program)
        titles = pages(language)
        listed = [title for ident, title in titles.items() if ident != 'index']
        window.press('F1')
        wait_for('the help', lambda: frame(titles['index']))
        wait_for('its topics', lambda: all(any(title in text for text in texts(titles['index'])) for title in listed))
        type_keys('Tab', 'Return')
        wait_for('the page "%s"' % listed[0], lambda: frame(listed[0]))
        type_keys('alt+Left')
        wait_for('the first page', lambda: frame(titles['index']))
        type_keys('Escape')
        wait_for('its end', lambda: frame(titles['index']) is None)
    return case


def shortcuts():
    """GTK's own window for them: that of GTK 4.18 has no name."""
    return frame('Keyboard shortcuts') or frame('')


def shows_keys():
    """All are there, and GTK has nothing to complain of."""
    tree = ElementTree.parse(ROOT / 'ui' / 'shortcuts.ui')
    sections = [node for node in tree.iter('object') if node.get('class') == 'GtkShortcutsSection']
    check(len(sections) > 1, 'no sections')
    window.press('ctrl+question')
    shown = wait_for('the window', shortcuts)
    wait_for('a shortcut', lambda: any('Export a picture' in (node.get_name() or '') for node in walk(shown)))
    type_keys('Escape')
    wait_for('its end', lambda: shortcuts() is None)


def ends_without_complaints():
    equal(window.quit(), 0, 'status')
    equal(window.complaints(), [], 'complaints')


run([('/display/help/korean', reads('ko')),
     ('/display/help/ends-in-korean', ends_without_complaints),
     ('/display/help/english', reads('C')),
     ('/display/help/keys', shows_keys),
     ('/display/help/ends', ends_without_complaints)])

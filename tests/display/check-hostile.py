#!/usr/bin/python3
# check-hostile.py: a process all of whose names do harm is shown in the window and does none there
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: run-display check-hostile.py PAGESCAPE      (PGS_ZOO: the zoo; "zoo hostile" is the process)
import os
import re
import subprocess
import sys
import time
import unicodedata

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'live'))
from pgs_tap import check, equal, run  # noqa: E402
from pgs_window import Atspi, GLib, Window, wait_for, walk  # noqa: E402
from pgs_zoo import Animal  # noqa: E402

program = sys.argv[1]
# our own texts have line breaks, and isolates would be ours as well
HARMFUL = {'Cc', 'Cf', 'Zl', 'Zp', 'Co', 'Cs', 'Cn'}
MAX_MARKS = 4
SHOWN_NAME = '<b>␛[31m�␊�)'  # what the name of 15 bytes looks like
window = None
animal = Animal('hostile', stop=False)
seen = set()  # texts that were looked at


def check_text(text, where):
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        marks = marks + 1 if category in ('Mn', 'Me') else 0
        check(char == '\n' or category not in HARMFUL, '%s: U+%04X in %r' % (where, ord(char), text[:200]))
        check(marks <= MAX_MARKS, '%s: %d accents in %r' % (where, marks, text[:200]))
    seen.add(text)


def texts_of(node):
    yield 'name', node.get_name() or ''
    yield 'description', node.get_description() or ''
    try:
        if node.get_role_name() in ('label', 'text', 'entry'):
            yield 'text', Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))
    except GLib.Error:  # has none, or is gone
        pass


def check_everything(root=None):
    """Whatever a screen reader can read of the window now."""
    count = 0
    for node in walk(root or window.root):
        try:
            for what, text in list(texts_of(node)):
                check_text(text, '%s of %s' % (what, node.get_role_name()))
                count += 1
        except GLib.Error:  # the list went on
            continue
    return count


def title():
    return window.root.get_name()


def appears():
    global window
    window = Window(program, animal.pid)
    wanted = '%s — %d' % (SHOWN_NAME, animal.pid)
    wait_for('the title %r' % wanted, lambda: title() == wanted)
    check_text(title(), 'title')


def in_list():
    search = window.find('entry', 'Search name, PID or user')
    window.set_text(search, str(animal.pid))
    wait_for('its row', lambda: (SHOWN_NAME, animal.pid) in window.rows())
    check(check_everything(window.list_node()) > 1, 'nothing in the list')
    window.set_text(search, '')


def in_map():
    window.press('alt+1')
    pages = wait_for('the map', lambda: [node for node in walk(window.root) if node.get_name() == 'Pages'
                                         and re.match(r'\d+ regions', node.get_description() or '')])[0]
    check(check_everything() > 20, 'nothing to read')
    for key in ['Tab'] * 8:
        window.press(key)
        for text in (pages.get_name(), pages.get_description()):
            check_text(text or '', 'map')
    check_everything()


def in_regions():
    window.press('alt+2')
    table = window.find('tree table', 'Mappings')
    search = window.find('entry', 'Search name, address.*')
    for words, shown in (('owned', '␛]0;owned␇'), ('span', "<b>&amp;<span foreground='red'>"), ('heap', '[heap]'),
                         ('new', 'new␊line'), ('dddd', None), ('memfd', None), ('exe', None), ('%n', '%s%n%s'),
                         ('script', '</text><script>x</script>')):
        window.set_text(search, words)
        wait_for('%r in the regions' % (shown or words),
                 lambda: any((shown or words) in (node.get_name() or '') for node in walk(table)))
        check(check_everything(table) > 3, 'nothing in the table')
    check_everything()
    window.set_text(search, '')


def in_inspector():
    """One region after the other."""
    table = window.find('tree table', 'Mappings')
    rows = next(node for node in walk(table) if node.get_role_name() == 'list')
    for index in range(0, min(rows.get_child_count(), 60), 6):
        try:
            Atspi.Selection.select_child(rows, index)
        except GLib.Error:
            continue
        time.sleep(0.05)
        check_everything()
    check(any('exe␛]0;owned␇' in text for text in seen), 'the executable was nowhere')


def changes_name():
    """While it is looked at."""
    animal.program.stdin.write(b'\033[31m\xe2\x80\xae</b>\n')
    animal.program.stdin.flush()
    wait_for('the new name', lambda: title().startswith('␛[31m�</b>'))
    check_everything()


def other_pages():
    for key in ('alt+3', 'alt+4', 'alt+1'):
        window.press(key)
        check_everything()


def ends():
    animal.program.stdin.close()
    wait_for('the notice', lambda: [node for node in walk(window.root) if 'ended at' in (node.get_name() or '')])
    check_everything()
    status = window.quit()
    equal(window.complaints(), [], 'stderr')
    equal(window.said(), '', 'stderr')
    equal(status, 0, 'exit status')


def refuses():
    for word in ('\033]0;x\007', '\u202egnp', 'new\nline', '\x9b31m', b'\xff', '--\033[31m', '-\033', '<b>', '%n'):
        done = subprocess.run([program, word], capture_output=True, timeout=20)
        check(done.returncode in (1, 2, 5), 'status of %r: %d' % (word, done.returncode))
        check(done.stderr, '%r: silent' % word)
        check_text(done.stderr.decode('utf-8'), 'error of %r' % word)


try:
    with animal:
        run([('/display/hostile/refuses', refuses),
             ('/display/hostile/appears', appears),
             ('/display/hostile/in-list', in_list),
             ('/display/hostile/in-map', in_map),
             ('/display/hostile/in-regions', in_regions),
             ('/display/hostile/in-inspector', in_inspector),
             ('/display/hostile/changes-name', changes_name),
             ('/display/hostile/other-pages', other_pages),
             ('/display/hostile/ends', ends)])
finally:
    if window is not None:
        window.kill()

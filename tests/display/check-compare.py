#!/usr/bin/python3
# check-compare.py: two moments are compared, seen from outside through AT-SPI
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: run-display check-compare.py PAGESCAPE
import os
import re
import subprocess
import sys

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'live'))
from pgs_tap import check, equal, run  # noqa: E402
from pgs_window import Window, do, role, wait_for, walk  # noqa: E402

program = sys.argv[1]
BUTTONS = ('push button',)
GROWS = '''
import mmap, sys
keep = []
print('ready', flush=True)
for line in sys.stdin:
    memory = mmap.mmap(-1, int(line) << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    memory.write(b'x' * (int(line) << 20))
    keep.append(memory)
    print('done', flush=True)
'''
window = None
target = None
other = None


def start():
    process = subprocess.Popen(['/usr/bin/python3', '-c', GROWS], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               text=True)
    process.stdout.readline()
    return process


def grow(process, mib):
    process.stdin.write('%d\n' % mib)
    process.stdin.flush()
    process.stdout.readline()


def labels(pattern, root=None):
    return [node.get_name() for node in walk(root or window.root)
            if node.get_role_name() == 'label' and re.search(pattern, node.get_name() or '')]


def texts():
    """What the table of changes says, cell by cell."""
    return labels('', window.find('tree table', 'What changed'))


def res_of(pid):
    with open('/proc/%d/statm' % pid) as file:
        return int(file.read().split()[1]) * os.sysconf('SC_PAGE_SIZE')


def appears():
    global window, target, other
    target, other = start(), start()
    grow(other, 40)
    window = Window(program, target.pid)
    wait_for('the subtitle', lambda: labels(r'^VIRT .* · RES .* · .*samples?/s$'))


def begins_with_this_moment():
    window.press('ctrl+d')
    wait_for('A is a time of day', lambda: window.look(BUTTONS, r'A: \d+:\d+:\d+.*'))
    wait_for('nothing differs yet, or little', lambda: labels('no region differs|pages came'))


def tells_what_grew():
    before = res_of(target.pid)
    grow(target, 24)
    grown = (res_of(target.pid) - before) / 2**20
    check(23 <= grown <= 26, 'the kernel says it grew by %.1f MiB' % grown)
    wait_for('a region of 24 MiB', lambda: [text for text in texts() if re.match(r'\+2[4-6](\.\d)? MiB$', text)])
    wait_for('the total', lambda: labels(r'^\+2[4-6](\.\d)? MiB$'))
    wait_for('pages', lambda: labels(r'6.[12]\d\d\spages came'))
    table = window.find('tree table', 'What changed')
    wait_for('its row to be called so', lambda: [node for node in walk(table) if node.get_role_name() == 'table row'
                                                 and re.fullmatch(r'.+, (added|grown)', node.get_name() or '')])


def searches():
    search = window.find('entry', 'Search the differences')
    window.set_text(search, 'no-such-mapping')
    wait_for('nothing found', lambda: labels('No change fits the search and the filter'))
    window.set_text(search, '')
    wait_for('the rows are back', lambda: [text for text in texts() if text.startswith('+2')])


def swaps():
    do(window.find('push button', 'Swap A and B'))
    wait_for('it shrank', lambda: [text for text in texts() if re.match(r'−2[4-6](\.\d)? MiB$', text)])
    do(window.find('push button', 'Swap A and B'))
    wait_for('it grew', lambda: [text for text in texts() if re.match(r'\+2[4-6](\.\d)? MiB$', text)])


def look(roles, name):
    for frame in window.frames():
        for node in walk(frame):
            if role(node) in roles and re.fullmatch(name, node.get_name() or ''):
                return node
    return None


def compares_with_process():
    do(window.find(BUTTONS, r'A: .*'))
    do(wait_for('the menu', lambda: look(('menu item', *BUTTONS), 'Another Process…') or window.unnamed_item(-1)))
    search = wait_for('the dialog', lambda: look(('entry', 'text'), 'Search processes to compare with'))
    window.set_text(search, str(other.pid))
    wait_for('it is found', lambda: look(('label',), '%d .*' % other.pid))
    do(wait_for('the button', lambda: look(BUTTONS, 'Compare with the selected process.*')))
    wait_for('A is the other', lambda: window.look(BUTTONS, r'A: .* \(%d\).*' % other.pid))
    # 40 MiB there, 24 here
    wait_for('16 MiB less', lambda: labels(r'^−1[4-8](\.\d)? MiB$'))


def colours_the_map():
    window.press('ctrl+d')
    wait_for('the map', lambda: any(node.get_name() == 'Pages' for node in walk(window.root)))


def ends_quietly():
    for process in (target, other):
        process.stdin.close()
        process.wait()
    equal(window.quit(), 0, 'exit status')
    equal(window.complaints(), [], 'stderr')


try:
    run([('/display/compare/appears', appears),
         ('/display/compare/begins-with-this-moment', begins_with_this_moment),
         ('/display/compare/tells-what-grew', tells_what_grew),
         ('/display/compare/searches', searches),
         ('/display/compare/swaps', swaps),
         ('/display/compare/compares-with-process', compares_with_process),
         ('/display/compare/colours-the-map', colours_the_map),
         ('/display/compare/ends-quietly', ends_quietly)])
finally:
    for started in (target, other):
        if started is not None:
            started.kill()
    if window is not None:
        window.kill()

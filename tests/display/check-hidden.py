#!/usr/bin/python3
# check-hidden.py: a window that is minimised, or on another workspace, draws nothing and goes on where it was when it
# comes back
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: run-display check-hidden.py PAGESCAPE
import ctypes
import ctypes.util
import os
import re
import subprocess
import sys
import time

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'live'))
from pgs_tap import Skip, check, equal, run  # noqa: E402
from pgs_window import Window, size, wait_for  # noqa: E402

program = sys.argv[1]
window = None
# a shell that takes 1 MiB more with each line it reads
GROWER = 'import sys\nkept = []\nfor line in sys.stdin: kept.append(b"x" * (1 << 20)); print(len(kept), flush=True)'
grower = subprocess.Popen([sys.executable, '-c', GROWER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def grow(lines=1):
    for _ in range(lines):
        grower.stdin.write('\n')
        grower.stdin.flush()
        grower.stdout.readline()


class Screen:
    """Tells the window what window managers tell: whether it is minimised (_NET_WM_STATE_HIDDEN of EWMH)."""

    def __init__(self):
        name = ctypes.util.find_library('X11')
        if name is None:
            raise Skip('no libX11')
        self.x11 = ctypes.CDLL(name)
        for function in ('XOpenDisplay', 'XInternAtom'):
            getattr(self.x11, function).restype = ctypes.c_void_p
        self.display = ctypes.c_void_p(self.x11.XOpenDisplay(None))

    def atom(self, name):
        return self.x11.XInternAtom(self.display, name.encode(), 0)

    def minimise(self, ident, hidden):
        states = (ctypes.c_long * 1)(self.atom('_NET_WM_STATE_HIDDEN'))
        self.x11.XChangeProperty(self.display, ctypes.c_ulong(ident), ctypes.c_ulong(self.atom('_NET_WM_STATE')),
                                 ctypes.c_ulong(4), 32, 0, ctypes.byref(states), 1 if hidden else 0)
        self.x11.XSync(self.display, 0)


def identify():
    found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(window.process.pid)],
                           capture_output=True, text=True, check=True)
    return int(found.stdout.split()[0])


def look():
    """What is on the screen."""
    done = subprocess.run(['import', '-window', 'root', 'rgb:-'], capture_output=True, check=True)
    check(len(done.stdout) > 100000, 'no picture')
    return done.stdout


def appears():
    global window, screen, ident
    if subprocess.run(['which', 'import'], capture_output=True).returncode != 0:
        raise Skip('imagemagick is not installed')
    screen = Screen()
    window = Window(program, grower.pid)
    wait_for('its samples', lambda: 'samples/s' in subtitle())
    ident = identify()


def find_subtitle():
    return window.look(('label', 'static'), 'VIRT .*')


def subtitle():
    node = find_subtitle()
    return node.get_name() if node else ''


def draws_while_seen():
    """Each growth changes the picture: so looking at it tells whether it is drawn."""
    before = look()

    def changes():
        grow()
        time.sleep(0.2)
        return look() != before
    wait_for('another picture', changes)


def draws_nothing_while_hidden():
    """Nor anything else, like the chart that goes on by itself: the picture stays for longer than it is sampled, and
    is the one that was seen, not an empty window."""
    screen.minimise(ident, True)
    time.sleep(1)
    before = look()
    check(len(set(before)) > 50, 'an empty window')
    for _ in range(8):
        grow()
        time.sleep(1)
        check(look() == before, 'it drew')


def comes_back():
    """With the newest numbers at once, and the list, although it is not sampled that often."""
    before = look()
    grow(16)
    screen.minimise(ident, False)
    wait_for('another picture', lambda: look() != before)
    with open('/proc/%d/statm' % grower.pid, encoding='ascii') as file:
        pages = int(file.read().split()[1])
    res = 'RES %s ' % size(pages * os.sysconf('SC_PAGESIZE'))
    wait_for(res, lambda: res in subtitle())
    wait_for('the list', lambda: window.rows())


def unmapped(hidden):
    """As most window managers do with what is on another workspace."""
    subprocess.run(['xdotool', 'windowunmap' if hidden else 'windowmap', str(ident)], check=True)


def rests_on_another_workspace():
    """It is looked at once in five seconds, and at once again when it comes back."""
    node = find_subtitle()
    silent = False

    def rate():
        match = re.search(r'([0-9.]+) samples/s', node.get_name() or '')
        return float(match[1]) if match else None
    wait_for('a pace', lambda: (rate() or 0) > 0.5)
    unmapped(True)
    try:
        wait_for('rest', lambda: (rate() or 1) <= 0.2)
    except AssertionError:
        silent = not node.get_name()
        if not silent:
            raise
    unmapped(False)
    node = wait_for('its samples', find_subtitle)
    wait_for('a pace again', lambda: (rate() or 0) > 0.5)
    comes = look()
    grow()
    wait_for('another picture', lambda: look() != comes)
    if silent:
        raise Skip('it comes back, but this GTK tells nothing of what is not mapped: whether it rested is not known')


def quits():
    equal(window.quit(), 0, 'exit status')
    equal(window.complaints(), [], 'complaints')


try:
    run([('/display/hidden/appears', appears),
         ('/display/hidden/draws-while-seen', draws_while_seen),
         ('/display/hidden/draws-nothing', draws_nothing_while_hidden),
         ('/display/hidden/comes-back', comes_back),
         ('/display/hidden/another-workspace', rests_on_another_workspace),
         ('/display/hidden/quit', quits)])
finally:
    grower.kill()
    grower.wait()
    if window is not None:
        window.kill()

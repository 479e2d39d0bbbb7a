#!/usr/bin/python3
# check-activation.py: one instance has all windows, whoever asks for one: the session bus, a second start, other programs
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: run-display check-activation.py PAGESCAPE SERVICE      (SERVICE: the file that is installed for the bus)
import os
import re
import subprocess
import sys

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'live'))
from pgs_tap import check, equal, run  # noqa: E402
from pgs_window import GLib, environment, wait_for  # noqa: E402

from gi.repository import Gio  # noqa: E402

program, service = sys.argv[1:]
NAME = os.path.basename(service).removesuffix('.service')
PATH = '/' + NAME.replace('.', '/')
bus = Gio.bus_get_sync(Gio.BusType.SESSION)
sleepers = []
first = None  # PID of the instance


def call(destination, path, interface, method, arguments=None):
    return bus.call_sync(destination, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, 30000)


def ask(method, arguments):
    return call(NAME, PATH, 'org.freedesktop.Application', method, arguments)


def owner():
    """PID of who has the name on the bus; None if nobody has."""
    answer = call('org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'NameHasOwner', GLib.Variant('(s)', (NAME,)))
    if not answer[0]:
        return None
    return call('org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'GetConnectionUnixProcessID',
                GLib.Variant('(s)', (NAME,)))[0]


def titles():
    """(PID of the program, title) of each window that is on the screen."""
    found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--name', '.'], capture_output=True, text=True)
    told = [(tell('getwindowpid', ident), tell('getwindowname', ident)) for ident in found.stdout.split()]
    return [(int(pid), name) for pid, name in told if pid]  # a window may be gone by then, such as a tooltip


def tell(question, ident):
    return subprocess.run(['xdotool', question, ident], capture_output=True, text=True).stdout.strip()


def wait_for_title(title):
    pid = wait_for('the window %r' % title, lambda: [p for p, name in titles() if name == title])[0]
    equal(pid, first, 'the program that has %r' % title)


def sleeper():
    sleepers.append(subprocess.Popen(['sleep', '1000']))
    return sleepers[-1].pid


def bus_starts_it():
    """As a desktop does: the bus has the installed file, with the program of this build."""
    global first
    folder = os.path.join(os.environ['XDG_RUNTIME_DIR'], 'dbus-1/services')
    os.makedirs(folder, exist_ok=True)
    with open(service, encoding='utf-8') as file:
        text = file.read()
    check(re.search(r'^Exec=/.*/pagescape --gapplication-service$', text, re.M), 'no command in %r' % text)
    with open(os.path.join(folder, os.path.basename(service)), 'w', encoding='utf-8') as file:
        file.write(re.sub(r'^Exec=\S+', 'Exec=/usr/bin/env G_DEBUG=fatal-warnings ' + program, text, flags=re.M))
    call('org.freedesktop.DBus', '/', 'org.freedesktop.DBus', 'ReloadConfig')
    equal(owner(), None, 'who has the name before')
    ask('Activate', GLib.Variant('(a{sv})', ({},)))
    first = owner()
    check(first, 'nobody has the name')
    wait_for_title('Pagescape')


def action_watches():
    pid = sleeper()
    ask('ActivateAction', GLib.Variant('(sava{sv})', ('watch', [GLib.Variant('i', pid)], {})))
    wait_for_title('sleep — %d' % pid)


def second_start_watches():
    """Shown by the instance that is there; the second one ends at once."""
    pid = sleeper()
    done = subprocess.run([program, str(pid)], timeout=30, capture_output=True, text=True, env=environment())
    equal(done.returncode, 0, 'exit status')
    wait_for_title('sleep — %d' % pid)


def second_start_says_no():
    done = subprocess.run([program, '4194304'], timeout=30, capture_output=True, text=True, env=environment())
    equal(done.returncode, 3, 'exit status')  # pagescape(1): no such process; pid_max is never more
    check('no such process' in done.stderr, done.stderr)


def desktop_actions():
    """What the desktop file offers: another window, and the one that is there."""
    before = len(titles())
    ask('ActivateAction', GLib.Variant('(sava{sv})', ('new-window', [], {})))
    wait_for('one more window', lambda: len(titles()) == before + 1)
    done = subprocess.run([program, '--new-window'], timeout=30, capture_output=True, text=True, env=environment())
    equal(done.returncode, 0, 'exit status')
    wait_for('and one more', lambda: len(titles()) == before + 2)
    ask('Activate', GLib.Variant('(a{sv})', ({},)))
    equal(len(titles()), before + 2, 'windows after Activate')
    check(all(pid == first for pid, _ in titles()), 'windows of somebody else: %r' % titles())


def quits():
    ask('ActivateAction', GLib.Variant('(sava{sv})', ('quit', [], {})))
    wait_for('the name to be free', lambda: owner() is None)
    wait_for('its end', lambda: not os.path.exists('/proc/%d' % first))


try:
    run([('/display/activation/bus', bus_starts_it),
         ('/display/activation/watch', action_watches),
         ('/display/activation/second-start', second_start_watches),
         ('/display/activation/no-process', second_start_says_no),
         ('/display/activation/new-window', desktop_actions),
         ('/display/activation/quit', quits)])
finally:
    for child in sleepers:
        child.kill()
        child.wait()
    if first is not None and os.path.exists('/proc/%d' % first):
        os.kill(first, 15)

# pgs_flatpak.py: the installed Flatpak, its command line, its window, and its helper on the host
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[1:1] = [os.path.join(HERE, '..', 'live'), os.path.join(HERE, '..', 'display')]
from pgs_window import Atspi, Window, wait_for, walk  # noqa: E402, F401

APPLICATION = 'io.github.pagescape_app.Pagescape'
RUN = ['flatpak', 'run', '--user', '--env=GSK_RENDERER=cairo', '--env=GDK_BACKEND=x11', '--env=LANGUAGE=en',
       '--env=GTK_A11Y=atspi']
FORBIDDEN = ['--no-talk-name=org.freedesktop.Flatpak']


def cli(*arguments, options=()):
    """Runs pagescape-cli in a sandbox. Returns (status, stdout, stderr)."""
    done = subprocess.run([*RUN, *options, '--command=pagescape-cli', APPLICATION, *map(str, arguments)],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=120)
    return done.returncode, done.stdout, done.stderr.decode()


def comm(pid):
    with open('/proc/%d/comm' % pid, errors='replace') as file:
        return file.read().rstrip('\n')


def processes(name):
    """Our PIDs of programs of a name (15 bytes of it)."""
    found = []
    for pid in map(int, filter(str.isdigit, os.listdir('/proc'))):
        try:
            status = dict(line.split(':\t', 1) for line in open('/proc/%d/status' % pid, errors='replace')
                          if ':\t' in line)
            if comm(pid) == name[:15] and int(status['Uid'].split()[0]) == os.getuid():
                found.append((pid, int(status['PPid'])))
        except (OSError, KeyError):  # it has ended
            continue
    return found


def brokers():
    """Our brokers that a session helper of Flatpak started: {PID: program}."""
    helpers = [pid for pid, _ in processes('flatpak-session-helper')]
    found = {}
    for pid, parent in processes('pagescape-broker'):
        if parent in helpers:
            with open('/proc/%d/cmdline' % pid) as file:
                found[pid] = file.read().split('\0')[0]
    return found


def sandboxed():
    """Our windows."""
    return [pid for pid, _ in processes('pagescape')]


class SandboxWindow(Window):
    """A window whose process has another number in its sandbox, and behind a proxy of the bus none."""

    def __init__(self, *arguments, options=()):
        super().__init__(RUN[0], *RUN[1:], *options, APPLICATION, *arguments)

    def owns(self, application):
        return True

    def press(self, keys):
        ident = subprocess.run(['xdotool', 'search', '--onlyvisible', '--class', 'pagescape'],
                               capture_output=True, text=True)
        for window in ident.stdout.split()[:1]:
            subprocess.run(['xdotool', 'windowfocus', window], check=False)
        subprocess.run(['xdotool', 'key', '--clearmodifiers', keys], check=True)
        time.sleep(0.15)

# pgs_window.py: drives the window as a person with a screen reader and a keyboard would
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import re
import signal
import subprocess
import tempfile
import time

# Warnings are fatal for the program; AT-SPI's client library has its own about whom it outlived.
DEBUG = {'G_DEBUG': os.environ.pop('G_DEBUG', 'fatal-warnings')}

import gi  # noqa: E402

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

# what GLib leaves behind (Window._leaks_quarks), and libcloudproviders of GTK's file chooser: a name for each of two folders
QUARKS = tuple('SUMMARY: AddressSanitizer: %d byte(s) leaked in %d allocation(s).' % leak
               for leak in ((16384, 1), (16384 + 256, 3), (256, 2)))
LEAKED = 1  # the exit status of a program that leaked, under the sanitizer
TIMEOUT = 60  # seconds; machines that test are busy
TIMEOUT_ENDED = 10  # where there is no window any more, which may be what is waited for

Atspi.set_timeout(10000, 30000)


windows = []  # that were opened


def all_have_ended():
    return bool(windows) and all(window.process.poll() is not None for window in windows)


def wait_for(what, condition, timeout=TIMEOUT):
    """Returns the first true value of condition(); fails when that takes too long, sooner without a window."""
    end = time.monotonic() + timeout
    while True:
        try:
            value = condition()
        except GLib.Error:  # the tree changed while it was walked
            value = None
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError('waited %g s for %s' % (timeout, what))
        if all_have_ended():
            end = min(end, time.monotonic() + TIMEOUT_ENDED)
        time.sleep(0.05)


def role(node):
    """The name of its role, the same whichever versions of GTK and of AT-SPI's library there are: a button that
    stays pressed has a role of its own since GTK 4.10, and the library's word for a button changed."""
    name = node.get_role_name()
    return 'push button' if name in ('button', 'toggle button') else name


def children(node, most=400):
    """The first of them that are there."""
    try:
        count = min(node.get_child_count(), most)
    except GLib.Error:  # gone
        return
    for index in range(count):
        try:
            child = node.get_child_at_index(index)
        except GLib.Error:
            continue
        if child is not None:
            yield child


def walk(node, depth=0):
    """All accessible objects below node, and node. Tables are big: only entered when walked
    themselves."""
    if node is None or depth > 40:
        return
    yield node
    try:
        if depth > 0 and node.get_role_name() in ('tree table', 'table'):
            return
    except GLib.Error:  # gone
        return
    for child in children(node):
        yield from walk(child, depth + 1)


class Window:
    """One running pagescape."""

    def __init__(self, program, *arguments):
        Atspi.get_desktop(0)  # listens, before there is something to hear
        self.errors = tempfile.TemporaryFile(mode='w+')
        self.started = time.monotonic()
        self.process = subprocess.Popen([program, *map(str, arguments)], stderr=self.errors,
                                        env=environment(**DEBUG),
                                        stdout=subprocess.DEVNULL)
        windows.append(self)
        self.root = wait_for('the window', self._find_first)

    def owns(self, application):
        return application.get_process_id() == self.process.pid

    def frames(self):
        """All its windows and dialogs."""
        desktop = Atspi.get_desktop(0)
        applications = [desktop.get_child_at_index(index) for index in range(desktop.get_child_count())]
        found = [application.get_child_at_index(index) for application in applications
                 if application is not None and self.owns(application)
                 for index in range(application.get_child_count())]
        return [frame for frame in found if frame is not None]

    def find_frame(self, title):
        """The one in whose title the pattern is found; None while there is none."""
        return next((frame for frame in self.frames() if re.search(title, frame.get_name() or '')), None)

    def _find_first(self):
        return next((frame for frame in self.frames() if frame.get_role_name() in ('frame', 'window')), None)

    def find(self, role, name, timeout=TIMEOUT):
        """The object whose role name is (or is one of) role and whose name matches name."""
        roles = (role,) if isinstance(role, str) else role
        return wait_for('%s "%s"' % (roles, name), lambda: self.look(roles, name), timeout)

    def look(self, roles, name):
        for node in walk(self.root):
            if role(node) in roles and re.fullmatch(name, node.get_name() or ''):
                return node
        return None

    def unnamed_item(self, index):
        """An item of the menu that is open, by its place: in GTK 4.18 they have no names, in any program."""
        items = [node for node in walk(self.root) if node.get_role_name() == 'menu item']
        return items[index] if len(items) > 1 and not any(node.get_name() for node in items) else None

    def item(self, name, keys):
        """An item of the menu that is open; one without a name (unnamed_item()) is known by its keys."""
        for node in walk(self.root):
            if node.get_role_name() in ('menu item', 'check menu item'):
                shortcuts = (node.get_attributes() or {}).get('keyshortcuts', '').split()
                if re.fullmatch(name, node.get_name() or '') or not node.get_name() and keys in shortcuts:
                    return node
        return None

    def rows(self):
        """The rows of the process list that exist: (name, PID)."""
        table = self.look(('tree table',), 'Processes')  # hidden while it is empty; newer GTKs do not tell of it then
        node = self._list_in(table)
        found = []
        for index in range(node.get_child_count() if node else 0):
            match = self._parse_row(node.get_child_at_index(index))
            if match:
                found.append(match)
        return found

    @staticmethod
    def _parse_row(row):
        if row is None:  # gone while it was asked for
            return None
        match = re.fullmatch(r'(.*), PID (\d+)', row.get_name() or '', re.DOTALL)
        return match and (match[1], int(match[2]))

    def list_node(self):
        """The list in the table of processes; None while there is none."""
        return self._list_in(self.find('tree table', 'Processes'))

    @staticmethod
    def _list_in(table):
        return next((n for n in walk(table) if n.get_role_name() == 'list'), None)

    def select_pid(self, pid):
        """Selects the row of a process, as a click does."""
        def attempt():
            node = self.list_node()
            for index in range(node.get_child_count() if node else 0):
                row = self._parse_row(node.get_child_at_index(index))
                if row and row[1] == pid:
                    return Atspi.Selection.select_child(node, index)
            return False
        wait_for('the row of %d' % pid, attempt)

    def selected_row(self):
        node = self.list_node()
        for index in range(node.get_child_count() if node else 0):
            child = node.get_child_at_index(index)
            if child is not None and child.get_state_set().contains(Atspi.StateType.SELECTED):
                return self._parse_row(child)
        return None

    def set_text(self, node, text):
        wait_for('text to be taken', lambda: Atspi.EditableText.set_text_contents(node, text))

    def press(self, keys):
        """Keys in xdotool's words, sent to this window."""
        ident = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid',
                                str(self.process.pid)], capture_output=True, text=True)
        for window in ident.stdout.split()[:1]:
            subprocess.run(['xdotool', 'windowfocus', window], check=False)
        subprocess.run(['xdotool', 'key', '--clearmodifiers', keys], check=True)
        time.sleep(0.15)

    def stderr(self):
        self.errors.seek(0)
        return self.errors.read()

    def said(self):
        """What stands in stderr, but for GLib's own leak at the end."""
        text = self.stderr()
        report = text.rfind('\n====')
        lines = [line for line in text.splitlines() if 'Sanitizer' in line]
        return text[:report] if report >= 0 and self._leaks_quarks(lines) else text

    def complaints(self):
        """Lines of stderr that GLib or GTK wrote as warnings or worse."""
        lines = [line for line in self.stderr().splitlines()
                 if re.search(r'WARNING|CRITICAL|ERROR|Sanitizer|runtime error', line)]
        return lines[:-2] if self._leaks_quarks(lines) else lines

    @staticmethod
    def _leaks_quarks(lines):
        """Whether all that leaked is GLib's first table of quarks, which it leaves behind, on purpose, when a
        program needs more than 2,048 (glib/gquark.c, quark_new). LeakSanitizer cannot tell whose it is."""
        return len(lines) >= 2 and 'ERROR: LeakSanitizer' in lines[-2] and lines[-1] in QUARKS

    def wait_end(self, seconds):
        """Its exit status; GLib's own leak is no failure."""
        status = self.process.wait(seconds)
        return 0 if status == LEAKED and self.stderr().rstrip().endswith(QUARKS) else status

    def quit(self):
        self.press('ctrl+q')
        try:
            return self.wait_end(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise AssertionError('Ctrl+Q did not end it')

    def kill(self):
        if self.process.poll():
            print('# the window ended with %d: %r' % (self.process.returncode, self.stderr()[-4000:]))
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def size(n_bytes):
    """Bytes as the window writes them, for less than 1000 GiB: "75.9 MiB", "188 MiB", "12 MiB" if it is exactly that."""
    unit, value = next(((unit, n_bytes / (1 << shift)) for unit, shift in (('GiB', 30), ('MiB', 20), ('KiB', 10))
                        if n_bytes >= 1 << shift), ('B', n_bytes))
    whole = value >= 99.95 or (unit != 'GiB' and value == int(value))
    return ('%.0f %s' if whole else '%.1f %s') % (value, unit)


def do(node, action=0):
    """Presses a button: of a menu button that is its inner one."""
    for candidate in walk(node):
        if Atspi.Action.get_n_actions(candidate) > action:
            Atspi.Action.do_action(candidate, action)
            return
    raise AssertionError('"%s" has no action' % node.get_name())


def type_into(title, text):
    """Types a name into the file chooser called title."""
    ident = wait_for(title, lambda: subprocess.run(
        ['xdotool', 'search', '--name', '^%s$' % title], capture_output=True, text=True).stdout.split())[0]
    time.sleep(1)  # until its folder was read: what is typed before is lost
    subprocess.run(['xdotool', 'windowfocus', ident], check=True)
    subprocess.run(['xdotool', 'key', '--clearmodifiers', 'ctrl+a'], check=True)
    subprocess.run(['xdotool', 'type', '--delay', '20', text], check=True)
    subprocess.run(['xdotool', 'key', 'Return'], check=True)


def environment(**more):
    return dict(os.environ, **more)

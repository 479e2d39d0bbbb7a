# pgs_screen.py: a program on a pseudo terminal, and what a person would see of it
#
# SPDX-License-Identifier: GPL-3.0-or-later
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
import unicodedata

from pgs_tap import check

SEQUENCE = re.compile(rb'\x1b\[([?0-9;]*)([@-~])')
SECONDS = 30  # for what must happen; nothing waits so long if all is well


class Screen:
    """The few things of ECMA-48 that the program may use. Everything else is an error, and so is a
    line that is wider than the screen, unless the screen got smaller and was not cleared yet."""

    def __init__(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.lines, self.scrolled = [[]], []
        self.row = self.column = 0
        self.colors = set()
        self.escapes = 0
        self.settled = True

    def resize(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.lines = [line[:columns] for line in self.lines[-rows:]]
        self.row = min(self.row, rows - 1)
        self.settled = False

    def feed(self, data):
        """Returns the bytes of a sequence that is not complete."""
        at = 0
        while at < len(data):
            if data[at] == 0x1b:
                found = SEQUENCE.match(data, at)
                if found is None:
                    check(len(data) - at < 12 and re.fullmatch(rb'\x1b(\[[?0-9;]*)?', data[at:]),
                          'an escape sequence that is not CSI: %r' % data[at:at + 20])
                    return data[at:]
                self.obey(found[1].decode(), found[2].decode())
                at = found.end()
                continue
            length = 1 if data[at] < 0x80 else 2 if data[at] < 0xe0 else 3 if data[at] < 0xf0 else 4
            if at + length > len(data):
                return data[at:]
            self.put(data[at:at + length].decode())
            at += length
        return b''

    def obey(self, parameters, final):
        self.escapes += 1
        number = int(parameters) if parameters.isdigit() else None
        if final == 'm':
            self.colors.add(parameters)
        elif final == 'A':
            check(number and (number <= self.row or not self.settled), 'the cursor goes %r up from line %d' % (number, self.row))
            self.row = max(self.row - number, 0)
        elif (final, parameters) == ('K', ''):
            del self.line()[self.column:]
        elif (final, parameters) == ('J', ''):
            del self.line()[self.column:]
            del self.lines[self.row + 1:]
        elif (final, parameters) == ('J', '2'):
            self.lines = [[] for _ in range(self.row + 1)]
        elif (final, parameters) == ('H', ''):
            self.row = self.column = 0
            self.settled = True
        else:
            raise AssertionError('a sequence that was not expected: CSI %s %s' % (parameters, final))

    def line(self):
        while len(self.lines) <= self.row:
            self.lines.append([])
        return self.lines[self.row]

    def put(self, character):
        if character == '\r':
            self.column = 0
        elif character == '\n':
            self.row += 1
            if self.row == self.rows:
                self.scrolled.append(self.lines.pop(0))
                self.row -= 1
            self.line()
        else:
            check(not unicodedata.category(character).startswith('C'), 'a control character: %r' % character)
            width = 0 if unicodedata.combining(character) else 1 + (unicodedata.east_asian_width(character) in 'WF')
            if self.column + width > self.columns:
                check(not self.settled, 'a line is wider than %d' % self.columns)
                return
            line = self.line()
            line.extend(' ' * (self.column + width - len(line)))
            line[self.column:self.column + width] = [character] + [''] * (width - 1)
            self.column += width

    def text(self):
        return [''.join(line).rstrip() for line in self.lines]


class Terminal:
    """Runs a command as the leader of a session on a terminal of its own."""

    def __init__(self, command, columns=80, rows=24, environment=()):
        self.screen = Screen(columns, rows)
        self.raw = self.rest = b''
        self.status = None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            self.start(command, columns, rows, environment)

    @staticmethod
    def start(command, columns, rows, environment):
        try:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))
            values = {**os.environ, 'TERM': 'xterm-256color', 'LC_ALL': 'C.UTF-8', 'NO_COLOR': '', **dict(environment)}
            signal.signal(signal.SIGHUP, signal.SIG_DFL)  # nohup does not reach a terminal of its own
            # later nobody knows whether the program has switched it off already
            check(termios.tcgetattr(1)[3] & termios.ECHO, 'a terminal that does not echo')
            os.execve(command[0], command, values)
        finally:
            os._exit(127)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)

    def resize(self, columns, rows):
        """The kernel tells the job in the foreground with SIGWINCH."""
        self.screen.resize(columns, rows)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack('HHHH', rows, columns, 0, 0))

    def type(self, text):
        os.write(self.fd, text)

    def read(self, seconds):
        """Returns FALSE when nobody has the terminal open any more."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError:  # EIO: the other end is closed
            return False
        self.raw += data
        self.rest = self.screen.feed(self.rest + data)
        return bool(data)

    def read_for(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.read(end - time.monotonic()):
            pass

    def wait_for(self, condition, what):
        """Reads until @condition of the screen's lines is true; returns them."""
        end = time.monotonic() + SECONDS
        is_open = True
        while not (self.rest == b'' and condition(self.screen.text())):
            check(is_open and time.monotonic() < end,
                  'never seen: %s; on the screen:\n%s' % (what, '\n'.join(self.screen.text())))
            is_open = self.read(0.5)
        return self.screen.text()

    def end(self):
        """Reads all there is, returns the exit status, or the negative signal."""
        while self.read(SECONDS):
            pass
        _, status = os.waitpid(self.pid, 0)
        self.status = os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)
        return self.status

    def echoes(self):
        return bool(termios.tcgetattr(self.fd)[3] & termios.ECHO)

# pgs_zoo.py: runs a program of the zoo until it is told to end, on a machine that can have it
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the whole machine has to do for an animal (pages for hugetlb, swap, merging of equal pages) is
# done only if PGS_PREPARE=1 and we are root, and undone.
import contextlib
import os
import signal
import subprocess
import tempfile
import time

from pgs_tap import Skip, check


class Animal:
    """A program of the zoo, stopped when it has made its memory, unless it is to go on.

    pid: its process ID; ranges: {name: (start, end)}; ids: {name: number}
    """

    def __init__(self, mode, *arguments, prefix=(), stop=True, zoo='PGS_ZOO'):
        self.stop = stop
        if not os.environ.get(zoo):
            raise Skip('there is no %s here' % {'PGS_ZOO': 'zoo'}.get(zoo, '32-bit program'))
        self.command = [*prefix, os.environ[zoo], mode, *arguments]

    def __enter__(self):
        self.ranges, self.ids = {}, {}
        self.program = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        start_new_session=True)
        self.pid = self.program.pid
        for line in self.program.stdout:
            if line == b'READY\n':
                break
            if line.startswith(b'UNAVAILABLE'):
                self.program.communicate()
                raise Skip(line[len(b'UNAVAILABLE '):].decode().strip())
            words = line.decode('utf-8', 'replace').split()
            if len(words) == 3:
                self.ranges[words[0]] = int(words[1], 16), int(words[2], 16)
            elif len(words) == 2 and words[1].isdigit():
                self.ids[words[0]] = int(words[1])
        check(self.program.poll() is None, 'the zoo ended: %r' % self.command)
        if self.stop:
            os.kill(self.pid, signal.SIGSTOP)
            time.sleep(0.05)
        return self

    def __exit__(self, *_):
        # it ends with its input and removes its files; then whatever is left, with its children
        self.program.stdin.close()
        os.killpg(self.program.pid, signal.SIGCONT)
        try:
            self.program.wait(2)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(self.program.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.program.stdout.close()
        self.program.wait()


@contextlib.contextmanager
def setting(path, value):
    """A number in /proc/sys or /sys, set and put back."""
    with open(path) as file:
        before = file.read()
    with open(path, 'w') as file:
        file.write(value)
    try:
        yield
    finally:
        with open(path, 'w') as file:
            file.write(before)


@contextlib.contextmanager
def swap():
    """A swap file, switched off again."""
    with open('/proc/swaps') as file:
        if len(file.readlines()) > 1:
            yield
            return
    with tempfile.NamedTemporaryFile(prefix='pagescape-swap-', dir='/var/tmp') as file:
        for _ in range(64):
            file.write(bytes(1 << 20))
        file.flush()
        quiet = {'stdout': subprocess.DEVNULL, 'stderr': subprocess.DEVNULL}
        if (subprocess.run(['mkswap', file.name], **quiet).returncode != 0
                or subprocess.run(['swapon', file.name], **quiet).returncode != 0):
            raise Skip('swap cannot be switched on here')
        try:
            yield
        finally:
            subprocess.run(['swapoff', file.name], check=True)


def prepare(mode):
    """A context in which this machine can have the animal, as far as we may."""
    if os.environ.get('PGS_PREPARE') != '1' or os.geteuid() != 0:
        return contextlib.nullcontext()
    if mode.startswith('hugetlb'):
        return setting('/proc/sys/vm/nr_hugepages', '8')
    if mode.startswith('swap'):
        return swap()
    if mode.startswith('merged'):
        return setting('/sys/kernel/mm/ksm/run', '1')
    return contextlib.nullcontext()

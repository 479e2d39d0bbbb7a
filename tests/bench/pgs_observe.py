# pgs_observe.py: bench-observe, which watches a process, and bench-mutator, which is worth it
#
# SPDX-License-Identifier: GPL-3.0-or-later
import collections
import subprocess

Watched = collections.namedtuple('Watched', 'wall_us cpu_us samples with_pages oldest_us unread')


ORDINARY = ['setpriv', '--bounding-set=-perfmon,-sys_admin']  # the kernel tells it no more than others of their own


class Observer:
    """Watches a process in one of bench-observe's ways as long as the block takes, or finish()."""

    def __init__(self, build, pid, how, seconds, *settings, prefix=()):
        self.command = [*prefix, build / 'tests/bench/bench-observe', pid, how, *map(str, (seconds, *settings))]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline() != 'ready\n':
            raise RuntimeError(f'{self.command}: not ready')
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    def finish(self):
        """Waits for its end and returns what it cost."""
        return Watched(*map(int, self.process.stdout.readline().split()))


class Mutator:
    """A process that changes its memory while it is told to."""

    def __init__(self, build, mib):
        self.command = [build / 'tests/bench/bench-mutator', str(mib)]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline() != 'ready\n':
            raise RuntimeError('bench-mutator: not ready')
        self.pid = str(self.process.pid)
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    def start(self, milliseconds):
        """0: until the end."""
        self.process.stdin.write(f'{milliseconds}\n')
        self.process.stdin.flush()

    def run(self, milliseconds):
        """Operations, then p50, p99, p99.9 and the worst latency in µs."""
        self.start(milliseconds)
        numbers = [int(number) for number in self.process.stdout.readline().split()]
        return numbers[0], [number / 1000 for number in numbers[1:]]

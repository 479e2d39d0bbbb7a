#!/usr/bin/env python3
# pgs_prepared.py: swap and memory cgroups for as long as something runs, undone whatever happens
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes what the experiments of the lab need and the machine lacks, runs a command, undoes it.

usage (as root): pgs_prepared.py COMMAND [ARGUMENT…]

Made are: 128 MiB of swap in compressed memory (a zram device of its own), unless there is swap enough;
the controller "memory" for the groups below the uppermost cgroup, where that is version 2 and has not
got it. Nothing that is there is changed otherwise.

A keeper makes it, and undoes it when the one who asked has ended, however that was: it has a session
of its own, ignores signals and sees the end of a pipe. Were it killed as well, the next one removes
what was left. While one keeper is there another one waits, and so do tests for whom swap must not come
and go: nobody loses swap that he uses.
"""
import contextlib
import fcntl
import os
import pathlib
import signal
import subprocess
import sys
import time

from pgs_tap import Skip, need

LOCK = '/run/lock/pagescape-lab.lock'
LOCK_WAIT = 600  # seconds
IS_PREPARED = 'PGS_PREPARED'  # in the environment of what runs in a prepared machine
LABEL = b'pagescape-lab'
LABEL_OFFSET = 1024 + 12 + 16  # union swap_header of linux/swap.h: version, last page, bad pages, UUID
SWAP_SIZE = 128 << 20
SWAP_ENOUGH = 64 << 20
CONTROL = pathlib.Path('/sys/class/zram-control')
QUIET = dict(stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def swap_free():
    with open('/proc/meminfo') as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith('SwapFree:'))


def take_lock(kind, wait=LOCK_WAIT):
    """Returns a descriptor that holds the lock until it is closed, everywhere."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        try:
            lock = os.open(LOCK, flags)
        except FileNotFoundError:
            lock = os.open(LOCK, flags | os.O_CREAT, 0o644)
    except OSError as error:
        raise Skip('%s: %s' % (LOCK, error.strerror)) from error
    for _ in range(wait * 10):
        try:
            fcntl.flock(lock, kind | fcntl.LOCK_NB)
            return lock
        except BlockingIOError:
            time.sleep(0.1)
    os.close(lock)
    raise Skip('another run has prepared the machine for %d s' % wait)


@contextlib.contextmanager
def undisturbed():
    """While it lasts nobody prepares the machine, or undoes that, except who did so for this process.

    Where there is no such lock, nobody does."""
    lock = None
    if IS_PREPARED not in os.environ:
        try:
            lock = take_lock(fcntl.LOCK_SH)
        except Skip as reason:
            print('# not undisturbed: %s' % reason)
    try:
        yield
    finally:
        if lock is not None:
            os.close(lock)


def is_ours(device):
    """Whether it is swap that a keeper made."""
    try:
        with open(device, 'rb', buffering=0) as file:
            file.seek(LABEL_OFFSET)
            return file.read(16).rstrip(b'\0') == LABEL
    except OSError:
        return False


def remove_swap(device):
    subprocess.run(['swapoff', device], check=False, **QUIET)
    number = device[len('/dev/zram'):]
    for _ in range(50):
        try:
            pathlib.Path('/sys/block/zram%s/reset' % number).write_text('1')
            (CONTROL / 'hot_remove').write_text(number)
            return
        except FileNotFoundError:
            return
        except OSError:
            time.sleep(0.1)


def sweep():
    """Removes what a killed keeper left: whoever holds the lock is the only one."""
    for path in pathlib.Path('/dev').glob('zram*'):
        if is_ours(str(path)):
            remove_swap(str(path))


def make_swap():
    """Returns the name of its device."""
    if not CONTROL.exists():
        subprocess.run(['modprobe', 'zram', 'num_devices=0'], check=False, **QUIET)
    if not CONTROL.exists():
        raise Skip('no zram, and not enough swap')
    device = '/dev/zram' + (CONTROL / 'hot_add').read_text().strip()
    try:
        if not os.path.exists(device):  # where /dev is not that of the kernel
            raise Skip('no %s for the zram device that was made' % device)
        pathlib.Path('/sys/block', device[5:], 'disksize').write_text(str(SWAP_SIZE))
        for command in ['mkswap', '-L', LABEL.decode(), device], ['swapon', device]:
            if subprocess.run(command, check=False, **QUIET).returncode != 0:
                raise Skip('%s failed' % command[0])
    except BaseException:
        remove_swap(device)
        raise
    return device


def find_control():
    """The file of the uppermost cgroup that passes controllers on, where "memory" could be and is not."""
    with open('/proc/self/cgroup') as file:
        if any('memory' in line.split(':')[1].split(',') for line in file):
            return None  # version 1
    with open('/proc/self/mountinfo') as file:
        for line in file:
            if ' - cgroup2 ' not in line:
                continue
            top = pathlib.Path(line.split()[4])
            if ('memory' in (top / 'cgroup.controllers').read_text().split() and
                    'memory' not in (top / 'cgroup.subtree_control').read_text().split()):
                return top / 'cgroup.subtree_control'
    return None


class Undo(list):
    """What to call, the last one first."""

    def run(self):
        while self:
            function, *arguments = self.pop()
            try:
                function(*arguments)
            except OSError as error:
                print('# undoing: %s' % error, file=sys.stderr)


def prepare(undo):
    sweep()
    if swap_free() < SWAP_ENOUGH:
        undo.append((remove_swap, make_swap()))
    control = find_control()
    if control is not None:
        control.write_text('+memory')
        undo.append((control.write_text, '-memory'))


def keep(asked, answer):
    """The keeper: prepares, says so or why not, and undoes it at the end of its input."""
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)
    undo = Undo()
    try:
        take_lock(fcntl.LOCK_EX)
        prepare(undo)
        os.write(answer, b'ready\n')
    except (Skip, OSError) as error:
        os.write(answer, ('%s\n' % error).encode())
    os.close(answer)
    os.read(asked, 1)
    undo.run()


class Prepared:
    """with Prepared(): … — raises Skip where the machine cannot be prepared."""

    def __enter__(self):
        need('mkswap', 'swapon', 'swapoff')
        asked, self.ask = os.pipe()
        answered, answer = os.pipe()
        self.keeper = os.fork()
        if self.keeper == 0:
            status = 1
            try:
                os.close(self.ask)
                os.close(answered)
                for stream in (0, 1):
                    os.dup2(os.open(os.devnull, os.O_RDWR), stream)
                keep(asked, answer)
                status = 0
            finally:
                os._exit(status)
        os.close(asked)
        os.close(answer)
        with open(answered) as file:
            said = file.read().strip()
        if said != 'ready':
            self.__exit__()
            raise Skip(said or 'the keeper has ended')
        os.environ[IS_PREPARED] = '1'
        return self

    def __exit__(self, *_):
        """Returns when all is undone."""
        os.environ.pop(IS_PREPARED, None)
        os.close(self.ask)
        os.waitpid(self.keeper, 0)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    try:
        with Prepared():
            sys.exit(subprocess.run(sys.argv[1:], check=False).returncode)
    except Skip as reason:
        sys.exit('pgs_prepared: %s' % reason)


if __name__ == '__main__':
    main()

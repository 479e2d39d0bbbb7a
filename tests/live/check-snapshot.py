#!/usr/bin/python3
# check-snapshot.py: compares pagescape-cli snapshot with smaps, pagemap and the other files of /proc
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-snapshot.py PAGESCAPE_CLI      (PGS_ZOO: the zoo of programs whose memory is known)
#
# Every process that can be read is read before and after the snapshot is taken. Where both readings
# are equal, the snapshot must be equal to them, field by field; where they are not, it is tried
# again. Processes that never hold still are named and counted. The script's own children are stopped.
#
# Whoever looks maps libc as well, and so changes Pss and the exclusive bits of everybody. So the
# second reading is made while the program under test is still there: it waits to write into a pipe
# that is full. Where a page of libc came to the program only after it had read, its Pss is between
# the one before and the one after.
import ctypes
import fcntl
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import pgs_kernel as kernel
from pgs_compare import OthersMoved, blocked, compare
from pgs_kernel import Denied, GONE, Moment, PAGE
from pgs_tap import Cli, Skip, check, equal, run
from pgs_zoo import Animal, prepare

cli = Cli(sys.argv[1])
libc = ctypes.CDLL(None, use_errno=True)
TRIES = 10
F_SETPIPE_SZ = 1031


def snapshot(pid, *options):
    status, out, err = cli.run('snapshot', str(pid), '--format', 'json', *options, timeout=120)
    return status, json.loads(out.decode('utf-8')) if out else None, err


class Snapshot:
    """Runs the program and holds it after it has read the process."""

    def __init__(self, pid, *options):
        reader, writer = os.pipe()
        fcntl.fcntl(reader, F_SETPIPE_SZ, PAGE)
        self.out = os.fdopen(reader, 'rb')
        self.program = subprocess.Popen(
            [cli.path, 'snapshot', str(pid), '--format', 'json', *options], stdout=writer,
            stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        os.close(writer)
        select.select([self.out], [], [], 120)

    def finish(self):
        """Returns (status, document)."""
        data = self.out.read()
        self.out.close()
        self.err = self.program.communicate()[1]
        return self.program.returncode, json.loads(data.decode('utf-8')) if data else None


def look(pid):
    """Returns (moments, status, document): before, after and after that, the latter two while the
    program is still there."""
    moments = [Moment(pid)]
    held = Snapshot(pid, '--pages')
    try:
        moments += [Moment(pid), Moment(pid)]
    finally:
        status, got = held.finish()
    return moments, status, got


def check_one(pid):
    """Returns 'same', 'moving', 'gone', 'denied' or 'empty'; raises on a difference."""
    difference = None
    for attempt in range(TRIES):
        time.sleep(0.05 * attempt)
        try:
            (before, after, again), status, got = look(pid)
        except Denied:
            return check_denied(pid)
        except GONE:
            return check_empty(pid)
        if status == 3:
            return 'gone'
        if not before.regions:
            return check_empty(pid)
        if before.has_moved(after, False) or after.has_moved(again, True):
            continue
        equal(status, 0, '%d: exit status' % pid)
        try:
            compare(got, after, before)
            return 'same'
        except AssertionError as error:
            difference = type(error)('%d %s: %s' % (pid, got['process']['name'], error))
        except GONE:
            return 'gone'
    if difference is not None:
        raise difference
    return 'moving'


def check_empty(pid):
    """A kernel thread or a zombie, if it is not gone."""
    try:
        with open('/proc/%d/statm' % pid) as file:
            pages = int(file.read().split()[0])
    except GONE:
        return 'gone'
    status, got, _ = snapshot(pid)
    if status == 3 or pages != 0:
        return 'gone'
    equal((status, got['regions'], got['totals']['virt']), (0, [], 0), '%d: nothing in it' % pid)
    return 'empty'


def check_denied(pid):
    status, got, err = snapshot(pid)
    equal(status, 4, '%d: exit status' % pid)
    check(err.count(b'\n') == 1 and err.startswith(b'pagescape-cli: '), 'one line: %r' % err)
    equal((got['regions'], got['access']['maps']), (None, 'denied'), '%d: regions' % pid)
    with open('/proc/%d/statm' % pid) as file:
        virt = int(file.read().split()[0]) * PAGE
    check(abs(got['totals']['virt'] - virt) < 64 << 20, 'what is known of %d is there' % pid)
    return 'denied'


def check_machine():
    results, wrong = {}, []
    for pid in sorted(int(name) for name in os.listdir('/proc') if name.isdigit()):
        if pid == os.getpid():
            continue
        try:
            result = check_one(pid)
        except OthersMoved:
            result = 'moving with others'
        except AssertionError as error:
            result = 'different'
            wrong.append(str(error))
        results.setdefault(result, []).append(pid)
    for result, pids in results.items():
        print('# %s: %d%s' % (result, len(pids),
                              ' ' + repr(pids) if result.startswith(('moving', 'denied')) else ''))
    check(not wrong, '\n'.join(wrong))
    check(results.get('same'), 'no process was compared')
    moved = len(results.get('moving', [])) + len(results.get('moving with others', []))
    check(moved <= 2 * len(results['same']) + 5, 'too many moved')


class Child:
    """This script once more, which prepares its memory and is then stopped. Not a fork alone: that
    would share its pages with us, and we keep writing to ours."""

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        self.program = subprocess.Popen([sys.executable, '-B', __file__, cli.path, self.name],
                                        stdout=subprocess.PIPE)
        word = self.program.stdout.readline()
        if word != b'ready\n':
            self.program.communicate()
            raise Skip('this cannot be prepared here: %s' % kernel.to_text(word).strip())
        os.kill(self.program.pid, signal.SIGSTOP)
        while b'(stopped)' not in kernel.read('/proc/%d/status' % self.program.pid):
            time.sleep(0.001)
        return self.program.pid

    def __exit__(self, *_):
        self.program.kill()
        self.program.communicate()


def from_zoo(mode):
    def case():
        with prepare(mode), Animal(mode) as animal:
            if mode == 'blocked':
                blocked.add(animal.pid)
            equal(check_one(animal.pid), 'same', 'result')
    return case


def of_32_bits():
    """Everything is below 4 GiB, and is what it is in programs of 64 bits."""
    with Animal('', zoo='PGS_ZOO32') as animal:
        equal(check_one(animal.pid), 'same', 'result')
        _, got, _ = snapshot(animal.pid)
        check(all(int(region['end'], 16) <= 1 << 32 for region in got['regions']), 'below 4 GiB')
        kinds = [region['kind'] for region in got['regions']]
        equal([kind for i, kind in enumerate(kinds) if i == 0 or kinds[i - 1] != kind][-4:],
              ['heap', 'anon', 'kernel', 'stack'], 'kinds')
        present = {region['kind']: region['pages']['present'] for region in got['regions']}
        equal((present['heap'], present['anon']), (1, 32), 'pages of heap and mapping')


def list_zoo():
    if not os.environ.get('PGS_ZOO'):
        return []
    out = subprocess.run([os.environ['PGS_ZOO'], '--list'], stdout=subprocess.PIPE, check=True)
    return [kernel.to_text(line.split()[0]) for line in out.stdout.splitlines()]


def be_child(prepare):
    """What the child does; what it prepared lives as long as it."""
    try:
        prepare()
        word = 'ready'
    except (AssertionError, OSError, AttributeError) as error:
        word = repr(error)
    os.write(1, word.encode() + b'\n')
    while word == 'ready':
        signal.pause()


def stopped(name):
    """A case that compares the child of this name."""
    def case():
        with prepare(name), Child(name) as pid:
            equal(check_one(pid), 'same', 'result')
    return case


PRIVATE, SHARED, ANONYMOUS, NORESERVE = 0x02, 0x01, 0x20, 0x4000
READ, WRITE, EXEC = 1, 2, 4


def map_memory(size, flags=PRIVATE | ANONYMOUS, protection=READ | WRITE, fd=-1, offset=0):
    libc.mmap.restype = ctypes.c_void_p
    libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
    address = libc.mmap(None, size, protection, flags, fd, offset)
    check(address != ctypes.c_void_p(-1).value, 'mmap: %s' % os.strerror(ctypes.get_errno()))
    return address


def write_page(address):
    ctypes.memset(address, 1, 1)


def read_page(address):
    return ctypes.string_at(address, 1)


def advise(address, size, advice):
    libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    check(libc.madvise(address, size, advice) == 0,
          'madvise %d: %s' % (advice, os.strerror(ctypes.get_errno())))


def checkerboard():
    address = map_memory(64 << 20)
    advise(address, 64 << 20, 15)  # MADV_NOHUGEPAGE
    for page in range(0, (64 << 20) // PAGE, 2):
        write_page(address + page * PAGE)


def reservation():
    address = map_memory(1 << 40, PRIVATE | ANONYMOUS | NORESERVE)
    advise(address, 1 << 40, 15)
    for at in range(0, 1 << 40, 1 << 34):
        write_page(address + at)


def zero():
    address = map_memory(100 * PAGE)
    advise(address, 100 * PAGE, 15)
    for page in range(0, 100, 3):
        read_page(address + page * PAGE)
    for page in range(50, 60):
        write_page(address + page * PAGE)


def guard():
    address = map_memory(100 * PAGE)
    for page in range(20):
        write_page(address + page * PAGE)
    advise(address + 10 * PAGE, 20 * PAGE, 102)  # MADV_GUARD_INSTALL


def huge():
    address = map_memory(16 << 20)
    advise(address, 16 << 20, 14)  # MADV_HUGEPAGE
    middle = (address + (2 << 20) - 1) & ~((2 << 20) - 1)
    write_page(middle)
    read_page(middle + (2 << 20))  # the huge zero page, where the kernel uses it
    write_page(middle + (4 << 20))
    libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
    libc.munmap(middle + (4 << 20), 5 * PAGE)  # no longer mapped as one


def shared_anonymous():
    address = map_memory(64 * PAGE, SHARED | ANONYMOUS)
    for page in range(0, 64, 4):
        write_page(address + page * PAGE)


def memory_file():
    fd = os.memfd_create('a name\nwith (deleted)')
    os.ftruncate(fd, 32 * PAGE)
    address = map_memory(32 * PAGE, SHARED, fd=fd)
    for page in range(0, 32, 3):
        write_page(address + page * PAGE)


def in_file(name, unlink=False, also=None):
    """A private file, half of it copied."""
    def prepare():
        directory = tempfile.mkdtemp(prefix='pagescape-')
        path = os.path.join(os.fsencode(directory), name)
        with open(path, 'wb') as file:
            file.write(b'x' * 64 * PAGE)
        if also is not None:
            with open(os.path.join(os.fsencode(directory), also), 'wb') as file:
                file.write(b'y')
        fd = os.open(path, os.O_RDWR)
        address = map_memory(64 * PAGE, PRIVATE, fd=fd)
        for page in range(64):
            read_page(address + page * PAGE)
        for page in range(0, 64, 2):
            write_page(address + page * PAGE)
        if unlink:
            os.unlink(path)
    return prepare


def with_cleanup(case):
    """The children made their files; their names are known by the prefix."""
    before = set(os.listdir(tempfile.gettempdir()))

    def cleaned():
        try:
            case()
        finally:
            for name in set(os.listdir(tempfile.gettempdir())) - before:
                if name.startswith('pagescape-'):
                    shutil.rmtree(os.path.join(tempfile.gettempdir(), name), ignore_errors=True)
    return cleaned


def forked():
    """Pages shared with a child of its own, some written since."""
    address = map_memory(64 * PAGE)
    advise(address, 64 * PAGE, 15)
    for page in range(64):
        write_page(address + page * PAGE)
    pid = os.fork()
    if pid == 0:
        libc.prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG
        while True:
            signal.pause()
    for page in range(0, 64, 5):
        write_page(address + page * PAGE)


def locked():
    address = map_memory(16 * PAGE)
    libc.mlock.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
    check(libc.mlock(address, 8 * PAGE) == 0, 'mlock')


def threads():
    import threading
    for _ in range(3):
        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
    time.sleep(0.1)


def swapped():
    with open('/proc/swaps') as file:
        check(len(file.readlines()) > 1, 'no swap is switched on')
    address = map_memory(64 * PAGE)
    advise(address, 64 * PAGE, 15)
    for page in range(0, 64, 2):
        write_page(address + page * PAGE)
    advise(address, 64 * PAGE, 21)  # MADV_PAGEOUT


def many_mappings():
    address = map_memory(2000 * PAGE)
    libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    for page in range(0, 2000, 2):
        libc.mprotect(address + page * PAGE, PAGE, READ)
        write_page(address + (page + 1) * PAGE)


def check_kernel_thread():
    status, got, _ = snapshot(2)
    if got is None or got['process']['name'] != 'kthreadd':
        raise Skip('this machine hides its kernel threads')
    equal((status, got['regions'], got['totals']['virt']), (0, [], 0), 'kthreadd')


def check_zombie():
    pid = os.fork()
    if pid == 0:
        os._exit(3)
    try:
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        status, got, _ = snapshot(pid)
        equal((status, got['regions'], got['process']['state']), (0, [], 'Z'), 'zombie')
    finally:
        os.waitpid(pid, 0)


def check_sections():
    """What is not asked for is null, and the rest the same."""
    with Child('zero-pages') as pid:
        _, everything, _ = snapshot(pid)
        for sections in (['pages'], ['smaps'], ['sharing'], ['pages', 'smaps']):
            status, got, _ = snapshot(pid, '--sections', ','.join(sections))
            equal(status, 0, 'exit status')
            equal(got['totals']['pss'] is None, 'smaps' not in sections, 'pss of %r' % sections)
            for region, full in zip(got['regions'], everything['regions']):
                equal(region['start'], full['start'], 'start')
                equal(region['pss'] is None, 'smaps' not in sections, 'pss')
                for state in ('present', 'zero', 'file'):
                    asked = ('sharing' if state == 'file' else 'pages') in sections
                    if asked:
                        equal(region['pages'][state], full['pages'][state], state)
                if 'smaps' in sections or 'pages' in sections:
                    equal(region['rss'], full['rss'], 'rss')


FILE_CASES = {
    'deleted-file': in_file(b'gone', unlink=True),
    'half-copied-file': in_file(b'file'),
    'name-with-newline': in_file(b'new\nline'),
    'name-with-escape': in_file(b'back\\012slash'),
    'name-like-heap': in_file(b'[heap]'),
    'name-not-utf-8': in_file(b'\xff\xfe\x80'),
    'name-like-deleted': in_file(b'kept (deleted)'),
    'deleted-name-like-deleted': in_file(b'gone (deleted)', unlink=True),
    'deleted-beside-same-name': in_file(b'twin', unlink=True, also=b'twin (deleted)'),
    'name-with-space-and-quote': in_file(b' a "quoted", name '),
}
CASES = {
    'checkerboard': checkerboard,
    'tebibyte-reservation': reservation,
    'zero-pages': zero,
    'guard-pages': guard,
    'huge-pages': huge,
    'shared-anonymous': shared_anonymous,
    'memfd': memory_file,
    'forked': forked,
    'locked': locked,
    'threads': threads,
    'many-mappings': many_mappings,
    'swapped': swapped,
}

if len(sys.argv) > 2:
    be_child({**CASES, **FILE_CASES}[sys.argv[2]])
    sys.exit(1)

run([('/live/snapshot/' + name, stopped(name)) for name in CASES]
    + [('/live/snapshot/' + name, with_cleanup(stopped(name))) for name in FILE_CASES]
    + [('/live/snapshot/zoo-' + mode, from_zoo(mode)) for mode in list_zoo()]
    + [
        ('/live/snapshot/32-bit', of_32_bits),
        ('/live/snapshot/kernel-thread', check_kernel_thread),
        ('/live/snapshot/zombie', check_zombie),
        ('/live/snapshot/sections', check_sections),
        ('/live/snapshot/every-process', check_machine),
    ])

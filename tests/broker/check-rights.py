#!/usr/bin/python3
# check-rights.py: what the broker makes possible, and which rights it keeps for that
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-rights.py FILTER BROKER [STATIC]
#
# FILTER is "filter" if the broker has one. STATIC is the broker without shared libraries. Needs root, to
# start brokers as polkit would, and to be an ordinary user who started them.
import errno
import mmap
import os
import shutil
import struct
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from pgs_broker import (KPAGECOUNT, KPAGEFLAGS, MAPS, NAMES, NOBODY, PAGEMAP, SMAPS, SMAPS_ROLLUP, STATM, STATUS,
                        Broker)
import pgs_kernel  # of tests/live, which pgs_broker makes known
from pgs_tap import Skip, check, equal, need, run

FILTER = sys.argv[1] == 'filter'
BROKERS = sys.argv[2:]
PAGE = mmap.PAGESIZE
PAGES = 64  # touched by the process that is looked at
CAP_DAC_READ_SEARCH, CAP_SYS_PTRACE, CAP_SYS_ADMIN = 2, 19, 21  # Source: linux/capability.h
KEPT = {
    (): 0,
    ('--pages',): 1 << CAP_SYS_PTRACE | 1 << CAP_DAC_READ_SEARCH,
    ('--frames',): 1 << CAP_SYS_PTRACE | 1 << CAP_DAC_READ_SEARCH | 1 << CAP_SYS_ADMIN,
}
DENIED = (errno.EACCES, errno.EPERM)


class Target:
    """A process of root that has touched some pages, says where, and does nothing more."""

    def __enter__(self):
        code = ('import mmap, sys, signal\n'
                'import ctypes\n'
                'memory = mmap.mmap(-1, %d)\n'
                'memory[:] = b"x" * %d\n'
                'print(ctypes.addressof(ctypes.c_char.from_buffer(memory)), flush=True)\n'
                'signal.pause()\n' % (PAGES * PAGE, PAGES * PAGE))
        self.process = subprocess.Popen([sys.executable, '-c', code], stdout=subprocess.PIPE)
        self.start = int(self.process.stdout.readline())
        self.pid = self.process.pid
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def as_nobody(function):
    """What @function returns (a text) when it is called by an ordinary user in a process of its own."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.setgroups([])
            os.setresgid(NOBODY, NOBODY, NOBODY)
            os.setresuid(NOBODY, NOBODY, NOBODY)
            with os.fdopen(writing, 'w') as out:
                out.write(function())
            status = 0
        except BaseException as error:
            os.write(2, ('# as nobody: %r\n' % error).encode())
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading) as text:
        got = text.read()
    equal(os.waitpid(pid, 0)[1], 0, 'the ordinary user')
    return got


def read_all(descriptor):
    parts = []
    while True:
        part = os.pread(descriptor, 1 << 16, sum(map(len, parts)))
        if not part:
            return b''.join(parts)
        parts.append(part)


def steady(text):
    """@text without what other processes change by sharing pages or not."""
    return pgs_kernel.OTHERS.sub(b'', text)


def words(descriptor, start):
    return struct.unpack('=%dQ' % PAGES, os.pread(descriptor, 8 * PAGES, start // PAGE * 8))


def scan(descriptor, start):
    return list(pgs_kernel.scan(descriptor, start, start + PAGES * PAGE))


def kept_rights():
    need('setpriv')
    for program in BROKERS:
        for arguments, bits in KEPT.items():
            with Broker(program, *arguments, uid=NOBODY) as broker:
                check(broker.alive(), 'it answers')
                for key in ('CapPrm', 'CapEff'):
                    equal(int(broker.status(key)[0], 16), bits, '%s with %r' % (key, arguments))
                for key in ('CapInh', 'CapAmb'):
                    equal(int(broker.status(key)[0], 16), 0, key)
                equal(broker.status('Uid'), [str(NOBODY)] * 4, 'user')
                equal(broker.status('Gid'), [str(NOBODY)] * 4, 'group')
                equal(broker.status('Groups'), [], 'groups')
                equal(broker.status('NoNewPrivs'), ['1'], 'no new privileges')
                if FILTER:
                    equal(broker.status('Seccomp'), ['2'], 'filter')
                equal(os.readlink('/proc/%d/cwd' % broker.process.pid), '/', 'directory')
                # root owns the files of what is not dumpable: nobody attaches to it
                equal(os.stat('/proc/%d/stat' % broker.process.pid).st_uid, 0, 'owner of its files')


def of_root():
    """An ordinary user reads through it what root reads by itself."""
    need('setpriv')
    for program in BROKERS:
        with Target() as target, Broker(program, '--pages', uid=NOBODY) as broker:
            got = {file: broker.open(target.pid, file) for file in range(MAPS, STATUS + 1)}
            equal([status for status, _ in got.values()], [0] * 7, 'errors')
            for file in (MAPS, SMAPS, SMAPS_ROLLUP, STATM):
                own = pgs_kernel.read('/proc/%d/%s' % (target.pid, NAMES[file]))
                seen = as_nobody(lambda: pgs_kernel.to_text(read_all(got[file][1])))
                equal(seen.encode() if file == MAPS else steady(seen.encode()),
                      own if file == MAPS else steady(own), NAMES[file])
            check(as_nobody(lambda: refusal(target.pid)) == 'EACCES', 'the user may not do so alone')
            seen = eval(as_nobody(lambda: repr(words(got[PAGEMAP][1], target.start))))
            equal(len(seen), PAGES, 'words of pagemap')
            for word in seen:
                check(word >> 63 == 1 and word & pgs_kernel.PFN_MASK == 0, 'present, without a frame: %#x' % word)
            for _, descriptor in got.values():
                os.close(descriptor)


def refusal(pid):
    try:
        os.close(os.open('/proc/%d/pagemap' % pid, os.O_RDONLY))
        return ''
    except OSError as error:
        return errno.errorcode[error.errno]


def page_scan():
    """The descriptor of pagemap answers PAGEMAP_SCAN as well."""
    need('setpriv')
    with Target() as target, Broker(BROKERS[0], '--pages', uid=NOBODY) as broker:
        status, descriptor = broker.open(target.pid, PAGEMAP)
        equal(status, 0, 'pagemap')
        try:
            own = scan(descriptor, target.start)
        except OSError as error:
            raise Skip('the kernel has no PAGEMAP_SCAN: %s' % error) from None
        equal(eval(as_nobody(lambda: repr(scan(descriptor, target.start)))), own, 'ranges')
        equal(sum((end - start) // PAGE for start, end in own), PAGES, 'pages')
        os.close(descriptor)


def own_frames(target):
    with open('/proc/%d/pagemap' % target.pid, 'rb') as file:
        return [word & pgs_kernel.PFN_MASK for word in words(file.fileno(), target.start)]


def frames():
    """Frame numbers only where they were asked for, and then the same as root's."""
    need('setpriv')
    with Target() as target:
        if not all(own_frames(target)):
            raise Skip('root itself sees no frames here')
        with Broker(BROKERS[0], '--frames', uid=NOBODY) as broker:
            _, descriptor = broker.open(target.pid, PAGEMAP)
            for _ in range(50):  # until the kernel has moved no page meanwhile
                expected = own_frames(target)
                seen = eval(as_nobody(lambda: repr(words(descriptor, target.start))))
                if expected == own_frames(target):
                    break
            equal([word & pgs_kernel.PFN_MASK for word in seen], expected, 'frames')
            os.close(descriptor)
            for file in (KPAGEFLAGS, KPAGECOUNT):
                status, descriptor = broker.open(0, file)
                if status == errno.ENOENT:
                    continue  # a kernel without it
                equal(status, 0, NAMES[file])
                with open('/proc/' + NAMES[file], 'rb') as own:
                    frame = expected[0]
                    equal(eval(as_nobody(lambda: repr(os.pread(descriptor, 8, 8 * frame)))),
                          os.pread(own.fileno(), 8, 8 * frame), NAMES[file])
                os.close(descriptor)


def without_rights():
    """Without an argument it may do no more than its user, also when root starts it."""
    need('setpriv')
    with Target() as target:
        for program in BROKERS:
            with Broker(program, uid=NOBODY) as broker:
                for file in (MAPS, SMAPS, SMAPS_ROLLUP, PAGEMAP):
                    check(broker.open(target.pid, file)[0] in DENIED, NAMES[file])
                for file in (KPAGEFLAGS, KPAGECOUNT):
                    check(broker.open(0, file)[0] in (*DENIED, errno.ENOENT), NAMES[file])
                status, descriptor = broker.open(target.pid, STATM)
                equal(status, 0, 'statm')
                os.close(descriptor)


def capable_file():
    """An ordinary user starts a broker whose file has the capabilities."""
    need('setpriv', 'setcap')
    for program in BROKERS:
        with Target() as target, tempfile.TemporaryDirectory() as directory:
            os.chmod(directory, 0o755)
            copy = shutil.copy(program, directory + '/broker')
            os.chmod(copy, 0o755)
            done = subprocess.run(['setcap', 'cap_sys_ptrace,cap_dac_read_search,cap_sys_admin,cap_net_admin+ep', copy],
                                  stderr=subprocess.PIPE)
            if done.returncode != 0:
                raise Skip('no capabilities for files here: %s' % done.stderr.decode().strip())
            with Broker(copy, '--pages', uid=NOBODY, user=NOBODY, group=NOBODY, extra_groups=[]) as broker:
                if int(broker_capabilities(broker), 16) == 0:
                    raise Skip('files have no capabilities in %s' % directory)
                equal(int(broker.status('CapPrm')[0], 16), KEPT[('--pages',)], 'capabilities')
                status, descriptor = broker.open(target.pid, PAGEMAP)
                equal(status, 0, 'pagemap of a process of root')
                equal(len(words(descriptor, target.start)), PAGES, 'words')
                os.close(descriptor)


def broker_capabilities(broker):
    check(broker.alive(), 'it answers')
    return broker.status('CapPrm')[0]


def no_procfs():
    """A directory that is only called /proc is not opened."""
    need('chroot')
    if len(BROKERS) < 2:
        raise Skip('no static libc')
    with tempfile.TemporaryDirectory() as directory:
        os.mkdir(directory + '/proc')
        shutil.copy(BROKERS[1], directory + '/broker')
        with Broker('/broker', before=['chroot', directory]) as broker:
            broker.expected = (1,)
        os.rmdir(directory + '/proc')
        os.symlink('etc', directory + '/proc')
        with Broker('/broker', before=['chroot', directory]) as broker:
            broker.expected = (1,)


run([('/broker/rights/' + case.__name__.replace('_', '-'), case) for case in (
    kept_rights, of_root, page_scan, frames, without_rights, capable_file, no_procfs)])

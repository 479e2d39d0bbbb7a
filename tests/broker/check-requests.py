#!/usr/bin/python3
# check-requests.py: what the broker answers, to the right words and to wrong ones
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-requests.py BROKER IMPATIENT BARE
#
# BROKER is the one that is installed; IMPATIENT waits a second where it waits half a minute; BARE has no
# filter of system calls, for valgrind. Needs no rights.
import array
import errno
import fcntl
import os
import random
import resource
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import time

sys.dont_write_bytecode = True
from pgs_broker import (EXE, LIST, KPAGEFLAGS, MAGIC, MAPS, NAMES, NOBODY, OPEN, STAT, STATM, STATUS, Broker, request)
from pgs_tap import Skip, check, equal, run

BROKER, IMPATIENT, BARE = sys.argv[1:4]
SEED = 6  # of what is random
RIGHTS = ['--pages'] if os.geteuid() == 0 else []  # root without capabilities may not even look at root
OF_PROCESS = range(MAPS, STATUS + 1)
WRONG = [b'x', b'\0' * 15, request(OPEN, 1, MAPS)[:-1], request(OPEN, 1, MAPS) + b'\0', b'\xff' * 16,
         b'A' * 4096, request(OPEN, 1, MAPS, magic=MAGIC + 1), request(0), request(3), request(0xffffffff),
         request(LIST, pid=1), request(LIST, file=1), request(EXE), request(EXE, pid=-1), request(EXE, pid=1, file=1)]
KERNEL_THREAD = 0x00200000  # PF_KTHREAD of linux/sched.h


class Child:
    """A process that waits to be killed."""

    def __enter__(self):
        self.process = subprocess.Popen(['sleep', '1000'])
        return self.process.pid

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def refused(broker, packet):
    reply = broker.ask(packet)
    equal((reply.status, reply.descriptors, reply.bytes), (errno.EINVAL, [], b''), repr(packet[:20]))


def files():
    with Child() as pid, Broker(BROKER, *RIGHTS) as broker:
        for file in OF_PROCESS:
            status, descriptor = broker.open(pid, file)
            equal(status, 0, NAMES[file])
            equal(os.readlink('/proc/self/fd/%d' % descriptor), '/proc/%d/%s' % (pid, NAMES[file]), 'path')
            flags = fcntl.fcntl(descriptor, fcntl.F_GETFL)
            equal(flags & os.O_ACCMODE, os.O_RDONLY, 'how %s is open' % NAMES[file])
            with open('/proc/%d/%s' % (pid, NAMES[file]), 'rb') as ours:
                equal(len(os.pread(descriptor, 8, 0)), len(ours.read(8)), 'something to read in ' + NAMES[file])
            os.close(descriptor)


def threads():
    """A thread's number is as good as that of its process."""
    code = 'import threading, time; threading.Thread(target=time.sleep, args=[1000]).start(); print(1, flush=True)'
    child = subprocess.Popen([sys.executable, '-c', code], stdout=subprocess.PIPE)
    child.stdout.readline()
    try:
        other = [int(tid) for tid in os.listdir('/proc/%d/task' % child.pid) if int(tid) != child.pid]
        with Broker(BROKER, *RIGHTS) as broker:
            status, descriptor = broker.open(other[0], STAT)
            equal(status, 0, 'stat of a thread')
            check(os.pread(descriptor, 20, 0).startswith(b'%d (' % other[0]), 'whose stat it is')
            os.close(descriptor)
    finally:
        child.kill()
        child.wait()
        child.stdout.close()


def run_copy(directory, name):
    """A process that runs a file of this name in @directory, and waits."""
    path = os.path.join(directory, name)
    shutil.copy('/bin/sleep', path)
    return path, subprocess.Popen([path, '1000'])


def expect_exe(broker, pid, path, place):
    """What is told is what stat(2) says of the file that was started, and never a descriptor."""
    status, inode, device, told = broker.exe(pid)
    equal((status, told), (0, path), 'path')
    equal((inode, os.makedev(*device)), (place.st_ino, place.st_dev), 'inode and device')


def exe():
    """The name, device and inode of what runs; of a name that is long or odd as well, and of what was deleted."""
    with tempfile.TemporaryDirectory() as directory, Broker(BROKER, *RIGHTS) as broker:
        equal(broker.exe(os.getpid())[3], os.fsencode(os.readlink('/proc/self/exe')), 'our own')
        expect_exe(broker, os.getpid(), os.fsencode(os.readlink('/proc/self/exe')), os.stat('/proc/self/exe'))
        for name in ('plain', 'a' * 255, 'two\nlines \udcff', 'is (deleted)'):
            path, child = run_copy(directory, name)
            try:
                place = os.stat(path)
                expect_exe(broker, child.pid, os.fsencode(path), place)
                os.unlink(path)
                expect_exe(broker, child.pid, os.fsencode(path) + b' (deleted)', place)
            finally:
                child.kill()
                child.wait()
        equal(broker.descriptors(), [0, 1], 'descriptors of the broker')


def exe_of_long_path():
    """Longer than the kernel tells: refused as readlink(2) is, and the next one is told again."""
    with tempfile.TemporaryDirectory() as directory, Broker(BROKER, *RIGHTS) as broker:
        where = os.open(directory, os.O_RDONLY)
        for depth in range(18):
            os.mkdir('d' * 250, dir_fd=where)
            deeper = os.open('d' * 250, os.O_RDONLY, dir_fd=where)
            os.close(where)
            where = deeper
            if depth in (10, 17):
                path, child = run_copy('/proc/%d/fd/%d' % (os.getpid(), where), 'x')
                try:
                    expected = exe_by_kernel(child.pid)
                    equal(expected[0], 0 if depth == 10 else errno.ENAMETOOLONG, 'what readlink says')
                    status, _, _, told = broker.exe(child.pid)
                    equal((status, told), expected, 'what is told')
                finally:
                    child.kill()
                    child.wait()
        os.close(where)
        check(broker.alive(), 'it goes on')


def exe_by_kernel(pid):
    try:
        return 0, os.readlink(b'/proc/%d/exe' % pid)
    except OSError as error:
        return error.errno, None


def is_kernel_thread(pid):
    try:
        with open('/proc/%d/stat' % pid, 'rb') as file:
            return int(file.read().rpartition(b')')[2].split()[6]) & KERNEL_THREAD
    except OSError:
        return False


def exe_of_nobody():
    """Kernel threads and zombies run no file; numbers that nobody has are said to be so."""
    ended = subprocess.Popen(['true'])
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
    threads = [pid for pid in map(int, filter(str.isdigit, os.listdir('/proc'))) if is_kernel_thread(pid)]
    with Broker(BROKER, *RIGHTS) as broker:
        for pid in (ended.pid, *threads[:3]):
            status, *rest = broker.exe(pid)
            equal((status, rest), (exe_by_kernel(pid)[0], [None] * 3), 'process %d' % pid)
            check(status != 0, 'process %d runs nothing' % pid)
        ended.wait()
        for pid in (4194305, 2147483647):
            equal(broker.exe(pid)[0], errno.ENOENT, 'process %d' % pid)
        check(broker.alive(), 'it goes on')


def wrong():
    with Broker(BROKER, *RIGHTS) as broker:
        before = broker.descriptors()
        for packet in WRONG:
            refused(broker, packet)
        equal(broker.descriptors(), before, 'descriptors of the broker')
        check(broker.alive(), 'it goes on')


def pids():
    largest = int(open('/proc/sys/kernel/pid_max').read())
    with Broker(BROKER, *RIGHTS) as broker:
        for pid in (0, -1, -2147483648, -os.getpid()):
            for file in OF_PROCESS:
                refused(broker, request(OPEN, pid, file))
        for pid in (1, -1, os.getpid()):
            refused(broker, request(OPEN, pid, KPAGEFLAGS))
        for pid in (largest, largest + 1, 4194305, 2147483647):
            for file in OF_PROCESS:
                equal(broker.open(pid, file), (errno.ENOENT, None), 'process %d' % pid)
        ended = subprocess.Popen(['true'])
        ended.wait()
        check(broker.open(ended.pid, MAPS)[0] in (errno.ENOENT, errno.ESRCH, 0), 'a number that is free again')


def nothing_else():
    """Of all words there are, none opens anything but the files of the list, and those of that process."""
    numbers = sorted({*range(0, 70), *(2 ** n + d for n in range(7, 32) for d in (-1, 0, 1)), 2 ** 32 - 1})
    pid = os.getpid()
    opened = set()
    with Broker(BROKER, *RIGHTS) as broker:
        for opcode in numbers:
            for file in numbers if opcode == OPEN else range(0, 12):
                if (opcode, file) == (LIST, 0):
                    continue
                for who in (pid, 0):
                    reply = broker.ask(request(opcode, who, file))
                    tells = (opcode, who, file) == (EXE, pid, 0)
                    equal(len(reply.descriptors), int(reply.status == 0 and not tells), 'descriptors')
                    equal(len(reply.bytes) > 0, tells, 'bytes')
                    for descriptor in reply.descriptors:
                        opened.add(os.readlink('/proc/self/fd/%d' % descriptor))
                        os.close(descriptor)
    allowed = {'/proc/%d/%s' % (pid, NAMES[file]) for file in OF_PROCESS}
    of_machine = {'/proc/kpageflags', '/proc/kpagecount'}
    equal(opened - of_machine, allowed, 'what was opened')


def junk():
    """Random bytes, most of them nearly a request; each is answered, and rightly."""
    numbers = random.Random(SEED)
    with Broker(BROKER, *RIGHTS) as broker:
        before = broker.descriptors()
        for _ in range(3000):
            packet = bytearray(request(OPEN, os.getpid(), numbers.randrange(1, 10)))
            for _ in range(numbers.randrange(4)):
                packet[numbers.randrange(len(packet))] = numbers.randrange(256)
            if packet[4:8] == struct.pack('=I', LIST):
                continue
            if numbers.randrange(4) == 0:
                packet = packet[:numbers.randrange(1, 16)] + numbers.randbytes(numbers.randrange(40))
            reply = broker.ask(bytes(packet))
            tells = len(packet) == 16 and packet[:8] == request(EXE)[:8]
            equal(len(reply.descriptors), int(reply.status == 0 and not tells), 'descriptors')
            if not tells and (len(packet) != 16 or packet[:8] != request(OPEN)[:8]):
                equal(reply.status, errno.EINVAL, repr(packet))
            reply.close()
        equal(broker.descriptors(), before, 'descriptors of the broker')


def leaks():
    """Thousands of descriptors go through it, and none stays."""
    with Child() as pid, Broker(BROKER, *RIGHTS) as broker:
        before = broker.descriptors()
        equal(before, [0, 1], 'the socket and /proc')
        for number in range(3000):
            status, descriptor = broker.open(pid, MAPS + number % STATUS)
            if status == 0:
                os.close(descriptor)
            broker.exe(pid)
        for _ in range(20):
            broker.list()
        equal(broker.descriptors(), before, 'descriptors of the broker')


def inherited():
    """What it is started with is closed."""
    with tempfile.TemporaryFile() as file:
        with Broker(BROKER, *RIGHTS, pass_fds=[file.fileno()]) as broker:
            check(broker.alive(), 'it answers')
            equal(broker.descriptors(), [0, 1], 'descriptors')


def gifts():
    """Descriptors that are sent along with a request are not taken."""
    with Broker(BROKER, *RIGHTS) as broker, open('/dev/null') as gift:
        before = broker.descriptors()
        for _ in range(50):
            broker.socket.sendmsg([request(OPEN, os.getpid(), STATM)],
                                  [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [gift.fileno()] * 50))])
            broker.receive().close()
        equal(broker.descriptors(), before, 'descriptors of the broker')


def flood():
    """Requests without reading until there is no room; then each has its answer, in order."""
    with Broker(BROKER, *RIGHTS) as broker:
        broker.socket.setblocking(False)
        sent = 0
        while sent < 100000:
            try:
                broker.socket.send(request(OPEN, os.getpid() if sent % 2 else -1, STAT))
                sent += 1
            except BlockingIOError:
                break
        broker.socket.setblocking(True)
        check(sent > 100, 'only %d requests fit' % sent)
        refused_descriptors = 0
        for number in range(sent):
            reply = broker.receive()
            if number % 2 == 0:
                equal((reply.status, reply.descriptors), (errno.EINVAL, []), 'request %d' % number)
            elif reply.status == errno.ETOOMANYREFS:  # the kernel's limit for descriptors under way
                refused_descriptors += 1
            else:
                equal((reply.status, len(reply.descriptors)), (0, 1), 'request %d' % number)
            reply.close()
        check(refused_descriptors < sent // 2, 'no descriptor came')
        check(broker.alive(), 'it goes on')
        equal(broker.descriptors(), [0, 1], 'descriptors of the broker')


def many_under_way():
    """The kernel limits the descriptors under way, by those that may be open: that is said, and passes."""
    def few():
        resource.setrlimit(resource.RLIMIT_NOFILE, (8, 8))
    with Broker(BROKER, *RIGHTS, uid=NOBODY, preexec_fn=few) as broker:
        for _ in range(40):
            broker.send(request(OPEN, os.getpid(), STAT))
        while struct.unpack('i', fcntl.ioctl(broker.socket, termios.TIOCOUTQ, b'\0' * 4))[0] > 0:
            check(broker.process.poll() is None, 'it ended')
        statuses = []
        for _ in range(40):
            reply = broker.receive()
            statuses.append(reply.status)
            reply.close()
        equal(set(statuses), {0, errno.ETOOMANYREFS}, 'status')
        for _ in range(20):  # if any of those had stayed open, there would be no room for more
            check(broker.alive(), 'it goes on')


def never_reads():
    """Somebody who asks and never reads: the broker ends."""
    with Broker(IMPATIENT, *RIGHTS) as broker:
        broker.expected = (1,)
        broker.socket.setblocking(False)
        while broker.process.poll() is None:
            try:
                broker.socket.send(request(LIST))
            except BlockingIOError:
                break
            except (BrokenPipeError, ConnectionResetError):
                break
        equal(broker.process.wait(20), 1, 'how it ended')


def hangs_up():
    with Broker(BROKER, *RIGHTS) as broker:
        check(broker.alive(), 'it answers')
    equal(broker.process.returncode, 0, 'after the socket was closed')
    with Broker(BROKER, *RIGHTS) as broker:
        broker.send(b'')
        equal(broker.process.wait(20), 0, 'after an empty packet')
    with Broker(BROKER, *RIGHTS) as broker:
        broker.expected = (0, 1)  # while it answers
        broker.socket.send(request(LIST))


def killed():
    """Whoever started it is killed: the broker ends, too."""
    code = ('import sys; sys.path.insert(0, %r)\n'
            'import pgs_broker, time\n'
            'broker = pgs_broker.Broker(*%r)\n'
            'broker.alive(); print(broker.process.pid, flush=True); time.sleep(1000)\n'
            % (os.path.dirname(os.path.abspath(__file__)), [BROKER, *RIGHTS]))
    window = subprocess.Popen([sys.executable, '-B', '-c', code], stdout=subprocess.PIPE)
    pid = int(window.stdout.readline())
    handle = os.pidfd_open(pid)
    window.kill()
    window.wait()
    window.stdout.close()
    ended = select.select([handle], [], [], 20)[0]
    os.close(handle)
    check(ended, 'the broker is still there')


def stopped():
    """A stop and a continuation in the middle change nothing, nor does Ctrl+C in the terminal of both."""
    with Broker(BROKER, *RIGHTS) as broker:
        check(broker.alive(), 'it is set up')
        broker.process.send_signal(signal.SIGINT)
        for _ in range(20):
            broker.process.send_signal(signal.SIGSTOP)
            broker.process.send_signal(signal.SIGCONT)
            check(broker.alive(), 'it answers')


def starts_only_so():
    null = subprocess.DEVNULL
    for arguments in (['--help'], [''], ['--pages', '--frames'], ['--pages='], ['/etc/shadow'], ['1', '2', '3']):
        done = subprocess.run([BROKER, *arguments], stdin=null, stdout=null, stderr=subprocess.PIPE, timeout=20)
        equal(done.returncode, 2, 'arguments %r' % arguments)
        check(done.stderr.startswith(b'pagescape-broker: '), 'says so: %r' % done.stderr)
    stream, _stream = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    packets, _packets = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    lonely = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    for what in (null, stream, packets, lonely, tcp):
        done = subprocess.run([BROKER], stdin=what, stdout=null, stderr=subprocess.PIPE, timeout=20)
        equal((done.returncode, done.stderr[:34]), (1, b'pagescape-broker: standard input: '), 'input %r' % what)
    done = subprocess.run(['/bin/sh', '-c', 'exec "$0" <&-', BROKER], timeout=20, stderr=subprocess.PIPE)
    equal(done.returncode, 1, 'without an input')
    for one in (stream, _stream, packets, _packets, lonely, tcp):
        one.close()


def sleeps(pid):
    with open('/proc/%d/stat' % pid, 'rb') as file:
        return file.read().rpartition(b') ')[2].startswith(b'S')


def lists():
    """More processes than fit into a packet: all are there, as their own files say."""
    children = []
    try:
        for _ in range(350):
            pid = os.fork()
            if pid == 0:
                signal.pause()
                os._exit(0)
            children.append(pid)
        while not all(sleeps(pid) for pid in children):  # until then each copies pages
            time.sleep(0.01)
        with Broker(BROKER, *RIGHTS) as broker:
            found, packets = broker.list()
        by_pid = {pid: rest for pid, *rest in found}
        equal(len(by_pid), len(found), 'each once')
        check(packets > 1, 'only one packet for %d processes' % len(found))
        for pid in (os.getpid(), *children):
            uid, stat, statm = by_pid[pid]
            equal(uid, os.stat('/proc/%d/stat' % pid).st_uid, 'owner')
            check(stat.startswith(b'%d (' % pid) and stat.endswith(b'\n'), 'stat: %r' % stat)
            check(statm.count(b' ') == 6 and statm.endswith(b'\n'), 'statm: %r' % statm)
        for pid in children:  # they sleep: nothing moves but their times
            equal(by_pid[pid][2], open('/proc/%d/statm' % pid, 'rb').read(), 'statm')
    finally:
        for pid in children:
            os.kill(pid, signal.SIGKILL)
        for pid in children:
            os.waitpid(pid, 0)


def valgrind():
    """All of it again, with eyes on every byte: nothing unset is sent, nothing stays open."""
    if shutil.which('valgrind') is None:
        raise Skip('no valgrind')
    with tempfile.TemporaryDirectory() as directory:
        log = directory + '/log'
        with Broker(BARE, *RIGHTS, before=['valgrind', '--quiet', '--error-exitcode=9', '--log-file=' + log]) as broker:
            for packet in WRONG:
                refused(broker, packet)
            for file in range(0, 12):
                for pid in (0, 1, os.getpid(), 2147483647):
                    broker.ask(request(OPEN, pid, file)).close()
            for pid in (1, os.getpid(), 2147483647):
                broker.exe(pid)
            check(len(broker.list()[0]) > 0, 'processes')
        with open(log) as lines:
            text = lines.read()
        equal(broker.process.returncode, 0, 'exit status; %s' % text)


run([('/broker/requests/' + case.__name__.replace('_', '-'), case) for case in (
    files, threads, exe, exe_of_long_path, exe_of_nobody, wrong, pids, nothing_else, junk, leaks, inherited, gifts,
    flood, many_under_way, never_reads, hangs_up, killed, stopped, starts_only_so, lists, valgrind)])

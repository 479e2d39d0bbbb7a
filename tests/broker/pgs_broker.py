# pgs_broker.py: the other end of a broker
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import select
import socket
import struct
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'live'))
from pgs_tap import Skip

MAGIC = 0x31534750
OPEN, LIST, EXE = 1, 2, 3
MAPS, SMAPS, SMAPS_ROLLUP, PAGEMAP, STAT, STATM, STATUS, KPAGEFLAGS, KPAGECOUNT = range(1, 10)
NAMES = ['', 'maps', 'smaps', 'smaps_rollup', 'pagemap', 'stat', 'statm', 'status', 'kpageflags', 'kpagecount']
MAX_PACKET = 65536
NOBODY = 65534
SECONDS = 30  # for which an answer is waited for


def request(opcode, pid=0, file=0, magic=MAGIC):
    return struct.pack('=IIiI', magic, opcode, pid, file)


class Gone(Exception):
    """The broker closed the connection."""


class Reply:
    def __init__(self, packet, ancillary):
        magic, self.status, self.more, length = struct.unpack('=IIII', packet[:16])
        assert magic == MAGIC, 'magic %#x' % magic
        assert len(packet) == 16 + length, '%d bytes, said to be %d' % (len(packet), 16 + length)
        self.bytes = packet[16:]
        self.descriptors = []
        for _, _, data in ancillary:
            self.descriptors += struct.unpack('=%di' % (len(data) // 4), data)

    def close(self):
        for descriptor in self.descriptors:
            os.close(descriptor)


class Broker:
    """One broker. The socketpair is made by user @uid, if we are root and so can."""

    expected = (0,)  # how it may end

    def __init__(self, program, *arguments, uid=None, before=(), stderr=None, **options):
        if uid is not None and os.geteuid() == 0:
            os.setegid(uid)
            os.seteuid(uid)
        try:
            self.socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        finally:
            if uid is not None and os.getuid() == 0:
                os.seteuid(0)
                os.setegid(0)
        self.process = subprocess.Popen([*before, program, *arguments], stdin=theirs, stderr=stderr, **options)
        theirs.close()

    def __enter__(self):
        return self

    def __exit__(self, error, *_):
        self.socket.close()
        try:
            status = self.process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        # also that of a sanitizer, which has nowhere to write its report
        assert error or status in self.expected, 'the broker ended with status %d' % status

    def receive(self):
        if not select.select([self.socket], [], [], SECONDS)[0]:
            raise AssertionError('no answer')
        packet, ancillary, _, _ = self.socket.recvmsg(MAX_PACKET, socket.CMSG_SPACE(4 * 8))
        if not packet:
            raise Gone
        return Reply(packet, ancillary)

    def send(self, packet):
        try:
            self.socket.send(packet)
        except (BrokenPipeError, ConnectionResetError):
            raise Gone from None

    def ask(self, packet):
        self.send(packet)
        return self.receive()

    def open(self, pid, file):
        """Returns (errno, descriptor), one of which is 0 or None."""
        reply = self.ask(request(OPEN, pid, file))
        assert not reply.bytes and not reply.more
        assert len(reply.descriptors) == (reply.status == 0), 'status %d, descriptors %r' % (
            reply.status, reply.descriptors)
        return reply.status, reply.descriptors[0] if reply.descriptors else None

    def list(self):
        """Returns [(pid, uid, stat, statm)] and the number of packets."""
        processes, packets = [], 1
        reply = self.ask(request(LIST))
        while True:
            assert reply.status == 0 and not reply.descriptors
            processes += entries(reply.bytes)
            if not reply.more:
                return processes, packets
            reply = self.receive()
            packets += 1

    def exe(self, pid):
        """Returns (errno, inode, (major, minor), path), of which all but the first are None if that is not 0."""
        reply = self.ask(request(EXE, pid))
        assert not reply.descriptors and not reply.more
        if reply.status != 0:
            assert not reply.bytes
            return reply.status, None, None, None
        inode, major, minor = struct.unpack_from('=QII', reply.bytes)
        return 0, inode, (major, minor), reply.bytes[16:]

    def status(self, key):
        with open('/proc/%d/status' % self.process.pid) as lines:
            for line in lines:
                if line.startswith(key + ':'):
                    return line.split(':', 1)[1].split()
        return None

    def descriptors(self):
        self.ask(b'x').close()  # by now it is set up, and done with what was asked before
        try:
            return sorted(int(name) for name in os.listdir('/proc/%d/fd' % self.process.pid))
        except PermissionError:
            raise Skip('only root sees the descriptors of what is not dumpable') from None

    def alive(self):
        """Whether it still answers."""
        status, descriptor = self.open(os.getpid(), STAT)
        if descriptor is not None:
            os.close(descriptor)
        return status == 0


def entries(data):
    at = 0
    while at < len(data):
        pid, uid, stat_length, statm_length = struct.unpack_from('=iIII', data, at)
        at += 16
        yield pid, uid, data[at:at + stat_length], data[at + stat_length:at + stat_length + statm_length]
        at += stat_length + statm_length
    assert at == len(data), 'the last entry is cut'

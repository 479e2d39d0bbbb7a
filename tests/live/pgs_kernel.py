# pgs_kernel.py: what the kernel says of a process, read without any of Pagescape's code
#
# SPDX-License-Identifier: GPL-3.0-or-later
import array
import ctypes
import errno
import fcntl
import itertools
import mmap
import os
import re
import struct

PAGE = os.sysconf('SC_PAGESIZE')

# Documentation/admin-guide/mm/pagemap.rst
PRESENT, SWAP, FILE, GUARD, EXCLUSIVE = 1 << 63, 1 << 62, 1 << 61, 1 << 58, 1 << 56
PFN_MASK = (1 << 55) - 1
PAGEMAP_SCAN = 0xc0606610
SCAN_PRESENT, SCAN_SWAPPED = 1 << 3, 1 << 4
KPF_ZERO_PAGE = 1 << 24
LARGE = 64 << 20  # of regions from here on only what the scan finds is read

OTHERS = re.compile(rb'^(Pss|Pss_Dirty|Pss_.*|(Private|Shared)_(Clean|Dirty)): .*\n', re.MULTILINE)
UNSTEADY = (b'voluntary_ctxt_switches', b'nonvoluntary_ctxt_switches', b'Cpus_allowed')
GONE = (FileNotFoundError, ProcessLookupError)


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def to_text(data):
    return data.decode('utf-8', 'replace')


class Region:
    """One entry of smaps."""

    def __init__(self, line):
        match = re.match(rb'([0-9a-f]+)-([0-9a-f]+) (....) ([0-9a-f]+) ([0-9a-f]+):([0-9a-f]+) '
                         rb'(\d+) *(.*)$', line, re.DOTALL)
        self.start, self.end = int(match[1], 16), int(match[2], 16)
        self.perms = match[3].decode()
        self.offset = int(match[4], 16)
        self.device = (int(match[5], 16), int(match[6], 16))
        self.inode = int(match[7])
        self.name = match[8]  # as the kernel writes it
        self.counters = {}
        self.flags = None
        self.path, self.deleted = None, False
        self.entries = []  # (first page, [entries of pagemap])

    @property
    def size(self):
        return self.end - self.start

    def kib(self, key):
        return self.counters.get(key, 0) * 1024

    def is_file(self):
        return self.inode != 0 or self.name.startswith(b'/')

    def is_private_anonymous(self):
        return self.inode == 0 and self.perms[3] == 'p'


def parse_smaps(text):
    regions = []
    for line in text.split(b'\n')[:-1]:
        key = re.match(rb'([A-Z][A-Za-z_]*): *(.*)$', line)
        if key is None:
            regions.append(Region(line))
        elif key[1] == b'VmFlags':
            regions[-1].flags = key[2].decode().split()
        elif key[2].endswith(b' kB'):
            regions[-1].counters[key[1].decode()] = int(key[2].split()[0])
    return regions


def decode_path(pid, region):
    """Sets path (bytes) and deleted. Which of two readings of a name is meant, the file says."""
    name = region.name
    if not name:
        return
    if not region.is_file():
        region.path = name
        return

    def is_it(path):
        try:
            info = os.lstat(b'/proc/%d/root' % pid + path)
        except (OSError, ValueError):
            return False
        device = (os.major(info.st_dev), os.minor(info.st_dev))
        return info.st_ino == region.inode and (device == region.device or device[0] == 0)

    decoded = name.replace(b'\\012', b'\n')
    if decoded != name and is_it(name):
        decoded = name
    elif decoded.endswith(b' (deleted)') and not is_it(decoded):
        decoded, region.deleted = decoded[:-len(b' (deleted)')], True
    region.path = decoded


def scan(fd, start, end):
    """Yields (start, end) of what is present or swapped."""
    vector = (ctypes.c_uint64 * (3 * 1024))()
    while start < end:
        argument = bytearray(struct.pack(
            '12Q', 96, 0, start, end, 0, ctypes.addressof(vector), 1024, 0, 0, 0,
            SCAN_PRESENT | SCAN_SWAPPED, SCAN_PRESENT | SCAN_SWAPPED))
        count = fcntl.ioctl(fd, PAGEMAP_SCAN, argument)
        for i in range(count):
            yield vector[3 * i], vector[3 * i + 1]
        if count < 1024:
            return
        start = max(struct.unpack('12Q', argument)[4], vector[3 * (count - 1) + 1])


def pread_entries(fd, start, end):
    parts = []
    offset, left = start // PAGE * 8, (end - start) // PAGE * 8
    while left > 0:
        part = os.pread(fd, min(left, 1 << 20), offset)
        if not part:
            break
        parts.append(part)
        offset += len(part)
        left -= len(part)
    return b''.join(parts)


def read_entries(fd, region):
    """Fills region.entries with all that is not empty."""
    if region.start >= 1 << 63:
        return
    ranges = [(region.start, region.end)]
    if region.size >= LARGE:
        try:
            ranges = list(scan(fd, region.start, region.end))
        except OSError as error:
            if error.errno not in (errno.ENOTTY, errno.EINVAL):
                raise
    for start, end in ranges:
        data = pread_entries(fd, start, end)
        if data.count(0) != len(data):
            region.entries.append((start // PAGE, array.array('Q', data)))


def get_base(pid):
    """Where to read about the address space: a first thread that has ended has none any more."""
    base = '/proc/%d/' % pid
    tids = os.listdir(base + 'task')
    if len(tids) > 1 and b'State:\tZ' in read(base + 'status'):
        return base + 'task/%s/' % next(tid for tid in tids if int(tid) != pid)
    return base


class Denied(Exception):
    pass


class Moment:
    """Everything about a process at one time; two that are equal enclose one that is."""

    def __init__(self, pid):
        base = get_base(pid)
        self.pid = pid
        self.stat = read('/proc/%d/stat' % pid)
        self.statm = [int(word) * PAGE for word in read(base + 'statm').split()]
        self.status = dict(line.split(b':\t', 1) for line in read(base + 'status').splitlines()
                           if b':\t' in line and not line.startswith(UNSTEADY))
        try:
            self.smaps = read(base + 'smaps')
            self.regions = parse_smaps(self.smaps)
            fd = os.open(base + 'pagemap', os.O_RDONLY)
        except PermissionError:
            raise Denied
        try:
            for region in self.regions:
                decode_path(pid, region)
                read_entries(fd, region)
        finally:
            os.close(fd)
        self.stacks = read_stack_pointers(pid)

    def fields(self):
        """stat's fields by their number in proc_pid_stat(5)."""
        words = self.stat[self.stat.rindex(b')') + 2:].split()
        return {i: word for i, word in enumerate(words, 3)}

    def has_moved(self, other, others_too):
        """Whether it is another state of the process; with others_too also whether other processes
        began or ceased to map the same pages, which shows in Pss, in what is private and shared and
        in the exclusive bit."""
        if others_too:
            return self.smaps != other.smaps or self.get_pages(0) != other.get_pages(0)
        return (self.statm != other.statm or self.status != other.status
                or self.stacks != other.stacks
                or OTHERS.sub(b'', self.smaps) != OTHERS.sub(b'', other.smaps)
                or self.get_pages(EXCLUSIVE) != other.get_pages(EXCLUSIVE))

    def get_pages(self, ignored):
        mask = ~ignored & ((1 << 64) - 1)
        return [[(first, array.array('Q', (entry & mask for entry in entries)))
                 for first, entries in region.entries] for region in self.regions]

    def kb(self, key):
        value = self.status.get(key.encode())
        return None if value is None else int(value.split()[0]) * 1024


def read_stack_pointers(pid):
    """{thread ID: stack pointer} of the threads that sleep, without the first."""
    pointers = {}
    try:
        for tid in os.listdir('/proc/%d/task' % pid):
            if int(tid) == pid:
                continue
            words = read('/proc/%d/task/%s/syscall' % (pid, tid)).split()
            if len(words) >= 3:
                pointers[int(tid)] = int(words[-2], 16)
    except (*GONE, PermissionError):
        pass
    return pointers


def get_zero_pfn():
    """The frame of the zero page; None if frames are not shown to us."""
    memory = mmap.mmap(-1, PAGE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    memory[0]  # read, never written
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    fd = os.open('/proc/self/pagemap', os.O_RDONLY)
    entry = struct.unpack('Q', os.pread(fd, 8, address // PAGE * 8))[0]
    os.close(fd)
    return entry & PFN_MASK if entry & PRESENT and entry & PFN_MASK else None


class ZeroPages:
    """Tells zero pages, small and huge, by their frame numbers. Needs root."""

    def __init__(self):
        self.small = get_zero_pfn()
        self.known = {}
        try:
            self.flags = os.open('/proc/kpageflags', os.O_RDONLY)
        except OSError:
            self.small = None

    def available(self):
        return self.small is not None

    def is_zero(self, entry):
        if not entry & PRESENT or entry & EXCLUSIVE:
            return False
        pfn = entry & PFN_MASK
        if pfn == self.small:
            return True
        if pfn not in self.known:
            data = os.pread(self.flags, 8, pfn * 8)
            self.known[pfn] = bool(len(data) == 8
                                   and struct.unpack('Q', data)[0] & KPF_ZERO_PAGE)
        return self.known[pfn]


def get_kinds(pid, regions, stacks):
    """The kind of each region by the rules of pagescape-cli(1), in their order."""
    try:
        link = get_base(pid) + 'exe'
        info = os.stat(link)
        exe = (os.major(info.st_dev), os.minor(info.st_dev)), info.st_ino
        exe_path = os.fsencode(os.readlink(link))
    except OSError:
        exe, exe_path = None, None
    libraries = {(region.device, region.inode) for region in regions
                 if region.is_file() and region.inode and 'x' in region.perms}

    def is_exe(region):
        if not region.is_file():
            return False
        return ((region.device, region.inode) == exe
                or (region.inode == (exe or [0, 0])[1] and region.name == exe_path))

    kinds = []
    for i, region in enumerate(regions):
        below = regions[i - 1] if i > 0 and regions[i - 1].end == region.start else None
        name = region.name if not region.is_file() else b''
        path = region.name
        if name == b'[heap]':
            kind = 'heap'
        elif name == b'[stack]' or is_thread_stack(region, below, stacks):
            kind = 'stack'
        elif name.startswith((b'[vdso', b'[vvar', b'[vsyscall', b'[uprobes')):
            kind = 'kernel'
        elif (path.startswith((b'/SYSV', b'/memfd:', b'/dev/shm/', b'[anon_shmem:'))
              or path in (b'/dev/zero', b'/dev/zero (deleted)')):
            kind = 'shmem'
        elif region.is_file() and is_exe(region):
            kind = 'code' if 'x' in region.perms else 'data'
        elif (region.perms[3] == 'p' and not region.is_file() and below is not None
              and below.is_file() and is_exe(below)):
            kind = 'data'
        elif (region.perms[3] == 'p' and not region.is_file() and below is not None
              and below.is_file() and kinds[-1] == 'library'):
            kind = 'library'
        elif region.is_file() and (region.device, region.inode) in libraries:
            kind = 'library'
        else:
            kind = 'file' if region.is_file() else 'anon'
        kinds.append(kind)
    return kinds


def is_thread_stack(region, below, stacks):
    """A thread's stack pointer is in it, and below it is something that must not be touched."""
    if not region.is_private_anonymous() or region.perms[1] != 'w':
        return False
    if not any(region.start <= pointer < region.end for pointer in stacks.values()):
        return False
    if below is not None and below.perms[:3] == '---':
        return True
    first = region.start // PAGE
    return any(start == first and entries[0] & GUARD for start, entries in region.entries)


def get_states(region, entry, is_kernel):
    """The states that one entry of pagemap tells, in the order in which they are written."""
    if entry & GUARD:
        return 'guard'
    if entry & PRESENT:
        file = entry & FILE and (is_kernel or not region.is_private_anonymous())
        return ','.join(['present'] + ['file'] * bool(file)
                        + ['exclusive'] * bool(entry & EXCLUSIVE))
    return 'swapped' if entry & SWAP else ''


def get_runs(region, is_kernel):
    """[first page of the region, count, states] of the pages that have a state."""
    mask = PRESENT | SWAP | FILE | GUARD | EXCLUSIVE
    runs = []
    for first, entries in region.entries:
        at = first - region.start // PAGE
        for bits, group in itertools.groupby(entries, lambda entry: entry & mask):
            count = sum(1 for _ in group)
            states = get_states(region, bits, is_kernel)
            if states:
                runs.append([at, count, states])
            at += count
    return merge(runs)


def merge(runs):
    merged = []
    for first, count, states in runs:
        if merged and merged[-1][0] + merged[-1][1] == first and merged[-1][2] == states:
            merged[-1][1] += count
        else:
            merged.append([first, count, states])
    return merged

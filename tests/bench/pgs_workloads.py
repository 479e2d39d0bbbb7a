# pgs_workloads.py: processes with known address spaces, sized for this machine
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""W1 dense, W2 and W3 reserved with little in it, W4 mappings, W5 every second page, W6 a shared
file, W7 huge pages, W8 processes. Where memory is short the large ones shrink; the table says so."""
import os
import pathlib
import resource
import subprocess

import pgs_table

GIB = 1 << 30
MIB = 1 << 20
PROCESS_COST = 400 << 10  # what an idle child costs the kernel, at most


def available():
    """Bytes that can be used without swapping."""
    for line in pathlib.Path('/proc/meminfo').read_text().splitlines():
        if line.startswith('MemAvailable:'):
            return int(line.split()[1]) << 10
    raise RuntimeError('no MemAvailable in /proc/meminfo')


def dense_limit():
    """--dense on the command line of bench.py, in GiB; else what memory allows."""
    return float(os.environ.get('BENCH_DENSE_GIB') or 8)


class Workload:
    """What bench-target is asked for: a size in its unit, of which @bytes a unit are resident."""

    def __init__(self, name, what, size, unit, bytes_each=0, share=0.6):
        self.name, self.what, self.full, self.unit = name, what, size, unit
        self.bytes_each, self.share = bytes_each, share

    def size(self):
        size = self.full if self.name != 'W1' else min(self.full, int(dense_limit() * 1024))
        if self.bytes_each:
            size = min(size, int(available() * self.share) // self.bytes_each)
        if self.name == 'W8':
            size = min(size, resource.getrlimit(resource.RLIMIT_NPROC)[0] * 9 // 10)
        return size

    def label(self, size):
        return f'{self.name} {self.what} {size} {self.unit}'.rstrip()


WORKLOADS = {workload.name: workload for workload in (
    Workload('W1', 'dense', 8192, 'MiB', MIB),
    Workload('W2', 'sparse', 1024, 'GiB'),
    Workload('W3', 'clusters', 200, 'MiB', MIB),
    Workload('W4', 'mappings', 60000, ''),
    Workload('W5', 'checkerboard', 2048, 'MiB', MIB // 2),
    Workload('W6', 'file', 512, 'MiB', MIB),
    Workload('W7', 'huge', 4096, 'MiB', MIB),
    Workload('W8', 'processes', 5000, '', PROCESS_COST),
)}


class Target:
    """A process with a known address space; ends with the block. Its PID is `pid`, what to call it
    in the table `label`."""

    def __init__(self, build, what, size=None):
        self.label = f'{what} {size or ""}'.rstrip()
        self.command = [build / 'tests/bench/bench-target', what] + ([str(size)] if size else [])

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        line = self.process.stdout.readline()
        if line != b'ready\n':
            self.process.wait()
            raise RuntimeError(f'{self.label}: not ready: {line!r}')
        self.pid = str(self.process.pid)
        return self

    def __exit__(self, *_):
        self.process.communicate()  # closes its standard input, at which it ends


def start(build, name):
    """W1 … W8 as a Target, as large as this machine allows; says where that is less."""
    workload = WORKLOADS[name]
    size = workload.size()
    target = Target(build, workload.what, size)
    target.label = workload.label(size)
    if size < workload.full:
        pgs_table.note(f'{name}: {size} instead of {workload.full} {workload.unit}'.rstrip())
    return target

# measure_recording.py: what recording takes of a core and of the disk, and what looking at it takes
#
# SPDX-License-Identifier: GPL-3.0-or-later
import subprocess
import tempfile

import pgs_table
import pgs_workloads

PERIOD_MS = 100
N_BUSY = 300     # 30 s
N_FEW, N_IDLE = 100, 1100
IDLE_PERIOD_MS = 20
CPU_LIMIT = 2.0  # percent of a core
BUSY_LIMIT_KIB = 40
IDLE_LIMIT = 512  # bytes
LOOK_LIMIT_MS = 50


def record(build, pid, period_ms, n_samples):
    with tempfile.TemporaryDirectory() as folder:
        out = subprocess.run([build / 'tests/bench/bench-recording', pid, str(period_ms), str(n_samples),
                              f'{folder}/a'], check=True, capture_output=True, text=True).stdout
    return map(int, out.split())


def measure(build, label, target, period_ms, n_samples):
    """Returns the size of the file a sample."""
    wall, cpu, size, n, median, worst = record(build, target.pid, period_ms, n_samples)
    pgs_table.value(f'recording: {label}, {1000 // period_ms} Hz', 100 * cpu / wall, '%', CPU_LIMIT,
                    remark=f'{n} samples')
    pgs_table.value(f'recording: {label}, a moment', worst / 1000, 'ms', LOOK_LIMIT_MS,
                    remark=f'worst of 300 at random, median {median / 1000:.1f}')
    return size


def measure_recording(build):
    """recording a program of 640 mappings, idle and busy: share of a core, bytes a sample, a look"""
    with pgs_workloads.Target(build, 'desktop') as target:
        _, _, few, *_ = record(build, target.pid, IDLE_PERIOD_MS, N_FEW)
        many = measure(build, '640 mappings, idle', target, IDLE_PERIOD_MS, N_IDLE)
    pgs_table.value('recording: idle, growth a sample', (many - few) / (N_IDLE - N_FEW), 'B', IDLE_LIMIT)
    with pgs_workloads.Target(build, 'busy') as target:
        size = measure(build, '640 mappings, busy', target, PERIOD_MS, N_BUSY)
    pgs_table.value('recording: busy, file a sample', size / N_BUSY / 1024, 'KiB', BUSY_LIMIT_KIB)


MEASUREMENTS = {'recording': measure_recording}

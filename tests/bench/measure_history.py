# measure_history.py: what it takes to keep samples and to go back to one
#
# SPDX-License-Identifier: GPL-3.0-or-later
import subprocess

import pgs_table
import pgs_workloads

PERIOD_MS = 100
LOOK_LIMIT_MS, USUAL_LIMIT_MS = 50, 16
KEEP_LIMIT_MS = 2  # of the main thread
MANY = 60000
PARTLY = 20000     # each half resident: 640 MiB


def measure(build, label, target, n_samples):
    out = subprocess.run([build / 'tests/bench/bench-history', target.pid, str(PERIOD_MS), str(n_samples)],
                         check=True, capture_output=True, text=True).stdout
    size, main, everything, worst_main, median, worst = map(int, out.split())
    pgs_table.value(f'history: {label}, a sample', size / 1024, 'KiB')
    pgs_table.value(f'history: {label}, keeping', everything / 1000, 'ms', remark='all threads')
    pgs_table.value(f'history: {label}, keeping, main', main / 1000, 'ms', KEEP_LIMIT_MS,
                    remark=f'worst {worst_main / 1000:.2f}')
    pgs_table.value(f'history: {label}, a moment', median / 1000, 'ms', USUAL_LIMIT_MS)
    pgs_table.value(f'history: {label}, a moment, worst', worst / 1000, 'ms', LOOK_LIMIT_MS,
                    remark='of 300 at random')


def measure_history(build):
    """keeping samples in memory: bytes and time a sample, and the time to show a moment"""
    for what, size, label, n_samples in (('desktop', None, '640 mappings, idle', 600),
                                         ('busy', None, '640 mappings, busy', 600),
                                         ('mappings', MANY, f'{MANY} mappings, idle', 100),
                                         ('busy', PARTLY, f'{PARTLY} mappings, busy', 100)):
        with pgs_workloads.Target(build, what, size) as target:
            measure(build, label, target, n_samples)


MEASUREMENTS = {'history': measure_history}

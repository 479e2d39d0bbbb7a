# measure_sample.py: what a sample costs beside the least that reading the same can cost
#
# SPDX-License-Identifier: GPL-3.0-or-later
import subprocess

import pgs_table
import pgs_workloads

ROUNDS = 41
NAMES = ('W1', 'W2', 'W3', 'W4', 'W5', 'W6', 'W7')
LIMIT, CHECKERBOARD_LIMIT, PLUS_MS = 1.15, 1.7, 0.2


def measure_sample(build):
    """CPU time of a sample against the bare reads and scan, on W1 to W7"""
    for name in NAMES:
        with pgs_workloads.start(build, name) as target:
            out = subprocess.run([build / 'tests/bench/bench-sample', target.pid, str(ROUNDS)],
                                 check=True, capture_output=True, text=True).stdout
        ours, floor = pgs_table.medians([int(number) / 1e6 for number in line.split()]
                                        for line in out.splitlines())
        pgs_table.row(f'sample: {target.label}', ours, floor, 'ms',
                      CHECKERBOARD_LIMIT if name == 'W5' else LIMIT, PLUS_MS)


MEASUREMENTS = {'sample': measure_sample}

# measure_footprint.py: how much memory a snapshot keeps
#
# SPDX-License-Identifier: GPL-3.0-or-later
import subprocess

import pgs_table
import pgs_workloads

NAMES = ('W2', 'W3', 'W4', 'W5')
BYTES_A_MAPPING, BYTES_OF_SMAPS, BYTES_A_RUN = 128, 72, 16
WINDOW_PAGES = 512   # of which each is one bit where that takes less than runs
PLUS = 12288        # names, in pieces of 4 KiB, and the records themselves


def measure_footprint(build):
    """Allocated bytes of a snapshot against 128 a mapping (200 with smaps) and 16 a run"""
    for name in NAMES:
        with pgs_workloads.start(build, name) as target:
            out = subprocess.run([build / 'tests/bench/bench-footprint', target.pid], check=True,
                                 capture_output=True, text=True).stdout
        n_mappings, n_runs, plain, full, ages = (int(number) for number in out.split())
        runs = BYTES_A_RUN * n_runs
        if name == 'W5':  # 512 pages: 64 bytes and what says where they are
            runs = n_runs * 2 // WINDOW_PAGES * (WINDOW_PAGES // 8 + 24)
        limit = BYTES_A_MAPPING * n_mappings + runs + PLUS
        for text, size, allowed in (('', plain, limit),
                                    (', smaps', full, limit + BYTES_OF_SMAPS * n_mappings)):
            pgs_table.value(f'snapshot: {target.label}{text}', size / 1024, 'KiB', round(allowed / 1024, 1),
                            remark=f'{n_mappings} mappings, {n_runs} runs')
        pgs_table.value(f'ages: {target.label}', ages / 1024, 'KiB')


MEASUREMENTS = {'footprint': measure_footprint}

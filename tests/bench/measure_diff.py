# measure_diff.py: what it takes to compare two snapshots
#
# SPDX-License-Identifier: GPL-3.0-or-later
import subprocess

import pgs_table

CASES = (
    ('the same, 60,000 regions of 20 pages', 0, 60000, 20, 30),
    ('1 % of 60,000 regions grew', 1, 60000, 20, 30),
    ('60,000 regions, each at another address', 3, 60000, 20, 120),
    ('60,000 regions, every second page went', 2, 60000, 20, 120),
    ('one region of 8 GiB, every second page went', 2, 1, 2097152, 120),
)
TIMES_LARGER = 10


def cost(build, case, n_regions, n_pages):
    out = subprocess.run([build / 'tests/bench/bench-diff', str(case), str(n_regions), str(n_pages)],
                         check=True, capture_output=True, text=True).stdout
    return (int(number) for number in out.split())


def measure_diff(build):
    """CPU time of comparing two snapshots, and how it grows with ten times as many regions"""
    for label, case, n_regions, n_pages, goal in CASES:
        us, n_entries, n_runs = cost(build, case, n_regions, n_pages)
        pgs_table.value(f'diff: {label}', us / 1000, 'ms', goal, remark=f'{n_entries} differ, {n_runs} runs')
        if n_regions > TIMES_LARGER:
            small, _, _ = cost(build, case, n_regions // TIMES_LARGER, n_pages)
            pgs_table.value(f'diff: {label}, against a tenth', us / max(small, 1), 'times',
                            2 * TIMES_LARGER)


MEASUREMENTS = {'diff': measure_diff}

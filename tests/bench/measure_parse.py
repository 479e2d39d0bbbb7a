# measure_parse.py: understanding the kernel's text against reading it
#
# SPDX-License-Identifier: GPL-3.0-or-later
import subprocess

import pgs_table
import pgs_workloads

ROUNDS = 41
MAPS_LIMIT = 30 / 95  # 30 ns a mapping where the kernel writes it in 95


def measure_parse(build):
    """understanding maps and smaps of many mappings against reading them"""
    with pgs_workloads.start(build, 'W4') as target:
        out = subprocess.run([build / 'tests/bench/bench-parse', target.pid, str(ROUNDS)],
                             check=True, capture_output=True, text=True).stdout
    n, maps_read, maps_parse, into_new, compare, smaps_read, smaps_parse = pgs_table.medians(
        [int(number) for number in line.split()] for line in out.splitlines())
    pgs_table.row('parse: maps, a mapping', maps_parse / n, maps_read / n, 'ns', MAPS_LIMIT)
    pgs_table.row('parse: into memory that is new', into_new / n, maps_read / n, 'ns')
    pgs_table.row('parse: maps did not change', compare / n, maps_read / n, 'ns')
    pgs_table.row('parse: smaps, a mapping', smaps_parse / n, smaps_read / n, 'ns')


MEASUREMENTS = {'parse': measure_parse}

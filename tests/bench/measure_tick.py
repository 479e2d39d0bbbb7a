# measure_tick.py: a tick in which nothing changed
#
# SPDX-License-Identifier: GPL-3.0-or-later
import subprocess

import pgs_table
from pgs_workloads import Target

ROUNDS = 15
# 10 µs where reading stat and statm takes 4, and 20 µs + 0.3 µs a mapping where maps take 0.095 µs
COUNTERS_LIMIT = 10 / 4
COUNTERS_US, MAPPING_US = 4, 0.095
MAPS_FIXED, MAPS_LIMIT = 20 / COUNTERS_US, 0.3 / MAPPING_US


def measure_tick(build):
    """ticks on a process in which nothing changed, with warm caches and ten times a second"""
    for what, size in (('desktop', 620), ('mappings', 60000)):
        for period_us in (0, 100000):
            when = '10 Hz' if period_us else 'at once'
            with Target(build, what, size) as target:
                out = subprocess.run([build / 'tests/bench/bench-tick', target.pid, str(ROUNDS), str(period_us)],
                                     check=True, capture_output=True, text=True).stdout
            ours, floor, maps, maps_floor, n = pgs_table.medians(
                [int(number) / 1000 for number in line.split()] for line in out.splitlines())
            n *= 1000
            pgs_table.row(f'tick: {n:.0f} mappings, counters, {when}', ours, floor, 'µs', COUNTERS_LIMIT)
            pgs_table.row(f'tick: {n:.0f} mappings, maps again', maps, maps_floor, 'µs', MAPS_LIMIT,
                          round(MAPS_FIXED * floor))


MEASUREMENTS = {'tick': measure_tick}

# measure_latency.py: what the watched process feels of it
#
# SPDX-License-Identifier: GPL-3.0-or-later
import contextlib

import pgs_table
from pgs_observe import Mutator, Observer

MIB = 2048
ROUNDS = 7
RUN_MS = 3000
P99_LIMIT_US = 20
P999_EXTRA_US = 2000
NAMES = ('p50', 'p99', 'p99.9', 'worst')
WAYS = {
    'no observer': None,
    'Pagescape, default settings': ('session',),
    'Pagescape with smaps': ('regions',),
    'whole scans, back to back': ('scans',),
    'smaps, 2 Hz': ('smaps',),
}


def run(build, mutator, way):
    """Latencies in µs while someone watches."""
    observer = Observer(build, mutator.pid, way[0], 600, *way[1:]) if way else contextlib.nullcontext()
    with observer:
        return mutator.run(RUN_MS)[1]


def measure_latency(build):
    """latencies of mmap, munmap, mprotect and faults of a 2 GiB process that is watched"""
    rounds = {name: [] for name in WAYS}
    with Mutator(build, MIB) as mutator:
        mutator.run(RUN_MS)
        for _ in range(ROUNDS):
            for name, way in WAYS.items():
                rounds[name].append(run(build, mutator, way))
    alone = pgs_table.medians(rounds['no observer'])
    for name, latencies in rounds.items():
        ours = pgs_table.medians(latencies)
        for index, percentile in enumerate(NAMES):
            pgs_table.row(f'latency: {name}, {percentile}', ours[index], alone[index], 'µs',
                          *goal(name, percentile))


def goal(name, percentile):
    if not name.startswith('Pagescape'):
        return ()
    return {'p99': (0, P99_LIMIT_US), 'p99.9': (1, P999_EXTRA_US)}.get(percentile, ())


MEASUREMENTS = {'latency': measure_latency}

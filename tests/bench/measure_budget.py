# measure_budget.py: the share of a core that watching takes, and what one gets for it
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os

import pgs_table
import pgs_workloads
from pgs_observe import Mutator, Observer

SECONDS = float(os.environ.get('BENCH_SECONDS') or 30)
NAMES = ('W1', 'W2', 'W3', 'W4', 'W5', 'W6', 'W7')
RATE = 10
BUDGET = 2.0  # percent
MARGIN = 1.1  # what one slice more or less in that time makes of it
MUTATOR_MIB = 1024
IDLE_BUDGET = 0.05


def watch(build, name, pid, how, limit):
    with Observer(build, pid, how, SECONDS, RATE, BUDGET) as observer:
        seen = observer.finish()
    remark = (f'{seen.samples * 1e6 / seen.wall_us:.1f} samples/s, '
              f'{seen.with_pages * 1e6 / seen.wall_us:.1f} with new pages, '
              f'oldest {seen.oldest_us / 1e6:.1f} s'
              + (f', {seen.unread} regions not read' if seen.unread else ''))
    pgs_table.value(name, 100 * seen.cpu_us / seen.wall_us, '%', limit, remark=remark)


def measure_budget(build):
    """share of a core at 10 Hz with a budget of 2 %, over 30 s, still and changing processes"""
    pgs_table.note(f'{RATE} Hz, budget {BUDGET:g} % of a core, {SECONDS:g} s each (BENCH_SECONDS)')
    with pgs_workloads.Target(build, 'desktop') as target:
        watch(build, 'budget: 640 mappings, idle', target.pid, 'session', IDLE_BUDGET)
    for name in NAMES:
        with pgs_workloads.start(build, name) as target:
            watch(build, f'budget: {target.label}', target.pid, 'session', BUDGET * MARGIN)
            if name in ('W1', 'W4'):
                watch(build, f'budget: {name} with smaps', target.pid, 'regions', BUDGET * MARGIN)
    with Mutator(build, MUTATOR_MIB) as mutator:
        mutator.start(0)
        for how in ('session', 'regions'):
            smaps = ' with smaps' if how == 'regions' else ''
            watch(build, f'budget: changing, {MUTATOR_MIB} MiB{smaps}', mutator.pid, how, BUDGET * MARGIN)


MEASUREMENTS = {'budget': measure_budget}

# measure_budget.py: the share of a core that watching takes, and what one gets for it
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os

import pgs_table
import pgs_workloads
from pgs_observe import Mutator, Observer, ORDINARY

SECONDS = float(os.environ.get('BENCH_SECONDS') or 30)
NAMES = ('W1', 'W2', 'W3', 'W4', 'W5', 'W6', 'W7')
RATE = 10
BUDGET = 2.0  # percent
MARGIN = 1.1  # what one slice more or less in that time makes of it
MUTATOR_MIB = 1024
IDLE_BUDGET = 0.05
IDLE_ROUNDS = 3


def observe(build, pid, how, seconds=SECONDS, prefix=()):
    with Observer(build, pid, how, seconds, RATE, BUDGET, prefix=prefix) as observer:
        return observer.finish()


def share(seen):
    return 100 * seen.cpu_us / seen.wall_us


def watch_idle(build, pid):
    """Also against a loop that only reads stat and statm, and one that only wakes up: what both cost is this machine's."""
    name = 'budget: 640 mappings, idle'
    ways = (('session', ()), ('session', ORDINARY), ('counters', ()), ('nothing', ()))
    rounds = [[share(observe(build, pid, how, SECONDS / IDLE_ROUNDS, prefix)) for how, prefix in ways]
              for _ in range(IDLE_ROUNDS)]
    ours, ordinary, counters, asleep = pgs_table.medians(rounds)
    remark = f'where waking up ten times a second takes {asleep:.3f}'
    pgs_table.value(name, ours, '%', IDLE_BUDGET, remark=remark)
    pgs_table.value(f'{name}, by an ordinary user', ordinary, '%', IDLE_BUDGET)
    pgs_table.row(f'{name}, bare counters', ours, counters, '%')


def watch(build, name, pid, how, limit):
    seen = observe(build, pid, how)
    remark = (f'{seen.samples * 1e6 / seen.wall_us:.1f} samples/s, '
              f'{seen.with_pages * 1e6 / seen.wall_us:.1f} with new pages, '
              f'oldest {seen.oldest_us / 1e6:.1f} s'
              + (f', {seen.unread} regions not read' if seen.unread else ''))
    pgs_table.value(name, share(seen), '%', limit, remark=remark)


def measure_budget(build):
    """share of a core at 10 Hz with a budget of 2 %, over 30 s, still and changing processes"""
    pgs_table.note(f'{RATE} Hz, budget {BUDGET:g} % of a core, {SECONDS:g} s each (BENCH_SECONDS)')
    with pgs_workloads.Target(build, 'desktop') as target:
        watch_idle(build, target.pid)
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

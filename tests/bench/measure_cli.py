# measure_cli.py: the commands against procps
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import subprocess
import time

import pgs_table
import pgs_workloads

RUNS = 21
SNAPSHOT_NAMES = ('W1', 'W2', 'W4', 'W5', 'W7')
SHORT_MS = 20  # where pmap takes less than that, the goal is a difference
EXTRA_MS = 15


def median_times(commands, runs=RUNS):
    """Median wall time of each command in ms, run in turns, output written to nowhere."""
    rounds = []
    with open(os.devnull, 'wb') as nowhere:
        for number in range(runs + 1):
            times = []
            for command in commands:
                start = time.perf_counter()
                subprocess.run(list(map(str, command)), check=True, stdout=nowhere)
                times.append((time.perf_counter() - start) * 1000)
            if number > 0:  # the first one fills the caches
                rounds.append(times)
    return pgs_table.medians(rounds)


def measure_list(build):
    """pagescape-cli list against ps aux, with W8"""
    cli = build / 'src/cli/pagescape-cli'
    with pgs_workloads.start(build, 'W8') as target:
        pgs_table.row(f'list / ps aux: {target.label}', *median_times([[cli, 'list'], ['ps', 'aux']]),
                      'ms', 1.0)


def measure_snapshot(build):
    """pagescape-cli snapshot --format json against pmap -X"""
    cli = build / 'src/cli/pagescape-cli'
    for name in SNAPSHOT_NAMES:
        with pgs_workloads.start(build, name) as target:
            ours, other = median_times([[cli, 'snapshot', target.pid, '--format', 'json'],
                                        ['pmap', '-X', target.pid]], 11)
        goal = (1.0, EXTRA_MS) if other < SHORT_MS else (0.6, 0)
        pgs_table.row(f'snapshot / pmap -X: {target.label}', ours, other, 'ms', *goal)


MEASUREMENTS = {'list': measure_list, 'snapshot': measure_snapshot}

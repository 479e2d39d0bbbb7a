# measure_cli.py: the commands against procps
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import pathlib
import subprocess
import time

import pgs_table
import pgs_workloads

RUNS = 21
SNAPSHOT_NAMES = ('W1', 'W2', 'W4', 'W5', 'W7')
SHORT_MS = 20  # where pmap takes less than that, the goal is a difference
EXTRA_MS = 15
N_METRICS = 500  # processes
METRICS_GOAL = 2.0, EXTRA_MS


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


METRICS_FILES = ('stat', 'statm', 'status', 'maps', 'smaps')


def measure_metrics(build):
    """pagescape-cli metrics against cat of the files that it reads: of many processes, and of a large one"""
    cli = build / 'src/cli/pagescape-cli'
    many = pgs_workloads.Target(build, 'processes', N_METRICS)
    for target in many, pgs_workloads.start(build, 'W1'), pgs_workloads.start(build, 'W4'):
        with target:
            children = pathlib.Path(f'/proc/{target.pid}/task/{target.pid}/children').read_text().split()
            pids = children if target is many else [target.pid]
            files = [f'/proc/{pid}/{name}' for pid in pids for name in METRICS_FILES]
            pgs_table.row(f'metrics / cat: {target.label}',
                          *median_times([[cli, 'metrics', *pids], ['cat', *files]], 7), 'ms', *METRICS_GOAL)


MEASUREMENTS = {'list': measure_list, 'metrics': measure_metrics, 'snapshot': measure_snapshot}

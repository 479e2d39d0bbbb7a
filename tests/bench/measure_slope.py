# measure_slope.py: whether the window and watch grow while they watch
#
# SPDX-License-Identifier: GPL-3.0-or-later
import math
import os
import pathlib
import statistics
import threading
import time

import pgs_display
import pgs_table
import pgs_workloads

NAMES = ('W1', 'W2', 'W3', 'W4', 'W5', 'W6', 'W7')
STEPPING = 'stepping'  # touches pages all the time, and so takes RAM itself
PERIOD_S = 5
CALM = 6  # of as many readings the least counts: what frames and samples need for a moment comes and goes by some MiB
READING_S = 0.1
WARM_UP_S = 90  # caches fill
# What the history says it takes is subtracted: it may grow to 64 MiB, or what a person allows, by 15 KiB a minute of an
# idle program, by 65 of 60,000 mappings. What charts keep of the past is not: room for ten minutes is there at once.
# Processes that start and end beside it make their list grow and shrink by some MiB: to be measured on a quiet machine.
LIMIT_KIB = 50.0

# the command in $@; tells its PID, and ends with its standard input
FOLLOW = '"$@" >/dev/null </dev/null & echo $!; read line || true; kill $!; wait $! || true'


def calm(kib):
    return [min(kib[i:i + CALM]) for i in range(0, len(kib) - CALM + 1, CALM)]


def slope(kib):
    """KiB a minute of the line that fits best to the least of CALM readings each, and its standard error."""
    kib = calm(kib)
    minutes = [i * CALM * PERIOD_S / 60 for i in range(len(kib))]
    fit = statistics.linear_regression(minutes, kib)
    squares = sum((y - fit.intercept - fit.slope * x) ** 2 for x, y in zip(minutes, kib))
    return fit.slope, math.sqrt(squares / (len(kib) - 2) / (statistics.pvariance(minutes) * len(kib)))


def read_resident(pid):
    words = pathlib.Path(f'/proc/{pid}/statm').read_text().split()
    return int(words[1]) * os.sysconf('SC_PAGESIZE') / 1024


def least_resident(pid):
    """KiB that it holds when nothing is just being read: the least of PERIOD_S."""
    least = []
    for _ in range(int(PERIOD_S / READING_S)):
        time.sleep(READING_S)
        least.append(read_resident(pid))
    return min(least)


def follow_window(build, target, count, rows):
    """What bench-growth prints: KiB resident, of the history, in use."""
    command = [build / 'tests/bench/bench-growth', target.pid, str(PERIOD_S * 1000)]
    with pgs_display.start(build, command) as program:
        rows += [[int(word) for word in program.stdout.readline().split()] for _ in range(count)]


def follow_watch(build, target, count, rows):
    command = [build / 'src/cli/pagescape-cli', 'watch', target.pid]
    with pgs_display.start(build, ['sh', '-c', FOLLOW, 'follow', *command]) as program:
        pid = program.stdout.readline().strip()
        rows += [[least_resident(pid)] for _ in range(count)]


def print_growth(what, target, kib, remark=''):
    growth, error = slope(kib)
    pgs_table.value(f'{what}, {target.label}: RSS a minute', growth, 'KiB', at_most=LIMIT_KIB,
                    remark=f'± {error:.0f}, {kib[-1] / 1024:.1f} MiB at the end{remark}')


def measure_target(build, target, count):
    """Window and watch side by side on the same target."""
    rows = {follow_window: [], follow_watch: []}
    threads = [threading.Thread(target=follow, args=(build, target, count, rows[follow])) for follow in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    resident, history, in_use = zip(*rows[follow_window][WARM_UP_S // PERIOD_S:])
    without = [all_of_it - its for all_of_it, its in zip(resident, history)]
    print_growth('window', target, without, f'; history {slope(history)[0]:.0f}, all of malloc {slope(in_use)[0]:.0f}')
    print_growth('watch', target, [row[0] for row in rows[follow_watch][WARM_UP_S // PERIOD_S:]])


def measure_slope(build):
    """how much the window, beside its history, and watch grow; BENCH_MINUTES (8) on each workload, only when named"""
    minutes = float(os.environ.get('BENCH_MINUTES') or 8)
    count = int((minutes * 60 + WARM_UP_S) / PERIOD_S)
    for name in os.environ.get('BENCH_WORKLOADS', ' '.join(NAMES)).split():
        with pgs_workloads.start(build, name) as target:
            measure_target(build, target, count)
    with pgs_workloads.Target(build, STEPPING) as target:
        measure_target(build, target, count)


measure_slope.on_request = True
MEASUREMENTS = {'slope': measure_slope}

# measure_slope.py: whether the window and watch grow while they watch
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import pathlib
import threading
import time

import pgs_display
import pgs_table
import pgs_workloads

NAMES = ('W1', 'W2', 'W3', 'W4', 'W5', 'W6', 'W7')
STEPPING = 'stepping'  # touches pages all the time, and so takes RAM itself
PERIOD_S = 5
READING_S = 0.1  # what a sample needs for a moment would else be seen or not, by chance: 8 MiB with 60,000 mappings
WARM_UP_S = 60  # caches fill
# The history may grow to 64 MiB, which it accounts for; here to the least, which is soon full. Its
# points go on growing, 20 KiB a minute at 2 Hz.
PREFERENCES = {'history-budget': 'uint32 1'}
LIMIT_KIB = 50.0

# the command in $@; tells its PID, and ends with its standard input
FOLLOW = '"$@" >/dev/null </dev/null & echo $!; read line || true; kill $!; wait $! || true'


def slope(kib):
    """KiB a minute of the line that fits best."""
    minutes = [i * PERIOD_S / 60 for i in range(len(kib))]
    middle_x, middle_y = sum(minutes) / len(kib), sum(kib) / len(kib)
    above = sum((x - middle_x) * (y - middle_y) for x, y in zip(minutes, kib))
    return above / sum((x - middle_x) ** 2 for x in minutes), kib[-1]


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


def follow(build, label, command, count, results):
    with pgs_display.start(build, ['sh', '-c', FOLLOW, 'follow', *command],
                           preferences=PREFERENCES) as program:
        pid = program.stdout.readline().strip()
        least = [least_resident(pid) for _ in range(count)]
        results[label] = slope(least[WARM_UP_S // PERIOD_S:])


def measure_target(build, target, count):
    """Window and watch side by side on the same target."""
    commands = {'window': [build / 'src/app/pagescape', target.pid],
                'watch': [build / 'src/cli/pagescape-cli', 'watch', target.pid]}
    results = {}
    threads = [threading.Thread(target=follow, args=(build, what, command, count, results))
               for what, command in commands.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for what in commands:
        growth, last = results[what]
        pgs_table.value(f'{what}, {target.label}: RSS a minute', growth, 'KiB', at_most=LIMIT_KIB,
                        remark=f'{last / 1024:.1f} MiB at the end')


def measure_slope(build):
    """how much the window and watch grow; BENCH_MINUTES (8) on each workload, only when it is named"""
    minutes = float(os.environ.get('BENCH_MINUTES') or 8)
    count = int((minutes * 60 + WARM_UP_S) / PERIOD_S)
    for name in os.environ.get('BENCH_WORKLOADS', ' '.join(NAMES)).split():
        with pgs_workloads.start(build, name) as target:
            measure_target(build, target, count)
    with pgs_workloads.Target(build, STEPPING) as target:
        measure_target(build, target, count)


measure_slope.on_request = True
MEASUREMENTS = {'slope': measure_slope}

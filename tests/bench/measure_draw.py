# measure_draw.py: pictures in files, and a full timeline on the screen
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import resource
import statistics
import subprocess
import tempfile
import time

import pgs_display
import pgs_table
import pgs_workloads

NAMES = ('W1', 'W2', 'W3', 'W4', 'W5', 'W6', 'W7')
RUNS = 7
PNG_LIMIT_MS = 300.0
CHART_LIMIT_MS = 2.0


def children_cpu():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measure_png(build):
    """pagescape-cli draw of the map, 3840 × 2160, the whole command"""
    with tempfile.TemporaryDirectory() as folder:
        for name in NAMES:
            with pgs_workloads.start(build, name) as target:
                command = [str(build / 'src/cli/pagescape-cli'), 'draw', target.pid, '--size', '3840x2160',
                           '-o', os.path.join(folder, 'map.png')]
                wall, cpu = [], []
                for _ in range(RUNS):
                    start, start_cpu = time.perf_counter(), children_cpu()
                    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
                    wall.append((time.perf_counter() - start) * 1000)
                    cpu.append((children_cpu() - start_cpu) * 1000)
            pgs_table.value(f'4K PNG: {target.label}', statistics.median(wall), 'ms', at_most=PNG_LIMIT_MS,
                            remark=f'{statistics.median(cpu):.0f} ms of CPU time')


def measure_chart(build):
    """a full timeline drawn again for a new point; with the frame of its window"""
    out = pgs_display.run(build, [build / 'tests/bench/bench-chart'])
    times = {}
    for line in out.splitlines():
        what, microseconds = line.split()
        times.setdefault(what, []).append(int(microseconds) / 1000)
    for what, costs in times.items():
        pgs_table.value(f'chart, {what} points in sight, and its frame', statistics.median(costs), 'ms',
                        at_most=CHART_LIMIT_MS, remark=f'9 of 10 ≤ {sorted(costs)[len(costs) * 9 // 10]:.2f}')


MEASUREMENTS = {'png': measure_png, 'chart': measure_chart}

# measure_window.py: first frame and memory of the window, and its frames
#
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import pathlib
import statistics
import subprocess
import sys
import time

import pgs_display
import pgs_table
from pgs_workloads import Target

WINDOW_RUNS = 7
FRAME_LIMIT_MS = 2.0


def inside(build):
    """Runs on the virtual display: both windows again and again; one line of numbers each."""
    programs = ('bench-window', 'bench-minimal-window')
    for number in range(WINDOW_RUNS + 1):
        for program in programs:
            env = dict(os.environ, BENCH_START_US=str(time.monotonic_ns() // 1000))
            out = subprocess.run([build / 'tests/bench' / program], env=env, check=True,
                                 capture_output=True, text=True).stdout.split()
            if number > 0:  # the first one fills the caches
                print(program, out[1], out[3], flush=True)


def measure_window(build):
    """first frame and resident memory against a minimal libadwaita window of the same size"""
    out = pgs_display.run(build, [sys.executable, __file__, build])
    numbers = {}
    for line in out.splitlines():
        program, first_frame, rss = line.split()
        numbers.setdefault(program, []).append((int(first_frame) / 1000, int(rss) / 1024))
    ours, other = (pgs_table.medians(numbers[program]) for program in ('bench-window', 'bench-minimal-window'))
    pgs_table.row('window: first frame', ours[0], other[0], 'ms', 1.50)
    pgs_table.row('window: RSS without history', ours[1], other[1], 'MiB', 1.60)


def measure_frame(build):
    """a frame in which one band of the page map changed"""
    with Target(build, 'stepping') as target:
        out = pgs_display.run(build, [build / 'tests/bench/bench-frame', target.pid])
    times = sorted(int(line) / 1000 for line in out.split())
    pgs_table.value('frame: one band changed', statistics.median(times), 'ms', at_most=FRAME_LIMIT_MS,
                    remark=f'9 of 10 ≤ {times[len(times) * 9 // 10]:.2f} ms ({len(times)} frames)')


MEASUREMENTS = {'window': measure_window, 'frame': measure_frame}

if __name__ == '__main__':
    inside(pathlib.Path(sys.argv[1]))

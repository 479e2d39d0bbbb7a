# measure_motion.py: frames while the window is scrolled, zoomed and dragged, or left alone
#
# SPDX-License-Identifier: GPL-3.0-or-later
import statistics

import pgs_display
import pgs_table
import pgs_workloads

NAMES = ('W4', 'W5')
LIMIT_MS = 16.0


def print_phase(name, frames):
    """Median, nine of ten, worst of the CPU time of the main thread for a frame."""
    cpu = sorted(cost for cost, _ in frames)
    pgs_table.value(f'{name} (of {len(cpu)})', statistics.median(cpu), 'ms',
                    at_most=None if name.endswith((': idle', ': sample', ': moment')) else LIMIT_MS,
                    remark=f'9 of 10 ≤ {cpu[len(cpu) * 9 // 10]:.2f}, worst {cpu[-1]:.2f}')


def measure_motion(build):
    """frames while the window is scrolled, zoomed and dragged, and what it costs when left alone"""
    for name in NAMES:
        with pgs_workloads.start(build, name) as target:
            out = pgs_display.run(build, [build / 'tests/bench/bench-motion', target.pid])
        phases = {}
        for line in out.splitlines():
            phase, cpu_us, wall_us = line.split()
            phases.setdefault(phase, []).append((int(cpu_us) / 1000, int(wall_us) / 1000))
        for phase, frames in phases.items():
            if phase == 'idle-cpu':
                pgs_table.value(f'{name}: left alone, of a core', 100 * frames[0][0] / frames[0][1], '%')
            else:
                print_phase(f'{name}: {phase}', frames)


MEASUREMENTS = {'motion': measure_motion}

# measure_motion.py: frames while the window is scrolled, zoomed and dragged, or left alone
#
# SPDX-License-Identifier: GPL-3.0-or-later
import statistics

import pgs_display
import pgs_table
import pgs_workloads

NAMES = ('W4', 'W5')
SIZES = ('1440x900', '1920x1080')
LIMIT_MS = 16.0
WITHOUT_GOAL = ('idle', 'sample', 'moment', 'open', 'sort')


def format_worst(frame):
    """CPU time of the main thread, and for what; samples have no parts."""
    cpu, wall, *parts = frame
    held = ' + '.join(f'{part:.1f} {name}' for part, name in zip(parts, ('events', 'layout', 'paint')))
    return f'worst {cpu:.2f}' + (f' = {held}, {wall:.1f} on the clock' if held else '')


def print_phase(name, frames, goal):
    """Median, nine of ten, worst of the CPU time of the main thread for a frame."""
    cpu = sorted(frame[0] for frame in frames)
    pgs_table.value(f'{name} (of {len(cpu)})', statistics.median(cpu), 'ms', at_most=goal,
                    remark=f'9 of 10 ≤ {cpu[len(cpu) * 9 // 10]:.2f}, {format_worst(max(frames))}')


def print_window(label, out):
    phases = {}
    for line in out.splitlines():
        phase, *microseconds = line.split()
        phases.setdefault(phase, []).append([int(number) / 1000 for number in microseconds])
    for phase, frames in phases.items():
        if phase == 'idle-cpu':
            pgs_table.value(f'{label}: left alone, of a core', 100 * frames[0][0] / frames[0][1], '%')
        else:
            print_phase(f'{label}: {phase}', frames, None if phase in WITHOUT_GOAL else LIMIT_MS)


def measure_motion(build):
    """frames while the window is scrolled, zoomed, dragged and hovered over, and what it costs when left alone"""
    for name in NAMES:
        for size in SIZES:
            with pgs_workloads.start(build, name) as target:
                command = [build / 'tests/bench/bench-motion', *size.split('x'), target.pid]
                out = pgs_display.run(build, command, size)
            print_window(f'{name}, {size}', out)


MEASUREMENTS = {'motion': measure_motion}

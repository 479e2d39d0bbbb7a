#!/usr/bin/env python3
# bench.py: what Pagescape costs, as ratios to something that does as little as possible
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures and prints medians of interleaved runs: ours, the other, ours, the other, … so that a
machine that gets slower meanwhile slows both.

usage: bench.py BUILD_DIRECTORY [--dense GIB] [NAME…]

--dense is the size of the dense workload W1; 8 unless told, less where memory is short. Each file
measure_*.py beside this one has some of the measurements:
"""
import importlib
import os
import pathlib
import shutil
import sys

import pgs_table

TOOLS = ('xvfb-run', 'dbus-run-session', 'xdotool', 'ps', 'pmap')


def find_measurements():
    """Names and functions; a function's docstring says what it measures."""
    measurements = {}
    for path in sorted(pathlib.Path(__file__).parent.glob('measure_*.py')):
        measurements.update(importlib.import_module(path.stem).MEASUREMENTS)
    return measurements


def usage(measurements):
    lines = (f'{name:10} {function.__doc__}' for name, function in measurements.items())
    return __doc__ + '\n' + '\n'.join(lines)


def main():
    build, names = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:]
    measurements = find_measurements()
    if names[:1] == ['--dense'] and len(names) > 1:
        os.environ['BENCH_DENSE_GIB'] = names[1]
        names = names[2:]
    missing = [tool for tool in TOOLS if not shutil.which(tool)]
    if missing or not set(names) <= set(measurements):
        sys.exit(f'bench.py: missing {missing}' if missing else usage(measurements))
    pgs_table.header()
    everything = (name for name, function in measurements.items() if not hasattr(function, 'on_request'))
    for name in names or everything:
        measurements[name](build)
    if pgs_table.missed:
        print(f'goals missed: {len(pgs_table.missed)}')


if __name__ == '__main__':
    main()

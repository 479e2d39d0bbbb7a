#!/usr/bin/env python3
# bench.py: what Pagescape costs, as ratios to something that does as little as possible
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures and prints medians of interleaved runs: ours, the other, ours, the other, … so that a
machine that gets slower meanwhile slows both.

usage: bench.py BUILD_DIRECTORY [NAME…]

window    first frame and resident memory against a minimal libadwaita window of the same size
frame     a frame in which one band of the page map changed
motion    frames while the window is scrolled, zoomed and dragged, and what it costs when left alone
sample    CPU time of a sample against the bare reads and scan
parse     understanding maps and smaps of many mappings against reading them
list      pagescape-cli list against ps aux
snapshot  pagescape-cli snapshot against pmap -X
"""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

WINDOW_RUNS = 7
COMMAND_RUNS = 21
SAMPLE_ROUNDS = 41
FRAME_LIMIT_MS = 2.0
TARGETS = ('dense', 'checkerboard', 'sparse', 'mappings')


def row(name, ours, other, unit, limit=''):
    ratio = f'{ours / other:6.2f}' if other else '     –'
    theirs = f'{other:10.2f}' if other else '         –'
    print(f'{name:34} {ours:10.2f} {theirs} {unit:4} {ratio}  {limit}', flush=True)


class Target:
    """A process with a known address space; ends with the block."""

    def __init__(self, build, what):
        self.command = [build / 'tests/bench/bench-target', what]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self.process.stdout.readline() == b'ready\n'
        return str(self.process.pid)

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()


def private_environment(home):
    """A session of its own: no settings, no services, no translations of the person."""
    env = dict(os.environ, HOME=home, XDG_CONFIG_HOME=f'{home}/config', XDG_CACHE_HOME=f'{home}/cache',
               XDG_DATA_HOME=f'{home}/data', XDG_RUNTIME_DIR=f'{home}/run', LC_ALL='C.UTF-8',
               GSK_RENDERER='cairo', GDK_BACKEND='x11', GSETTINGS_BACKEND='memory',
               GTK_A11Y='none')
    os.mkdir(f'{home}/run', 0o700)
    env.pop('WAYLAND_DISPLAY', None)
    return env


def with_display(command, env):
    return subprocess.run(['xvfb-run', '-a', '-s', '-screen 0 1440x900x24', 'dbus-run-session', '--',
                           *command], env=env, check=True, stdout=subprocess.PIPE,
                          text=True).stdout


def inside_window(build):
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
    with tempfile.TemporaryDirectory() as home:
        env = dict(private_environment(home), GSETTINGS_SCHEMA_DIR=str(build / 'data'))
        out = with_display([sys.executable, __file__, str(build), '--inside'], env)
    numbers = {}
    for line in out.splitlines():
        program, first_frame, rss = line.split()
        numbers.setdefault(program, []).append((int(first_frame) / 1000, int(rss) / 1024))
    ours, other = ([statistics.median(column) for column in zip(*numbers[program])]
                   for program in ('bench-window', 'bench-minimal-window'))
    row('window: first frame', ours[0], other[0], 'ms', 'goal ≤ 1.50')
    row('window: RSS without history', ours[1], other[1], 'MiB', 'goal ≤ 1.60')


def measure_frame(build):
    with tempfile.TemporaryDirectory() as home:
        env = dict(private_environment(home), GSETTINGS_SCHEMA_DIR=str(build / 'data'))
        with Target(build, 'stepping') as pid:
            out = with_display([str(build / 'tests/bench/bench-frame'), pid], env)
    times = sorted(int(line) / 1000 for line in out.split())
    row(f'frame: one band changed (of {len(times)})', statistics.median(times), 0, 'ms',
        f'goal ≤ {FRAME_LIMIT_MS:.2f} ms, 9 of 10 ≤ {times[len(times) * 9 // 10]:.2f}')


def print_motion(out, what):
    """One line a phase: median, nine of ten, worst; the CPU time of the main thread for a frame."""
    costs = {}
    for line in out.splitlines():
        phase, cpu_us, wall_us = line.split()
        costs.setdefault(phase, []).append((int(cpu_us) / 1000, int(wall_us) / 1000))
    for phase, frames in costs.items():
        cpu = sorted(cost for cost, _ in frames)
        if phase == 'idle-cpu':
            row(f'{what}: left alone, of a core', 100 * cpu[0] / frames[0][1], 0, '%')
            continue
        limit = 'goal ≤ 16 ms, ' if phase not in ('idle', 'sample') else ''
        row(f'{what}: {phase} (of {len(cpu)})', statistics.median(cpu), 0, 'ms',
            f'{limit}9 of 10 ≤ {cpu[len(cpu) * 9 // 10]:.2f}, worst {cpu[-1]:.2f}')


def measure_motion(build):
    for what in ('mappings', 'checkerboard'):
        with tempfile.TemporaryDirectory() as home, Target(build, what) as pid:
            env = dict(private_environment(home), GSETTINGS_SCHEMA_DIR=str(build / 'data'))
            print_motion(with_display([str(build / 'tests/bench/bench-motion'), pid], env), what)


def measure_sample(build):
    for what in TARGETS:
        with Target(build, what) as pid:
            out = subprocess.run([build / 'tests/bench/bench-sample', pid, str(SAMPLE_ROUNDS)],
                                 check=True, capture_output=True, text=True).stdout
        rounds = [[int(number) / 1e6 for number in line.split()] for line in out.splitlines()]
        ours, floor = (statistics.median(column) for column in zip(*rounds))
        row(f'sample: {what}', ours, floor, 'ms', 'CPU time against the bare reads')


def measure_parse(build):
    with Target(build, 'mappings') as pid:
        out = subprocess.run([build / 'tests/bench/bench-parse', pid, str(SAMPLE_ROUNDS)],
                             check=True, capture_output=True, text=True).stdout
    rounds = [[int(number) for number in line.split()] for line in out.splitlines()]
    n, maps_read, maps_parse, compare, smaps_read, smaps_parse = (
        statistics.median(column) for column in zip(*rounds))
    row('parse: maps, a mapping', maps_parse / n, maps_read / n, 'ns', 'goal ≤ 0.31: 30 of 95 ns')
    row('parse: maps did not change', compare / n, maps_read / n, 'ns')
    row('parse: smaps, a mapping', smaps_parse / n, smaps_read / n, 'ns')


def median_times(*commands):
    """Median wall time of each command in ms, run in turns, output read and thrown away."""
    times = [[] for _ in commands]
    for number in range(COMMAND_RUNS + 1):
        for column, command in zip(times, commands):
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.PIPE)
            if number > 0:
                column.append((time.perf_counter() - start) * 1000)
    return [statistics.median(column) for column in times]


def measure_list(build):
    cli = str(build / 'src/cli/pagescape-cli')
    row('list / ps aux', *median_times([cli, 'list'], ['ps', 'aux']), 'ms')


def measure_snapshot(build):
    cli = str(build / 'src/cli/pagescape-cli')
    for what in TARGETS:
        with Target(build, what) as pid:
            ours, other = median_times([cli, 'snapshot', pid], ['pmap', '-X', pid])
        row(f'snapshot / pmap -X: {what}', ours, other, 'ms')


MEASUREMENTS = {'window': measure_window, 'frame': measure_frame, 'motion': measure_motion,
                'sample': measure_sample, 'list': measure_list, 'snapshot': measure_snapshot}


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    names = sys.argv[2:] or list(MEASUREMENTS)
    if names == ['--inside']:
        inside_window(build)
        return
    missing = [tool for tool in ('xvfb-run', 'dbus-run-session', 'xdotool', 'ps', 'pmap') if not shutil.which(tool)]
    if missing or not set(names) <= set(MEASUREMENTS):
        sys.exit(f'bench.py: missing {missing}' if missing else __doc__)
    print(f'{"":34} {"Pagescape":>10} {"other":>10} unit  ratio')
    for name in names:
        MEASUREMENTS[name](build)


if __name__ == '__main__':
    main()

#!/usr/bin/env python3
# run-fuzzers.py: runs the fuzz targets and prints a table of what they did
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs libFuzzer's programs in BUILD/tests/fuzz over the corpora beside this file.

--log FILE writes the results as Meson writes those of tests, one case a target, for
build-aux/tally.py. Exit status 1 if a target was broken.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
MAX_LENGTH = 1000  # bytes of an input: all that is special fits, and short ones are fast
INPUT_SECONDS = 10  # for one input; the slowest takes milliseconds
SANITIZERS = {
    'ASAN_OPTIONS': 'detect_stack_use_after_return=1:allocator_may_return_null=1',
    'LSAN_OPTIONS': f'suppressions={HERE.parent / "lsan.supp"}:print_suppressions=0',
    'UBSAN_OPTIONS': 'halt_on_error=1:print_stacktrace=1',
}


class Result:
    def __init__(self, target, output, status, findings):
        self.target = target
        self.executions = number(output, r'stat::number_of_executed_units:\s*(\d+)')
        self.speed = number(output, r'stat::average_exec_per_sec:\s*(\d+)')
        self.findings = findings
        self.broken = status != 0
        self.output = output


def number(output, pattern):
    """The last one: libFuzzer may print its statistics twice. None if it died before."""
    found = re.findall(pattern, output)
    return int(found[-1]) if found else None


def targets():
    return sorted(path.name for path in (HERE / 'corpus').iterdir() if path.is_dir())


def run(build, target, options):
    learnt = build / 'corpus' / target
    findings = build / 'findings'
    learnt.mkdir(parents=True, exist_ok=True)
    findings.mkdir(exist_ok=True)
    before = set(findings.glob(f'{target}-*'))
    limit = [f'-runs={options.runs}'] if options.runs else [f'-max_total_time={options.seconds}']
    command = [build / 'tests' / 'fuzz' / f'fuzz-{target}', *limit, f'-max_len={MAX_LENGTH}',
               f'-timeout={INPUT_SECONDS}', '-print_final_stats=1',
               f'-artifact_prefix={findings}/{target}-', learnt, HERE / 'corpus' / target]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          stdin=subprocess.DEVNULL, env={**SANITIZERS, **os.environ}, check=False)
    return Result(target, done.stdout.decode('utf-8', 'backslashreplace'), done.returncode,
                  sorted(set(findings.glob(f'{target}-*')) - before))


def show(value):
    return '–' if value is None else f'{value:,}'


def print_table(results):
    print(f'{"target":<16}{"executions":>14}{"a second":>12}{"findings":>10}')
    for result in results:
        findings = max(len(result.findings), 1 if result.broken else 0)
        print(f'{result.target:<16}{show(result.executions):>14}{show(result.speed):>12}{findings:>10}')
    for result in results:
        if not result.broken:
            continue
        print(f'\n{result.target} is broken:')
        print('\n'.join('  ' + line for line in result.output.splitlines()[-40:]))
        for path in result.findings:
            print(f'again: _build-fuzz/tests/fuzz/fuzz-{result.target} {path}')


def write_log(path, cases):
    """@cases are (name, TAP result, remark)."""
    lines = [f'1..{len(cases)}']
    for index, (name, result, remark) in enumerate(cases, 1):
        lines.append(f'{result} {index} - {name}' + (f' # {remark}' if remark else ''))
    failed = any(result != 'ok' for _, result, _ in cases)
    entry = {'name': 'fuzzing', 'result': 'FAIL' if failed else 'OK', 'stdout': '\n'.join(lines)}
    pathlib.Path(path).write_text(json.dumps(entry) + '\n', encoding='utf-8')


def parse_arguments():
    parser = argparse.ArgumentParser(description='run the fuzz targets')
    parser.add_argument('build', type=pathlib.Path)
    parser.add_argument('--seconds', type=int, default=20, help='for each target')
    parser.add_argument('--runs', type=int, default=0, help='of each target, instead of a time')
    parser.add_argument('--jobs', type=int, default=os.cpu_count(), help='targets at once')
    parser.add_argument('--log', help='where to write the results for build-aux/tally.py')
    parser.add_argument('--skip', metavar='WHY', help='run nothing')
    parser.add_argument('targets', nargs='*', choices=[*targets(), []], metavar='TARGET')
    options = parser.parse_intermixed_args()
    options.targets = options.targets or targets()
    return options


def main():
    options = parse_arguments()
    if options.skip:
        print(f'fuzz: skipped: {options.skip}')
        if options.log:
            write_log(options.log, [(name, 'ok', f'SKIP {options.skip}') for name in options.targets])
        return 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        results = list(pool.map(lambda name: run(options.build, name, options), options.targets))
    print_table(results)
    if options.log:
        write_log(options.log, [(r.target, 'not ok' if r.broken else 'ok', '') for r in results])
    return 1 if any(result.broken for result in results) else 0


if __name__ == '__main__':
    sys.exit(main())

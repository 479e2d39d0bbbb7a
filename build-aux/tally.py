#!/usr/bin/env python3
# tally.py: counts test cases in Meson's logs and prints the closing line of build-aux/test
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts test cases.

A case is one "ok"/"not ok" line of a program that speaks TAP, or one program that only has an exit
status. The same case in two logs (a plain and a sanitizer build) is counted once, with its worst
result. A program that Meson calls failed although none of its cases did (it crashed, leaked, timed
out, or ran fewer cases than it planned) adds one failure.

Programs that failed beside others may be run once more alone (--list-failed names them, --again is the
log of that): then its second run counts, and cases that passed only there are printed as unsteady.
"""
import argparse
import json
import re
import sys

TAP_LINE = re.compile(r'^(not )?ok\b\s*\d*\s*-?\s*([^#]*)(?:#\s*(\w+)\s*(.*))?$')
TAP_SKIP_ALL = re.compile(r'^1\.\.0\s*#\s*skip\w*\s*(.*)$', re.IGNORECASE)
GOOD = {'OK', 'SKIP', 'EXPECTEDFAIL'}
MAX_REMARKS = 40  # of one program
WORST_FIRST = ['failed', 'passed', 'skipped']


def tap_cases(output):
    """Yields (name, result, reason) of each TAP line at the outermost level."""
    for line in output.splitlines():
        skip_all = TAP_SKIP_ALL.match(line)
        if skip_all:
            yield 'all of it', 'skipped', skip_all.group(1)
            continue
        match = TAP_LINE.match(line)
        if not match:
            continue
        failed, name, directive, reason = match.groups()
        if directive and directive.lower() == 'skip':
            yield name.strip(), 'skipped', reason
        elif failed and not (directive and directive.lower() == 'todo'):
            yield name.strip(), 'failed', ''
        else:
            yield name.strip(), 'passed', ''


def program_cases(entry):
    """The cases of one entry of testlog.json."""
    cases = list(tap_cases(entry.get('stdout') or ''))
    good = entry['result'] in GOOD
    if not cases:
        result = 'skipped' if entry['result'] == 'SKIP' else 'passed' if good else 'failed'
        output = (entry.get('stdout') or entry.get('stderr') or '').strip().splitlines()
        return [('the program', result, output[-1] if output else '')]
    if not good and not any(result == 'failed' for _, result, _ in cases):
        cases.append(('the program itself', 'failed', entry['result']))
    return cases


def remarks(entry):
    """What a program said in TAP comments, without GLib's headlines of suites."""
    lines = [line.lstrip('# ') for line in (entry.get('stdout') or '').splitlines()
             if line.startswith('#') or line.startswith('Bail out!')]
    return [line for line in lines if line and not re.match(r'(Start|End) of |random seed', line)]


def read_entries(path):
    with open(path, encoding='utf-8') as log:
        for line in log:
            entry = json.loads(line)
            yield entry, program_cases(entry)


def has_failed(cases):
    return any(result == 'failed' for _, result, _ in cases)


def read_log(path):
    """{(program, case): (result, reason)}; prints what programs that failed said."""
    found = {}
    for entry, cases in read_entries(path):
        found.update({(entry['name'], name): (result, reason) for name, result, reason in cases})
        if has_failed(cases):
            for remark in remarks(entry)[:MAX_REMARKS]:
                print(f"{entry['name']}: {remark}")
    return found


def list_failed(path):
    """Prints the names, as Meson's command line takes them, of the programs that failed."""
    for entry, cases in read_entries(path):
        if has_failed(cases):
            print(entry['name'].rsplit(' / ', 1)[-1])


def put_again(first, again):
    """Lets the second run of programs count; prints what passed only then."""
    programs = {program for program, _ in again}
    for key in [key for key in first if key[0] in programs and first[key][0] == 'failed']:
        if again.get(key, ('passed', ''))[0] != 'failed':
            print(f'UNSTEADY: {key[0]}: {key[1]}: failed beside other tests, did not when run again alone')
            del first[key]
    first.update(again)


def count(results):
    return ', '.join(f'{sum(r[0] == kind for r in results)} {kind}'
                     for kind in ('passed', 'failed', 'skipped'))


def split(texts):
    return [text.split('=', 1) for text in texts]


def merge(total, log):
    for key, (result, reason) in log.items():
        known = total.get(key)
        if known is None or WORST_FIRST.index(result) < WORST_FIRST.index(known[0]):
            total[key] = (result, reason)


def report(total):
    for kind in ('skipped', 'failed'):
        for (program, name), (result, reason) in sorted(total.items()):
            if result == kind:
                print(f'{kind.upper()}: {program}: {name}' + (f': {reason}' if reason else ''))


def main():
    parser = argparse.ArgumentParser(description='count test cases')
    parser.add_argument('--log', action='append', default=[], metavar='NAME=FILE')
    parser.add_argument('--failed', action='append', default=[], metavar='WHAT')
    parser.add_argument('--skipped', action='append', default=[], metavar='WHAT=WHY')
    parser.add_argument('--again', action='append', default=[], metavar='NAME=FILE')
    parser.add_argument('--list-failed', metavar='FILE')
    args = parser.parse_args()
    if args.list_failed:
        return list_failed(args.list_failed)
    total = {('test', what): ('failed', '') for what in args.failed}
    total.update({('test', what): ('skipped', why) for what, why in split(args.skipped)})
    again = dict(split(args.again))
    for name, path in split(args.log):
        try:
            cases = read_log(path)
            if name in again:
                put_again(cases, read_log(again[name]))
        except (OSError, ValueError) as error:
            cases = {('test', f'results of {name}'): ('failed', str(error))}
        print(f'{name}: {count(cases.values())}')
        merge(total, cases)
    report(total)
    print()
    print(count(total.values()))
    results = [result for result, _ in total.values()]
    return 0 if 'failed' not in results and 'passed' in results else 1


if __name__ == '__main__':
    sys.exit(main())

#!/usr/bin/env python3
# check-files.py: files stay small enough to be read, and say what they are
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks every C file: its first line names it and says what it is, its licence is stated, and it is
not longer than 800 lines; above 500 it is named as worth another look. Speaks TAP.

usage: check-files.py SOURCE_ROOT
"""
import pathlib
import sys

LOOK_AGAIN = 500
LIMIT = 800


def faults_of_file(path, lines):
    if not lines or not lines[0].startswith(f'/* {path.name}: '):
        yield 'does not start with its name and what it is'
    if not any('SPDX-License-Identifier: GPL-3.0-or-later' in line for line in lines[:8]):
        yield 'has no licence'
    if len(lines) > LIMIT:
        yield f'has {len(lines)} lines'


def check_self():
    path = pathlib.PurePath('pgs-x.c')
    good = ['/* pgs-x.c: an example', ' *', ' * SPDX-License-Identifier: GPL-3.0-or-later']
    assert not list(faults_of_file(path, good))
    assert list(faults_of_file(path, good[1:]))
    assert list(faults_of_file(path, good[:1]))
    assert list(faults_of_file(path, good * LIMIT))


def main():
    root = pathlib.Path(sys.argv[1])
    check_self()
    print('1..1')
    faults = 0
    for directory in ('src', 'tests'):
        for path in sorted((root / directory).rglob('*.[ch]')):
            lines = path.read_text(encoding='utf-8').splitlines()
            name = path.relative_to(root)
            for fault in faults_of_file(path, lines):
                print(f'# {name} {fault}')
                faults += 1
            if LOOK_AGAIN < len(lines) <= LIMIT:
                print(f'# {name} has {len(lines)} lines: look again')
    print(f'{"not ok" if faults else "ok"} 1 /project/files/c')


if __name__ == '__main__':
    main()

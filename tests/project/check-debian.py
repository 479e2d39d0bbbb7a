#!/usr/bin/env python3
# check-debian.py: the Debian packages agree with what the rest of the tree says
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that debian/control asks for whatever build-aux/setup installs to build and run, that versions
are the same, and that its tests are there. Speaks TAP.

usage: check-debian.py SOURCE_ROOT
"""
import pathlib
import re
import sys

ALWAYS_THERE = {'gcc', 'libc6-dev'}  # build-essential


def packages_of(field, control):
    """All that fields of that name ask for, without versions; of alternatives, the first."""
    values = re.findall(rf'^{field}:((?:.*\n)(?: .*\n)*)', control, re.MULTILINE)
    entries = ','.join(values).split(',')
    return {found[1] for found in (re.match(r'\s*([a-z0-9.+-]+)', entry) for entry in entries) if found}


def packages_to(purpose, listed):
    return set(re.findall(rf'^{purpose} (\S+)$', listed, re.MULTILINE))


def check_self():
    control = 'A: b\nBuild-Depends: x (= 1),\n  y <!nocheck>\nC: d\n\nDepends: z | w,\n ${misc:Depends}\n'
    assert packages_of('Build-Depends', control) == {'x', 'y'}
    assert packages_of('Depends', control) == {'z'}
    assert packages_to('build', 'build x\n# build y\ntest z\n') == {'x'}


def missing_packages(root):
    listed = (root / 'build-aux/packages-debian.txt').read_text()
    control = (root / 'debian/control').read_text()
    asked = packages_of('Build-Depends', control)
    for name in sorted(packages_to('build', listed) - ALWAYS_THERE - asked):
        yield f'debian/control does not build-depend on {name}'
    asked = packages_of('Depends', control) | packages_of('Recommends', control)
    for name in sorted(packages_to('run', listed) - asked):
        yield f'debian/control neither depends on {name} nor recommends it'


def wrong_versions(root):
    ours = re.search(r"version: '([^']+)'", (root / 'meson.build').read_text())[1]
    theirs = re.match(r'pagescape \(([^)]+)\)', (root / 'debian/changelog').read_text())[1]
    if ours != theirs:
        yield f'meson.build is of version {ours}, debian/changelog of {theirs}'


def missing_tests(root):
    control = (root / 'debian/tests/control').read_text()
    for name in re.findall(r'^Tests: (\S+)$', control, re.MULTILINE):
        path = root / 'debian/tests' / name
        if not path.is_file() or not path.stat().st_mode & 0o100:
            yield f'debian/tests/{name} is not there, or is no program'


def main():
    root = pathlib.Path(sys.argv[1])
    check_self()
    cases = {'packages': missing_packages, 'version': wrong_versions, 'tests': missing_tests}
    print(f'1..{len(cases)}')
    failed = False
    for number, (name, faults_of) in enumerate(cases.items(), 1):
        faults = list(faults_of(root))
        for fault in faults:
            print(f'# {fault}')
        print(f'{"not ok" if faults else "ok"} {number} /project/debian/{name}')
        failed = failed or bool(faults)
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()

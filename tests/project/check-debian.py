#!/usr/bin/env python3
# check-debian.py: the Debian packages agree with what the rest of the tree says
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that debian/control asks for whatever build-aux/setup installs to build, that versions are
the same, and that its tests are there. Speaks TAP.

usage: check-debian.py SOURCE_ROOT
"""
import pathlib
import re
import sys

ALWAYS_THERE = {'gcc', 'libc6-dev'}  # build-essential


def build_depends(control):
    field = re.search(r'^Build-Depends:((?:.*\n)(?: .*\n)*)', control, re.MULTILINE)[1]
    return {re.match(r'\s*([a-z0-9.+-]+)', entry)[1] for entry in field.split(',') if entry.strip()}


def packages_to_build(listed):
    return set(re.findall(r'^build (\S+)$', listed, re.MULTILINE))


def check_self():
    assert build_depends('A: b\nBuild-Depends: x (= 1),\n  y <!nocheck>\nC: d\n') == {'x', 'y'}
    assert packages_to_build('build x\n# build y\ntest z\n') == {'x'}


def missing_packages(root):
    wanted = packages_to_build((root / 'build-aux/packages-debian.txt').read_text())
    asked = build_depends((root / 'debian/control').read_text())
    for name in sorted(wanted - ALWAYS_THERE - asked):
        yield f'debian/control does not build-depend on {name}'


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

#!/usr/bin/env python3
# check-manual.py: the synopsis of pagescape-cli(1) has the commands and options of --help, and no other ones
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: check-manual.py PAGESCAPE_CLI PAGESCAPE_CLI_1"""
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'live'))
from pgs_tap import check, equal, run  # noqa: E402

PROGRAM, MANUAL = sys.argv[1:3]
EVERYWHERE = {'--help', '--version'}
TARGET = {'--name'}  # another way to name a target, which the manual tells once


def help_of(*command):
    done = subprocess.run([PROGRAM, *command, '--help'], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout


def commands_of(*command):
    part = help_of(*command).split('Commands:\n')[1].split('\n\n')[0]
    return {line.split()[0] for line in part.splitlines()}


def options_of(command):
    found = re.findall(r'^  (?:-\w, )?(--[\w-]+)', help_of(*command), re.MULTILINE)
    return set(found) - EVERYWHERE - TARGET


def synopses():
    """The options of each command: {('lab', 'run'): {'--auto', …}}; several lines of one are joined."""
    text = pathlib.Path(MANUAL).read_text(encoding='utf-8')
    found = {}
    for entry in text.split('.Sh SYNOPSIS\n')[1].split('.Sh ')[0].split('.Nm\n')[1:]:
        head = re.match(r'\.Cm ([a-z ]+)\n', entry)
        if head:
            options = {'--' + name for name in re.findall(r'Fl -([a-z][\w-]*)', entry)}
            options |= {'--output'} if re.search(r'Fl o\b', entry) else set()
            found.setdefault(tuple(head[1].split()), set()).update(options)
    return found


def check_commands():
    told = commands_of() - {'lab'} | {'lab ' + name for name in commands_of('lab')}
    equal({' '.join(command) for command in synopses()}, told, 'commands')


def check_options():
    found = synopses()
    check(len(found) > 5, 'the synopsis is written in another way: this finds no commands')
    for command, options in found.items():
        equal(options - TARGET, options_of(command), ' '.join(command))


run([('/cli/manual/commands', check_commands), ('/cli/manual/options', check_options)])

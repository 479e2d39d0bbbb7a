#!/usr/bin/python3
# check-lab-ends.py: whatever way a program of the lab ends, nobody of its family is left
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-lab-ends.py PAGESCAPE_CLI LAB_FOLDER
#
# At every stop, and in the middle of every step: killed, so that it can do nothing itself, or without a reader
# or a writer of its pipes. Its children run, sleep, are stopped, traced, or wait in the kernel for children of
# their own: the kernel has to end them. They are known by a word in their environment.
import os
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'cli'))
from pgs_lab import Experiment, survivors
from pgs_prepared import undisturbed
from pgs_tap import Cli, Skip, check, equal, run

cli = Cli(sys.argv[1])
folder = sys.argv[2]
MARK = 'PAGESCAPE_CHECK_LAB_ENDS=%d' % os.getpid()
SECONDS = 20
ENDS = ['kill', 'term', 'input', 'output', 'middle']


def check_nobody_left(what):
    end = time.monotonic() + SECONDS
    while survivors(MARK):
        check(time.monotonic() < end, '%s: left are %r' % (what, survivors(MARK)))
        time.sleep(0.01)


def end(experiment, how):
    process = experiment.process
    if how == 'kill':
        process.kill()
    elif how == 'term':
        process.terminate()
    elif how == 'input':
        process.stdin.close()
    elif how == 'output':
        process.stdout.close()
        process.stdin.write('\n')
        process.stdin.flush()
    else:
        process.stdin.write('\n')
        process.stdin.flush()
        time.sleep(0.002)
        process.kill()
    process.wait(SECONDS)


def check_stops(name, how):
    """Ends it at its first stop, begins anew, ends it at its second stop, and so on, and at last behind all."""
    stop = 0
    is_behind_all = False
    while not is_behind_all:
        with Experiment(folder, name, env=dict(os.environ, **dict([MARK.split('=')]))) as experiment:
            for _ in range(stop):
                experiment.step()
            is_behind_all = experiment.facts.get('step', 'end') == 'end'
            check(experiment.pid in survivors(MARK) or is_behind_all, 'it cannot be found by its mark')
            end(experiment, how)
            check_nobody_left('%s at stop %d (%s)' % (name, stop, how))
        stop += 1


def check_ends(entry):
    if not entry['available']:
        raise Skip(entry['needs'])
    for how in ENDS:
        check_stops(entry['name'], how)


def check_steps(name):
    """As many stops as --list names, however often a step is repeated."""
    listed = subprocess.run([os.path.join(folder, name), '--list'], stdout=subprocess.PIPE, text=True, check=True)
    with Experiment(folder, name) as experiment:
        check('step' in experiment.facts, 'it does not begin: %s' % experiment.facts.get('error'))
        seen = [experiment.facts['step']]
        while seen[-1] != 'end':
            step = experiment.step()
            check(step is not None, 'it ended before its end: %s' % experiment.facts.get('error'))
            if step != seen[-1]:
                seen.append(step)
    equal(seen[:-1], listed.stdout.split(), '%s --list' % name)


def get_cases():
    cases = []
    for entry in cli.json('lab', 'list'):
        name = entry['name']
        cases.append(('/live/lab/ends/' + name, lambda entry=entry: check_ends(entry)))
        if entry['available']:
            cases.append(('/live/lab/list/' + name, lambda name=name: check_steps(name)))
    return cases


def main():
    with undisturbed():
        run(get_cases())


main()

#!/usr/bin/python3
# check-lab-claims.py: every claim is tested on this machine, and its experiments leave nobody behind
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-lab-claims.py PAGESCAPE_CLI LAB_DIR
import functools
import json
import os
import signal
import subprocess
import sys
import time
import uuid

sys.dont_write_bytecode = True
from pgs_lab import survivors
from pgs_prepared import Prepared, undisturbed
from pgs_tap import NOBODY, Skip, check, equal, need, run

program = os.path.abspath(sys.argv[1])
lab_dir = os.path.abspath(sys.argv[2])
MARK = 'PAGESCAPE_CHECK=' + uuid.uuid4().hex  # in the environment of everything that is started here
ENVIRONMENT = dict(os.environ, PAGESCAPE_LAB_DIR=lab_dir)
ENVIRONMENT.update([MARK.split('=')])
MIB = 1 << 20
SLACK = MIB  # what two runs of a program may differ by


def call(*words, prefix=()):
    return subprocess.run([*prefix, program, 'lab', *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env=ENVIRONMENT, timeout=120)


def check_nobody_left(what):
    for _ in range(100):
        if not survivors(MARK):
            return
        time.sleep(0.1)
    check(False, '%s left processes behind: %s' % (what, ' '.join(map(str, survivors(MARK)))))


def test(claim, prefix=()):
    done = call('test', claim, '--format', 'json', prefix=prefix)
    equal(done.stderr, b'', claim)
    got = json.loads(done.stdout)
    check_nobody_left(claim)
    lacks = [result['lack'] for result in got['tests'] if result['lack'] is not None]
    if lacks:
        equal(done.returncode, 1, claim)
        raise Skip(lacks[0])
    check(done.returncode == 0 and got['passed'], '%s: %s' % (claim, json.dumps(got['tests'])))
    return got


def test_as_nobody(claim):
    need('setpriv')
    test(claim, NOBODY)


def test_prepared(claim):
    """With swap and a memory cgroup made for it."""
    with Prepared():
        test(claim)


def reserve_by_hand():
    """VmSize, VmRSS and VmSwap of the experiment `reserve` after its ten steps."""
    with subprocess.Popen([os.path.join(lab_dir, 'reserve')], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                          env=ENVIRONMENT) as lab:
        for line in lab.stdout:
            if line == 'step=end\n':
                break
            if line.startswith('step='):
                lab.stdin.write('\n')
                lab.stdin.flush()
        with open('/proc/%d/status' % lab.pid) as file:
            status = dict(line.split(':', 1) for line in file)
        lab.stdin.close()
    return [int(status[key].split()[0]) * 1024 for key in ('VmSize', 'VmRSS', 'VmSwap')]


def check_numbers():
    virt, res, swap = reserve_by_hand()
    result = test('virt-is-swap-and-res')['tests'][0]
    check(abs(result['measured'] - virt) <= SLACK, 'VIRT %d, the kernel says %d' % (result['measured'], virt))
    check(abs(result['claimed'] - swap - res) <= SLACK, 'SWAP + RES %d, the kernel says %d' % (result['claimed'], swap + res))
    result = test('difference-is-swapping')['tests'][0]
    check(abs(result['claimed'] - virt + res) <= SLACK, 'VIRT - RES %d, the kernel says %d' % (result['claimed'], virt - res))
    equal(result['measured'], swap, 'swap')


def check_table():
    done = call('test', 'malloc-takes-from-heap')
    equal((done.returncode, done.stderr), (0, b''), 'lab test')
    lines = done.stdout.decode().splitlines()
    equal(lines[0], 'malloc() always takes from the heap', 'first line')
    equal([line for line in lines if line.startswith('→')], ['→ it is so', '→ it is not so'], 'verdicts')


def check_usage():
    for words in (['test'], ['test', 'no-such-claim'], ['test', 'fork-copies-page-table', 'more'], ['claims', 'more'],
                  ['claims', '--format', 'csv']):
        done = call(*words)
        equal((done.returncode, done.stdout), (2, b''), ' '.join(words))
        equal(len(done.stderr.splitlines()), 1, ' '.join(words))


def check_killed():
    """Ctrl+C and SIGKILL, at several moments of an experiment with two processes."""
    for how in (signal.SIGINT, signal.SIGKILL):
        for delay in (0.02, 0.1, 0.3):
            with subprocess.Popen([program, 'lab', 'test', 'both-become-writable'], stdout=subprocess.DEVNULL,
                                  env=ENVIRONMENT) as cli:
                time.sleep(delay)
                cli.send_signal(how)
            check_nobody_left('%s after %g s' % (how.name, delay))


claims = [claim['id'] for claim in json.loads(call('claims', '--format', 'json').stdout)]
run([('/live/lab-claims/' + claim, undisturbed()(functools.partial(test, claim))) for claim in claims]
    + [('/live/lab-claims/nobody/' + claim, undisturbed()(functools.partial(test_as_nobody, claim))) for claim in claims]
    + [('/live/lab-claims/prepared/' + claim, functools.partial(test_prepared, claim))
       for claim in ('programs-run-in-swap', 'oom-is-unknowable')]
    + [('/live/lab-claims/numbers', check_numbers),
       ('/live/lab-claims/table', check_table),
       ('/live/lab-claims/usage', check_usage),
       ('/live/lab-claims/killed', check_killed)])

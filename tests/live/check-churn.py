#!/usr/bin/python3
# check-churn.py: a process that changes all the time is shown by every command, never as it was long ago
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-churn.py PAGESCAPE_CLI      (PGS_ZOO: the zoo; PGS_CHURN_SECONDS: how long each, 2 unless told)
#
# "zoo churn" maps one memory file after the other at one address, "pgs-gen-N" with page N resident. A page
# of a later number may be seen, since mappings are read before pages; one of an earlier number may not.
import json
import os
import re
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
from pgs_tap import Cli, check, equal, run
from pgs_zoo import Animal

cli = Cli(sys.argv[1])
SECONDS = float(os.environ.get('PGS_CHURN_SECONDS', '2'))
GENERATION_PAGES = 32768
animal = Animal('churn', stop=False)
newest = 0


def rounds():
    end = time.monotonic() + SECONDS
    count = 0
    while count < 3 or time.monotonic() < end:
        yield count
        count += 1
    print('# %d rounds' % count)


def check_generation(region):
    """Returns whether the region has told something."""
    global newest
    match = re.fullmatch(r'/memfd:pgs-gen-(\d+)(?: \(deleted\))?', region['path'] or '')
    if not match:
        return False
    number = int(match[1])
    check(number >= newest, 'generation %d after %d' % (number, newest))
    newest = number
    for first, count, states in region['runs'] or []:
        equal((count, states.split(',')[0]), (1, 'present'), 'run of generation %d' % number)
        later = (first - number) % GENERATION_PAGES
        check(later < GENERATION_PAGES // 2, 'generation %d has a page of %d' % (number, number + later - GENERATION_PAGES))
    return bool(region['runs'])


def check_regions(regions):
    """In order, not overlapping, whatever they were read from."""
    end = 0
    for region in regions:
        start = int(region['start'], 16)
        check(start >= end, 'regions overlap at 0x%x' % start)
        end = int(region['end'], 16)
        equal(region['size'], end - start, 'size')


def check_sum(got):
    """Nothing that was caught amid a change is told as if it stood still."""
    counted = sum(region['size'] for region in got['regions'] if region['path'] != '[vsyscall]')
    if not got['moving']:
        equal(counted, got['totals']['virt'], 'sizes of the regions of what stands still')


def snapshots():
    told = 0
    for _ in rounds():
        status, out, err = cli.run('snapshot', str(animal.pid), '--format', 'json', '--pages')
        equal((status, err), (0, b''), 'snapshot')
        got = json.loads(out)
        check_regions(got['regions'])
        check_sum(got)
        told += sum(check_generation(region) for region in got['regions'])
    check(told > 0, 'no generation was seen with a page')
    print('# generation %d, seen with a page %d times' % (newest, told))


def without_scan_first():
    """One section alone, each read for itself."""
    for number in rounds():
        section = ('pages', 'sharing', 'smaps')[number % 3]
        status, out, err = cli.run('snapshot', str(animal.pid), '--format', 'json', '--sections', section)
        equal((status, err), (0, b''), section)
        check_regions(json.loads(out)['regions'])


def other_formats():
    for number in rounds():
        words = (['snapshot', 'PID'], ['snapshot', 'PID', '--format', 'csv', '--pages'], ['list'],
                 ['list', '--format', 'json'])[number % 4]
        status, out, err = cli.run(*[str(animal.pid) if word == 'PID' else word for word in words])
        equal((status, err), (0, b''), ' '.join(words))
        check(out, '%r is silent' % words)


def watching():
    count = max(20, int(SECONDS / 0.02))
    status, out, err = cli.run('watch', str(animal.pid), '--interval', '0.02', '--count', str(count), timeout=SECONDS * 10 + 60)
    equal((status, err), (0, b''), 'watch')
    rows = [json.loads(line) for line in out.splitlines()]
    equal(len(rows), count, 'samples')
    check(all(one['t'] <= other['t'] for one, other in zip(rows, rows[1:])), 'time goes back')
    faults = [row['minor_faults'] for row in rows]
    check(faults[-1] > faults[0], 'nothing happens')
    # exec gives a new address space, but the process and its counters stay
    check(faults == sorted(faults), 'faults were taken back')


def pictures():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'x.svg')
        for view in ('map', 'strip', 'chart'):
            status, out, err = cli.run('draw', str(animal.pid), '-o', path, '--view', view, '--duration', '0.3')
            equal((status, out, err), (0, b'', b''), view)
            os.unlink(path)


def ends():
    """While it is watched, and while one of its snapshots may be taken."""
    watch = subprocess.Popen([cli.path, 'watch', str(animal.pid), '--interval', '0.01'], stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    watch.stdout.readline()
    animal.program.kill()
    out, err = watch.communicate(timeout=60)
    equal((watch.returncode, err), (0, b''), 'watch of what ended')
    for _ in range(3):
        status, out, err = cli.run('snapshot', str(animal.pid), '--format', 'json')
        equal((status, err), (0, b''), 'snapshot of a zombie')
        equal((json.loads(out)['process']['state'], json.loads(out)['regions']), ('Z', []), 'zombie')


with animal:
    run([('/live/churn/snapshots', snapshots),
         ('/live/churn/sections', without_scan_first),
         ('/live/churn/formats', other_formats),
         ('/live/churn/watching', watching),
         ('/live/churn/pictures', pictures),
         ('/live/churn/ends', ends)])

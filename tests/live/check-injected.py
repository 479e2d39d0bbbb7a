#!/usr/bin/python3
# check-injected.py: files of /proc that cannot be read, or only in small pieces, change no number
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-injected.py PAGESCAPE_CLI INJECT      (PGS_ZOO: the zoo; INJECT: what inject.c makes, for LD_PRELOAD)
import errno
import json
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from pgs_tap import Skip, check, check_refusal, equal, run
from pgs_zoo import Animal

program, library = (os.path.abspath(path) for path in sys.argv[1:3])
FILES = ['stat', 'statm', 'status', 'maps', 'smaps', 'pagemap']
SNAPSHOT = ['snapshot', 'PID', '--format', 'json', '--pages']
# what does not change while the process is stopped; how many share a file's pages may change at any time
TOTALS = ['virt', 'res', 'anon', 'file', 'shmem', 'swap', 'page_tables', 'locked', 'peak_virt', 'peak_res']
REGION = ['start', 'end', 'perms', 'path', 'kind']
OWN_REGION = [*REGION, 'private_dirty', 'pages']
OWN = ['anon', 'heap', 'stack']  # kinds of regions that are nobody else's
WRITERS = [['snapshot', 'PID', '-o', 'a'], ['record', 'PID', '-o', 'a', '--duration', '0.01'],
           ['draw', 'PID', '-o', 'a.svg', '--size', '100x100'], ['watch', 'PID', '--count', '2', '--interval', '0.01'],
           ['diff', 'PID', 'PID'], ['metrics', 'PID']]
animal = None


def call(words, file, how, first=0):
    """Returns (status, stdout, stderr, files made, whether a file was hit)."""
    words = [str(animal.pid) if word == 'PID' else word for word in words]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
        trace = os.path.join(other, 'trace')
        environment = dict(os.environ, LD_PRELOAD=library, PGS_INJECT_HOW=str(how), PGS_INJECT_FROM=str(first),
                           PGS_INJECT_FILE=file, PGS_INJECT_TRACE=trace)
        done = subprocess.run([program, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, cwd=folder, env=environment, timeout=60)
        return done.returncode, done.stdout, done.stderr.decode(), os.listdir(folder), os.path.exists(trace)


def path_of(name):
    return '/proc/%d/%s' % (animal.pid, name)


def check_known(got, wanted, what):
    """What is known is what was known; less may be."""
    if isinstance(wanted, dict):
        for key in wanted:
            check_known(got[key] if got is not None else None, wanted[key], '%s.%s' % (what, key))
    elif got is not None:
        equal(got, wanted, what)


def regions_of(snapshot):
    return {region['start']: {key: region[key] for key in (OWN_REGION if region['kind'] in OWN else REGION)}
            for region in snapshot['regions'] or []}


def runs_of(snapshot):
    return [region['runs'] for region in snapshot['regions'] if region['kind'] in OWN]


def check_snapshot(out, wanted, what):
    got = json.loads(out)
    check_known({key: got['totals'][key] for key in TOTALS}, {key: wanted['totals'][key] for key in TOTALS}, what)
    regions = regions_of(wanted)
    for start, region in regions_of(got).items():
        check_known(region, regions[start], '%s: %s' % (what, start))
    return got


def take():
    status, out, err, _, _ = call(SNAPSHOT, '', 'eintr')
    equal((status, err), (0, ''), 'an undisturbed snapshot')
    return json.loads(out)


def in_pieces():
    """One byte at a time, and with every other call interrupted: only what status says in later lines is lost."""
    wanted = take()
    for how in ('short', 'eintr'):
        for name in FILES:
            what = '%s, %s' % (name, how)
            status, out, err, _, hit = call(SNAPSHOT, path_of(name), how)
            check(hit or (how, name) == ('short', 'pagemap'), what + ' was not read')
            equal((status, err), (0, ''), what)
            got = check_snapshot(out, wanted, what)
            equal(got['access'], wanted['access'], what + ': access')
            if (how, name) != ('short', 'status'):
                equal(got['totals']['anon'], wanted['totals']['anon'], what + ': anon')
            equal(got['totals']['res'], wanted['totals']['res'], what + ': res')
            equal(regions_of(got), regions_of(wanted), what + ': regions')
            equal(runs_of(got), runs_of(wanted), what + ': runs')


def failing():
    """From some call on: an error, or numbers that are not known."""
    wanted = take()
    for name in FILES:
        for number in (errno.EIO, errno.ENOMEM, errno.ESRCH):
            for first in (0, 1, 3):
                what = '%s, errno %d from call %d on' % (name, number, first)
                status, out, err, _, _ = call(SNAPSHOT, path_of(name), number, first)
                if status == 0:
                    equal(err, '', what)
                    check_snapshot(out, wanted, what)
                else:
                    check_refusal(status, err, what, (3,) if number == errno.ESRCH else (1,))
                    equal(out, b'', what + ': stdout')
        check(name in ('statm', 'status') or call(SNAPSHOT, path_of(name), errno.EIO)[0] == 1, name + ' is not missed')


def writers():
    """Nothing is left of what could not be read, and every command says it in its line."""
    for words in WRITERS:
        for name in ('stat', 'maps'):
            what = '%s without %s' % (words[0], name)
            status, out, err, files, hit = call(words, path_of(name), errno.EIO)
            check(hit, what + ': not read')
            check_refusal(status, err, what, (1,))
            check('Input/output error' in err, '%s said %r' % (what, err))
            equal((out, files), (b'', []), what + ': output')


def row_of(out):
    row = next((row for row in json.loads(out) if row['pid'] == animal.pid), None)
    return row and [row[key] for key in ('name', 'ppid', 'state', 'virt', 'res', 'shr')]


def listing():
    """A process is missing from the list only if it ended."""
    words = ['list', '--format', 'json']
    wanted = row_of(call(words, '', 'eintr')[1])
    for how in ('short', 'eintr'):
        for name in ('stat', 'statm'):
            status, out, err, _, hit = call(words, path_of(name), how)
            equal((status, err, hit, row_of(out)), (0, '', True, wanted), '%s, %s' % (name, how))
    status, out, err, _, _ = call(words, path_of('stat'), errno.EIO)
    check_refusal(status, err, 'list without stat', (1,))
    check(path_of('stat') in err, 'list said %r' % err)
    status, out, err, _, _ = call(words, path_of('stat'), errno.ESRCH)
    equal((status, err, row_of(out)), (0, '', None), 'list without a process that ended')


def is_sanitized():
    with open(program, 'rb') as file:
        return b'__asan_init' in file.read()


if is_sanitized():
    def skip():
        raise Skip('a sanitizer wants to be loaded before anything else')
    run([('/live/injected', skip)])
with Animal('dense', '1') as animal:
    run([('/live/injected/in-pieces', in_pieces),
         ('/live/injected/failing', failing),
         ('/live/injected/writers', writers),
         ('/live/injected/listing', listing)])

#!/usr/bin/python3
# check-writing.py: where nothing can be written, every command says so in one line and leaves nothing behind
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-writing.py PAGESCAPE_CLI      (PGS_ZOO: the zoo; PAGESCAPE_LAB_DIR: the programs of the lab)
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from pgs_tap import Skip, check, check_refusal, equal, need, run
from pgs_zoo import Animal

program = os.path.abspath(sys.argv[1])
FIXTURE = os.path.realpath(os.path.join(os.path.dirname(__file__), '..', 'fixtures', 'recording', 'version-1.pagescape'))
PRINTERS = [['list'], ['list', '--format', 'json'], ['list', '--format', 'csv'], ['snapshot', 'PID'],
            ['snapshot', 'PID', '--format', 'json'], ['snapshot', 'PID', '--format', 'csv'],
            ['watch', 'PID', '--count', '2', '--interval', '0.01'],
            ['watch', 'PID', '--count', '2', '--interval', '0.01', '--format', 'csv'],
            ['system', '--interval', '0.01', '--count', '1'], ['info', FIXTURE], ['info', FIXTURE, '--format', 'json'],
            ['diff', FIXTURE, 'PID'], ['diff', 'PID', 'PID', '--format', 'json'], ['metrics', 'PID'],
            ['metrics', 'PID', '--openmetrics'], ['lab', 'list'], ['lab', 'list', '--format', 'json'],
            ['lab', 'run', 'touch', '--auto'], ['lab', 'run', 'touch', '--auto', '--format', 'json'], ['stream', 'PID'],
            ['--help'], ['--version'], ['snapshot', '--help']]
WRITERS = [['snapshot', 'PID', '-o', 'a'], ['snapshot', 'PID', '--format', 'json', '-o', 'a'],
           ['snapshot', 'PID', '--format', 'csv', '-o', 'a'], ['metrics', 'PID', '-o', 'a'],
           ['draw', 'PID', '-o', 'a.svg'], ['draw', 'PID', '-o', 'a.png', '--size', '1200x900'],
           ['draw', 'PID', '-o', 'a.pdf', '--view', 'chart', '--duration', '0.05'],
           ['record', 'PID', '-o', 'a', '--duration', '0.01'], ['record', '-o', 'a', '--', '/bin/true'],
           ['lab', 'run', 'touch', '--auto', '--sheet', 'a.pdf']]
# a file system that is full, or became read-only
FULL = 'mount -t tmpfs -o size=4k none "$1" || exit 77; cd "$1"; head -c 4096 /dev/zero >filler; '
READ_ONLY = ('mount -t tmpfs none "$1" || exit 77; cd "$1"; for file in a a.pdf a.png a.svg; do echo old >$file; done; '
             'mount -o remount,ro "$1"; ')
REPORT = 'shift; "$@"; status=$?; { ls -A; cat a*; } >&%d 2>/dev/null; exit $status'
animal = None


def words_of(words):
    return [str(animal.pid) if word == 'PID' else word for word in words]


def printing(stdout, before=None):
    """Yields (words, status, stderr)."""
    for words in PRINTERS:
        done = subprocess.run([program, *words_of(words)], stdin=subprocess.DEVNULL, stdout=stdout(),
                              stderr=subprocess.PIPE, preexec_fn=before, timeout=60)
        yield ' '.join(words), done.returncode, done.stderr.decode()


def full_device():
    with open('/dev/full', 'wb') as full:
        for what, status, err in printing(lambda: full):
            check_refusal(status, err, what, (1,))
            check('No space left' in err, '%s said %r' % (what, err))


def no_output():
    for what, status, err in printing(lambda: None, lambda: os.close(1)):
        check_refusal(status, err, what, (1,))
        check('Bad file descriptor' in err, '%s said %r' % (what, err))


def nobody_reads():
    """Who closes a pipe knows it."""
    ours, its = os.pipe()
    os.close(ours)
    for what, status, err in printing(lambda: its):
        equal((status, err), (0, ''), what)
    os.close(its)


def inside(script, words):
    """In a file system of its own. Returns (status, stderr, the names of files in there and what they say)."""
    ours, its = os.pipe()
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(['unshare', '-m', 'sh', '-c', script + REPORT % its, 'sh', folder, program,
                               *words_of(words)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, pass_fds=[its], timeout=60)
    os.close(its)
    with open(ours, 'rb') as file:
        left = file.read().decode().split()
    if done.returncode == 77 or b'unshare' in done.stderr:
        raise Skip('no mount namespace here')
    return done.returncode, done.stderr.decode(), left


def no_space():
    need('unshare')
    for words in WRITERS:
        status, err, left = inside(FULL, words)
        what = ' '.join(words)
        check_refusal(status, err, what, (1,))
        check('No space left' in err, '%s said %r' % (what, err))
        equal(left, ['filler'], what + ': files')


def read_only():
    need('unshare')
    old = ['a', 'a.pdf', 'a.png', 'a.svg', *['old'] * 4]
    for words in WRITERS:
        if words[0] == 'record':
            words = [*words[:1], '--force', *words[1:]]
        status, err, left = inside(READ_ONLY, words)
        what = ' '.join(words)
        check_refusal(status, err, what, (4,))
        check('Read-only file system' in err, '%s said %r' % (what, err))
        equal(left, old, what + ': files')


with Animal('dense', '1') as animal:
    run([('/live/writing/full-device', full_device),
         ('/live/writing/no-output', no_output),
         ('/live/writing/nobody-reads', nobody_reads),
         ('/live/writing/no-space', no_space),
         ('/live/writing/read-only', read_only)])

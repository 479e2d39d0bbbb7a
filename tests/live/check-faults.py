#!/usr/bin/python3
# check-faults.py: what fails below is said in one line, and never taken for a state of the process
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-faults.py PAGESCAPE_CLI
import json
import os
import resource
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
from pgs_tap import Skip, check, equal, run

program = os.path.abspath(sys.argv[1])
ENOUGH = 64  # descriptors
# the sanitizers read /proc, too, and say so when they cannot; leaks are looked for by other tests
ENVIRONMENT = dict(os.environ, ASAN_OPTIONS=os.environ.get('ASAN_OPTIONS', '') + ':detect_leaks=0')
LOADER_STATUS = 127  # the dynamic loader had none
COMMANDS = [['list', '--format', 'json'], ['list'], ['snapshot', 'PID'], ['snapshot', 'PID', '--format', 'json', '--pages'],
            ['watch', 'PID', '--count', '2', '--interval', '0.01'], ['snapshot', '--name', 'no such name'], ['system']]


def call(words, limit=ENOUGH, prefix=()):
    def set_limit():
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    done = subprocess.run([*prefix, program, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, preexec_fn=set_limit, timeout=120, env=ENVIRONMENT)
    lines = done.stderr.decode().splitlines(keepends=True)
    return done.returncode, done.stdout, ''.join(line for line in lines if not line.startswith('=='))


def check_line(status, err, what):
    check(status in (1, 3), '%s: status %d (%r)' % (what, status, err))
    lines = err.splitlines()
    check(len(lines) == 1 and lines[0].startswith('pagescape-cli: '), '%s said %r' % (what, err))


def facts(text):
    """What no lack of descriptors may change."""
    got = json.loads(text)
    if isinstance(got, list):
        return True
    return (got['access'], len(got['regions']), got['totals']['virt'], got['regions'][0]['pages'])


class Target:
    def __enter__(self):
        self.program = subprocess.Popen(['/bin/cat'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.program.stdin.write(b'.')
        self.program.stdin.flush()
        self.program.stdout.read(1)
        return str(self.program.pid)

    def __exit__(self, *_):
        self.program.communicate()


def without_descriptors():
    with Target() as pid:
        for words in COMMANDS:
            words = [pid if word == 'PID' else word for word in words]
            status_wanted, all_of_it, _ = call(words)
            n_failed = 0
            for limit in range(3, 32):
                status, out, err = call(words, limit)
                what = '%s with %d descriptors' % (' '.join(words), limit)
                if status == LOADER_STATUS:
                    continue
                if status != status_wanted:
                    check_line(status, err, what)
                    check('Too many open files' in err, '%s said %r' % (what, err))
                    n_failed += 1
                elif 'json' in words:
                    equal(facts(out), facts(all_of_it), what)
            print('# %s: %d times refused' % (' '.join(words), n_failed))


def without_proc():
    if os.getuid() != 0 or not shutil.which('unshare'):
        raise Skip('hiding /proc needs root and unshare')
    prefix = ['unshare', '-m', 'sh', '-c', 'mount -t tmpfs none /proc 2>/dev/null || exit 77; exec "$@"', 'sh']
    for words in (['list'], ['system'], ['snapshot', '1'], ['snapshot', '--name', 'x'], ['watch', '1', '--count', '1']):
        status, out, err = call(words, prefix=prefix)
        if status == 77 or 'unshare' in err:
            raise Skip('no mount namespace here')
        equal((status, out), (1, b''), '%s: status and stdout' % words)
        check_line(status, err, words[0])
        check('/proc' in err, '%s said %r' % (words, err))


run([('/live/faults/without-descriptors', without_descriptors),
     ('/live/faults/without-proc', without_proc)])

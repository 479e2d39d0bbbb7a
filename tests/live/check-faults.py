#!/usr/bin/python3
# check-faults.py: what fails below is said in one line, and never taken for a state of the process
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-faults.py PAGESCAPE_CLI
import functools
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from pgs_tap import Skip, check, check_refusal, equal, run
from pgs_zoo import Animal

program = os.path.abspath(sys.argv[1])
ENOUGH = 64  # descriptors
MIB = 1 << 20
# the sanitizers read /proc, too, and say so when they cannot; leaks are looked for by other tests
ENVIRONMENT = dict(os.environ, ASAN_OPTIONS=os.environ.get('ASAN_OPTIONS', '') + ':detect_leaks=0')
LOADER_STATUS = 127  # the dynamic loader had none
FIXTURE = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'fixtures', 'recording', 'version-1.pagescape')
COMMANDS = [['list', '--format', 'json'], ['list'], ['snapshot', 'PID'], ['snapshot', 'PID', '--format', 'json', '--pages'],
            ['watch', 'PID', '--count', '2', '--interval', '0.01'], ['snapshot', '--name', 'no such name'],
            ['system', '--interval', '0.02', '--count', '1'],
            ['snapshot', 'PID', '-o', 'a'], ['record', 'PID', '-o', 'a', '--duration', '0.01'],
            ['record', '-o', 'a', '--', '/bin/true'], ['draw', 'PID', '-o', 'a.svg', '--size', '100x100'],
            ['diff', 'PID', 'PID'], ['diff', FIXTURE, 'PID'], ['metrics', 'PID'], ['info', FIXTURE]]
# limits on addresses that are below what a start needs, and far above
TOO_FEW = {'draw': (128 * MIB, 256 * MIB), None: (24 * MIB, 32 * MIB, 40 * MIB)}
PLENTY = 2048 * MIB
MANY = 60000  # mappings


def call(words, limit=ENOUGH, prefix=(), folder=None, what=resource.RLIMIT_NOFILE):
    def set_limit():
        resource.setrlimit(what, (limit, limit))
    done = subprocess.run([*prefix, program, *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, preexec_fn=set_limit, timeout=120, env=ENVIRONMENT, cwd=folder)
    lines = done.stderr.decode().splitlines(keepends=True)
    return done.returncode, done.stdout, ''.join(line for line in lines if not line.startswith('=='))


def call_and_empty(words, limit, **rest):
    """In a folder of its own. Returns its files, too."""
    with tempfile.TemporaryDirectory() as folder:
        return (*call(words, limit, folder=folder, **rest), sorted(os.listdir(folder)))


def files_of(words):
    return [words[words.index('-o') + 1]] if '-o' in words else []


def facts(text):
    """What no lack of descriptors may change."""
    got = json.loads(text)
    if isinstance(got, list):
        return True
    pages = dict(got['regions'][0]['pages'], exclusive=None)  # others may run the same program, or end
    return (got['access'], len(got['regions']), got['totals']['virt'], pages)


def without_fontconfig(err):
    """It says itself that it could not open its files."""
    return ''.join(line for line in err.splitlines(keepends=True) if not line.startswith('Fontconfig '))


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
            status_wanted, all_of_it, _, _ = call_and_empty(words, ENOUGH)
            n_failed = 0
            for limit in range(3, 20 if words[0] == 'draw' else 32):
                status, out, err, files = call_and_empty(words, limit)
                what = '%s with %d descriptors' % (' '.join(words), limit)
                if status == LOADER_STATUS:
                    continue
                if status != status_wanted:
                    err = without_fontconfig(err)
                    check_refusal(status, err, what)
                    check('Too many open files' in err, '%s said %r' % (what, err))
                    equal(files, [], what + ': what is left')
                    n_failed += 1
                else:
                    equal(files, files_of(words) if status == 0 else [], what + ': files')
                    if words[0] != 'diff' and 'json' in words:
                        equal(facts(out), facts(all_of_it), what)
            print('# %s: %d times refused' % (' '.join(words), n_failed))


def without_descriptors_of_glib():
    """What takes long to encode goes to a thread, for which GLib needs one, too."""
    words = ['--view', 'chart', '--duration', '0.4', '-o', 'a.svg']
    n_refused = 0
    with Animal('many', '20000') as animal:
        for limit in range(9, 20):
            status, _, err, files = call_and_empty(['draw', str(animal.pid), *words], limit)
            if status in (0, LOADER_STATUS):
                continue
            err = without_fontconfig(err)
            check_refusal(status, err, '%d descriptors' % limit, (1,))
            check('Too many open files' in err, '%d descriptors said %r' % (limit, err))
            equal(files, [], '%d descriptors: what is left' % limit)
            n_refused += 1
    check(n_refused > 0, 'there were always enough')


def is_sanitized():
    with open(program, 'rb') as file:
        return b'__asan_init' in file.read()


@functools.lru_cache(None)
def limits_of(command):
    """Those that let the program be loaded and are too few for it."""
    limits = [limit for limit in TOO_FEW.get(command, TOO_FEW[None])
              if command == 'draw' or call(['--version'], limit, what=resource.RLIMIT_AS)[0] == 1]
    check(limits, 'no limit is too low for ' + command)
    return limits


def without_addresses():
    """As with "ulimit -v": too few to start, where GLib, fontconfig and Pango abort, crash or wait for ever."""
    if is_sanitized():
        raise Skip('the shadow memory of a sanitizer takes more addresses than there may be')
    with Target() as pid:
        for words in COMMANDS:
            words = [pid if word == 'PID' else word for word in words]
            for limit in limits_of(words[0]):
                what = '%s with %d MiB' % (' '.join(words), limit // MIB)
                status, out, err, files = call_and_empty(words, limit, what=resource.RLIMIT_AS)
                if status == LOADER_STATUS:
                    continue
                check_refusal(status, err, what, (1,))
                check('Cannot allocate memory' in err, '%s said %r' % (what, err))
                equal((out, files), (b'', []), what + ': output')
            status, _, err, files = call_and_empty(words, PLENTY, what=resource.RLIMIT_AS)
            check(status == 0 or 'no such name' in words, '%s with plenty: %d (%r)' % (words, status, err))


def grows_too_large():
    """Enough to start, but smaps of so many mappings does not fit."""
    if is_sanitized():
        raise Skip('the shadow memory of a sanitizer takes more addresses than there may be')
    with Animal('many', str(MANY)) as animal:
        for words in (['snapshot', str(animal.pid), '--format', 'json', '-o', 'a'],
                      ['snapshot', str(animal.pid), '--format', 'csv', '-o', 'a'],
                      ['record', str(animal.pid), '-o', 'a', '--duration', '0.01']):
            status, out, err, files = call_and_empty(words, 80 * MIB, what=resource.RLIMIT_AS)
            check_refusal(status, err, words[0], (1,))
            equal((out, files), (b'', []), words[0] + ': output')


def without_proc():
    if os.getuid() != 0 or not shutil.which('unshare'):
        raise Skip('hiding /proc needs root and unshare')
    prefix = ['unshare', '-m', 'sh', '-c', 'mount -t tmpfs none /proc 2>/dev/null || exit 77; exec "$@"', 'sh']
    for words in (['list'], ['system'], ['snapshot', '1'], ['snapshot', '--name', 'x'], ['watch', '1', '--count', '1']):
        status, out, err = call(words, prefix=prefix)
        if status == 77 or 'unshare' in err:
            raise Skip('no mount namespace here')
        equal((status, out), (1, b''), '%s: status and stdout' % words)
        check_refusal(status, err, words[0])
        check('/proc' in err, '%s said %r' % (words, err))


run([('/live/faults/without-descriptors', without_descriptors),
     ('/live/faults/without-descriptors-of-glib', without_descriptors_of_glib),
     ('/live/faults/without-addresses', without_addresses),
     ('/live/faults/grows-too-large', grows_too_large),
     ('/live/faults/without-proc', without_proc)])

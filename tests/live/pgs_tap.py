# pgs_tap.py: results of the checkers, in the Test Anything Protocol
#
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import shutil
import signal
import subprocess
import sys
import traceback


# A shell without job control starts what it puts into the background with SIGINT ignored, for which programs that
# are to end on Ctrl+C would wait for ever.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGQUIT, signal.SIG_DFL)


class Skip(Exception):
    """Raised by a case that cannot be run here; says why."""


def check(condition, message):
    """Like assert, but not removed by python -O."""
    if not condition:
        raise AssertionError(message)


def equal(got, expected, what):
    check(got == expected, '%s: got %r, expected %r' % (what, got, expected))


def check_refusal(status, err, what, statuses=(1, 3)):
    """One of @statuses, and one line that says why."""
    check(status in statuses, '%s: status %d (%r)' % (what, status, err))
    lines = err.splitlines()
    check(len(lines) == 1 and lines[0].startswith('pagescape-cli: '), '%s said %r' % (what, err))


# before a command: as an ordinary user who owns nothing
NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']


def need(*programs):
    """Skips the case unless it runs as root and has all of @programs."""
    if os.geteuid() != 0:
        raise Skip('needs root')
    for program in programs:
        if shutil.which(program) is None:
            raise Skip('no ' + program)


def run(cases):
    """Runs (name, function) pairs; exits 1 if one failed."""
    failed = 0
    print('1..%d' % len(cases), flush=True)
    for number, (name, function) in enumerate(cases, 1):
        try:
            function()
            print('ok %d %s' % (number, name), flush=True)
        except Skip as reason:
            print('ok %d %s # SKIP %s' % (number, name, reason), flush=True)
        except BaseException as error:  # a checker's own mistake is a failure as well
            failed += 1
            print('not ok %d %s' % (number, name))
            text = str(error) if isinstance(error, AssertionError) else traceback.format_exc()
            for line in text[:8000].splitlines():
                print('# ' + line.encode('ascii', 'backslashreplace').decode())
            sys.stdout.flush()
            if not isinstance(error, Exception):
                raise
    sys.exit(1 if failed else 0)


class Cli:
    """The program under test."""

    def __init__(self, path):
        self.path = path

    def run(self, *arguments, timeout=60):
        """Returns (status, stdout, stderr), the two as bytes."""
        done = subprocess.run([self.path, *arguments], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=timeout)
        return done.returncode, done.stdout, done.stderr

    def json(self, *arguments, status=0, timeout=60):
        """Runs it, checks the status and parses strictly."""
        got, out, err = self.run(*arguments, '--format', 'json', timeout=timeout)
        equal(got, status, '%s: exit status (%r)' % (' '.join(arguments), err[:200]))
        return json.loads(out.decode('utf-8'), parse_constant=reject_constant)


def reject_constant(word):
    raise AssertionError('%s is not JSON' % word)

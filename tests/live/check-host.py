#!/usr/bin/env python3
# check-host.py: pagescape-cli about another machine: an sshd of the test's own on the loopback
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-host.py PAGESCAPE-CLI      (PGS_ZOO: the zoo)
#
# The other machine is this one, so that what comes over ssh can be compared with what is said here.
import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'cli'))

from pgs_screen import Terminal
from pgs_sshd import HOST, Sshd, why_not
from pgs_tap import Skip, check, equal, run
from pgs_zoo import Animal

cli = os.path.abspath(sys.argv[1])
folder = tempfile.mkdtemp()
server = None
missing = why_not()


def environment(remote=None):
    return server.environment(remote or cli)


def call(*arguments, remote=None, timeout=60):
    done = subprocess.run([cli, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env=environment(remote), timeout=timeout)
    return done.returncode, done.stdout, done.stderr.decode('utf-8', 'replace')


def there(*arguments, **options):
    return call('--host', HOST, *arguments, **options)


def spawn(*arguments):
    return subprocess.Popen([cli, '--host', HOST, *arguments], stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())


def regions(snapshot):
    return [(r['start'], r['end'], r['perms'], r['path'], r['pages']['present']) for r in snapshot['regions']]


def until(what, condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        check(time.monotonic() < end, 'waited too long for ' + what)
        time.sleep(0.1)


def streams():
    """PIDs of running streams of this program."""
    found = []
    for path in pathlib.Path('/proc').glob('[0-9]*/cmdline'):
        with contextlib.suppress(OSError):
            words = path.read_bytes().split(b'\0')
            if words[0].decode('utf-8', 'replace') == cli and b'stream' in words:
                found.append(int(path.parent.name))
    return found


def lists():
    with Animal('dense', '1') as animal:
        status, out, err = there('list', '--format', 'json')
        equal(status, 0, err)
        row = next(r for r in json.loads(out) if r['pid'] == animal.pid)
        statm = pathlib.Path(f'/proc/{animal.pid}/statm').read_text().split()
        equal(row['res'], int(statm[1]) * 4096, 'RES of a process that is stopped')


def snapshots():
    with Animal('checkerboard', '64') as animal:
        status, out, err = there('snapshot', str(animal.pid), '--format', 'json')
        equal(status, 0, err)
        here = json.loads(call('snapshot', str(animal.pid), '--format', 'json')[1])
        equal(regions(json.loads(out)), regions(here), 'regions')


def writes_files_here():
    path = os.path.join(folder, 'snapshot.json')
    with Animal('dense', '1') as animal:
        equal(there('snapshot', str(animal.pid), '--format', 'json', '-o', path), (0, b'', ''), 'said')
        equal(json.loads(pathlib.Path(path).read_text())['process']['pid'], animal.pid, 'PID')


def watches():
    with Animal('dense', '1') as animal:
        status, out, err = there('watch', str(animal.pid), '--count', '3', '--interval', '0.1')
        equal((status, len(out.splitlines())), (0, 3), err)


def draws():
    """On a terminal a chart, until the process ends; what it says is what /proc said."""
    with Animal('dense', '4') as animal:
        res = int(pathlib.Path(f'/proc/{animal.pid}/statm').read_text().split()[1]) * 4096
        command = [cli, '--host', HOST, 'watch', str(animal.pid), '--interval', '0.1']
        with Terminal(command, environment=environment()) as terminal:
            terminal.wait_for(lambda lines: any(re.match(r'RES\b.* %.1f MiB' % (res / 2 ** 20), line) for line in lines),
                              'RES of a process that is stopped')
            os.kill(animal.pid, signal.SIGKILL)
            terminal.wait_for(lambda lines: any('ended' in line for line in lines), 'its end')
            equal(terminal.end(), 0, 'status')
            check(terminal.echoes(), 'the terminal does not echo any more')
    with Terminal([cli, '--host', HOST, 'watch', '4194303'], environment=environment()) as terminal:
        equal(terminal.end(), 3, 'no such process')


def statuses():
    equal(there('snapshot', '4194303')[0], 3, 'no such process')
    equal(there('record', '4194303', '-o', os.path.join(folder, 'none'))[0], 3, 'record: no such process')
    check(not os.path.exists(os.path.join(folder, 'none')), 'a file of no process')
    equal(there('list', '--nonsense')[0], 2, 'a wrong option')
    equal(there('draw', '1')[0], 2, 'a command that is not for other machines')
    equal(call('--host', '-oProxyCommand=touch /tmp/x', 'list')[0], 2, 'an option in place of a host')
    equal(call('--host', 'nowhere.invalid', 'list')[0], 1, 'no such host')


def quotes():
    """Nothing in an argument is a command for the shell there."""
    path = os.path.join(folder, 'made')
    status, _, err = there('snapshot', '--name', f"x'; touch {path}; $(touch {path}) `touch {path}`\n|&")
    equal(status, 3, err)
    check(not os.path.exists(path), 'the shell there ran it')


def records():
    path = os.path.join(folder, 'recording')
    with Animal('grow', stop=False) as animal:
        recorder = spawn('record', str(animal.pid), '-o', path, '--interval', '0.1')
        for _ in range(5):
            time.sleep(0.3)
            animal.program.stdin.write(b'step\n')
            animal.program.stdin.flush()
            animal.program.stdout.readline()
        here = json.loads(call('snapshot', str(animal.pid), '--format', 'json')[1])
        time.sleep(0.5)
        os.kill(animal.pid, signal.SIGKILL)
        equal(recorder.wait(30), 0, recorder.stderr.read())
    info = json.loads(call('info', path, '--format', 'json')[1])
    equal((info['complete'], info['process']['pid']), (True, animal.pid), 'info')
    check(info['samples'] >= 5, '%d samples' % info['samples'])
    last = json.loads(call('snapshot', path, '--format', 'json')[1])
    equal([r[:4] for r in regions(last)], [r[:4] for r in regions(here)], 'mappings of its last sample')
    counts = [int(r[4] or 0) for r in regions(last)]
    equal(sum(counts), sum(int(r[4] or 0) for r in regions(here)), 'pages of its last sample')


def survives_a_cut():
    """A connection that is cut is said, what was recorded stays, and nothing runs on there."""
    path = os.path.join(folder, 'cut')
    with Animal('dense', '1', stop=False) as animal:
        recorder = spawn('record', str(animal.pid), '-o', path, '--interval', '0.1')
        until('a stream', streams)
        until('a file', lambda: os.path.exists(path))
        time.sleep(1)
        server.drop_connections()
        equal(recorder.wait(30), 1, 'exit status')
        check(b'connection was lost' in recorder.stderr.read(), 'it does not say so')
        until('the stream to end', lambda: not streams())
    info = json.loads(call('info', path, '--format', 'json')[1])
    check(info['complete'] and info['samples'] > 1, repr(info))


def ends_with_its_input():
    with Animal('dense', '1') as animal:
        program = subprocess.Popen([cli, 'stream', str(animal.pid)], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE)
        equal(program.stdout.readline()[:17], b'pagescape-stream ', 'header')
        program.stdin.close()
        equal(program.wait(30), 0, 'exit status')


def ends_with_its_reader():
    with Animal('dense', '1') as animal:
        program = subprocess.Popen([cli, 'stream', str(animal.pid), '--interval', '0.1'], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE)
        program.stdout.readline()
        program.stdout.close()
        equal(program.wait(30), 0, 'exit status')
        program.stdin.close()


def ends_on_sigterm():
    with Animal('dense', '1') as animal:
        program = subprocess.Popen([cli, 'stream', str(animal.pid)], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE)
        program.stdout.readline()
        program.terminate()
        equal(program.wait(30), 0, 'exit status')
        program.stdin.close()


def pretend(header, status=0):
    """A program there that is not this one."""
    path = os.path.join(folder, 'pretender')
    pathlib.Path(path).write_text(f"#!/bin/sh\nprintf '{header}'\nexit {status}\n", encoding='utf-8')
    os.chmod(path, 0o755)
    status, _, err = there('record', '1', '-o', os.path.join(folder, 'never'), remote=path)
    check(status != 0, 'it worked')
    return err


def versions():
    check('9.9' in (err := pretend('pagescape-stream 99 9.9\\n')) and 'update Pagescape here' in err, err)
    check('0.0' in (err := pretend('pagescape-stream 0 0.0\\n')) and 'update Pagescape there' in err, err)
    check('update Pagescape there' in (err := pretend('', 2)), err)
    check('something else than Pagescape' in (err := pretend('Welcome to this machine!\\n')), err)
    status, _, err = there('list', remote='/nonexistent/pagescape-cli')
    check(status == 1 and 'install Pagescape there' in err, err)


def guarded(case):
    def skipped():
        raise Skip(missing)
    return skipped if missing else case


CASES = (lists, snapshots, writes_files_here, watches, draws, statuses, quotes, records, survives_a_cut,
         ends_with_its_input, ends_with_its_reader, ends_on_sigterm, versions)

try:
    with contextlib.ExitStack() as stack:
        if not missing:
            server = stack.enter_context(Sshd())
        run([('/live/host/' + case.__name__.replace('_', '-'), guarded(case)) for case in CASES])
finally:
    shutil.rmtree(folder, ignore_errors=True)

#!/usr/bin/python3
# check-record-command.py: pagescape-cli record -- COMMAND: what the command and the file tell afterwards
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-record-command.py PAGESCAPE_CLI
import json
import os
import pty
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'live'))
from pgs_tap import Skip, check, equal, run

program = os.path.abspath(sys.argv[1])
folder = tempfile.mkdtemp(prefix='pgs-record-')
SECONDS = 30


class Done:
    def __init__(self, process, out, err):
        self.status, self.out, self.err = process.returncode, out.decode(), err.decode()


def path(name):
    return os.path.join(folder, name)


def record(name, *command, options=(), stdin=b'', **how):
    process = subprocess.Popen([program, 'record', '-o', path(name), '--interval', '0.1', *options, '--', *command],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **how)
    try:
        out, err = process.communicate(stdin, timeout=SECONDS)
    finally:
        process.kill()
    return Done(process, out, err)


def ask(name, query):
    database = sqlite3.connect('file:%s?mode=ro' % path(name), uri=True)
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()


def wait_for(condition, what):
    until = time.monotonic() + SECONDS
    while not condition():
        check(time.monotonic() < until, 'never: ' + what)
        time.sleep(0.01)


def streams():
    done = record('streams.pgs', 'sh', '-c', 'read line; echo "out $line"; echo err >&2; pwd; echo "$WORD"',
                  stdin='한글\n'.encode(), cwd=folder, env=dict(os.environ, WORD='of the caller'))
    equal(done.status, 0, 'status')
    equal(done.out, 'out 한글\n%s\nof the caller\n' % folder, 'standard output')
    equal(done.err, 'err\n', 'standard error')


def ends():
    for script, expected in (('exit 0', 0), ('exit 3', 3 << 8), ('kill -KILL $$', 9), ('kill -TERM $$', 15)):
        done = record('end.pgs', 'sh', '-c', script, options=['--force'])
        equal(done.status, 0, 'status of pagescape-cli after ' + script)
        equal(ask('end.pgs', 'select exit_status from process'), [(expected,)], 'wait status after ' + script)
        equal(ask('end.pgs', "select count (*) from mark where kind = 'ended'"), [(1,)], 'marks of the end')


def first_mappings():
    record('first.pgs', 'sleep', '2')
    first, last = ask('first.pgs', 'select min (id), max (id) from sample')[0]
    names = {row[0] for row in ask('first.pgs', 'select path from region where first_sample = %d' % first)}
    check(any(name and name.endswith('/sleep') for name in names), 'the program itself is there: %r' % names)
    check(not any(name and 'libc' in name for name in names), 'libc is not there yet: %r' % names)
    later = ask('first.pgs', "select count (*) from region where first_sample > %d and path like '%%libc%%'" % first)
    check(last > first and later[0][0] > 0, 'libc came later')
    equal(ask('first.pgs', 'select state from sample where id = %d' % first), [('t',)], 'it was stopped')


def children():
    done = record('family.pgs', 'sh', '-c', 'sleep 1.5 & echo $!; (sleep 1.5 & echo $!; wait) & echo $!; wait')
    told = {int(word) for word in done.out.split()}
    rows = ask('family.pgs', 'select pid, name from processes')
    equal(len(told), 3, 'children that the command told of')
    check(told <= {pid for pid, _ in rows}, 'in the file are %r, not all of %r' % (rows, told))
    equal(len(rows), 4, 'processes in the file')
    ended = ask('family.pgs', 'select count (*) from process where ended_t_us is not null')[0][0]
    check(ended >= 1, 'the command itself has ended')
    firsts = ask('family.pgs', "select process, count (*) from mark where kind = 'first' group by process")
    equal([n for _, n in firsts], [1] * 4, 'marks of a first sample of each process')
    info = json.loads(subprocess.run([program, 'info', path('family.pgs'), '--format', 'json'],
                                     stdout=subprocess.PIPE, check=True).stdout)
    equal({mark['pid'] for mark in info['marks'] if mark['kind'] == 'first'}, {pid for pid, _ in rows}, 'whose marks they are')


def not_started():
    plain = path('plain')
    with open(plain, 'w') as file:
        file.write('echo no\n')
    for command, status, message in ((['no-such-command-here'], 1, 'no-such-command-here: command not found'),
                                     (['/nonexistent/x'], 1, '/nonexistent/x: No such file or directory'),
                                     ([plain], 4, plain + ': Permission denied'),
                                     ([], 2, 'no command after --')):
        done = record('none.pgs', *command)
        equal(done.status, status, 'status of %r' % command)
        equal(done.err, 'pagescape-cli: record: %s\n' % message, 'message of %r' % command)
        equal(done.out, '', 'output of %r' % command)
        check(not os.path.exists(path('none.pgs')), 'no file was made')
    done = record('none.pgs', 'true', options=['123'])
    equal(done.status, 2, 'status of a process and a command')


def no_file():
    """What cannot be recorded is not run."""
    done = record('no/such/folder.pgs', 'touch', path('ran'))
    equal(done.status, 1, 'status')
    check(not os.path.exists(path('ran')), 'the command was not run')


def kept():
    record('kept.pgs', 'true')
    before = open(path('kept.pgs'), 'rb').read()
    done = record('kept.pgs', 'touch', path('ran'))
    equal(done.status, 1, 'status')
    equal(open(path('kept.pgs'), 'rb').read(), before, 'the file')
    check(not os.path.exists(path('ran')), 'the command was not run')


def descriptors():
    """The command gets what the caller handed on, and nothing of ours."""
    read, write = os.pipe()
    script = 'import os; print(sorted(int(fd) for fd in os.listdir("/proc/self/fd") if os.path.exists("/proc/self/fd/" + fd)))'
    done = record('fds.pgs', sys.executable, '-c', script, pass_fds=[read])
    os.close(read)
    os.close(write)
    equal(done.out, '%r\n' % sorted([0, 1, 2, read]), 'descriptors')


def terminated():
    """SIGTERM ends the recording; the command goes on, untraced."""
    process = subprocess.Popen([program, 'record', '-o', path('term.pgs'), '--', 'sh', '-c', 'exec 2>/dev/null; echo $$; exec sleep 60'],
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    pid = int(process.stdout.readline())
    try:
        status = open('/proc/%d/status' % pid).read()
        equal(re.search(r'TracerPid:\s*(\d+)', status)[1], '0', 'tracer')
        process.terminate()
        err = process.stderr.read().decode()
        equal(process.wait(SECONDS), 0, 'status')
        equal(err, 'pagescape-cli: record: sh goes on without being recorded, PID %d\n' % pid, 'message')
        os.kill(pid, 0)
        equal(ask('term.pgs', 'select pid, exit_status from process where pid = %d' % pid), [(pid, None)], 'in the file')
    finally:
        os.kill(pid, signal.SIGKILL)
        process.stdout.close()
        process.stderr.close()


def killed():
    """kill -9 while it records: the command is not stopped, the file opens."""
    process = subprocess.Popen([program, 'record', '-o', path('killed.pgs'), '--interval', '0.1', '--', 'sleep', '60'],
                               stdin=subprocess.DEVNULL)
    wait_for(lambda: os.path.exists(path('killed.pgs')) and
             ask('killed.pgs', "select count (*) from sqlite_master where name = 'sample'") == [(1,)] and
             ask('killed.pgs', 'select count (*) from sample')[0][0] > 2, 'three samples')
    pid = ask('killed.pgs', 'select pid from process')[0][0]
    process.kill()
    process.wait()
    try:
        check(open('/proc/%d/stat' % pid).read().split()[2] in 'SR', 'the command runs')
    finally:
        os.kill(pid, signal.SIGKILL)
    done = subprocess.run([program, 'info', path('killed.pgs')], stdout=subprocess.PIPE, timeout=SECONDS)
    equal(done.returncode, 0, 'status of info')


def on_terminal(name, script):
    """Starts it on a terminal of its own, in the foreground; returns (pid, descriptor)."""
    pid, fd = pty.fork()
    if pid == 0:
        os.execv(program, [program, 'record', '-o', path(name), '--interval', '0.1', '--', 'sh', '-c', script])
    return pid, fd


def read_all(fd):
    text = b''
    while True:
        try:
            data = os.read(fd, 65536)
        except OSError:
            return text.decode()
        if not data:
            return text.decode()
        text += data


def interrupt(name, script):
    """Ctrl+C as soon as the command has said "ready"; returns what is on the terminal from then on."""
    pid, fd = on_terminal(name, script)
    text = b''
    while b'ready' not in text:
        text += os.read(fd, 1024)
    os.write(fd, b'\x03')
    text = read_all(fd)
    equal(os.waitpid(pid, 0)[1], 0, 'status')
    os.close(fd)
    return text


def interrupted():
    """Ctrl+C goes to both: one that ends by it is in the file."""
    text = interrupt('int.pgs', 'echo ready; exec sleep 60')
    equal(ask('int.pgs', 'select exit_status from process'), [(int(signal.SIGINT),)], 'how it ended')
    equal(text, '^C', 'nothing but the echo is on the terminal')


def interrupt_handled():
    """One that does not end by Ctrl+C goes on, and so does the recording."""
    text = interrupt('handled.pgs', 'trap "echo caught; exit 7" INT; echo ready; read x')
    check('caught' in text, 'the command handled it: %r' % text)
    equal(ask('handled.pgs', 'select exit_status from process'), [(7 << 8,)], 'how it ended')


def setuid():
    if os.geteuid() != 0 or os.statvfs(folder).f_flag & os.ST_NOSUID:
        raise Skip('needs root and a file system without nosuid')
    os.chmod(folder, 0o777)
    tool = path('sleep')
    shutil.copyfile(shutil.which('sleep'), tool)
    os.chmod(tool, 0o4755)
    process = subprocess.run(['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', program, 'record', '-o',
                              path('setuid.pgs'), '--interval', '0.1', '--', tool, '0.5'],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=SECONDS)
    err = process.stderr.decode()
    equal(process.returncode, 0, 'status: ' + err)
    check('started without being stopped first' in err and 'more rights' in err, 'it is said: %r' % err)
    equal(ask('setuid.pgs', 'select exit_status from process'), [(0,)], 'how it ended')
    check(ask('setuid.pgs', 'select max (uid) from program')[0][0] == 0, 'it had the rights of its file')


def no_processes():
    """Without /proc nothing can be said of any process, neither that it ended."""
    if os.getuid() != 0 or not shutil.which('unshare'):
        raise Skip('taking /proc away needs root and unshare')
    for words in (['-o', path('none.pgs'), '--', 'true'], ['-o', path('none.pgs'), str(os.getpid())]):
        done = subprocess.run(['unshare', '-m', 'sh', '-c', 'umount -l /proc || exit 77; exec "$@"', 'sh', program,
                               'record', *words], stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode == 77 or 'unshare' in done.stderr:
            raise Skip('no mount namespace here')
        if 'LeakSanitizer' in done.stderr:
            raise Skip('sanitizers need /proc')
        check(re.fullmatch(r'pagescape-cli: record: \d+: no process can be seen \(is /proc mounted\?\)\n', done.stderr),
              'it is said: %r' % done.stderr)
        equal((done.returncode, os.path.exists(path('none.pgs'))), (1, False), 'status, and a file')


def duration():
    done = record('duration.pgs', 'sleep', '3', options=['--duration', '0.4'])
    equal(done.status, 0, 'status')
    check('goes on' in done.err, 'it is said: %r' % done.err)
    last = ask('duration.pgs', 'select max (t_us) from sample')[0][0]
    check(last < 2000000, 'it ended at its time: %r' % last)


try:
    run([('cli/record-command/streams', streams),
         ('cli/record-command/ends', ends),
         ('cli/record-command/first-mappings', first_mappings),
         ('cli/record-command/children', children),
         ('cli/record-command/not-started', not_started),
         ('cli/record-command/no-file', no_file),
         ('cli/record-command/kept', kept),
         ('cli/record-command/descriptors', descriptors),
         ('cli/record-command/terminated', terminated),
         ('cli/record-command/killed', killed),
         ('cli/record-command/interrupted', interrupted),
         ('cli/record-command/interrupt-handled', interrupt_handled),
         ('cli/record-command/setuid', setuid),
         ('cli/record-command/no-processes', no_processes),
         ('cli/record-command/duration', duration)])
finally:
    shutil.rmtree(folder)

#!/usr/bin/python3
# check-denied.py: says why a process may not be looked into
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-denied.py PAGESCAPE_CLI
#
# Each case puts the program and a process into a relation in which one rule of the kernel refuses, by
# setpriv and unshare, and expects that rule to be named. Needs root, to become somebody else.
import json
import os
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'cli'))
from pgs_screen import Terminal
from pgs_tap import NOBODY, Skip, check, equal, need, run

CLI = sys.argv[1]
PARTS = ['maps', 'pagemap', 'smaps', 'scan']


class Target:
    """A process that says when it is ready."""

    def __init__(self, *command):
        self.command = [*command, 'sh', '-c', 'echo $$; exec sleep 1000']

    def __enter__(self):
        self.program = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        stdin=subprocess.DEVNULL)
        word = self.program.stdout.readline()
        if not word:
            self.program.wait()
            raise Skip(self.program.stderr.read().decode().strip())
        pid = self.program.pid
        # by way of sh it becomes sleep, with the rights that are asked for
        while open('/proc/%d/comm' % pid).read() != 'sleep\n':
            pass
        return pid

    def __exit__(self, *_):
        self.program.kill()
        self.program.wait()
        self.program.stdout.close()
        self.program.stderr.close()


def look(pid, *observer):
    done = subprocess.run([*observer, CLI, 'snapshot', str(pid), '--format', 'json'],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr.decode()


def expect(pid, reason, *observer):
    status, got, err = look(pid, *observer)
    if got is None:
        raise Skip('cannot run it so: %s' % err.strip())
    prefix = 'pagescape-cli: snapshot: %d: maps: permission denied: '
    equal(status, 4, 'exit status')
    check(err.count('\n') == 1 and err.startswith(prefix % pid),
          'one line: %r' % err)
    for part in PARTS:
        equal(got['access'][part], 'denied', part)
        equal(got['denied_by'][part], reason, part)
    equal(got['regions'], None, 'regions')
    statm = [int(word) * got['page_size'] for word in open('/proc/%d/statm' % pid).read().split()]
    equal([got['totals'][key] for key in ('virt', 'res', 'shr')], statm[:3], 'what is known')
    lines = {(line['account'], line['line']): line['bytes'] for line in got['ledger']}
    equal(lines['res', 'res'], statm[1], 'RES in the ledger')
    equal(lines['res', 'present'], None, 'present pages in the ledger')
    return err


def other_user():
    need('setpriv')
    with Target() as pid:
        err = expect(pid, 'other_user', *NOBODY)
        check('root' in err, 'says whose it is: %r' % err)


def recorded():
    """What is known is recorded all the same, and that it is little is told."""
    need('setpriv')
    with Target() as pid, tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        file = os.path.join(folder, 'a')
        done = subprocess.run([*NOBODY, CLI, 'record', str(pid), '-o', file, '--duration', '0.05'],
                              capture_output=True, text=True, stdin=subprocess.DEVNULL)
        equal(done.returncode, 4, 'exit status')
        check(done.stderr.count('\n') == 1
              and done.stderr.startswith('pagescape-cli: record: %d: maps: permission denied: ' % pid),
              'one line: %r' % done.stderr)
        status, got, _ = look(file)
        equal((status, got['regions'], got['access']['maps']), (4, None, 'denied'), 'the recording')
        equal(got['totals']['virt'], int(open('/proc/%d/statm' % pid).read().split()[0]) * got['page_size'], 'VIRT')


def watched():
    """How many mappings there are is not known, which is told once and not in the chart."""
    need('setpriv')
    with Target() as pid, tempfile.TemporaryDirectory() as folder:
        words = 'pagescape-cli: watch: %d: maps: permission denied: it belongs to root\n' % pid
        watch = [*NOBODY, CLI, 'watch', str(pid), '--interval', '0.02', '--count', '3']
        done = subprocess.run(watch, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        equal((done.returncode, done.stderr), (4, words), 'rows')
        equal([json.loads(line)['regions'] for line in done.stdout.splitlines()], [None] * 3, 'regions')
        with Terminal([shutil.which(watch[0]), *watch[1:]], columns=120) as terminal:
            status = terminal.end()
            lines = [line for line in terminal.screen.text() if line]
        equal((status, lines[-1:], sum('denied' in line for line in lines)), (4, [words.strip()], 1), 'a chart')
        os.chmod(folder, 0o777)
        file = os.path.join(folder, 'a')
        subprocess.run([*NOBODY, CLI, 'record', str(pid), '-o', file, '--duration', '0.05'],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        done = subprocess.run([CLI, 'watch', file], capture_output=True, text=True, stdin=subprocess.DEVNULL)
        equal((done.returncode, done.stderr.count('permission denied')), (4, 1), 'a recording')


def other_group():
    need('setpriv')
    with Target('setpriv', '--reuid=65534', '--regid=1', '--clear-groups') as pid:
        expect(pid, 'other_group', *NOBODY)


def capabilities():
    need('setpriv')
    with Target(*NOBODY, '--inh-caps=+net_raw', '--ambient-caps=+net_raw') as pid:
        expect(pid, 'capabilities', *NOBODY)


def not_dumpable():
    need('setpriv')
    zoo = os.environ.get('PGS_ZOO')
    if not zoo:
        raise Skip('no zoo')
    program = subprocess.Popen([zoo, 'undumpable'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        while program.stdout.readline() != b'READY\n':
            check(program.poll() is None, 'the zoo ended')
        expect(program.pid, 'not_dumpable', *NOBODY)
    finally:
        program.communicate()


def container():
    """Root without the capability, as in a container; newer kernels also take CAP_PERFMON, which
    CAP_SYS_ADMIN includes."""
    need('setpriv')
    less = '-sys_ptrace,-perfmon,-sys_admin'
    with Target(*NOBODY) as pid:
        expect(pid, 'root_without_ptrace', 'setpriv', '--bounding-set=' + less,
               '--inh-caps=' + less)


def user_namespace():
    need('unshare')
    with Target() as pid:
        expect(pid, 'other_user_namespace', 'unshare', '--user', '--map-root-user')


def user_namespace_below():
    """Whoever is root of the machine is also root of the namespaces in it."""
    need('unshare')
    with Target('unshare', '--user', '--map-root-user') as pid:
        status, got, _ = look(pid)
        equal((status, got['denied_by']['maps']), (0, None), 'a namespace below ours')
        with Target(*NOBODY, 'unshare', '--user', '--map-root-user') as other:
            expect(other, 'other_user', 'setpriv', '--reuid=1', '--regid=1', '--clear-groups')


def security_module():
    need()
    try:
        open('/proc/1/maps').close()
        raise Skip('process 1 may be read here')
    except PermissionError:
        pass
    with open('/proc/self/status') as file:
        effective = next(int(line.split()[1], 16) for line in file if line.startswith('CapEff'))
    if not effective >> 19 & 1 or os.stat('/proc/self/ns/user').st_ino != 0xEFFFFFFD:
        raise Skip('this root is not the root of the machine')
    expect(1, 'security_module')


def frames(reason, *observer):
    def case():
        need('setpriv', 'unshare')
        # the program looks at itself: there is nobody closer
        done = subprocess.run([*observer, 'sh', '-c', 'exec "$0" snapshot $$ --format json', CLI],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if not done.stdout:
            raise Skip(done.stderr.decode().strip())
        got = json.loads(done.stdout)
        equal(done.returncode, 0, 'exit status')
        equal(got['access']['pfn'], 'denied' if reason else 'ok', 'access')
        equal(got['denied_by']['pfn'], reason, 'reason')
        equal(got['denied_by']['maps'], None, 'maps')
    return case


def hidden(option):
    def case():
        need('setpriv', 'unshare', 'mount')
        with Target() as pid:
            script = ('mount -t proc -o hidepid=%s proc /proc || exit 77; '
                      'exec setpriv --reuid=65534 --regid=65534 --clear-groups "$0" snapshot %d'
                      % (option, pid))
            done = subprocess.run(['unshare', '--mount', 'sh', '-c', script, CLI],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            if done.returncode == 77:
                raise Skip(done.stderr.decode().strip())
            equal(done.returncode, 4, 'exit status (%r)' % done.stderr)
            check(done.stderr.count(b'\n') == 1 and b'hidepid' in done.stderr,
                  'says why: %r' % done.stderr)
            gone = subprocess.run(['unshare', '--mount', 'sh', '-c',
                                   script.replace(' %d' % pid, ' 4194303'), CLI],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            equal(gone.returncode, 3, 'exit status of none (%r)' % gone.stderr)
    return case


run([('/live/denied/' + case.__name__.replace('_', '-'), case)
     for case in (other_user, recorded, watched, other_group, capabilities, not_dumpable, container, user_namespace,
                  user_namespace_below, security_module)]
    + [
        ('/live/denied/frames-of-user', frames('not_admin', *NOBODY)),
        ('/live/denied/frames-of-container',
         frames('root_without_admin', 'setpriv', '--bounding-set=-sys_admin',
                '--inh-caps=-sys_admin')),
        ('/live/denied/frames-in-namespace',
         frames('admin_in_namespace', 'unshare', '--user', '--map-root-user')),
        ('/live/denied/hidepid-invisible', hidden('2')),
        ('/live/denied/hidepid-noaccess', hidden('1')),
    ])

#!/usr/bin/python3
# check-list.py: compares pagescape-cli list with ps(1) and with /proc, read by this script itself
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-list.py PAGESCAPE_CLI
#
# Processes come and go and grow while both are looked at. So ps runs before and after: what it says
# twice must be what list says, counters that only grow must lie between.
import csv
import ctypes
import io
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True
from pgs_tap import Cli, Skip, check, equal, run

cli = Cli(sys.argv[1])
libc = ctypes.CDLL(None, use_errno=True)

KEYS = ['pid', 'ppid', 'name', 'user', 'state', 'priority', 'nice', 'virt', 'res', 'shr',
        'mem_percent', 'minor_faults', 'major_faults', 'oom_score', 'cmdline']
PS_COLUMNS = ['pid', 'ppid', 'euser:64', 'state', 'priority', 'ni', 'vsz', 'rss', 'min_flt',
              'maj_flt', 'lstart']
PR_SET_NAME = 15


def read(path):
    with open(path, 'rb') as file:
        return file.read()


def to_text(data):
    return data.decode('utf-8', 'replace')


def ps():
    """Returns {pid: [ppid, user, state, priority, nice, vsz, rss, minor, major, start]}."""
    if not shutil.which('ps'):
        raise Skip('ps is not installed')
    command = ['ps', '-ww', '-eo', ','.join(column + '=' for column in PS_COLUMNS)]
    out = subprocess.run(command, stdout=subprocess.PIPE, check=True,
                         env={**os.environ, 'LC_ALL': 'C'}).stdout
    rows = {}
    for line in out.splitlines():
        words = line.split(None, 10)
        rows[int(words[0])] = ([int(words[1]), to_text(words[2]), to_text(words[3])]
                               + [None if word == b'-' else int(word) for word in words[4:10]] + [words[10]])
    return rows


def kernel(pid):
    """What ps does not tell: comm, arguments, SHR and the OOM score. None if it is gone."""
    base = '/proc/%d/' % pid
    try:
        return (to_text(read(base + 'comm')[:-1]),
                to_text(read(base + 'cmdline').rstrip(b'\0').replace(b'\0', b' ')),
                int(read(base + 'statm').split()[2]) * os.sysconf('SC_PAGESIZE'),
                int(read(base + 'oom_score')))
    except (FileNotFoundError, ProcessLookupError):
        return None


class Spawned:
    """A child of ours that does as it is told and then sleeps."""

    def __init__(self, action):
        parent, child = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                action()
                os.write(child, b'.')
                signal.pause()
            finally:
                os._exit(1)
        os.close(child)
        check(os.read(parent, 1) == b'.', 'a child could not be prepared')
        os.close(parent)

    def __enter__(self):
        return self.pid

    def __exit__(self, *_):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def by_pid(rows):
    return {row['pid']: row for row in rows}


def check_pids():
    before = ps()
    rows = cli.json('list')
    after = ps()
    pids = [row['pid'] for row in rows]
    equal(pids, sorted(set(pids)), 'PIDs, ascending, each once')
    steady = {pid for pid in before if pid in after and before[pid][-1] == after[pid][-1]}
    equal(steady - set(pids), set(), 'processes that list does not show')
    unknown = {pid for pid in set(pids) - set(before) - set(after)
               if os.path.exists('/proc/%d' % pid)}  # those that lived shorter than that are gone
    equal(unknown, set(), 'processes that ps does not show')
    for row in rows:
        equal(list(row), KEYS, 'keys')


def compare_row(row, before, after):
    """Returns how many values were compared."""
    names = ['ppid', 'user', 'state', 'priority', 'nice', 'virt', 'res']
    compared = 0
    for i, name in enumerate(names):
        value = row[name] // 1024 if name in ('virt', 'res') else row[name]
        # None: ps has no nice value for real-time processes
        if before[i] == after[i] and before[i] is not None:
            equal(value, before[i], '%d (%s): %s' % (row['pid'], row['name'], name))
            compared += 1
    for i, name in ((7, 'minor_faults'), (8, 'major_faults')):
        check(before[i] <= row[name] <= after[i],
              '%d (%s): %s %d is not from %d to %d'
              % (row['pid'], row['name'], name, row[name], before[i], after[i]))
        compared += 1
    return compared


def compare_values():
    """Returns {pid: difference}."""
    before = ps()
    rows = by_pid(cli.json('list'))
    after = ps()
    pids = [pid for pid in rows if pid in before and pid in after
            and before[pid][-1] == after[pid][-1] and pid != os.getpid()]
    differences = {}
    compared = 0
    for pid in pids:
        try:
            compared += compare_row(rows[pid], before[pid], after[pid])
        except AssertionError as error:
            differences[pid] = str(error)
    check(compared >= len(pids) * 6, 'only %d values of %d processes' % (compared, len(pids)))
    return differences


def check_values():
    """A process can change and change back between two looks, but not each time."""
    always = compare_values()
    for attempt in range(9):
        if not always:
            return
        time.sleep(0.1)
        differences = compare_values()
        always = {pid: text for pid, text in always.items() if pid in differences}
    raise AssertionError('\n'.join(always.values()))


def check_kernel():
    for _ in range(50):
        before = {pid: kernel(pid) for pid in ps()}
        rows = by_pid(cli.json('list'))
        wrong = []
        compared = 0
        for pid, values in before.items():
            if values is None or pid not in rows or kernel(pid) != values:
                continue
            row = rows[pid]
            if (row['name'], row['cmdline'], row['shr'], row['oom_score']) != values:
                wrong.append('%d: %r is not %r' % (pid, row, values))
            compared += 1
        check(compared > 0, 'nothing to compare')
        if not wrong:
            return
    raise AssertionError('\n'.join(wrong))


def check_percent():
    total = next(int(line.split()[1]) * 1024 for line in open('/proc/meminfo')
                 if line.startswith('MemTotal:'))
    for row in cli.json('list'):
        check(abs(row['mem_percent'] - row['res'] / total * 100) <= 0.00051,
              '%d: mem_percent %r of RES %d' % (row['pid'], row['mem_percent'], row['res']))


def check_names():
    names = [b'new\nline', b'\xff\xfe', b') S 1 (', b'x,"y"', b'tab\there', b'\x1b[31m',
             b'(deleted)', b' ', '한글'.encode()]
    for name in names:
        with Spawned(lambda: libc.prctl(PR_SET_NAME, name, 0, 0, 0)) as pid:
            expected = to_text(read('/proc/%d/comm' % pid)[:-1])
            row = by_pid(cli.json('list'))[pid]
            equal(row['name'], expected, 'name')
            equal(row['ppid'], os.getpid(), 'parent of %r' % name)
            status, out, _ = cli.run('list', '--format', 'csv')
            rows = list(csv.DictReader(io.StringIO(to_text(out), newline='')))
            equal([r['name'] for r in rows if r['pid'] == str(pid)], [expected], 'name in CSV')
            status, out, _ = cli.run('list')
            text = out.decode('utf-8')
            check(not [c for c in text if c != '\n' and (c < ' ' or c == '\x7f')],
                  'control characters in the table: %r' % name)
            equal(len([line for line in text.splitlines() if line.split()[0] == str(pid)]), 1,
                  'lines of the table for %r' % name)


def check_zombie():
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    try:
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        row = by_pid(cli.json('list'))[pid]
        equal((row['state'], row['virt'], row['res'], row['cmdline']), ('Z', 0, 0, ''), 'zombie')
    finally:
        os.waitpid(pid, 0)


def check_csv():
    status, out, _ = cli.run('list', '--format', 'csv')
    equal(status, 0, 'exit status')
    check(out.endswith(b'\r\n'), 'lines end in CR LF')
    rows = list(csv.reader(io.StringIO(to_text(out), newline='')))
    equal(rows[0], KEYS, 'header')
    for row in rows[1:]:
        equal(len(row), len(KEYS), 'fields of %r' % row)
    for _ in range(50):
        wrong = compare_formats()
        if not wrong:
            return
    raise AssertionError('\n'.join(wrong))


def compare_formats():
    """What is the same in JSON before and after must be the same in CSV."""
    before = by_pid(cli.json('list'))
    out = cli.run('list', '--format', 'csv')[1]
    after = by_pid(cli.json('list'))
    rows = {int(row['pid']): row
            for row in csv.DictReader(io.StringIO(to_text(out), newline=''))}
    wrong = []
    same = 0
    for pid, row in rows.items():
        if pid not in before or pid not in after:
            continue
        for key in KEYS:
            if before[pid][key] != after[pid][key]:
                continue
            same += 1
            text = '' if before[pid][key] is None else before[pid][key]
            text = '%.3f' % text if key == 'mem_percent' else str(text)
            if row[key] != text:
                wrong.append('%d: %s: got %r, expected %r' % (pid, key, row[key], text))
    check(same > 10 * len(rows) // 2, 'only %d values of %d processes' % (same, len(rows)))
    return wrong


def check_user():
    if os.getuid() != 0:
        raise Skip('only root can start processes of other users')
    nobody = pwd.getpwnam('nobody')
    with Spawned(lambda: os.setresuid(nobody.pw_uid, nobody.pw_uid, nobody.pw_uid)) as pid:
        for name in ('nobody', str(nobody.pw_uid)):
            rows = cli.json('list', '--user', name)
            check(pid in by_pid(rows), 'its process is listed')
            equal({row['user'] for row in rows}, {'nobody'}, 'users')
        check(pid not in by_pid(cli.json('list', '--user', 'root')), "not among root's")
    with Spawned(lambda: os.setresuid(4000000123, 4000000123, 4000000123)) as pid:
        equal(by_pid(cli.json('list'))[pid]['user'], '4000000123', 'a user without a name')
    # the effective user is what counts
    with Spawned(lambda: os.setresuid(0, nobody.pw_uid, 0)) as pid:
        equal(by_pid(cli.json('list'))[pid]['user'], 'nobody', 'effective user')
    status, out, _ = cli.run('list', '--user', 'nobody', '--format', 'csv')
    equal((status, to_text(out).splitlines()[0]), (0, ','.join(KEYS)), 'header without rows')


def check_sort():
    for column, reverse in (('res', True), ('minor_faults', True), ('mem_percent', True),
                            ('pid', False), ('nice', False)):
        values = [row[column] for row in cli.json('list', '--sort', column)]
        equal(values, sorted(values, reverse=reverse), 'order by ' + column)
    for column in ('name', 'user', 'cmdline'):
        # a process that was ending has no arguments any more
        values = [row[column].encode() for row in cli.json('list', '--sort', column)
                  if row[column] is not None and '\ufffd' not in row[column]]
        check(values, 'no row has a ' + column)
        equal(values, sorted(values), 'order by ' + column)


run([
    ('/live/list/same-processes-as-ps', check_pids),
    ('/live/list/same-values-as-ps', check_values),
    ('/live/list/same-values-as-the-kernel', check_kernel),
    ('/live/list/percent-of-memory', check_percent),
    ('/live/list/hostile-names', check_names),
    ('/live/list/zombie', check_zombie),
    ('/live/list/csv', check_csv),
    ('/live/list/user', check_user),
    ('/live/list/sort', check_sort),
])

# check-recording.py: what is recorded is what was there, as a live snapshot, the kernel and SQL tell
#
# SPDX-License-Identifier: GPL-3.0-or-later
import contextlib
import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import pgs_kernel as kernel
from pgs_tap import Skip, check, equal, run
from pgs_zoo import Animal

CLI = sys.argv[1]
MAN = sys.argv[2]

# of the live snapshot only, or of the moment at which it was taken
MOMENT = {'taken_at'}
TRIES = 8


@contextlib.contextmanager
def folder():
    path = tempfile.mkdtemp(prefix='pagescape-test-')
    try:
        yield path
    finally:
        shutil.rmtree(path)


def cli(*arguments, status=0, **options):
    result = subprocess.run([CLI, *map(str, arguments)], capture_output=True, text=True, **options)
    equal(result.returncode, status, 'status of %s (%s)' % (arguments, result.stderr))
    if status:
        equal(result.stderr.count('\n'), 1, 'lines of %r' % result.stderr)
    return result.stdout if status == 0 else result.stderr


SMAPS_KEYS = ['pss', 'swap', 'anon', 'private_clean', 'private_dirty', 'shared_clean', 'shared_dirty', 'locked']


def snapshot(target):
    return json.loads(cli('snapshot', target, '--format', 'json', '--pages'))


def info(path):
    return json.loads(cli('info', path, '--format', 'json'))


def wait_for_samples(path, n_samples):
    """Until a recording that is being written has so many; before the first there is none."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        told = subprocess.run([CLI, 'info', path, '--format', 'json'], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, check=False)
        if told.returncode == 0 and json.loads(told.stdout)['samples'] >= n_samples:
            return
        time.sleep(0.05)
    raise AssertionError('waited 30 s for %d samples' % n_samples)


def sql(path, query, *options):
    if not shutil.which('sqlite3'):
        raise Skip('there is no sqlite3')
    result = subprocess.run(['sqlite3', *options, path, query], capture_output=True, text=True)
    equal(result.stderr, '', query)
    return [line.split('|') for line in result.stdout.splitlines()]


def differences(live, recorded, where=''):
    """Paths of all that differs."""
    if isinstance(live, dict) and isinstance(recorded, dict):
        for key in live.keys() | recorded.keys():
            if key not in MOMENT:
                yield from differences(live.get(key), recorded.get(key), '%s/%s' % (where, key))
    elif isinstance(live, list) and isinstance(recorded, list) and len(live) == len(recorded):
        for number, (a, b) in enumerate(zip(live, recorded)):
            yield from differences(a, b, '%s/%d' % (where, number))
    elif live != recorded:
        yield '%s: %r recorded as %r' % (where, live, recorded)


def without_sharing(told):
    """On a busy machine there is no calm moment: then what others change who map the same files is left out."""
    told['totals'].update(pss=None, uss=None)
    for region in told['regions']:
        region['pss'] = None
        for state in ('clean', 'dirty'):
            counts = region.pop('private_' + state), region.pop('shared_' + state)
            region[state] = None if None in counts else sum(counts)
        region['runs'] = kernel.merge([[first, n, states.replace('file,exclusive', 'file')]
                                       for first, n, states in region['runs'] or []])
        region['pages'] = {**(region['pages'] or {}), 'exclusive': None}
    told['ledger'] = [line for line in told['ledger'] if line['account'] != 'shared']
    return told


def compare_with_live(*animal):
    """What is shared changes with processes that begin and end elsewhere: there may be a calm moment."""
    with Animal(*animal) as target, folder() as path:
        file = path + '/a'
        for _ in range(TRIES):
            cli('record', target.pid, '-o', file, '--interval', 0.1, '--duration', 0.5, '--force')
            live, recorded = snapshot(target.pid), snapshot(file)
            if not any(differences(live, recorded)):
                return
        equal(list(differences(without_sharing(live), without_sharing(recorded)))[:5], [], 'differences')


def live_equals_recorded(mode):
    return lambda: compare_with_live(*mode)


def without(told, words):
    """The snapshot as it is when only some sections are read: what others tell is null."""
    if 'smaps' not in words:
        told['totals'].update(pss=None, uss=None)
    for region in told['regions']:
        pages = region['pages']
        if 'smaps' not in words:
            region.update(dict.fromkeys(SMAPS_KEYS), vm_flags=None)
            region['rss'] = (pages['present'] - pages['zero']) * told['page_size'] if 'pages' in words else None
        if 'pages' not in words:
            region.update(runs=None, pages=dict.fromkeys(pages, None) | {'total': pages['total']})
        elif 'sharing' not in words:
            pages.update(file=None, exclusive=None)
            region.pop('runs')
    return told


def sections():
    """--sections leaves out of a recording what it leaves out of a live process."""
    with folder() as path, Animal('shared-file') as target:
        file = path + '/a'
        cli('record', str(target.pid), '-o', file, '--duration', '0.1')
        whole = json.loads(cli('snapshot', file, '--format', 'json', '--pages'))
        check(any(region['pages']['file'] for region in whole['regions']), 'no page of a file')
        for words in ('pages',), ('smaps',), ('pages', 'sharing'), ('pages', 'smaps'):
            told = json.loads(cli('snapshot', file, '--format', 'json', '--pages', '--sections', ','.join(words)))
            expected = without(json.loads(json.dumps(whole)), words)
            for got, region in zip(told['regions'], expected['regions']):
                if 'runs' not in region:
                    check(not any('file' in run[2] or 'exclusive' in run[2] for run in got.pop('runs')), 'sharing')
                equal(got, region, 'a region with %s' % (words,))
            equal(told['totals'], expected['totals'], 'totals with %s' % (words,))
        for name in ('sharing', 'pages,sharing'):
            equal(cli('snapshot', file, '--format', 'csv', '--sections', name),
                  cli('snapshot', file, '--format', 'csv', '--sections', 'pages,sharing'), name)


def totals():
    """SQL and watch tell the same of a stopped process, and ps does, too."""
    with Animal('dense', '4') as target, folder() as path:
        file = path + '/a'
        cli('record', target.pid, '-o', file, '--interval', 0.1, '--duration', 0.5)
        ps = subprocess.run(['ps', '-o', 'rss=,vsz=', '-p', str(target.pid)], capture_output=True,
                            text=True).stdout.split()
        for row in sql(file, 'SELECT res / 1024, virt / 1024 FROM sample'):
            equal(row, ps, 'RSS and VSZ')
        maps = open('/proc/%d/maps' % target.pid).read().splitlines()
        (n,), = sql(file, 'SELECT count (*) FROM region WHERE last_sample IS NULL')
        equal(int(n), len(maps), 'regions')
        told = info(file)
        equal(told['complete'], True, 'complete')
        equal(told['samples'], len(sql(file, 'SELECT id FROM sample')), 'samples')
        equal(told['process']['pid'], target.pid, 'pid')
        equal(told['process']['ended'], False, 'ended')


GROWS = '''
import mmap, sys, time
held = []
for step in range(6):
    m = mmap.mmap(-1, 4 << 20); m.write(b"x" * (4 << 20)); held.append(m)
    time.sleep(0.25)
sys.exit(7)
'''


def start(code):
    return subprocess.Popen([sys.executable, '-c', code])


def ends():
    """A process that grows and ends: its end, its marks and its growth are there."""
    with folder() as path:
        file = path + '/a'
        # where its first sample was dear, its pages are read again only when that is paid for
        program = start(GROWS.replace('sys.exit', 'time.sleep(3); sys.exit'))
        cli('record', program.pid, '-o', file, '--interval', 0.05)
        equal(program.wait(), 7, 'status')
        told = info(file)
        equal(told['process']['ended'], True, 'ended')
        equal([mark['kind'] for mark in told['marks']].count('ended'), 1, 'marks')
        check(int(sql(file, 'SELECT min (virt) FROM sample')[0][0]) > 0, 'it is not recorded without its memory')
        biggest = sql(file, 'SELECT max (res) - min (res) FROM sample')
        check(int(biggest[0][0]) >= 16 << 20, 'growth')
        rows = sql(file, 'SELECT kind, rss_kib, size_kib, t FROM region_history WHERE size_kib >= 4096')
        check(any(kind == 'shmem' and int(rss) >= 4096 for kind, rss, _, _ in rows),
              'history of the mappings: %s' % rows)


def command():
    """A command and its child: each is recorded once, with one beginning and one end."""
    with folder() as path:
        file = path + '/a'
        cli('record', '-o', file, '--interval', 0.05, '--', 'sh', '-c', 'sleep 0.5; exit 5')
        rows = sql(file, "SELECT p.pid, p.exit_status, count (m.id) FROM process p JOIN mark m ON"
                         " m.process = p.id AND m.kind = 'ended' GROUP BY p.id")
        equal([row[1:] for row in rows][:1], [[str(5 << 8), '1']], 'the command')
        equal([row[2] for row in rows], ['1'] * len(rows), 'ends')
        (n,), = sql(file, "SELECT count (*) FROM mark WHERE kind = 'first'")
        equal(int(n), len(sql(file, 'SELECT id FROM process')), 'first samples')


def killed():
    """The recorder is killed, the file opens, is diffed, drawn and sent through SQL."""
    with folder() as path, subprocess.Popen([sys.executable, '-c', GROWS]) as program:
        file = path + '/a'
        recorder = subprocess.Popen([CLI, 'record', str(program.pid), '-o', file, '--interval', '0.05'])
        wait_for_samples(file, 5)
        recorder.kill()
        recorder.wait()
        told = info(file)
        equal(told['complete'], False, 'complete')
        diff = json.loads(cli('diff', file + '@0', file, '--format', 'json'))
        first, last = snapshot(file + '@0'), snapshot(file)
        equal(diff['totals']['res'], [first['totals']['res'], last['totals']['res']], 'totals')
        cli('draw', file, '--view', 'chart', '-o', path + '/chart.png')
        cli('draw', file + '@0.3', '-o', path + '/map.svg')
        equal(len(sql(file, 'SELECT id FROM sample')), told['samples'], 'samples by SQL')


def interrupted():
    """SIGINT, SIGTERM and a terminal that is closed end a recording cleanly."""
    for number in signal.SIGINT, signal.SIGTERM, signal.SIGHUP:
        with Animal('dense', '4') as target, folder() as path:
            file = path + '/a'
            recorder = subprocess.Popen([CLI, 'record', str(target.pid), '-o', file, '--interval', '0.1'])
            while not os.path.exists(file):
                time.sleep(0.05)
            time.sleep(0.3)
            recorder.send_signal(number)
            equal(recorder.wait(), 0, 'status')
            equal(info(file)['complete'], True, 'complete')
            equal(os.listdir(path), ['a'], 'files')


def hangup_ignored():
    """With nohup it goes on when the terminal is closed."""
    with Animal('dense', '4') as target, folder() as path:
        file = path + '/a'
        recorder = subprocess.Popen(['nohup', CLI, 'record', str(target.pid), '-o', file, '--interval', '0.05'],
                                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        wait_for_samples(file, 1)
        recorder.send_signal(signal.SIGHUP)
        wait_for_samples(file, 5)
        recorder.send_signal(signal.SIGTERM)
        equal((recorder.wait(), recorder.stderr.read()), (0, b''), 'end')


def times():
    """FILE@TIME is the last sample not after TIME, or a mark."""
    with folder() as path:
        file = path + '/a'
        program = start(GROWS)
        cli('record', program.pid, '-o', file, '--interval', 0.1)
        program.wait()
        for t, res in sql(file, 'SELECT round (t_us / 1e6, 3), res FROM sample'):
            equal(snapshot('%s@%s' % (file, t))['totals']['res'], int(res), 'at %s' % t)
        first = sql(file, 'SELECT res FROM sample LIMIT 1')[0][0]
        equal(snapshot(file + '@first sample')['totals']['res'], int(first), 'at a mark')
        last = sql(file, 'SELECT res FROM sample ORDER BY id DESC LIMIT 1')[0][0]
        equal(snapshot(file + '@1e6')['totals']['res'], int(last), 'behind the end')
        os.rename(file, path + '/a@1')
        equal(snapshot(path + '/a@1')['totals']['res'], int(last), 'a name with @')
        check('mark' in cli('snapshot', path + '/a@1@none', status=2), 'no such mark')


def watched():
    """watch writes what SQL finds, all of it or from a moment on."""
    with folder() as path:
        file = path + '/a'
        program = start(GROWS)
        cli('record', program.pid, '-o', file, '--interval', 0.1)
        program.wait()
        expected = [[int(t), int(res), int(n)] for t, res, n in sql(
            file, 'SELECT t_us, res, (SELECT count (*) FROM region WHERE first_sample <= s.id AND'
                  ' ifnull (last_sample, s.id) >= s.id) FROM sample s')]
        rows = [json.loads(line) for line in cli('watch', file).splitlines()]
        equal([[round(row['t'] * 1e6), row['res'], row['regions']] for row in rows], expected, 'rows')
        later = cli('watch', '%s@%f' % (file, rows[3]['t']), '--format', 'csv', '--count', 2).splitlines()
        equal([line.split(',')[2] for line in later], ['res', str(rows[3]['res']), str(rows[4]['res'])],
              'two from the fourth on')


def refuses():
    with Animal('dense', '4') as target, folder() as path:
        file = path + '/a'
        cli('record', target.pid, '-o', file, '--duration', 0.1, '--interval', 0.05)
        before = open(file, 'rb').read()
        check('--force' in cli('record', target.pid, '-o', file, '--duration', 0.1, status=1), 'hint')
        equal(open(file, 'rb').read(), before, 'the file')
        cli('record', 999999999, '-o', file, '--force', status=3)
        equal(open(file, 'rb').read(), before, 'the file')
        cli('record', target.pid, '-o', file, '--duration', 0.1, '--force')
        os.symlink('a', path + '/to-a')
        os.remove(file)
        os.symlink('to-a', path + '/to-to-a')
        for _ in 'new', 'old':
            cli('record', target.pid, '-o', path + '/to-to-a', '--duration', 0.1, '--force')
            check(os.path.islink(path + '/to-to-a') and not os.path.islink(file) and os.path.getsize(file) > 0, 'a link')
            cli('info', file)
        cli('record', target.pid, '-o', path + '/no/b', status=1)
        check(os.strerror(errno.EISDIR) in cli('record', target.pid, '-o', path + '/c/', status=1), 'a directory')
        check(not os.path.exists(path + '/c'), 'a file whose name is that of a directory')
        cli('record', target.pid, status=2)
        cli('record', file, '-o', path + '/b', status=2)
        os.symlink(file, path + '/to-it')
        equal(snapshot(path + '/to-it'), snapshot(file), 'through a link')
        os.symlink(path + '/text', path + '/link')
        os.mkfifo(path + '/fifo')
        open(path + '/text', 'w').write('text')
        for name in 'link', 'fifo', 'text', 'none':
            cli('info', path + '/' + name, status=5)
            cli('snapshot', path + '/' + name, status=5)
        sql(file, 'PRAGMA user_version = 2')
        check('newer' in cli('snapshot', file, status=5), 'too new')


def damaged():
    """That some of it is left out is told once, and an error in one line all the same."""
    with Animal('dense', '4') as target, folder() as path:
        file = path + '/a'
        cli('record', target.pid, '-o', file, '--duration', 0.4, '--interval', 0.05)
        sql(file, 'UPDATE sample SET t_us = -1 WHERE id = 2')
        note = 'pagescape-cli: %s: damaged: some samples are left out\n' % file
        for words in ['watch', file], ['snapshot', file], ['diff', file + '@0', file]:
            done = subprocess.run([CLI, *words], capture_output=True, text=True)
            equal((done.returncode, done.stderr), (0, note), words[0])
        sql(file, 'UPDATE sample SET program = 99')
        for words in ['watch', file], ['snapshot', file], ['diff', file + '@0', file]:
            check(file in cli(*words, status=5), words[0])


def full():
    """A disk that is full: one line, status 1, what was recorded stays."""
    if os.getuid() != 0:
        raise Skip('only root can mount a small file system')
    with folder() as path, Animal('dense', '4') as target:
        script = ('mount -t tmpfs -o size=400k none %s && { %s record %d -o %s/a --interval 0.01 --duration 60;'
                  ' echo $?; %s info %s/a --format json; }' % (path, CLI, target.pid, path, CLI, path))
        result = subprocess.run(['unshare', '-m', 'sh', '-c', script], capture_output=True, text=True)
        if 'unshare' in result.stderr or 'mount:' in result.stderr:
            raise Skip('no file system can be mounted')
        status, told = result.stdout.split('\n', 1)
        equal(status, '1', 'status (%s)' % result.stderr)
        check('No space left' in result.stderr and result.stderr.count('\n') == 1, result.stderr)
        check(json.loads(told)['samples'] > 10, 'samples')


def removed():
    with folder() as path, Animal('dense', '4') as target:
        os.mkdir(path + '/b')
        recorder = subprocess.Popen([CLI, 'record', str(target.pid), '-o', path + '/b/a', '--interval', '0.1'],
                                    stderr=subprocess.PIPE, text=True)
        while not os.path.exists(path + '/b/a'):
            time.sleep(0.05)
        time.sleep(0.3)
        shutil.rmtree(path + '/b')
        _, told = recorder.communicate(timeout=10)
        equal(recorder.returncode, 1, 'status')
        check('removed' in told and told.count('\n') == 1, told)


def examples():
    """The queries of the manual page run, and say something."""
    text = open(MAN).read()
    queries = re.findall(r'^\.Bd -literal.*?\n(sqlite3.*?)^\.Ed', text, re.M | re.S)
    check(len(queries) >= 8, 'examples')
    if not shutil.which('sqlite3'):
        raise Skip('there is no sqlite3')
    with folder() as path:
        program = start(GROWS + 'import ctypes')
        cli('record', program.pid, '-o', path + '/FILE', '--interval', 0.1)
        program.wait()
        for query in queries:
            result = subprocess.run(query, shell=True, cwd=path, capture_output=True, text=True)
            equal((result.returncode, result.stderr), (0, ''), query)
            check(result.stdout or '>' in query or 'library' in query, 'nothing from ' + query)
        equal(len(open(path + '/totals.csv').readlines()),
              1 + len(sql(path + '/FILE', 'SELECT id FROM sample')), 'lines of totals.csv')
        views = {name for name, in sql(path + '/FILE', "SELECT name FROM sqlite_schema WHERE type IN"
                                                       " ('table', 'view') AND name NOT LIKE 'sqlite_%'")}
        told = set(re.findall(r'^\.It Cm (\w+)$', text, re.M))
        equal(views ^ told, set(), 'tables and views that only the page or only the file has')
        for name in views:
            columns = {row[1] for row in sql(path + '/FILE', 'PRAGMA table_info (%s)' % name)}
            check(columns, name)
            for column in columns - {'maps_denial', 'pagemap_denial', 'smaps_denial', 'scan_denial',
                                     'pfn_denial'}:
                check(re.search(r'\b%s\b' % column, text), 'the page does not tell of %s.%s' % (name, column))


ANIMALS = [['dense', '4'], ['checkerboard', '1000'], ['reserve', '64'], ['guard'], ['zero'], ['huge'],
           ['private-file'], ['shared-file'], ['deleted'], ['names'], ['memfd'], ['sysv'], ['locked'],
           ['threads'], ['many', '500'], ['fork']]


run([('live-equals-recorded-' + mode[0], live_equals_recorded(mode)) for mode in ANIMALS]
    + [('sections', sections), ('totals', totals), ('ends', ends), ('command', command), ('killed', killed),
       ('interrupted', interrupted), ('hangup-ignored', hangup_ignored), ('times', times), ('watched', watched), ('refuses', refuses), ('damaged', damaged),
       ('full', full), ('removed', removed),
       ('examples', examples)])

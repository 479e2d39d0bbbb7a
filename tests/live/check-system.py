#!/usr/bin/python3
# check-system.py: compares pagescape-cli system with free(1), sar(1) and the files in /proc
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-system.py PAGESCAPE_CLI
#
# The machine goes on working. So another reading is taken before and after, and what the program says
# must lie between the two, give or take what moves within milliseconds; that is tried several times.
import json
import mmap
import os
import shutil
import subprocess
import sys
import time

sys.dont_write_bytecode = True
from pgs_tap import Cli, Skip, check, equal, run

cli = Cli(sys.argv[1])
TRIES = 30
MIB = 1 << 20
C_LOCALE = {**os.environ, 'LC_ALL': 'C', 'S_TIME_FORMAT': 'ISO'}


def read(path):
    with open(path) as file:
        return file.read()


def need(*programs):
    for program in programs:
        if not shutil.which(program):
            raise Skip('%s is not installed' % program)


def meminfo():
    """{key: bytes}."""
    values = {}
    for line in read('/proc/meminfo').splitlines():
        words = line.replace(':', '').split()
        values[words[0]] = int(words[1]) * (1024 if len(words) > 2 else 1)
    return values


def vmstat():
    return {key: int(value) for key, value in
            (line.split() for line in read('/proc/vmstat').splitlines())}


def system(*options):
    return cli.json('system', *options)


def between(name, got, before, after, slack):
    check(min(before, after) - slack <= got <= max(before, after) + slack,
          '%s: %s is not from %s to %s (± %s)' % (name, got, before, after, slack))


def repeat(attempt):
    """Until it succeeds: what moved much between two readings says nothing."""
    for i in range(TRIES):
        try:
            return attempt()
        except AssertionError as error:
            difference = error
            time.sleep(0.1 * i)
    raise difference


def free():
    need('free')
    out = subprocess.run(['free', '-b'], stdout=subprocess.PIPE, check=True, env=C_LOCALE).stdout
    rows = [line.split() for line in out.decode().splitlines()]
    names = rows[0]
    return {row[0][:-1].lower(): dict(zip(names, map(int, row[1:]))) for row in rows[1:]}


def check_free():
    def attempt():
        before = free()
        got = system('--interval', '0.01')
        after = free()
        equal(got['memory']['total'], before['mem']['total'], 'total')
        for key in ('used', 'free', 'shared', 'buff/cache', 'available'):
            between(key, got['memory'][key.replace('/', '_')], before['mem'][key],
                    after['mem'][key], 2 * MIB)
        for key in ('total', 'used', 'free'):
            between('swap ' + key, got['swap'][key], before['swap'][key], after['swap'][key], MIB)
    repeat(attempt)


def check_meminfo():
    names = {'total': 'MemTotal', 'free': 'MemFree', 'available': 'MemAvailable',
             'shared': 'Shmem', 'dirty': 'Dirty', 'active': 'Active', 'inactive': 'Inactive',
             'commit': 'Committed_AS', 'commit_limit': 'CommitLimit', 'buffers': 'Buffers',
             'cached': 'Cached', 'slab_reclaimable': 'SReclaimable', 'anon_pages': 'AnonPages',
             'page_tables': 'PageTables'}

    def attempt():
        before = meminfo()
        got = system('--interval', '0.01')['memory']
        after = meminfo()
        # the program itself is in what is committed, anonymous and (in)active: with sanitizers some MiB
        own = {'commit': 48, 'active': 12, 'inactive': 12, 'anon_pages': 12}
        for key, name in names.items():
            between(key, got[key], before[name], after[name], own.get(key, 4) * MIB)
        equal(got['used'], got['total'] - got['available'], 'used')
        equal(got['buff_cache'], got['buffers'] + got['cached'] + got['slab_reclaimable'],
              'buff_cache')
        whole = before['MemTotal'] + before['SwapTotal']
        between('commit_percent', got['commit_percent'], got['commit'] / whole * 100,
                got['commit'] / whole * 100, 0.006)
        between('memused_percent', got['memused_percent'], got['memused'] / got['total'] * 100,
                got['memused'] / got['total'] * 100, 0.006)
    repeat(attempt)


def sar(*options):
    """Starts a report of sar over one second."""
    need('sar')
    return subprocess.Popen(['sar', *options, '1', '1'], stdout=subprocess.PIPE, env=C_LOCALE)


def read_sar(process):
    """{column: number}."""
    rows = [line.split() for line in process.communicate()[0].decode().splitlines() if line.strip()]
    equal(process.returncode, 0, 'exit status of sar')
    values = next(row for row in rows if row[0] == 'Average:')[1:]
    heading = next(row for row in rows if {'kbmemfree', 'pgpgin/s'} & set(row))
    return dict(zip(heading[-len(values):], map(float, values)))


def check_sar_r():
    columns = {'kbmemfree': 'free', 'kbavail': 'available', 'kbmemused': 'memused',
               'kbbuffers': 'buffers', 'kbcached': 'cached', 'kbcommit': 'commit',
               'kbactive': 'active', 'kbinact': 'inactive', 'kbdirty': 'dirty',
               'kbanonpg': 'anon_pages', 'kbpgtbl': 'page_tables'}

    def attempt():
        process = sar('-r', 'ALL')
        got = system('--interval', '1')['memory']
        expected = read_sar(process)
        now = meminfo()
        for column, key in columns.items():
            # sar's reading is the one of its last moment, some 10 ms from ours
            between(column, got[key] / 1024, expected[column], expected[column],
                    max(8 * 1024, abs(now['MemFree'] - got['free']) // 1024))
        between('%memused', got['memused_percent'], expected['%memused'], expected['%memused'], 0.5)
        between('%commit', got['commit_percent'], expected['%commit'], expected['%commit'], 0.5)
    repeat(attempt)


class Load:
    """Page faults in a child until it is stopped, so that there is something to measure."""

    def __enter__(self):
        self.pid = os.fork()
        if self.pid == 0:
            while True:
                memory = mmap.mmap(-1, 4 * MIB, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
                memory.madvise(15)  # MADV_NOHUGEPAGE
                for at in range(0, 4 * MIB, 4096):
                    memory[at] = 1
                memory.close()
                time.sleep(0.02)

    def __exit__(self, *_):
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)


def check_sar_b():
    columns = {'pgpgin/s': 'pgpgin_s', 'pgpgout/s': 'pgpgout_s', 'fault/s': 'fault_s',
               'majflt/s': 'majflt_s', 'pgfree/s': 'pgfree_s', 'pgscank/s': 'pgscank_s',
               'pgscand/s': 'pgscand_s'}

    def attempt():
        process = sar('-B')
        got = system('--interval', '1')['paging']
        expected = read_sar(process)
        check(got['fault_s'] > 1000, 'faults of the load are seen: %r' % got['fault_s'])
        for column, key in columns.items():
            between(column, got[key], expected[column], expected[column],
                    500 + 0.25 * expected[column])
    with Load():
        repeat(attempt)


def check_vmstat():
    """What passed during the run is no less than what the program counted in it."""
    steals = ['pgsteal_kswapd', 'pgsteal_direct', 'pgsteal_khugepaged', 'pgsteal_proactive']
    names = {'pgpgin_s': ['pgpgin'], 'pgpgout_s': ['pgpgout'], 'fault_s': ['pgfault'],
             'majflt_s': ['pgmajfault'], 'pgfree_s': ['pgfree'], 'pgscank_s': ['pgscan_kswapd'],
             'pgscand_s': ['pgscan_direct'], 'pgsteal_s': steals}
    with Load():
        before = vmstat()
        got = system('--interval', '0.5')['paging']
        after = vmstat()
    for key, counters in names.items():
        passed = sum(after.get(name, 0) - before.get(name, 0) for name in counters)
        # half a second is never measured much longer or shorter than it was
        check(got[key] * 0.5 <= passed * 1.05 + 64, '%s: %r of %d' % (key, got[key], passed))
    check(got['fault_s'] * 0.5 >= 0.5 * (after['pgfault'] - before['pgfault']) - 2000,
          'fault_s: %r of %d' % (got['fault_s'], after['pgfault'] - before['pgfault']))
    scanned = got['pgscank_s'] + got['pgscand_s']
    if scanned == 0:
        equal(got['vmeff_percent'], 0, 'vmeff_percent where nothing was scanned, as in sar(1)')
    else:
        between('vmeff_percent', got['vmeff_percent'], got['pgsteal_s'] / scanned * 100,
                got['pgsteal_s'] / scanned * 100, 1)


def check_settings():
    got = system('--interval', '0.01')['overcommit']
    for key, name in (('mode', 'overcommit_memory'), ('ratio', 'overcommit_ratio'),
                      ('kbytes', 'overcommit_kbytes'), ('panic_on_oom', 'panic_on_oom')):
        equal(got[key], int(read('/proc/sys/vm/' + name)), key)


def pressure():
    values = {}
    for line in read('/proc/pressure/memory').splitlines():
        words = line.split()
        values[words[0] + '_avg10'] = float(words[1].split('=')[1])
    return values


def check_pressure():
    if not os.path.exists('/proc/pressure/memory'):
        equal(system('--interval', '0.01')['pressure'], None, 'pressure without PSI')
        return

    def attempt():
        before = pressure()
        got = system('--interval', '0.01')['pressure']
        after = pressure()
        for key in ('some_avg10', 'full_avg10'):
            between(key, got[key], before[key], after[key], 0.005)
    repeat(attempt)


def check_count():
    started = time.monotonic()
    status, out, err = cli.run('system', '--format', 'json', '--interval', '0.1', '--count', '3')
    passed = time.monotonic() - started
    equal(status, 0, 'exit status')
    documents = [json.loads(line) for line in out.decode().splitlines()]
    equal(len(documents), 3, 'documents, a line each')
    check(0.3 <= passed < 2, 'three intervals took %.2f s' % passed)
    for document in documents:
        equal(list(document), ['memory', 'swap', 'overcommit', 'pressure', 'paging', 'free_blocks',
                               'page_table_isolation', 'processes'], 'keys')
        equal(document['processes'], None, 'processes, which nobody asked for')


def buddyinfo():
    """Free blocks by order, added up over all zones."""
    sums = []
    for line in read('/proc/buddyinfo').splitlines():
        numbers = [int(word) for word in line.split()[4:]]
        sums = [a + b for a, b in zip(sums or [0] * len(numbers), numbers)]
    return sums


def check_free_blocks():
    page = os.sysconf('SC_PAGESIZE')

    def attempt():
        before = buddyinfo()
        got = system('--interval', '0.01')
        after = buddyinfo()
        orders = got['free_blocks']
        equal([entry['order'] for entry in orders], list(range(len(before))), 'orders')
        equal([entry['block_size'] for entry in orders], [page << i for i in range(len(before))], 'sizes')
        for entry, low, high in zip(orders, before, after):
            # single pages come and go all the time; what is in all of them together moves less
            between('order %d' % entry['order'], entry['blocks'], low, high,
                    max(64, low // 4) if entry['order'] < 4 else max(16, low // 20))
        whole = sum(entry['blocks'] * entry['block_size'] for entry in orders)
        # MemFree also has what waits in per-CPU lists
        check(whole <= got['memory']['free'] + 16 * MIB, 'free blocks: %d of %d' % (whole, got['memory']['free']))
        check(whole >= 0.5 * got['memory']['free'], 'free blocks: %d of %d' % (whole, got['memory']['free']))
    repeat(attempt)


def check_isolation():
    path = '/sys/devices/system/cpu/vulnerabilities/meltdown'
    text = read(path).strip() if os.path.exists(path) else ''
    expected = {'Mitigation: PTI': True, 'Not affected': False, 'Vulnerable': False}.get(text)
    equal(system('--interval', '0.01')['page_table_isolation'], expected, 'isolation: %r' % text)


def committed(pid):
    """The mappings with "ac" in VmFlags, by smaps."""
    total = size = 0
    for line in read('/proc/%d/smaps' % pid).splitlines():
        if '-' in line.split()[0] and not line[0].isupper():
            start, end = (int(word, 16) for word in line.split()[0].split('-'))
            size = end - start
        elif line.startswith('VmFlags:') and 'ac' in line.split():
            total += size
    return total


class Borrower:
    """A child that asks for 3 GiB, touches 32 MiB of it, and wants to be ended first."""

    def __enter__(self):
        ready = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            with open('/proc/self/oom_score_adj', 'w') as file:
                file.write('1000')
            memory = mmap.mmap(-1, 3 << 30, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
            for at in range(0, 32 * MIB, 4096):
                memory[at] = 1
            os.write(ready[1], b'x')
            while True:
                time.sleep(100)
        os.close(ready[1])
        if os.read(ready[0], 1) != b'x':
            os.waitpid(self.pid, 0)
            raise Skip('this machine does not promise 3 GiB')
        os.close(ready[0])
        return self.pid

    def __exit__(self, *_):
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)


def check_processes():
    with Borrower() as pid:
        got = system('--interval', '0.01', '--processes')['processes']
        rank = next((entry for entry in got['next'] if entry['pid'] == pid), None)
        check(rank is not None, 'who asks to be next is: %r' % got['next'])
        equal(rank['oom_score'], int(read('/proc/%d/oom_score' % pid)), 'score')
        equal(rank['oom_score_adj'], 1000, 'adjustment')
        rss = subprocess.run(['ps', '-o', 'rss=', '-p', str(pid)], stdout=subprocess.PIPE, check=True).stdout
        equal(rank['res'], int(rss) * 1024, 'RES, as ps has it')
        equal(rank['name'], read('/proc/%d/comm' % pid).rstrip('\n'), 'name')
        scores = [entry['oom_score'] for entry in got['next']]
        equal(scores, sorted(scores, reverse=True), 'order of scores')
        most = next((entry for entry in got['most'] if entry['pid'] == pid), None)
        check(most is not None, 'who was promised 3 GiB is told: %r' % got['most'])
        equal(most['committed'], committed(pid), 'promised, as smaps has it')
        check(most['committed'] >= 3 << 30, 'promised: %d' % most['committed'])
        check(got['committed'] + got['denied'] <= got['processes'], 'counts: %r' % got)
        check(got['committed_sum'] >= most['committed'], 'sum')


def packets(*lines):
    """The types of the packets that are streamed after these requests, until there is a second of each or 'R'."""
    stream = subprocess.Popen([sys.argv[1], 'stream', '--control'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    stream.stdin.write(''.join(line + '\n' for line in lines).encode())
    stream.stdin.flush()
    check(stream.stdout.readline().startswith(b'pagescape-stream 1 '), 'header')
    types = []
    while 'R' not in types and types.count('M') < 4:
        head = stream.stdout.read(5)
        types.append(chr(head[0]))
        stream.stdout.read(int.from_bytes(head[1:], 'little'))
    stream.stdin.close()
    stream.stdout.read()
    equal(stream.wait(), 0, 'exit status')
    return types


def check_stream():
    """Another machine is told who is next if it asks; what an older version does not know it ignores."""
    check('R' in packets('no such request', 'rank'), 'who is next')
    check('R' not in packets('list'), 'nobody asked')


def check_table():
    """The table shows the same numbers, as people write them."""
    status, out, err = cli.run('system', '--interval', '0.01')
    equal((status, err), (0, b''), 'exit status, errors')
    total = meminfo()['MemTotal']
    text = out.decode()
    size = '%.1f GiB' % (total / 2**30) if total < 99.95 * 2**30 else '%.0f GiB' % (total / 2**30)
    check(size in text, '%s is in %r' % (size, text))


run([
    ('/live/system/free', check_free),
    ('/live/system/meminfo', check_meminfo),
    ('/live/system/sar-r', check_sar_r),
    ('/live/system/sar-b', check_sar_b),
    ('/live/system/vmstat', check_vmstat),
    ('/live/system/overcommit-settings', check_settings),
    ('/live/system/pressure', check_pressure),
    ('/live/system/free-blocks', check_free_blocks),
    ('/live/system/isolation', check_isolation),
    ('/live/system/processes', check_processes),
    ('/live/system/stream', check_stream),
    ('/live/system/count', check_count),
    ('/live/system/table', check_table),
])

#!/usr/bin/python3
# check-snapshot.py: compares pagescape-cli snapshot with smaps, pagemap and the other files of /proc
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-snapshot.py PAGESCAPE_CLI      (PGS_ZOO: the zoo of programs whose memory is known)
#
# Every process that can be read is read before and after the snapshot is taken. Where both readings
# are equal, the snapshot must be equal to them, field by field; where they are not, it is tried
# again. Processes that never hold still are named and counted. The script's own children are stopped.
#
# Whoever looks maps libc as well, and so changes Pss and the exclusive bits of everybody. So the
# second reading is made while the program under test is still there: it waits to write into a pipe
# that is full. Where a page of libc came to the program only after it had read, its Pss is between
# the one before and the one after.
import ctypes
import fcntl
import json
import os
import pwd
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import pgs_kernel as kernel
from pgs_kernel import Denied, GONE, Moment, PAGE
from pgs_tap import Cli, Skip, check, equal, run
from pgs_zoo import Animal, prepare

cli = Cli(sys.argv[1])
libc = ctypes.CDLL(None, use_errno=True)
zero_pages = kernel.ZeroPages()
TRIES = 10
F_SETPIPE_SZ = 1031

REGION_KEYS = ['start', 'end', 'size', 'perms', 'offset', 'device', 'inode', 'path', 'deleted',
               'kind', 'vm_flags', 'rss', 'pss', 'swap', 'anon', 'private_clean', 'private_dirty',
               'shared_clean', 'shared_dirty', 'locked', 'pages', 'runs']
SHARED_COUNTERS = {'pss', 'private_clean', 'private_dirty', 'shared_clean', 'shared_dirty'}
COUNTERS = {'rss': 'Rss', 'pss': 'Pss', 'swap': 'Swap', 'anon': 'Anonymous',
            'private_clean': 'Private_Clean', 'private_dirty': 'Private_Dirty',
            'shared_clean': 'Shared_Clean', 'shared_dirty': 'Shared_Dirty', 'locked': 'Locked'}
HUGE_COUNTERS = ['AnonHugePages', 'ShmemPmdMapped', 'FilePmdMapped', 'Private_Hugetlb',
                 'Shared_Hugetlb']


def path_text(region):
    return None if region.path is None else kernel.to_text(region.path)


def compare_mapping(got, region, kind):
    equal(list(got), REGION_KEYS, 'keys')
    equal(got['start'], '0x%x' % region.start, 'start')
    equal(got['end'], '0x%x' % region.end, 'end')
    equal(got['size'], region.size, 'size')
    equal(got['perms'], region.perms, 'perms')
    equal(got['offset'], region.offset, 'offset')
    equal(got['device'], '%02x:%02x' % region.device, 'device')
    equal(got['inode'], region.inode, 'inode')
    equal(got['path'], path_text(region), 'path')
    equal(got['deleted'], region.deleted, 'deleted')
    equal(got['kind'], kind, 'kind')


def between(got, one, other, what):
    check(min(one, other) <= got <= max(one, other),
          '%s: got %d, expected %d to %d' % (what, got, one, other))


class OthersMoved(AssertionError):
    """Only what other processes have a hand in is different."""


def compare_smaps(got, region, before):
    for key, name in COUNTERS.items():
        if key not in SHARED_COUNTERS:
            equal(got[key], region.kib(name), key)
    equal(got['vm_flags'], region.flags, 'vm_flags')
    equal(sum(got[key] for key in SHARED_COUNTERS - {'pss'}), got['rss'], 'private and shared')
    check(got['pss'] <= got['rss'], 'pss is more than rss')
    try:
        for key in sorted(SHARED_COUNTERS):
            between(got[key], region.kib(COUNTERS[key]), before.kib(COUNTERS[key]), key)
    except AssertionError as error:
        raise OthersMoved(error)


def without(runs, state):
    return kernel.merge([[first, count, ','.join(s for s in states.split(',') if s != state)]
                         for first, count, states in runs])


def compare_runs(plain, region, before, kind):
    """plain: without huge and zero."""
    expected = kernel.get_runs(region, kind == 'kernel')
    other = kernel.get_runs(before, kind == 'kernel')
    if plain == expected or plain == other:
        return
    if other != expected and without(plain, 'exclusive') == without(expected, 'exclusive'):
        return
    wrong = [pair for pair in zip(plain + [None], expected + [None]) if pair[0] != pair[1]]
    raise AssertionError('runs: got %r, expected %r' % wrong[0])


def compare_pages(got, region, before, kind, access):
    pages = got['pages']
    runs = [[first, count, [state for state in states.split(',') if state != 'soft_dirty']]
            for first, count, states in got['runs']]
    for one, next_one in zip(runs, runs[1:]):
        check(one[0] + one[1] <= next_one[0], 'runs in order: %r %r' % (one, next_one))
        check(one[0] + one[1] < next_one[0] or one[2] != next_one[2], 'runs merged')
    plain = kernel.merge([[first, count, ','.join(s for s in states if s not in ('huge', 'zero'))]
                          for first, count, states in runs])
    compare_runs(plain, region, before, kind)
    equal(pages['total'], region.size // PAGE, 'pages.total')
    if access['scan'] == 'ok':
        equal(pages['read'], pages['total'], 'pages.read')
    for state in ('present', 'swapped', 'file', 'exclusive', 'huge', 'zero', 'guard'):
        if pages[state] is None:
            check(access['scan'] != 'ok' and state in ('huge', 'zero', 'guard'),
                  'pages.%s is null' % state)
        else:
            equal(pages[state], sum(count for _, count, states in runs if state in states),
                  'pages.%s and runs' % state)
    compare_zero_and_huge(pages, region)


def compare_zero_and_huge(pages, region):
    """What an entry does not tell."""
    if pages['zero'] is None or pages['huge'] is None:
        return
    n_zero = pages['zero']
    if zero_pages.available():
        n_zero = sum(1 for _, entries in region.entries for entry in entries
                     if zero_pages.is_zero(entry))
        equal(pages['zero'], n_zero, 'pages.zero')
    if not {'io', 'pf', 'ht'} & set(region.flags or []):
        equal((pages['present'] - pages['zero']) * PAGE, region.kib('Rss'),
              'present and not zero pages')
    n_huge = sum(region.kib(name) for name in HUGE_COUNTERS) // PAGE
    # huge zero pages come in whole, and are in none of these counters
    check(pages['huge'] >= n_huge and (pages['huge'] - n_huge) % 512 == 0
          and pages['huge'] - n_huge <= n_zero, 'pages.huge: got %d, smaps has %d, zero %d'
          % (pages['huge'], n_huge, n_zero))


def compare_totals(got, moment):
    totals = got['totals']
    equal([totals['virt'], totals['res'], totals['shr']], moment.statm[:3], 'virt, res, shr')
    for key, name in (('anon', 'RssAnon'), ('file', 'RssFile'), ('shmem', 'RssShmem'),
                      ('swap', 'VmSwap'), ('page_tables', 'VmPTE'), ('locked', 'VmLck'),
                      ('peak_virt', 'VmPeak'), ('peak_res', 'VmHWM')):
        equal(totals[key], moment.kb(name), 'totals.' + key)
    regions = moment.regions
    equal(totals['pss'], sum(region['pss'] for region in got['regions']), 'totals.pss')
    equal(totals['uss'],
          sum(region['private_clean'] + region['private_dirty'] for region in got['regions'])
          + sum(region.kib('Private_Hugetlb') for region in regions), 'totals.uss')
    sizes = {}
    for region in got['regions']:
        if region['path'] != '[vsyscall]':
            sizes[region['kind']] = sizes.get(region['kind'], 0) + region['size']
    equal(sum(sizes.values()), moment.statm[0], 'sizes of kinds and VIRT')


blocked = set()  # PIDs of which nobody must read cmdline: it would wait for ever


def compare_process(got, moment):
    process, fields = got['process'], moment.fields()
    base = '/proc/%d/' % moment.pid
    uid = int(moment.status[b'Uid'].split()[1])
    try:
        user = pwd.getpwuid(uid).pw_name
    except KeyError:
        user = str(uid)
    equal(process['pid'], moment.pid, 'pid')
    equal(process['name'], kernel.to_text(kernel.read(base + 'comm')[:-1]), 'name')
    exe = kernel.to_text(os.fsencode(os.readlink(kernel.get_base(moment.pid) + 'exe')))
    check(process['exe'] in (exe, exe.replace(' (deleted)', '')), 'exe %r' % process['exe'])
    if moment.pid in blocked:
        # depending on the kernel its readers wait for ever or get what is before the missing page
        check(process['cmdline'] is None or process['cmdline'][1:2] == ['blocked'],
              'cmdline of who blocks its readers: %r' % process['cmdline'])
    else:
        arguments = kernel.read(kernel.get_base(moment.pid) + 'cmdline')
        check(process['cmdline'] is not None, 'cmdline is unknown')  # for once, where the machine is busy
        equal(' '.join(process['cmdline']).rstrip(),
              kernel.to_text(arguments.replace(b'\0', b' ')).rstrip(), 'cmdline')
    equal((process['uid'], process['user']), (uid, user), 'uid, user')
    for key, field in (('priority', 18), ('nice', 19), ('threads', 20), ('minor_faults', 10),
                       ('major_faults', 12)):
        equal(process[key], int(fields[field]), key)
    # a process of the machine wakes up and sleeps without another trace; ours are stopped
    state = moment.status[b'State'].decode()[0]
    check(process['state'] == state or not {process['state'], state} - set('RSD'),
          'state: got %s, expected %s' % (process['state'], state))
    # it moves with the memory of the whole machine
    between(process['oom_score'], int(kernel.read(base + 'oom_score')) - 2,
            int(kernel.read(base + 'oom_score')) + 2, 'oom_score')
    path, limit = get_cgroup(moment.pid)
    equal(process['cgroup'], path, 'cgroup')
    if limit is not None:
        equal(process['memory_limit'], limit or None, 'memory_limit')
    boot = time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)
    started = boot + int(fields[22]) / os.sysconf('SC_CLK_TCK')
    for key, expected, slack in (('started_at', started, 1.1),):
        text, fraction = process[key][:-1].split('.')
        got_time = (time.mktime(time.strptime(text, '%Y-%m-%dT%H:%M:%S')) - time.timezone
                    + float('0.' + fraction))
        check(process[key].endswith('Z') and abs(got_time - expected) <= slack,
              '%s: got %s, expected %.2f' % (key, process[key], expected))


def get_cgroup(pid):
    """Path of the cgroup that limits its memory, and the smallest limit on the way up: 0 for none;
    None where the hierarchy is not mounted where one expects it."""
    lines = [kernel.to_text(line).split(':', 2)
             for line in kernel.read(kernel.get_base(pid) + 'cgroup').splitlines()]
    path, mount, file = None, '/sys/fs/cgroup', 'memory.max'
    for _, controllers, name in lines:
        if 'memory' in controllers.split(','):
            path, mount, file = name, '/sys/fs/cgroup/memory', 'memory.limit_in_bytes'
            break
        if controllers == '':
            path = name
    limits = []
    if path is None or not os.path.isdir(mount + path):
        return path, None
    directory = path
    while True:
        try:
            with open(mount + directory.rstrip('/') + '/' + file) as text:
                word = text.read().strip()
            if word != 'max' and int(word) < 1 << 62:
                limits.append(int(word))
        except FileNotFoundError:
            pass  # the root has no limit
        if directory in ('', '/'):
            return path, min(limits, default=0)
        directory = os.path.dirname(directory)


def expected_virt(regions, n_zero, swap):
    """The lines of the account VIRT from entries of pagemap and from smaps."""
    lines = dict.fromkeys(['resident', 'swapped', 'guard', 'opaque', 'marks', 'shmem_swap'], 0)
    size = entries = 0
    for region in regions:
        if region.start >= 1 << 63:
            continue
        size += region.size
        mine = [entry for _, part in region.entries for entry in part]
        present = sum(1 for entry in mine if entry & kernel.PRESENT)
        guard = sum(1 for entry in mine if entry & kernel.GUARD)
        swapped = sum(1 for entry in mine if entry & kernel.SWAP) - guard
        in_swap = region.kib('Swap') // PAGE
        lines['resident'] += present * PAGE
        lines['guard'] += guard * PAGE
        entries += swapped * PAGE
        real = 0 if region.perms[3] == 's' else min(swapped, in_swap)
        lines['marks'] += (swapped - real) * PAGE
        lines['shmem_swap'] += (in_swap - real) * PAGE
        if 'pf' in (region.flags or []):
            lines['opaque'] += region.size - (present + guard + swapped) * PAGE
    lines['marks'] = min(lines['marks'], entries - min(entries, swap))
    lines['swapped'] = entries - lines['marks']
    lines['resident'] -= n_zero * PAGE
    lines['zero'] = n_zero * PAGE
    lines['never_touched'] = size - sum(lines[key] for key in lines if key != 'shmem_swap')
    return lines


def expected_res(regions, present, n_zero, moment):
    """The lines of the account RES."""
    special = hugetlb = 0
    for region in regions:
        pages = sum(1 for _, part in region.entries for entry in part if entry & kernel.PRESENT)
        if {'io', 'pf'} & set(region.flags or []):
            special += pages * PAGE
        hugetlb += region.kib('Private_Hugetlb') + region.kib('Shared_Hugetlb')
    res = moment.statm[1]
    slack = res - (present - n_zero * PAGE - hugetlb - special)
    return {'anon': moment.kb('RssAnon'), 'file': moment.kb('RssFile'),
            'shmem': moment.kb('RssShmem'),
            'difference': res - sum(moment.kb(key) for key in ('RssAnon', 'RssFile', 'RssShmem')),
            'present': present, 'zero': -n_zero * PAGE, 'hugetlb': -hugetlb, 'special': -special,
            'slack': slack}


def expected_shared(regions, statm):
    sums = {name: sum(region.kib(name) for region in regions)
            for name in (*COUNTERS.values(), 'Private_Hugetlb')}
    own = sums['Private_Clean'] + sums['Private_Dirty']
    return {'rss': sums['Rss'], 'pss': sums['Pss'], 'uss': own + sums['Private_Hugetlb'],
            'private_clean': sums['Private_Clean'], 'private_dirty': sums['Private_Dirty'],
            'shared_clean': sums['Shared_Clean'], 'shared_dirty': sums['Shared_Dirty'],
            'from_res': sums['Rss'] - statm[1], 'shared_with_others': sums['Pss'] - sums['Rss'],
            'shared_own': own - sums['Pss'], 'private_hugetlb': sums['Private_Hugetlb']}


def compare_lines(got, account, expected):
    """Every line of the account is expected and as expected; one that is left out is 0."""
    lines = {line['line']: line for line in got['ledger']
             if line['account'] == account and line['line'] not in (account, 'res_by_pages', 'huge')}
    for name, line in lines.items():
        if name not in ('from_rss', 'from_pss') and not (account, name) == ('virt', 'difference'):
            equal(line['bytes'], expected[name], 'ledger: %s %s' % (account, name))
        left = name in ('difference', 'slack', 'from_res') and line['bytes'] != 0
        equal(line['reason'] is not None, left, 'ledger: reason of %s %s' % (account, name))
    for name, amount in expected.items():
        check(name in lines or not amount, 'ledger: no line %s' % name)


def compare_whole_ledger(got, moment, before):
    """Line by line, where frames are shown, so that zero pages can be told."""
    if not zero_pages.available() or got['access']['scan'] != 'ok':
        return
    regions = moment.regions
    entries = [entry for region in regions for _, part in region.entries for entry in part]
    n_zero = sum(1 for entry in entries if zero_pages.is_zero(entry))
    present = sum(1 for entry in entries if entry & kernel.PRESENT) * PAGE
    compare_lines(got, 'virt', expected_virt(regions, n_zero, moment.kb('VmSwap')))
    compare_lines(got, 'res', expected_res(regions, present, n_zero, moment))
    try:
        compare_lines(got, 'shared', expected_shared(regions, moment.statm))
    except AssertionError as error:
        if expected_shared(before.regions, before.statm) == expected_shared(regions, moment.statm):
            raise
        raise OthersMoved(error)


def compare_ledger(got):
    """The lines under a sum add up to it, unless one is unknown."""
    accounts = {}
    for line in got['ledger']:
        if line['role'] == 'sum':
            accounts[line['line']] = (line['bytes'], [])
            parts = accounts[line['line']][1]
        elif line['role'] == 'part':
            parts.append(line['bytes'])
    check(accounts, 'no accounts')
    for name, (total, parts) in accounts.items():
        if total is not None and None not in parts:
            equal(sum(parts), total, 'ledger: ' + name)


def compare(got, moment, before):
    equal((got['format'], got['version'], got['page_size']), ('pagescape-snapshot', 1, PAGE),
          'format')
    kinds = kernel.get_kinds(moment.pid, moment.regions, moment.stacks)
    equal(len(got['regions']), len(moment.regions), 'number of regions')
    for region, expected, earlier, kind in zip(got['regions'], moment.regions, before.regions,
                                               kinds):
        try:
            compare_mapping(region, expected, kind)
            compare_smaps(region, expected, earlier)
            compare_pages(region, expected, earlier, kind, got['access'])
        except AssertionError as error:
            raise type(error)('%x-%x %s %r: %s' % (expected.start, expected.end, expected.perms,
                                                      expected.name, error))
    compare_totals(got, moment)
    compare_process(got, moment)
    compare_ledger(got)
    compare_whole_ledger(got, moment, before)


def snapshot(pid, *options):
    status, out, err = cli.run('snapshot', str(pid), '--format', 'json', *options, timeout=120)
    return status, json.loads(out.decode('utf-8')) if out else None, err


class Snapshot:
    """Runs the program and holds it after it has read the process."""

    def __init__(self, pid, *options):
        reader, writer = os.pipe()
        fcntl.fcntl(reader, F_SETPIPE_SZ, PAGE)
        self.out = os.fdopen(reader, 'rb')
        self.program = subprocess.Popen(
            [cli.path, 'snapshot', str(pid), '--format', 'json', *options], stdout=writer,
            stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        os.close(writer)
        select.select([self.out], [], [], 120)

    def finish(self):
        """Returns (status, document)."""
        data = self.out.read()
        self.out.close()
        self.err = self.program.communicate()[1]
        return self.program.returncode, json.loads(data.decode('utf-8')) if data else None


def look(pid):
    """Returns (moments, status, document): before, after and after that, the latter two while the
    program is still there."""
    moments = [Moment(pid)]
    held = Snapshot(pid, '--pages')
    try:
        moments += [Moment(pid), Moment(pid)]
    finally:
        status, got = held.finish()
    return moments, status, got


def check_one(pid):
    """Returns 'same', 'moving', 'gone', 'denied' or 'empty'; raises on a difference."""
    difference = None
    for attempt in range(TRIES):
        time.sleep(0.05 * attempt)
        try:
            (before, after, again), status, got = look(pid)
        except Denied:
            return check_denied(pid)
        except GONE:
            return check_empty(pid)
        if status == 3:
            return 'gone'
        if not before.regions:
            return check_empty(pid)
        if before.has_moved(after, False) or after.has_moved(again, True):
            continue
        equal(status, 0, '%d: exit status' % pid)
        try:
            compare(got, after, before)
            return 'same'
        except AssertionError as error:
            difference = type(error)('%d %s: %s' % (pid, got['process']['name'], error))
        except GONE:
            return 'gone'
    if difference is not None:
        raise difference
    return 'moving'


def check_empty(pid):
    """A kernel thread or a zombie, if it is not gone."""
    try:
        with open('/proc/%d/statm' % pid) as file:
            pages = int(file.read().split()[0])
    except GONE:
        return 'gone'
    status, got, _ = snapshot(pid)
    if status == 3 or pages != 0:
        return 'gone'
    equal((status, got['regions'], got['totals']['virt']), (0, [], 0), '%d: nothing in it' % pid)
    return 'empty'


def check_denied(pid):
    status, got, err = snapshot(pid)
    equal(status, 4, '%d: exit status' % pid)
    check(err.count(b'\n') == 1 and err.startswith(b'pagescape-cli: '), 'one line: %r' % err)
    equal((got['regions'], got['access']['maps']), (None, 'denied'), '%d: regions' % pid)
    with open('/proc/%d/statm' % pid) as file:
        virt = int(file.read().split()[0]) * PAGE
    check(abs(got['totals']['virt'] - virt) < 64 << 20, 'what is known of %d is there' % pid)
    return 'denied'


def check_machine():
    results, wrong = {}, []
    for pid in sorted(int(name) for name in os.listdir('/proc') if name.isdigit()):
        if pid == os.getpid():
            continue
        try:
            result = check_one(pid)
        except OthersMoved:
            result = 'moving with others'
        except AssertionError as error:
            result = 'different'
            wrong.append(str(error))
        results.setdefault(result, []).append(pid)
    for result, pids in results.items():
        print('# %s: %d%s' % (result, len(pids),
                              ' ' + repr(pids) if result.startswith(('moving', 'denied')) else ''))
    check(not wrong, '\n'.join(wrong))
    check(results.get('same'), 'no process was compared')
    moved = len(results.get('moving', [])) + len(results.get('moving with others', []))
    check(moved <= 2 * len(results['same']) + 5, 'too many moved')


class Child:
    """This script once more, which prepares its memory and is then stopped. Not a fork alone: that
    would share its pages with us, and we keep writing to ours."""

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        self.program = subprocess.Popen([sys.executable, '-B', __file__, cli.path, self.name],
                                        stdout=subprocess.PIPE)
        word = self.program.stdout.readline()
        if word != b'ready\n':
            self.program.communicate()
            raise Skip('this cannot be prepared here: %s' % kernel.to_text(word).strip())
        os.kill(self.program.pid, signal.SIGSTOP)
        while b'(stopped)' not in kernel.read('/proc/%d/status' % self.program.pid):
            time.sleep(0.001)
        return self.program.pid

    def __exit__(self, *_):
        self.program.kill()
        self.program.communicate()


def from_zoo(mode):
    def case():
        with prepare(mode), Animal(mode) as animal:
            if mode == 'blocked':
                blocked.add(animal.pid)
            equal(check_one(animal.pid), 'same', 'result')
    return case


def of_32_bits():
    """Everything is below 4 GiB, and is what it is in programs of 64 bits."""
    with Animal('', zoo='PGS_ZOO32') as animal:
        equal(check_one(animal.pid), 'same', 'result')
        _, got, _ = snapshot(animal.pid)
        check(all(int(region['end'], 16) <= 1 << 32 for region in got['regions']), 'below 4 GiB')
        kinds = [region['kind'] for region in got['regions']]
        equal([kind for i, kind in enumerate(kinds) if i == 0 or kinds[i - 1] != kind][-4:],
              ['heap', 'anon', 'kernel', 'stack'], 'kinds')
        present = {region['kind']: region['pages']['present'] for region in got['regions']}
        equal((present['heap'], present['anon']), (1, 32), 'pages of heap and mapping')


def list_zoo():
    if not os.environ.get('PGS_ZOO'):
        return []
    out = subprocess.run([os.environ['PGS_ZOO'], '--list'], stdout=subprocess.PIPE, check=True)
    return [kernel.to_text(line.split()[0]) for line in out.stdout.splitlines()]


def be_child(prepare):
    """What the child does; what it prepared lives as long as it."""
    try:
        prepare()
        word = 'ready'
    except (AssertionError, OSError, AttributeError) as error:
        word = repr(error)
    os.write(1, word.encode() + b'\n')
    while word == 'ready':
        signal.pause()


def stopped(name):
    """A case that compares the child of this name."""
    def case():
        with prepare(name), Child(name) as pid:
            equal(check_one(pid), 'same', 'result')
    return case


PRIVATE, SHARED, ANONYMOUS, NORESERVE = 0x02, 0x01, 0x20, 0x4000
READ, WRITE, EXEC = 1, 2, 4


def map_memory(size, flags=PRIVATE | ANONYMOUS, protection=READ | WRITE, fd=-1, offset=0):
    libc.mmap.restype = ctypes.c_void_p
    libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
    address = libc.mmap(None, size, protection, flags, fd, offset)
    check(address != ctypes.c_void_p(-1).value, 'mmap: %s' % os.strerror(ctypes.get_errno()))
    return address


def write_page(address):
    ctypes.memset(address, 1, 1)


def read_page(address):
    return ctypes.string_at(address, 1)


def advise(address, size, advice):
    libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    check(libc.madvise(address, size, advice) == 0,
          'madvise %d: %s' % (advice, os.strerror(ctypes.get_errno())))


def checkerboard():
    address = map_memory(64 << 20)
    advise(address, 64 << 20, 15)  # MADV_NOHUGEPAGE
    for page in range(0, (64 << 20) // PAGE, 2):
        write_page(address + page * PAGE)


def reservation():
    address = map_memory(1 << 40, PRIVATE | ANONYMOUS | NORESERVE)
    advise(address, 1 << 40, 15)
    for at in range(0, 1 << 40, 1 << 34):
        write_page(address + at)


def zero():
    address = map_memory(100 * PAGE)
    advise(address, 100 * PAGE, 15)
    for page in range(0, 100, 3):
        read_page(address + page * PAGE)
    for page in range(50, 60):
        write_page(address + page * PAGE)


def guard():
    address = map_memory(100 * PAGE)
    for page in range(20):
        write_page(address + page * PAGE)
    advise(address + 10 * PAGE, 20 * PAGE, 102)  # MADV_GUARD_INSTALL


def huge():
    address = map_memory(16 << 20)
    advise(address, 16 << 20, 14)  # MADV_HUGEPAGE
    middle = (address + (2 << 20) - 1) & ~((2 << 20) - 1)
    write_page(middle)
    read_page(middle + (2 << 20))  # the huge zero page, where the kernel uses it
    write_page(middle + (4 << 20))
    libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
    libc.munmap(middle + (4 << 20), 5 * PAGE)  # no longer mapped as one


def shared_anonymous():
    address = map_memory(64 * PAGE, SHARED | ANONYMOUS)
    for page in range(0, 64, 4):
        write_page(address + page * PAGE)


def memory_file():
    fd = os.memfd_create('a name\nwith (deleted)')
    os.ftruncate(fd, 32 * PAGE)
    address = map_memory(32 * PAGE, SHARED, fd=fd)
    for page in range(0, 32, 3):
        write_page(address + page * PAGE)


def in_file(name, unlink=False, also=None):
    """A private file, half of it copied."""
    def prepare():
        directory = tempfile.mkdtemp(prefix='pagescape-')
        path = os.path.join(os.fsencode(directory), name)
        with open(path, 'wb') as file:
            file.write(b'x' * 64 * PAGE)
        if also is not None:
            with open(os.path.join(os.fsencode(directory), also), 'wb') as file:
                file.write(b'y')
        fd = os.open(path, os.O_RDWR)
        address = map_memory(64 * PAGE, PRIVATE, fd=fd)
        for page in range(64):
            read_page(address + page * PAGE)
        for page in range(0, 64, 2):
            write_page(address + page * PAGE)
        if unlink:
            os.unlink(path)
    return prepare


def with_cleanup(case):
    """The children made their files; their names are known by the prefix."""
    before = set(os.listdir(tempfile.gettempdir()))

    def cleaned():
        try:
            case()
        finally:
            for name in set(os.listdir(tempfile.gettempdir())) - before:
                if name.startswith('pagescape-'):
                    shutil.rmtree(os.path.join(tempfile.gettempdir(), name), ignore_errors=True)
    return cleaned


def forked():
    """Pages shared with a child of its own, some written since."""
    address = map_memory(64 * PAGE)
    advise(address, 64 * PAGE, 15)
    for page in range(64):
        write_page(address + page * PAGE)
    pid = os.fork()
    if pid == 0:
        libc.prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG
        while True:
            signal.pause()
    for page in range(0, 64, 5):
        write_page(address + page * PAGE)


def locked():
    address = map_memory(16 * PAGE)
    libc.mlock.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
    check(libc.mlock(address, 8 * PAGE) == 0, 'mlock')


def threads():
    import threading
    for _ in range(3):
        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
    time.sleep(0.1)


def swapped():
    with open('/proc/swaps') as file:
        check(len(file.readlines()) > 1, 'no swap is switched on')
    address = map_memory(64 * PAGE)
    advise(address, 64 * PAGE, 15)
    for page in range(0, 64, 2):
        write_page(address + page * PAGE)
    advise(address, 64 * PAGE, 21)  # MADV_PAGEOUT


def many_mappings():
    address = map_memory(2000 * PAGE)
    libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    for page in range(0, 2000, 2):
        libc.mprotect(address + page * PAGE, PAGE, READ)
        write_page(address + (page + 1) * PAGE)


def check_kernel_thread():
    status, got, _ = snapshot(2)
    if got is None or got['process']['name'] != 'kthreadd':
        raise Skip('this machine hides its kernel threads')
    equal((status, got['regions'], got['totals']['virt']), (0, [], 0), 'kthreadd')


def check_zombie():
    pid = os.fork()
    if pid == 0:
        os._exit(3)
    try:
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        status, got, _ = snapshot(pid)
        equal((status, got['regions'], got['process']['state']), (0, [], 'Z'), 'zombie')
    finally:
        os.waitpid(pid, 0)


def check_sections():
    """What is not asked for is null, and the rest the same."""
    with Child('zero-pages') as pid:
        _, everything, _ = snapshot(pid)
        for sections in (['pages'], ['smaps'], ['sharing'], ['pages', 'smaps']):
            status, got, _ = snapshot(pid, '--sections', ','.join(sections))
            equal(status, 0, 'exit status')
            equal(got['totals']['pss'] is None, 'smaps' not in sections, 'pss of %r' % sections)
            for region, full in zip(got['regions'], everything['regions']):
                equal(region['start'], full['start'], 'start')
                equal(region['pss'] is None, 'smaps' not in sections, 'pss')
                for state in ('present', 'zero', 'file'):
                    asked = ('sharing' if state == 'file' else 'pages') in sections
                    if asked:
                        equal(region['pages'][state], full['pages'][state], state)
                if 'smaps' in sections or 'pages' in sections:
                    equal(region['rss'], full['rss'], 'rss')


FILE_CASES = {
    'deleted-file': in_file(b'gone', unlink=True),
    'half-copied-file': in_file(b'file'),
    'name-with-newline': in_file(b'new\nline'),
    'name-with-escape': in_file(b'back\\012slash'),
    'name-like-heap': in_file(b'[heap]'),
    'name-not-utf-8': in_file(b'\xff\xfe\x80'),
    'name-like-deleted': in_file(b'kept (deleted)'),
    'deleted-name-like-deleted': in_file(b'gone (deleted)', unlink=True),
    'deleted-beside-same-name': in_file(b'twin', unlink=True, also=b'twin (deleted)'),
    'name-with-space-and-quote': in_file(b' a "quoted", name '),
}
CASES = {
    'checkerboard': checkerboard,
    'tebibyte-reservation': reservation,
    'zero-pages': zero,
    'guard-pages': guard,
    'huge-pages': huge,
    'shared-anonymous': shared_anonymous,
    'memfd': memory_file,
    'forked': forked,
    'locked': locked,
    'threads': threads,
    'many-mappings': many_mappings,
    'swapped': swapped,
}

if len(sys.argv) > 2:
    be_child({**CASES, **FILE_CASES}[sys.argv[2]])
    sys.exit(1)

run([('/live/snapshot/' + name, stopped(name)) for name in CASES]
    + [('/live/snapshot/' + name, with_cleanup(stopped(name))) for name in FILE_CASES]
    + [('/live/snapshot/zoo-' + mode, from_zoo(mode)) for mode in list_zoo()]
    + [
        ('/live/snapshot/32-bit', of_32_bits),
        ('/live/snapshot/kernel-thread', check_kernel_thread),
        ('/live/snapshot/zombie', check_zombie),
        ('/live/snapshot/sections', check_sections),
        ('/live/snapshot/every-process', check_machine),
    ])

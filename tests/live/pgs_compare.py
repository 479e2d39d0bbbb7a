# pgs_compare.py: what a snapshot as JSON must say of a process, by the kernel's own files
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Of other processes that share its pages, and of itself between two readings, what is before and what is
# after are both right.
import os
import pwd
import time

import pgs_kernel as kernel
from pgs_kernel import PAGE
from pgs_tap import check, equal

zero_pages = kernel.ZeroPages()

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

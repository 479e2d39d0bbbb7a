#!/usr/bin/python3
# check-page.py: compares what the inspector says of single pages with pagemap and kpageflags
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-page.py PAGESCAPE_CLI PRINT_PAGE     (PGS_ZOO: the zoo)
#
# Names of flags are taken from the kernel's header, indices of page tables are put together again into
# the address.
import os
import re
import struct
import subprocess
import sys

sys.dont_write_bytecode = True
import pgs_kernel as kernel
import pgs_zoo
from pgs_tap import Skip, check, equal, run

PRINT_PAGE = sys.argv[2]
HEADER = '/usr/include/linux/kernel-page-flags.h'
TRIES = 5
RESTLESS = {2, 5, 6, 25}  # REFERENCED, LRU, ACTIVE, IDLE: reclaim and its helpers change them beside us


def read_page(pid, address):
    """(entry, flags, count), the latter two None where frames are not shown."""
    with open('/proc/%d/pagemap' % pid, 'rb') as file:
        file.seek(address // kernel.PAGE * 8)
        entry = struct.unpack('Q', file.read(8))[0]
    if not entry & kernel.PRESENT or not entry & kernel.PFN_MASK:
        return entry, None, None
    numbers = []
    for name in ('flags', 'count'):
        with open('/proc/kpage' + name, 'rb') as file:
            file.seek((entry & kernel.PFN_MASK) * 8)
            numbers.append(struct.unpack('Q', file.read(8))[0])
    return entry, numbers[0], numbers[1]


def ask(pid, address):
    done = subprocess.run([PRINT_PAGE, str(pid), '%x' % address], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)
    equal(done.returncode, 0, 'exit status (%r)' % done.stderr)
    facts = {'flag': []}
    for line in done.stdout.decode().splitlines():
        key, _, value = line.partition(': ')
        if key == 'flag':
            facts['flag'].append(value)
        elif key:
            facts[key] = value
    return facts


def compare_tables(text, address):
    """Nine bits a level, the page below them: the address again."""
    indices = [int(word) for word in re.findall(r'\d+', re.sub('P4D', 'PxD', text))]
    check(len(indices) in (4, 5), 'levels: %r' % text)
    with open('/proc/cpuinfo') as file:
        la57 = ' la57' in file.read()
    equal(len(indices), 5 if la57 else 4, 'number of levels')
    number = 0
    for index in indices:
        number = number * 512 + index
    bits = 9 * len(indices) + 12
    equal(number * 4096, address & ((1 << bits) - 1) & ~4095, 'address from %r' % text)


def counts_agree(before, facts, after):
    """The program under test maps libraries as well, and others come and go."""
    return before is None or min(before, after) <= int(facts['count']) <= max(before, after) + 2


def compare(pid, address):
    for _ in range(TRIES):
        before = read_page(pid, address)
        facts = ask(pid, address)
        after = read_page(pid, address)
        if before[:2] == after[:2] and counts_agree(before[2], facts, after[2]):
            break
    else:
        if before != after:
            raise Skip('the page does not hold still')
    entry, flags, count = before
    names = kernel.get_states(FakeRegion, entry, True)
    equal(facts['states'], names, 'states of %x' % address)
    equal(facts.get('pfn'), str(entry & kernel.PFN_MASK) if flags is not None else None, 'frame')
    check(counts_agree(count, facts, after[2]), 'kpagecount: got %s, expected %s' % (facts.get('count'), count))
    equal([bit for bit in (int(flag.split()[0]) for flag in facts['flag']) if bit not in RESTLESS],
          [bit for bit in range(64) if (flags or 0) >> bit & 1 and bit not in RESTLESS], 'kpageflags')
    for flag in facts['flag']:
        bit, name = flag.split()
        if int(bit) in header:
            equal(name, header[int(bit)], 'name of bit %s' % bit)
    if os.uname().machine == 'x86_64':
        compare_tables(facts['tables'], address)
    return flags, facts


class FakeRegion:
    """pagemap alone, whatever the mapping is."""

    @staticmethod
    def is_private_anonymous():
        return False


def read_header():
    names = {}
    try:
        with open(HEADER) as file:
            for line in file:
                match = re.match(r'#define KPF_([A-Z_0-9]+)\s+(\d+)$', line)
                if match:
                    names[int(match[2])] = match[1]
    except FileNotFoundError:
        pass
    return names


header = read_header()


def zoo_pages(mode, name, flag=None):
    """Every eighth page of a range of the zoo; one of them has to have the flag."""
    def case():
        with pgs_zoo.prepare(mode), pgs_zoo.Animal(mode) as animal:
            start, end = animal.ranges[name]
            step = max((end - start) // kernel.PAGE // 16, 1) * kernel.PAGE
            seen = 0
            for address in range(start, end, step):
                flags, _ = compare(animal.pid, address + 123)
                seen |= flags or 0
            if flag is not None and os.geteuid() == 0:
                bit = next(bit for bit, word in header.items() if word == flag)
                check(seen >> bit & 1, 'no page has %s' % flag)
    return case


def marks():
    """Write protection by userfaultfd looks like swap, and is told apart."""
    with pgs_zoo.prepare('userfault'), pgs_zoo.Animal('userfault') as animal:
        start, _ = animal.ranges['marked']
        _, facts = compare(animal.pid, start)
        equal(facts['states'], 'swapped', 'what pagemap says')
        equal(facts['marks'], '1', 'nothing there can be in swap')
        equal(facts['mark'], str(int(os.geteuid() == 0)), 'what the entry says to root')
        equal(compare(animal.pid, animal.ranges['area'][0])[1]['mark'], '0', 'a page in RAM')


def swapped():
    """A page that is in swap is no mark."""
    with pgs_zoo.prepare('swap'), pgs_zoo.Animal('swap') as animal:
        start, end = animal.ranges['area']
        for address in range(start, end, kernel.PAGE):
            _, facts = compare(animal.pid, address)
            if 'swapped' in facts['states']:
                equal((facts['marks'], facts['mark']), ('0', '0'), 'a page in swap')
                return
        raise Skip('nothing went to swap')


def every_region():
    """One page of each mapping of our own, the kernel's included."""
    with pgs_zoo.Animal('dense') as animal:
        opaque = set()
        smaps = kernel.parse_smaps(kernel.read('/proc/%d/smaps' % animal.pid))
        for region in smaps:
            if region.start >= 1 << 63:
                continue
            _, facts = compare(animal.pid, region.start)
            equal(facts['opaque'], str(int('pf' in (region.flags or []))), 'opaque')
            if facts['opaque'] == '1':
                opaque.add(region.name)
        check(any(name.startswith(b'[vvar') for name in opaque), 'vvar is opaque: %r' % opaque)


def names_of_header():
    """Every flag that the header promises has its name."""
    if not header:
        raise Skip('no ' + HEADER)
    source = subprocess.run([PRINT_PAGE, '--flags'], stdout=subprocess.PIPE).stdout.decode()
    ours = dict((int(line.split()[0]), line.split()[1]) for line in source.splitlines())
    for bit, name in header.items():
        equal(ours.get(bit), name, 'bit %d' % bit)


run([('/live/page/names', names_of_header),
     ('/live/page/dense', zoo_pages('dense', 'area', 'ANON')),
     ('/live/page/zero', zoo_pages('zero', 'zero', 'ZERO_PAGE')),
     ('/live/page/huge', zoo_pages('huge', 'area', 'THP')),
     ('/live/page/huge-zero', zoo_pages('huge-zero', 'area', 'ZERO_PAGE')),
     ('/live/page/hugetlb', zoo_pages('hugetlb', 'area', 'HUGE')),
     ('/live/page/guard', zoo_pages('guard', 'area')),
     ('/live/page/memfd', zoo_pages('memfd', 'area', 'SWAPBACKED')),
     ('/live/page/private-file', zoo_pages('private-file', 'area', 'MMAP')),
     ('/live/page/swap', zoo_pages('swap', 'area')),
     ('/live/page/marks', marks),
     ('/live/page/swapped', swapped),
     ('/live/page/every-region', every_region)])

#!/usr/bin/env python3
# check-lab-numbers.py: experiments show the numbers that ps, smaps and pagemap tell, wherever they are started
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps each experiment's program by hand and reads ps, smaps and pagemap between the steps; what they tell must
be right by the experiment's checks, and near to what `lab run` measured. Then runs the experiments of the heap
in surroundings that change how malloc and stacks work. Speaks TAP.

usage: check-lab-numbers.py PAGESCAPE_CLI LAB_FOLDER
"""
import functools
import json
import mmap
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile

from pgs_lab import Experiment
from pgs_tap import NOBODY, Cli, Skip, check, equal, run

NEAR = {'bytes': 512 * 1024, 'count': 100, 'yes_no': 0}
SLACK = {'present': 1, 'rss': mmap.PAGESIZE}  # blocks begin elsewhere in their first page in every run
QUANTITY = re.compile(r'(change\()?(\w+)(?:@(\w+))?(?::(\w+))?(?(1)\))')
PS = {'virt': 'vsz', 'res': 'rss', 'minor': 'min_flt', 'major': 'maj_flt', 'threads': 'nlwp'}
NAMED = {'heap': '[heap]', 'stack': '[stack]'}
SUMS = {'rss': 'Rss', 'pss': 'Pss', 'swap': 'Swap', 'anon_huge': 'AnonHugePages'}
HEAP = ['heap-brk', 'malloc-pool', 'memory-pool', 'stack', 'leak', 'fragmentation']


class Region:
    """What smaps tells of a mapping, in bytes."""

    def __init__(self, header):
        self.start, self.end = (int(address, 16) for address in header[0].split('-'))
        self.name = header[5] if len(header) > 5 else ''
        self.sizes = {}


@functools.lru_cache(maxsize=None)  # until measure_all() looks again
def smaps(pid):
    regions = []
    with open('/proc/%d/smaps' % pid) as file:
        for line in file:
            words = line.split()
            if not words[0].endswith(':'):
                regions.append(Region(words))
            elif words[-1] == 'kB':
                regions[-1].sizes[words[0][:-1]] = int(words[1]) * 1024
    return [region for region in regions if region.name != '[vsyscall]']  # no memory of the process


def present(pid, start, end):
    """How many pages are in RAM: bit 63 of their entries."""
    first, last = start // mmap.PAGESIZE, (end - 1) // mmap.PAGESIZE
    with open('/proc/%d/pagemap' % pid, 'rb') as file:
        file.seek(first * 8)
        data = file.read((last - first + 1) * 8)
    return sum(entry >> 63 for entry, in struct.iter_unpack('<Q', data))


def measure_process(pid, name):
    if name in PS:
        number = int(subprocess.check_output(['ps', '-o', PS[name] + '=', '-p', str(pid)]))
        return number * 1024 if name in ('virt', 'res') else number
    if name in NAMED:
        return sum(region.end - region.start for region in smaps(pid) if region.name == NAMED[name])
    if name == 'regions':
        return len(smaps(pid))
    if name in SUMS:
        return sum(region.sizes[SUMS[name]] for region in smaps(pid))
    return None


def measure_range(pid, name, start, end):
    """None where smaps cannot tell: it speaks of whole mappings."""
    if name == 'present':
        return present(pid, start, end)
    regions = [region for region in smaps(pid) if region.start < end and region.end > start]
    if name == 'regions':
        return len(regions)
    if name == 'mapped':
        return sum(min(region.end, end) - max(region.start, start) for region in regions)
    if name in SUMS and all(start <= region.start and region.end <= end for region in regions):
        return sum(region.sizes[SUMS[name]] for region in regions)
    return None


def measure(experiment, name, process, where):
    """A quantity of an experiment that stands still; None if it is none of those above, or not there."""
    facts = experiment.facts
    if (process is not None and process not in facts) or (where is not None and where not in facts):
        return None
    pid = experiment.pid if process is None else experiment.number(process)
    try:
        if where is None:
            return measure_process(pid, name)
        start, end = (int(address, 16) for address in facts[where].split('-'))
        return measure_range(pid, name, start, end)
    except (OSError, subprocess.CalledProcessError):  # it has ended
        return None


def compare(before, after, item):
    """What smaps and ps tell of one check, None if they don't. It must be right by that check as well."""
    match = QUANTITY.fullmatch(item['measure'])
    if match is None or item['measured'] is None:
        return None
    key, number = match.group(2, 3, 4), after.get(match.group(2, 3, 4))
    if match.group(1) is not None:
        number = None if number is None or before.get(key) is None else number - before[key]
    if number is None:
        return None
    lowest, highest, slack = item['lowest'], item['highest'], SLACK.get(match.group(2), 0)
    text = '%(measure)s: %(measured)d measured, ' % item + '%d from outside' % number
    check(lowest - slack <= number <= highest + slack, '%s, %d to %d is right' % (text, lowest, highest))
    check(abs(number - item['measured']) <= max(NEAR[item['unit']], highest - lowest), text)
    return number


def measure_all(experiment, checks):
    """All quantities that are needed, at one stop."""
    smaps.cache_clear()
    found = (QUANTITY.fullmatch(item['measure']) for item in checks)
    return {match.group(2, 3, 4): measure(experiment, *match.group(2, 3, 4)) for match in found if match}


class Cases:
    def __init__(self, cli, folder):
        self.cli, self.folder = cli, folder

    def has_numbers(self, entry):
        """Returns how many numbers of an experiment were compared."""
        if not entry['available']:
            raise Skip(entry['needs'])
        done = self.cli.json('lab', 'run', entry['name'], '--auto', timeout=120)
        checks = [item for step in done['steps'] for item in step['checks']]
        n_compared = 0
        with Experiment(self.folder, entry['name']) as experiment:
            before = measure_all(experiment, checks)
            for step in done['steps']:
                equal(experiment.facts['step'], step['id'], 'the next step')
                experiment.step()
                after = measure_all(experiment, checks)
                n_compared += sum(compare(before, after, item) is not None for item in step['checks'])
                before = after
            equal(experiment.facts['step'], 'end', 'the next step')
        print('# %s: %d of %d numbers' % (entry['name'], n_compared, len(checks)), flush=True)
        return n_compared

    def heap_has_numbers(self, entry):
        """Of the heap's experiments most numbers can be told from outside."""
        check(self.has_numbers(entry) >= 6, 'too few were compared')

    def leak_leads(self):
        """[heap] leads what grew, in the comparison of a moment before two rounds with now."""
        with tempfile.TemporaryDirectory() as folder, Experiment(self.folder, 'leak') as experiment:
            before = os.path.join(folder, 'before.pagescape')
            experiment.step()
            status, _, err = self.cli.run('record', str(experiment.pid), '-o', before, '--duration', '0.2')
            equal((status, err), (0, b''), 'record')
            experiment.step()
            experiment.step()
            regions = self.cli.json('diff', before, str(experiment.pid))['regions']
            leaked = 2 * experiment.number('leaked') * experiment.number('block_size')
            equal((regions[0]['change'], regions[0]['path']), ('grown', '[heap]'), 'what leads')
            check(leaked - 8192 <= regions[0]['rss_delta'] <= leaked + 8192, '%(rss_delta)d' % regions[0])

    def surrounded(self, *command, **variables):
        """The experiments of the heap, behind a command and with variables."""
        if shutil.which(command[0] if command else 'env') is None:
            raise Skip('no ' + command[0])
        for name in HEAP:
            done = subprocess.run([*command, self.cli.path, 'lab', 'run', name, '--auto', '--format', 'json'],
                                  env={**os.environ, **variables}, stdin=subprocess.DEVNULL, capture_output=True,
                                  timeout=120, check=False)
            equal(done.returncode, 0, '%s (%r, %r)' % (name, done.stdout[-2000:], done.stderr[-500:]))
            items = [item for step in json.loads(done.stdout)['steps'] for item in step['checks']]
            equal([item for item in items if item['ok'] is not True], [], name)


def with_stack(size):
    return ['sh', '-c', 'ulimit -S -s "$0" && exec "$@"', str(size)]


def main():
    cases = Cases(Cli(sys.argv[1]), sys.argv[2])
    listed = cases.cli.json('lab', 'list')
    tunables = 'glibc.malloc.mmap_threshold=4096:glibc.malloc.tcache_count=0:glibc.malloc.top_pad=0'

    def around(*command, **variables):
        return lambda: cases.surrounded(*command, **variables)

    def has(entry):
        function = cases.heap_has_numbers if entry['name'] in HEAP else cases.has_numbers
        return lambda: function(entry)

    run([('numbers/' + entry['name'], has(entry)) for entry in listed] + [
        ('leak/what-grew', cases.leak_leads),
        ('around/tunables', around(GLIBC_TUNABLES=tunables, MALLOC_ARENA_MAX='1')),
        ('around/perturbed', around(MALLOC_PERTURB_='85', MALLOC_TOP_PAD_='0')),
        ('around/large-environment', around(LARGE='x' * 100000)),
        ('around/other-words', around(LC_ALL='ko_KR.UTF-8', LANGUAGE='ko')),
        ('around/small-stack', around(*with_stack(512))),
        ('around/unlimited-stack', around(*with_stack('unlimited'))),
        ('around/fixed-addresses', around('setarch', '-R')),
        ('around/nobody', around(*(NOBODY if os.geteuid() == 0 else []))),
    ])


main()

#!/usr/bin/python3
# check-lab.py: all experiments as pagescape-cli runs them, and two of them looked at from outside
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-lab.py PAGESCAPE_CLI
#
# What an experiment lacks on this machine is said, and the case skipped; check-lab-limits.py provides it. Of
# the whole machine's memory anybody may take some meanwhile: a check of that may fail twice.
import glob
import json
import os
import re
import signal
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'cli'))
from pgs_prepared import undisturbed
from pgs_screen import Terminal
from pgs_tap import Cli, Skip, check, equal, run

cli = Cli(sys.argv[1])
CHAPTERS = {
    'Reserve and touch': ['reserve', 'touch', 'mmap', 'demand-paging', 'file-map', 'program-start'],
    'Sharing': ['copy-on-write', 'fork-exec', 'shared-count', 'same-address'],
    'Heap and stack': ['heap-brk', 'malloc-pool', 'memory-pool', 'stack', 'leak', 'fragmentation'],
    'Limits': ['segfault', 'overcommit', 'address-limit', 'swap-out', 'oom'],
    'Underneath': ['scattered-frames', 'huge-pages', 'process-states'],
}
MACHINE = re.compile(r'\b(committed|anon_pages|mem_available|mem_free|swap_free)\b')
UNITS = {'B': 1, 'KiB': 1 << 10, 'MiB': 1 << 20, 'GiB': 1 << 30, 'TiB': 1 << 40}
TRIES = 3
SECONDS = 20
TAKES = 'Enter takes the step. '
ENDS = 'Enter ends the experiment. '


def listed():
    return {entry['name']: entry for entry in cli.json('lab', 'list')}


def check_list():
    found = {}
    for entry in cli.json('lab', 'list'):
        equal(set(entry), {'name', 'title', 'chapter', 'available', 'needs'}, 'keys')
        equal(entry['available'], entry['needs'] is None, '%s: available' % entry['name'])
        found.setdefault(entry['chapter'], []).append(entry['name'])
    equal(list(found.items()), list(CHAPTERS.items()), 'the chapters in their order')


def failed_checks(result):
    return [entry for step in result['steps'] for entry in step['checks'] if entry['ok'] is False]


def check_result(name, result, status):
    failed = failed_checks(result)
    equal(result['name'], name, 'name')
    equal(result['passed'], not failed, 'passed')
    equal(status, 1 if failed else 0, 'exit status')
    n_known = 0
    for step in result['steps']:
        check(step['title'] and step['id'], 'a step without a title')
        for entry in step['checks']:
            check(entry['what'], 'a check without a name')
            equal(entry['ok'] is None, entry['measured'] is None, '%s: known' % entry['what'])
            n_known += entry['ok'] is not None
    check(n_known > 0, 'nothing was measured')
    return failed


def check_experiment(name):
    entry = listed()[name]
    if not entry['available']:
        status, out, err = cli.run('lab', 'run', name, '--auto', timeout=120)
        equal((status, out, err.count(b'\n')), (1, b'', 1), 'what is said without it')
        raise Skip(entry['needs'])
    for _ in range(TRIES):
        status, out, err = cli.run('lab', 'run', name, '--auto', '--format', 'json', timeout=300)
        equal(err, b'', 'stderr')
        failed = check_result(name, json.loads(out), status)
        if not failed or not all(MACHINE.search(entry['measure']) for entry in failed):
            break
    check(not failed, 'failed: %r' % failed)


def children(pid):
    """Of all of its threads."""
    found = []
    for path in glob.glob('/proc/%d/task/*/children' % pid):
        with open(path) as file:
            found += [int(word) for word in file.read().split()]
    return found


def state(pid):
    try:
        with open('/proc/%d/stat' % pid) as file:
            return file.read().rsplit(')', 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return None


def wait_gone(pid):
    end = time.monotonic() + SECONDS
    while state(pid) not in (None, 'Z', 'X'):
        check(time.monotonic() < end, '%d is still there' % pid)
        time.sleep(0.01)


class Outside:
    """An experiment in a terminal, and what the kernel says of its process."""

    def __init__(self, name, width=200):
        self.terminal = Terminal([cli.path, 'lab', 'run', name], width, 50, {'LC_ALL': 'C.UTF-8', 'LANGUAGE': 'C'})

    def __enter__(self):
        self.terminal.__enter__()
        self.wait(TAKES, '? ')
        self.cli = self.terminal.pid
        (self.pid,) = children(self.cli)
        return self

    def __exit__(self, *arguments):
        self.terminal.__exit__(*arguments)

    def text(self):
        return self.terminal.raw.decode().replace('\r', '')

    def wait(self, *ends):
        self.terminal.wait_for(lambda screen: self.text().endswith(ends), ' or '.join(ends))

    def answer(self, text, *ends):
        """What is typed is echoed; then there is something new at the end."""
        length = len(self.text())
        self.terminal.type(text.encode() + b'\r')
        self.terminal.wait_for(lambda screen: len(self.text()) > length + len(text) + 1
                               and self.text().endswith(ends), ' or '.join(ends))

    def step(self):
        """Answers nothing until the step is done and the next one begins."""
        before = self.text().count('Measured')
        for _ in range(8):
            self.answer('', TAKES, '? ', ENDS)
            if self.text().count('Measured') > before:
                return
        check(False, 'no step was taken')

    def kib(self, key):
        with open('/proc/%d/status' % self.pid) as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith(key + ':'))

    def rss_of_largest(self):
        """Of the largest anonymous mapping: the block."""
        sizes = []
        with open('/proc/%d/smaps' % self.pid) as file:
            for line in file:
                if re.match(r'[0-9a-f]+-[0-9a-f]+ ', line):
                    is_anonymous = len(line.split()) == 5
                elif line.startswith('Size:'):
                    size = int(line.split()[1])
                elif line.startswith('Rss:') and is_anonymous:
                    sizes.append((size, int(line.split()[1]) * 1024))
        return max(sizes)[1]

    def shown(self, what):
        """The number that stands last in the column of what was measured."""
        rows = [line for line in self.text().splitlines() if line.startswith(what + '  ')]
        found = re.search(r'([0-9.]+) ([KMGT]?i?B)(?: \([^)]*\))?  +(ok|differs|unknown)', rows[-1])
        check(found is not None, 'no number in %r' % rows[-1])
        return float(found[1]), UNITS[found[2]]


def agree(shown, actual, what):
    """What is shown is rounded to three digits or one decimal."""
    number, unit = shown
    check(abs(number - actual / unit) <= (0.51 if number >= 99 else 0.06),
          '%s: %g × %d is shown, it is %d' % (what, number, unit, actual))


def check_from_outside():
    with Outside('demand-paging') as seen:
        for step in range(3):
            seen.step()
            agree(seen.shown('RES'), seen.kib('VmRSS'), 'RES after step %d' % step)
            if step != 1:
                agree(seen.shown('VIRT'), seen.kib('VmSize'), 'VIRT after step %d' % step)
            if step > 0:
                agree(seen.shown('Resident memory of the block'), seen.rss_of_largest(), 'the block')
        pid = seen.pid
        seen.terminal.type(b'q\r')
        equal(seen.terminal.end(), 0, 'exit status')
    wait_gone(pid)


def check_prediction():
    with Outside('demand-paging') as seen:
        seen.answer('7', '? ')
        check('One of the numbers 1 to 3' in seen.text(), 'what may be answered')
        seen.answer('2', '? ')
        seen.step()
        row = next(line for line in seen.text().splitlines() if line.startswith('VIRT  '))
        equal(row.split('  ')[0], 'VIRT', 'the row')
        check('+10 MiB' in row and '+100 MiB' in row, 'prediction and measurement: %r' % row)


def check_narrow():
    """No line is wider than the terminal, which the screen sees to: rows become paragraphs."""
    with Outside('demand-paging', 60) as seen:
        seen.step()
        lines = seen.text().splitlines()
        at = lines.index('VIRT')
        check(re.fullmatch(r'  Must be: \S+ MiB', lines[at + 1]) is not None, 'what must be: %r' % lines[at + 1])
        check(re.fullmatch(r'  Measured: .* → .* MiB', lines[at + 2]) is not None, 'what was: %r' % lines[at + 2])


def check_end_with(signal_number):
    with Outside('copy-on-write') as seen:
        while not children(seen.pid):
            seen.step()
        family = [seen.pid, *children(seen.pid)]
        if signal_number == signal.SIGINT:
            seen.terminal.type(b'\x03')
        else:
            os.kill(seen.cli, signal_number)
        seen.terminal.end()
        for pid in family:
            wait_gone(pid)


def main():
    cases = [('/live/lab/list', check_list)]
    for names in CHAPTERS.values():
        for name in names:
            cases.append(('/live/lab/run/' + name, lambda name=name: check_experiment(name)))
    cases += [
        ('/live/lab/from-outside', check_from_outside),
        ('/live/lab/prediction', check_prediction),
        ('/live/lab/narrow', check_narrow),
        ('/live/lab/interrupt', lambda: check_end_with(signal.SIGINT)),
        ('/live/lab/kill', lambda: check_end_with(signal.SIGKILL)),
        ('/live/lab/hangup', lambda: check_end_with(signal.SIGHUP)),
    ]
    with undisturbed():
        run(cases)


main()

#!/usr/bin/python3
# check-watch.py: pagescape-cli watch on a terminal: what is seen is what /proc says, and nothing is left
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-watch.py PAGESCAPE_CLI
import json
import mmap
import os
import re
import shutil
import signal
import subprocess
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'live'))
from pgs_screen import Terminal
from pgs_tap import check, equal, run

program = os.path.abspath(sys.argv[1])
PAGE = mmap.PAGESIZE
INTERVAL = 0.1
BLOCKS = '▁▂▃▄▅▆▇█'
LETTERS = '.:-=+*#@'
UNITS = {'B': 1, 'KiB': 1 << 10, 'MiB': 1 << 20, 'GiB': 1 << 30, 'TiB': 1 << 40}
LABELS = ['VIRT', 'RES', 'anonymous', 'file', 'shared memory', 'swapped', 'minor faults', 'major faults']
ROW = re.compile(r' *(%s)  (.*?)((?:  +(?:[0-9.]+ [KMGT]?i?B|[0-9.\u00a0]+/s|–)){1,3})' % '|'.join(LABELS))
# Does what it is told a line at a time: memory of one private mapping, touched, or given back.
TARGET = '''
import ctypes, mmap, os, sys
if len(sys.argv) > 1:
    ctypes.CDLL(None).prctl(15, os.fsencode(sys.argv[1]))
memory = mmap.mmap(-1, 64 << 20, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
print(flush=True)
for line in sys.stdin:
    word, size = line.split()
    if word == 'touch':
        for at in range(0, int(size), mmap.PAGESIZE):
            memory[at] = 1
    else:
        memory.madvise(mmap.MADV_DONTNEED, int(size), (64 << 20) - int(size))
    print(flush=True)
'''


class Target:
    """A process that is stopped but while it does what it is told."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen([sys.executable, '-c', TARGET, *arguments], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)
        self.pid = self.process.pid

    def __enter__(self):
        self.process.stdout.readline()
        os.kill(self.pid, signal.SIGSTOP)
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    def tell(self, text):
        os.kill(self.pid, signal.SIGCONT)
        self.process.stdin.write(text.encode() + b'\n')
        self.process.stdin.flush()
        self.process.stdout.readline()
        os.kill(self.pid, signal.SIGSTOP)
        self.read()  # the stop has come when its state is read as T
        while self.state != 'T':
            self.read()

    def read(self):
        """The kernel's own numbers, in bytes, in the order of LABELS without faults."""
        with open('/proc/%d/statm' % self.pid) as file:
            virt, res = [int(word) * PAGE for word in file.read().split()[:2]]
        with open('/proc/%d/status' % self.pid) as file:
            status = dict(line.split(':', 1) for line in file)
        with open('/proc/%d/stat' % self.pid) as file:
            fields = file.read().rpartition(')')[2].split()
        self.state, self.minor_faults = fields[0], int(fields[7])
        return [virt, res] + [int(status[key].split()[0]) * 1024 for key in ('RssAnon', 'RssFile', 'RssShmem', 'VmSwap')]


def watch(target, *arguments, **options):
    command = [program, 'watch', str(target.pid), '--interval', str(INTERVAL), *arguments]
    return Terminal(command, **options)


def job(script, target, **options):
    """In a shell with job control: $WATCH is the command."""
    command = "%s watch %d --interval %s" % (program, target.pid, INTERVAL)
    return Terminal([shutil.which('sh'), '-m', '-c', script.replace('$WATCH', command)], **options)


def rows_of(lines):
    """{label: (sparkline, [now, min, max] as text)}; an error if a label is there twice."""
    rows = {}
    for line in lines:
        found = ROW.fullmatch(line)
        if found:
            check(found[1] not in rows, '%s is drawn twice:\n%s' % (found[1], '\n'.join(lines)))
            rows[found[1]] = found[2], [text for text in re.split('  +', found[3]) if text]
    return rows


def has_all_rows(lines):
    return list(rows_of(lines)) == LABELS


def shows(text, expected):
    """Whether @text is @expected bytes as people write them: rounded to what is shown."""
    number, unit = text.split()
    digits = len(number.partition('.')[2])
    return abs(float(number) - expected / UNITS[unit]) <= 0.5001 / 10 ** digits


def size_of(text):
    number, unit = text.split()
    return float(number) * UNITS[unit]


def rate_of(text):
    return float(text.replace('\u00a0', '').partition('/')[0])


def wait_for_numbers(terminal, target, what):
    """Until now is what /proc says of each size; returns (rows, those sizes)."""
    expected = target.read()
    lines = terminal.wait_for(
        lambda lines: has_all_rows(lines)
        and all(shows(rows_of(lines)[label][1][0], value) for label, value in zip(LABELS, expected)), what)
    return rows_of(lines), expected


def numbers():
    with Target() as target, watch(target) as terminal:
        _, first = wait_for_numbers(terminal, target, 'the first numbers')
        faults = target.minor_faults
        start = time.monotonic()
        target.tell('touch %d' % (40 << 20))
        rows, peak = wait_for_numbers(terminal, target, '40 MiB more')
        faults = target.minor_faults - faults
        check(peak[1] - first[1] >= 40 << 20, 'the target did not grow')
        equal(rows['RES'][0][-1], BLOCKS[7], 'the peak')
        equal(rows['RES'][0].lstrip()[0], BLOCKS[0], 'the start')
        target.tell('drop %d' % (20 << 20))
        rows, last = wait_for_numbers(terminal, target, '20 MiB less')
        rows = rows_of(terminal.wait_for(lambda lines: rows_of(lines)['minor faults'][1][0] == '0/s', 'rest'))
        for label, low, now, high in zip(LABELS, first, last, peak):
            low, high = min(low, now, high), max(low, now, high)
            equal((shows(rows[label][1][1], low), shows(rows[label][1][2], high)), (True, True),
                  '%s: min and max of %r' % (label, rows[label][1]))
            level = int((now - low) * 8 / (high - low)) if high > low else 0
            if label in ('RES', 'anonymous'):
                equal(rows[label][0][-1], BLOCKS[min(level, 7)], '%s: its newest column' % label)
        # all faults of the growth in one interval, or spread over the time that it took
        rate = rate_of(rows['minor faults'][1][2])
        check(faults / (time.monotonic() - start + INTERVAL) <= rate <= faults / INTERVAL * 1.2 + 10,
              'at most %r faults a second of %d faults' % (rate, faults))
        equal(rows['minor faults'][1][1], '0/s', 'the least faults')


def in_place():
    """The lines before stay, there is one chart, the cursor waits below it."""
    with Target() as target, job('echo before; $WATCH', target) as terminal:
        terminal.wait_for(has_all_rows, 'a chart')
        terminal.read_for(INTERVAL * 5)
        lines = terminal.wait_for(lambda _: terminal.screen.column == 0 and terminal.screen.row == 10, 'the end of a frame')
        equal(lines[0], 'before', 'what was there')
        check(re.match(r'\S+ \(%d\)  0:0\d +now +min +max$' % target.pid, lines[1]), 'the heading: %r' % lines[1])
        equal(list(rows_of(lines)), LABELS, 'rows')
        check(rows_of(lines)['RES'][0].strip().count(BLOCKS[0]) >= 4, 'columns were not added')
        equal(terminal.screen.scrolled, [], 'lines that scrolled away')
        terminal.type(b'typed\r\n\r\n')
        terminal.read_for(INTERVAL * 3)
        check(b'typed' not in terminal.raw, 'what was typed was echoed')
        equal(terminal.screen.scrolled, [], 'lines that scrolled away after Enter')


def at_the_bottom():
    """The chart scrolls the screen up once, not at each frame."""
    with Target() as target, job('for i in 1 2 3 4 5 6 7 8 9; do echo $i; done; $WATCH', target, rows=12) as terminal:
        terminal.wait_for(has_all_rows, 'a chart')
        terminal.read_for(INTERVAL * 5)
        equal(terminal.wait_for(has_all_rows, 'one chart')[:2], ['8', '9'], 'what was there')
        equal(len(terminal.screen.scrolled), 7, 'lines that scrolled away')


def resized():
    with Target() as target, watch(target, columns=100, rows=30) as terminal:
        terminal.wait_for(has_all_rows, 'a chart')
        for columns, rows in ((60, 30), (120, 12), (40, 24), (24, 10), (9, 5), (1, 2), (200, 50)):
            terminal.read_for(INTERVAL / 2)
            terminal.resize(columns, rows)
            terminal.wait_for(lambda _: terminal.screen.settled and terminal.screen.row == min(rows - 1, 9),
                              'a chart of %d by %d' % (columns, rows))
            terminal.read_for(INTERVAL * 3)
            if columns >= 60 and rows >= 10:
                lines = terminal.wait_for(has_all_rows, 'all rows')
                equal(max(map(len, lines)), columns, 'the width')
        equal(len(rows_of(lines)['RES'][1]), 3, 'numbers of a wide terminal')


def plain():
    """No escape sequence where there is no cursor to move, no colours for who wants none."""
    with Target() as target:
        with watch(target, '--count', '3', environment={'TERM': 'dumb'}, rows=40) as terminal:
            equal(terminal.end(), 0, 'status')
            check(b'\x1b' not in terminal.raw, 'escape sequences on TERM=dumb')
            check(not set(BLOCKS) & set(terminal.raw.decode()), 'blocks on TERM=dumb')
            lines = terminal.screen.text()
            equal([has_all_rows(lines[at:at + 9]) for at in (0, 9, 18)], [True] * 3, 'three charts')
            equal(rows_of(lines[18:27])['RES'][0].strip(), LETTERS[0] * 3, 'three columns')
        with watch(target, '--count', '2', environment={'LC_ALL': 'C'}) as terminal:
            equal(terminal.end(), 0, 'status')
            check(terminal.raw.isascii(), 'not ASCII in the C locale')
            check(b'34' in terminal.raw, 'no colours')
        for value, colors in (('1', False), ('', True)):
            with watch(target, '--count', '2', environment={'NO_COLOR': value}) as terminal:
                equal(terminal.end(), 0, 'status')
                equal(bool(terminal.screen.colors), colors, 'colours with NO_COLOR=%r' % value)
                check(terminal.screen.escapes > 0 and BLOCKS[0] in terminal.raw.decode(), 'not in place')
        with watch(target, '--count', '2', environment={'TERM': 'linux'}) as terminal:
            equal(terminal.end(), 0, 'status')
            check(terminal.screen.escapes > 0 and BLOCKS[0] not in terminal.raw.decode(), 'blocks on the console')


def is_below(screen):
    return screen.column == 0 and screen.row == 9 and has_all_rows(screen.text())


def signals():
    """However it ends, the terminal shows again what is typed, and the cursor is below."""
    with Target() as target:
        for number, status in ((signal.SIGINT, 0), (signal.SIGTERM, 0), (signal.SIGHUP, -1), (signal.SIGQUIT, -3),
                               (signal.SIGABRT, -6), (signal.SIGUSR1, -10), (signal.SIGALRM, -14)):
            with watch(target, rows=40) as terminal:
                terminal.wait_for(lambda _: is_below(terminal.screen) and not terminal.echoes(), 'a chart')
                os.kill(terminal.pid, number)
                equal(terminal.end(), status, 'status after %s' % number.name)
                check(terminal.echoes(), 'no echo after %s' % number.name)
                check(is_below(terminal.screen), 'the cursor after %s' % number.name)
        with watch(target) as terminal:
            terminal.wait_for(lambda _: is_below(terminal.screen), 'a chart')
            terminal.type(b'\x03')
            equal((terminal.end(), terminal.echoes(), is_below(terminal.screen)), (0, True, True), 'after Ctrl+C')


def stopped():
    """Ctrl+Z gives the terminal to the shell; fg draws below what was said meanwhile."""
    script = '$WATCH; echo stopped $?; stty -a | grep -o " -*echo "; fg > /dev/null; echo ended $?'
    with Target() as target, job(script, target, rows=60) as terminal:
        terminal.wait_for(has_all_rows, 'a chart')
        terminal.type(b'\x1a')
        terminal.wait_for(lambda lines: 'stopped 148' in lines and ' echo' in lines, 'the shell, with echo')
        lines = terminal.wait_for(
            lambda lines: ' echo' in lines and has_all_rows(lines[lines.index(' echo'):]), 'a chart after fg')
        check(has_all_rows(lines[:lines.index('stopped 148')]), 'the chart of before is gone')
        n_lines = len(lines)
        terminal.read_for(INTERVAL * 5)
        equal(len(terminal.screen.text()), n_lines, 'lines after more samples')
        check(not terminal.echoes(), 'echo after fg')
        terminal.type(b'\x03')
        equal((terminal.end(), terminal.echoes()), (0, True), 'after Ctrl+C')
        equal(terminal.screen.text()[-2], 'ended 0', 'the last line')


def in_background():
    """A job in the background does not draw over the shell."""
    script = '$WATCH & sleep 1; echo alone; fg > /dev/null; echo ended $?'
    with Target() as target, job(script, target, rows=40) as terminal:
        lines = terminal.wait_for(lambda lines: 'alone' in lines, 'the shell')
        equal(lines[0], 'alone', 'what was there before fg')
        terminal.wait_for(has_all_rows, 'a chart after fg')
        check(not terminal.echoes(), 'echo after fg')
        terminal.type(b'\x03')
        equal(terminal.end(), 0, 'status')


def process_ends():
    with Target() as target:
        with watch(target) as terminal:
            terminal.wait_for(has_all_rows, 'a chart')
            target.process.kill()
            equal(terminal.end(), 0, 'status')
            lines = terminal.screen.text()
            check(re.match(r'\S+ \(%d\)  0:0\d  ended +now' % target.pid, lines[0]), 'the heading: %r' % lines[0])
            check(is_below(terminal.screen) and terminal.echoes(), 'the terminal')


def hostile_names():
    """The screen raises for whatever a name makes it obey."""
    for name, shown in (('\033[31mx\033[2J', '␛[31mx␛[2J'), ('\033]0;x\007', '␛]0;x␇'), ('a\nb\rc\b', 'a␊b␍c␈'),
                        ('\u202egnp', '\ufffdgnp'), ('\u009b31m', '\ufffd31m')):
        with Target(name) as target, watch(target, '--count', '3') as terminal:
            equal(terminal.end(), 0, 'status')
            equal(terminal.screen.text()[0].partition(' (')[0], shown, 'the name')
            check(has_all_rows(terminal.screen.text()), 'rows')


def formats():
    """Charts are only for terminals of who did not ask for a format."""
    with Target() as target:
        arguments = ['watch', str(target.pid), '--interval', '0.01', '--count', '2']
        done = subprocess.run([program, *arguments], stdout=subprocess.PIPE, check=True)
        records = [json.loads(line) for line in done.stdout.splitlines()]
        equal([record['res'] for record in records], [target.read()[1]] * 2, 'res in jsonl')
        with Terminal([program, *arguments, '--format', 'jsonl'], columns=1000) as terminal:
            equal(terminal.end(), 0, 'status')
            equal([json.loads(line)['res'] for line in terminal.screen.text()[:2]], [target.read()[1]] * 2, 'res on a terminal')
        with Terminal([program, *arguments, '--format', 'csv'], columns=1000) as terminal:
            equal(terminal.end(), 0, 'status')
            equal(terminal.screen.text()[0].split(',')[:3], ['t', 'virt', 'res'], 'csv on a terminal')


def asleep():
    """Of who sleeps, samples come together; each still says what was so at its time, and none is left out."""
    count, interval = 80, 0.05
    with Target() as target:
        os.kill(target.pid, signal.SIGCONT)
        started = time.monotonic()
        with subprocess.Popen([program, 'watch', str(target.pid), '--interval', str(interval), '--count', str(count)],
                              stdout=subprocess.PIPE) as watching:
            lines = [watching.stdout.readline()]
            first = time.monotonic()
            time.sleep(2)
            before = time.monotonic()
            target.process.stdin.write(b'touch %d\n' % (40 << 20))
            target.process.stdin.flush()
            target.process.stdout.readline()
            after = time.monotonic()
            lines += watching.stdout.readlines()
        rows = [json.loads(line) for line in lines]
        equal((watching.returncode, len(rows)), (0, count), 'status, samples')
        check(all(one['t'] < other['t'] for one, other in zip(rows, rows[1:])), 'time goes back')
        old = [row['t'] for row in rows if row['res'] < rows[0]['res'] + (40 << 20)]
        new = [row['t'] for row in rows if row['res'] >= rows[0]['res'] + (40 << 20)]
        check(len(old) > 1 and started + old[-1] <= after, 'the last sample without: %r of %r' % (old[-1:], after - started))
        check(len(new) > 1 and first + new[0] >= before, 'the first sample with it: %r of %r' % (new[:1], before - first))
        equal(rows[-1]['res'], target.read()[1], 'res at the end')


run([('/cli/watch/numbers', numbers),
     ('/cli/watch/asleep', asleep),
     ('/cli/watch/in-place', in_place),
     ('/cli/watch/at-the-bottom', at_the_bottom),
     ('/cli/watch/resized', resized),
     ('/cli/watch/plain', plain),
     ('/cli/watch/signals', signals),
     ('/cli/watch/stopped', stopped),
     ('/cli/watch/in-background', in_background),
     ('/cli/watch/process-ends', process_ends),
     ('/cli/watch/hostile-names', hostile_names),
     ('/cli/watch/formats', formats)])

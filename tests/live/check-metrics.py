#!/usr/bin/python3
# check-metrics.py: compares pagescape-cli metrics with /proc, and has it read by those for whom it is written
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-metrics.py PAGESCAPE_CLI      (PGS_ZOO: the zoo of programs whose memory is known)
#
# The processes are the script's own, and stopped. Whoever looks maps libc as well and so changes their Pss: it
# is read before, and while the program waits to write into a pipe that is full; nothing may move meanwhile.
import contextlib
import fcntl
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.append('/usr/lib/python3/dist-packages')  # Debian's, whichever Python this is
import pgs_kernel as kernel
from pgs_kernel import PAGE
from pgs_tap import NOBODY, Cli, Skip, check, equal, need, run
from pgs_zoo import Animal

TOOLS = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../_build-tools')  # of build-aux/setup

cli = Cli(sys.argv[1])
TRIES = 10
F_SETPIPE_SZ = 1031
PR_SET_NAME = 15
PREFIX = 'pagescape_process_'
GAUGES = {'virtual_bytes': 'bytes', 'resident_bytes': 'bytes', 'swap_bytes': 'bytes', 'proportional_bytes': 'bytes',
          'page_table_bytes': 'bytes', 'mappings': None, 'start_time_seconds': 'seconds'}
SAMPLE = re.compile(r'pagescape_process_([a-z_]+)\{pid="(\d+)",name="((?:[^"\\\n]|\\[\\"n])*)"'
                    r'(?:,(kind|type)="([a-z]+)")?\} ([0-9.]+)')


def parse(text):
    """Returns {(family without prefix, pid, kind or type or None): number as text}; every line is understood."""
    samples = {}
    for line in text.decode('utf-8').split('\n')[:-1]:
        if line.startswith('# '):
            continue
        match = SAMPLE.fullmatch(line)
        check(match, 'a line: %r' % line)
        key = match[1], int(match[2]), match[5]
        check(key not in samples, 'twice: %r' % line)
        samples[key] = match[6]
    return samples


def metrics(*arguments, status=0, lines=0):
    """Returns the samples."""
    got, out, err = cli.run('metrics', *map(str, arguments))
    equal(got, status, 'exit status (%r)' % err)
    equal(err.count(b'\n'), lines, 'lines on standard error: %r' % err)
    return parse(out)


class Held:
    """Runs the program and holds it after it has read the processes."""

    def __init__(self, *arguments):
        reader, writer = os.pipe()
        fcntl.fcntl(reader, F_SETPIPE_SZ, PAGE)
        self.out = os.fdopen(reader, 'rb')
        self.program = subprocess.Popen([cli.path, 'metrics', *map(str, arguments)], stdout=writer,
                                        stdin=subprocess.DEVNULL)
        os.close(writer)
        select.select([self.out], [], [], 120)

    def finish(self):
        data = self.out.read()
        self.out.close()
        equal(self.program.wait(), 0, 'exit status')
        check(len(data) > PAGE, 'it did not wait: %d bytes' % len(data))
        return parse(data)


class Reading:
    """What /proc says."""

    def __init__(self, pid):
        base = '/proc/%d/' % pid
        self.statm = kernel.read(base + 'statm')
        self.smaps = kernel.read(base + 'smaps')
        self.status = {key: int(value) * 1024 for key, value in
                       re.findall(rb'^(\w+):\s+(\d+) kB$', kernel.read(base + 'status'), re.MULTILINE)}
        self.fields = kernel.read(base + 'stat').rpartition(b')')[2].split()
        self.regions = kernel.parse_smaps(self.smaps)

    def pss(self):
        return sum(region.kib('Pss') for region in self.regions)

    def samples(self, pid):
        """But for what others have a hand in, and the time."""
        status = self.status
        return {('virtual_bytes', pid, None): int(self.statm.split()[0]) * PAGE,
                ('resident_bytes', pid, 'anon'): status[b'RssAnon'],
                ('resident_bytes', pid, 'file'): status[b'RssFile'],
                ('resident_bytes', pid, 'shmem'): status[b'RssShmem'],
                ('swap_bytes', pid, None): status[b'VmSwap'],
                ('page_table_bytes', pid, None): status[b'VmPTE'],
                ('mappings', pid, None): len(self.regions),
                ('page_faults_total', pid, 'minor'): int(self.fields[7]),
                ('page_faults_total', pid, 'major'): int(self.fields[9])}

    def equals(self, other):
        return (self.smaps, self.status, self.fields) == (other.smaps, other.status, other.fields)


def compare(got, pid, held):
    for key, expected in held.samples(pid).items():
        equal(int(got.pop(key)), expected, repr(key))
    pss = int(got.pop(('proportional_bytes', pid, None)))
    equal(pss, held.pss(), 'PSS')
    started = float(got.pop(('start_time_seconds', pid, None)))
    boot = time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)
    ticks = int(held.fields[19]) / os.sysconf('SC_CLK_TCK')
    check(abs(started - boot - ticks) <= 1.1, 'it started at %f, not %f' % (started, boot + ticks))


def look(pids, *options):
    """Returns what is said of all @pids, and a reading of each meanwhile; nothing moved before or after."""
    for _ in range(TRIES):
        before = [Reading(pid) for pid in pids]
        held = Held(*pids, *options)
        try:
            meanwhile = [Reading(pid) for pid in pids]
            still = all(Reading(pid).equals(reading) for pid, reading in zip(pids, meanwhile)) and \
                all(one.pss() == other.pss() for one, other in zip(before, meanwhile))
        finally:
            got = held.finish()
        if still:
            return got, meanwhile
    raise Skip('other processes never held still')


@contextlib.contextmanager
def named(name):
    """A stopped process of this name (bytes)."""
    sleeper = subprocess.Popen([sys.executable, '-c', 'import ctypes, sys, time\n'
                                'ctypes.CDLL(None).prctl(%d, bytes.fromhex(sys.argv[1]), 0, 0, 0)\n'
                                'print(flush=True)\ntime.sleep(600)' % PR_SET_NAME, name.hex()],
                               stdout=subprocess.PIPE)
    try:
        sleeper.stdout.readline()
        sleeper.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, sleeper.pid, os.WSTOPPED | os.WNOWAIT)
        yield sleeper.pid
    finally:
        sleeper.kill()
        sleeper.communicate()


def check_numbers():
    with contextlib.ExitStack() as stack:
        pids = [stack.enter_context(Animal(mode)).pid for mode in ('dense', 'shared', 'shared-file', 'fork')]
        for options in (), ('--openmetrics',):
            got, meanwhile = look(pids, *options)
            for pid, other in zip(pids, meanwhile):
                compare(got, pid, other)
            equal(got, {}, 'what is left')


def heads(text):
    """Returns {(HELP, TYPE or UNIT, name): the rest}."""
    lines = [line.split(' ', 3) for line in text.decode().splitlines() if line.startswith('# ') and line != '# EOF']
    return {(line[1], line[2]): line[3] for line in lines}


def check_heads():
    with named(b'plain') as pid:
        plain = heads(cli.run('metrics', str(pid))[1])
        out = cli.run('metrics', '--openmetrics', str(pid))[1]
    open_ones = heads(out)
    for name, unit in GAUGES.items():
        equal(plain['TYPE', PREFIX + name], 'gauge', name)
        equal(open_ones['TYPE', PREFIX + name], 'gauge', name)
        equal(open_ones.get(('UNIT', PREFIX + name)), unit, name)
    equal(plain['TYPE', PREFIX + 'page_faults_total'], 'counter', 'faults')
    equal(open_ones['TYPE', PREFIX + 'page_faults'], 'counter', 'faults')
    equal([key for key in plain if key[0] == 'UNIT'], [], 'units in 0.0.4')
    check(out.endswith(b'\n# EOF\n'), 'the end of OpenMetrics')


def check_promtool():
    promtool = shutil.which('promtool') or shutil.which('promtool', path=TOOLS)
    if promtool is None:
        raise Skip('no promtool (package prometheus)')
    with named(b'x"\\\n \xe2\x82\xac{},\x1b') as hostile, Animal('shared') as animal:
        out = cli.run('metrics', str(hostile), str(animal.pid))[1]
    done = subprocess.run([promtool, 'check', 'metrics'], input=out, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    equal((done.returncode, done.stdout), (0, b''), 'promtool')


def get_parsers():
    try:
        from prometheus_client import openmetrics, parser
        import prometheus_client.openmetrics.parser
    except ImportError as error:
        raise Skip('no python3-prometheus-client: %s' % error)
    return {(): parser.text_string_to_metric_families,
            ('--openmetrics',): prometheus_client.openmetrics.parser.text_string_to_metric_families}


def check_client():
    """Both of its parsers find what the own one finds, and the names."""
    name = b'q"\\\n\xff{},=\x1b'
    for options, read in get_parsers().items():
        with named(name) as hostile, Animal('shared') as animal:
            out = cli.run('metrics', str(hostile), str(animal.pid), *options)[1]
        expected = {key: float(value) for key, value in parse(out).items()}
        got = {}
        for family in read(out.decode()):
            for sample in family.samples:
                labels = sample.labels
                if labels['pid'] == str(hostile):
                    equal(labels['name'], name.decode('utf-8', 'replace'), 'name')
                key = sample.name[len(PREFIX):], int(labels['pid']), labels.get('kind', labels.get('type'))
                got[key] = sample.value
        equal(got, expected, 'samples %r' % (options,))


def check_gone():
    """Whoever is gone does not spoil the others."""
    with named(b'stays') as pid:
        child = subprocess.Popen(['true'])
        child.wait()
        got = metrics(child.pid, pid, 99999999, status=3, lines=2)
        equal({key[1] for key in got}, {pid}, 'PIDs')
        equal(len(got), 11, 'samples')
    equal(metrics(child.pid, status=3, lines=1), {}, 'nobody')
    out = cli.run('metrics', '--openmetrics', str(child.pid))[1]
    equal(out, b'# EOF\n', 'OpenMetrics of nobody')


def check_names():
    """Each once; a name that several have means none of them, and does not spoil the others."""
    name, twice = 'pgs-%d' % os.getpid(), 'pgs2-%d' % os.getpid()
    with named(name.encode()) as one, named(twice.encode()) as other, named(twice.encode()) as third:
        got = metrics(one, '--name', name, '--name', name, '--name', 'no-such-name-here', status=3, lines=1)
        equal({key[1] for key in got}, {one}, 'PIDs')
        status, out, err = cli.run('metrics', '--name', twice, '--name', name)
        equal((status, {key[1] for key in parse(out)}), (2, {one}), 'exit status and PIDs')
        equal(err.decode(), 'pagescape-cli: metrics: --name %s: several processes: %d, %d\n'
              % (twice, *sorted((other, third))), 'the list')


def check_without_memory():
    """Kernel threads and zombies have none; what /proc does not say is not said."""
    child = subprocess.Popen(['true'])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    try:
        got = metrics(child.pid)
        equal(got['virtual_bytes', child.pid, None], '0', 'VIRT of a zombie')
        check(not [key for key in got if key[0] in ('resident_bytes', 'swap_bytes', 'page_table_bytes')],
              'what status does not have')
        equal(got['mappings', child.pid, None], '0', 'mappings of a zombie')
    finally:
        child.wait()


def check_denied():
    need('setpriv')
    with named(b'denied') as pid:
        done = subprocess.run([*NOBODY, cli.path, 'metrics', str(pid)], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False)
        reading = Reading(pid)
    equal(done.returncode, 4, 'exit status')
    equal(done.stderr.count(b'\n'), 1, 'lines: %r' % done.stderr)
    got = parse(done.stdout)
    expected = reading.samples(pid)
    del expected['mappings', pid, None]
    for key, value in expected.items():
        equal(int(got[key]), value, repr(key))
    check(('proportional_bytes', pid, None) not in got and ('mappings', pid, None) not in got, 'what is denied')


def check_file():
    """-o replaces the file, also by one without samples; a recording is none of the targets."""
    with tempfile.TemporaryDirectory() as folder, named(b'file') as pid:
        path = folder + '/pagescape.prom'
        equal(metrics(pid, '-o', path), {}, 'standard output')
        equal(len(parse(kernel.read(path))), 11, 'samples')
        equal(os.listdir(folder), ['pagescape.prom'], 'files')
        metrics(99999999, '-o', path, status=3, lines=1)
        equal(kernel.read(path), b'', 'nobody')
        recording = folder + '/x.pagescape'
        equal(cli.run('record', str(pid), '-o', recording, '--duration', '0.1')[0], 0, 'record')
        equal(metrics(pid, recording, status=2, lines=1), {}, 'a recording')


run([('numbers', check_numbers), ('heads', check_heads), ('promtool', check_promtool), ('client', check_client),
     ('gone', check_gone), ('names', check_names), ('without-memory', check_without_memory),
     ('denied', check_denied), ('file', check_file)])

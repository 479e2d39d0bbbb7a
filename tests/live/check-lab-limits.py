#!/usr/bin/env python3
# check-lab-limits.py: all experiments in a prepared machine, and what the dangerous ones leave alone
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs all experiments with swap and memory cgroups made for it, so that none is skipped; then looks
from outside at the two that could hurt others: swap-out must page out nobody but itself, oom must end
nobody but its own child, and whatever way they end nothing may be left behind. Speaks TAP.

usage: check-lab-limits.py PAGESCAPE_CLI LAB_FOLDER
"""
import contextlib
import errno
import fcntl
import json
import mmap
import os
import pathlib
import re
import signal
import subprocess
import sys
import time

from pgs_lab import Experiment
from pgs_prepared import Prepared, is_ours, take_lock
from pgs_tap import NOBODY, Cli, Skip, check, equal, need, run

MIB = 1 << 20
N_EXPERIMENTS = 24
PREFIX = 'pagescape-lab-'
WHOLE_MACHINE = re.compile(r'\b(committed|anon_pages|mem_available|swap_free)\b')
DEADLINE = 20  # seconds
NO_PID = (4 << 20) + 1  # above PID_MAX_LIMIT: include/linux/threads.h


def vm(pid, key):
    """A size from status, in bytes."""
    with open('/proc/%d/status' % pid) as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith(key + ':'))


def wait_for(what, condition):
    end = time.monotonic() + DEADLINE
    while not condition():
        check(time.monotonic() < end, 'waited for: ' + what)
        time.sleep(0.02)


def is_alive(pid):
    try:
        with open('/proc/%d/stat' % pid) as file:
            return file.read().rsplit(')', 1)[1].split()[0] not in 'ZX'
    except (FileNotFoundError, ProcessLookupError):
        return False


def cgroups():
    """The folders of experiments' groups, wherever they are."""
    return {os.path.join(folder, name) for folder, names, _ in os.walk('/sys/fs/cgroup')
            for name in names if name.startswith(PREFIX)}


def groups_of(pid):
    return [group for group in cgroups() if group.endswith('%s%d' % (PREFIX, pid))]


def remove(group):
    """Removes a group in which the last process may still be ending."""
    def is_gone():
        try:
            os.rmdir(group)
        except OSError as error:
            check(error.errno == errno.EBUSY, str(error))
        return not os.path.exists(group)
    wait_for('%s to be empty' % group, is_gone)


class Witness:
    """A process with memory of its own, which nothing may happen to. It is larger than an eater."""

    SIZE = 160 * MIB

    def __enter__(self):
        read, write = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                block = mmap.mmap(-1, self.SIZE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
                for i in range(0, self.SIZE, mmap.PAGESIZE):
                    block[i] = 1
                os.write(write, b'!')
                signal.pause()
            finally:
                os._exit(1)
        os.close(write)
        check(os.read(read, 1) == b'!', 'the witness has ended')
        os.close(read)
        self.res, self.swap = vm(self.pid, 'RssAnon'), vm(self.pid, 'VmSwap')
        return self

    def check(self):
        check(is_alive(self.pid), 'the witness was killed')
        equal((vm(self.pid, 'RssAnon'), vm(self.pid, 'VmSwap')), (self.res, self.swap), 'its memory')

    def __exit__(self, *_):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


class Cases:
    def __init__(self, cli, folder, stack):
        self.cli, self.folder, self.stack = cli, folder, stack
        self.is_prepared = False

    def prepare(self):
        self.stack.enter_context(Prepared())
        self.is_prepared = True

    def prepared(self, function, *arguments):
        """A case that is skipped unless the machine was prepared."""
        def case():
            if not self.is_prepared:
                raise Skip('the machine was not prepared')
            function(*arguments)
        return case

    def has_all(self):
        """What `lab list` says in a prepared machine: nothing is lacking."""
        listed = self.cli.json('lab', 'list')
        equal(len(listed), N_EXPERIMENTS, 'experiments')
        for entry in listed:
            check(entry['available'] and entry['needs'] is None, '%(name)s: %(needs)s' % entry)

    def run_once(self, name):
        """Returns the checks that are not right: (step, check)."""
        status, out, err = self.cli.run('lab', 'run', name, '--auto', '--format', 'json', timeout=300)
        check(out, 'no results, but %r' % err)
        done = json.loads(out)
        checks = [(step['title'], item) for step in done['steps'] for item in step['checks']]
        wrong = [one for one in checks if one[1]['ok'] is not True]
        check(checks, 'no checks')
        equal((status, done['name'], done['passed']), (1 if wrong else 0, name, not wrong), 'result')
        return wrong

    def runs(self, name):
        """Every check of an experiment is measured and right. Of the whole machine's numbers others have
        a share as well: with these it may be tried again."""
        for _ in range(8):
            wrong = self.run_once(name)
            if not wrong or not all(WHOLE_MACHINE.search(item['measure']) for _, item in wrong):
                break
        equal(wrong, [], 'checks')

    def swaps_itself(self):
        """As status and swaps tell it: 32 MiB leave, and nobody else's."""
        with Witness() as witness, Experiment(self.folder, 'swap-out') as experiment:
            equal(experiment.step(), 'out', 'the next step')
            res, swap = vm(experiment.pid, 'VmRSS'), vm(experiment.pid, 'VmSwap')
            equal(swap, 0, 'swap')
            equal(experiment.step(), 'back', 'the next step')
            left, got = res - vm(experiment.pid, 'VmRSS'), vm(experiment.pid, 'VmSwap')
            check(31 * MIB <= left <= 33 * MIB, 'RES fell by %d' % left)
            check(31 * MIB <= got <= 32 * MIB, 'swapped: %d' % got)
            witness.check()
            equal(experiment.step(), 'end', 'the next step')
            equal(vm(experiment.pid, 'VmSwap'), 0, 'swap after the return')
            equal(experiment.number('intact'), 32 * MIB // mmap.PAGESIZE, 'pages as they were written')
            witness.check()

    def kills_its_own(self):
        """The eater is killed in a group of two, the bystander and a larger process outside are not."""
        with Witness() as witness, Experiment(self.folder, 'oom') as experiment:
            equal(experiment.step(), 'bite', 'the next step')
            eater, bystander = experiment.number('eater'), experiment.number('bystander')
            group, = groups_of(experiment.pid)
            with open(group + '/cgroup.procs') as file:
                equal({int(line) for line in file}, {eater, bystander}, 'in the group')
            for _ in range(3):
                check(is_alive(eater), 'the eater was killed too early')
                step = experiment.step()
            equal(step, 'over', 'the next step')
            used = vm(eater, 'RssAnon')
            check(48 * MIB <= used <= 50 * MIB, 'the eater has %d' % used)
            equal(experiment.step(), 'end', 'the next step')
            equal(experiment.number('eater_signal'), signal.SIGKILL, 'signal')
            check(not is_alive(eater) and is_alive(bystander), 'the wrong one was killed')
            witness.check()
            equal(experiment.step(), None, 'the next step')
            equal(experiment.process.wait(DEADLINE), 0, 'status')
            check(not os.path.exists(group), 'the group is left')

    def leaves_no_group(self):
        """Killed at any stop, it leaves neither a group nor a process."""
        for n_steps in range(6):
            with Experiment(self.folder, 'oom') as experiment:
                for _ in range(n_steps):
                    experiment.step()
                groups = groups_of(experiment.pid)
                equal(len(groups), 1 if n_steps > 0 else 0, 'groups after %d steps' % n_steps)
                children = [int(experiment.facts[key]) for key in ('eater', 'bystander')
                            if key in experiment.facts]
            wait_for('the children to end', lambda: not any(map(is_alive, children)))
            wait_for('the group to go', lambda: not any(map(os.path.exists, groups)))

    def sweeps(self):
        """Were the guard killed as well, the next run removes the folder, but nobody else's."""
        with Experiment(self.folder, 'oom') as experiment:
            experiment.step()
            group, = groups_of(experiment.pid)
            left = pathlib.Path(group).with_name('%s%d' % (PREFIX, NO_PID))
            left.mkdir()
            try:
                equal(self.try_group(), 0, '--try')
                check(not left.exists(), 'a group is left')
                check(os.path.exists(group), "another one's group was removed")
            finally:
                if left.exists():
                    left.rmdir()

    def try_group(self):
        return subprocess.run([os.path.join(self.folder, 'oom'), '--try'], check=False).returncode

    def runs_beside_itself(self):
        """Two of each at the same time do not disturb each other."""
        for name in 'oom', 'swap-out':
            command = [self.cli.path, 'lab', 'run', name, '--auto', '--format', 'json']
            both = [subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) for _ in range(2)]
            equal([one.wait(120) for one in both], [0, 0], name)

    def runs_for_anybody(self):
        """An ordinary user to whom a group was given; in no other case does it eat anything."""
        with Experiment(self.folder, 'oom') as experiment:
            experiment.step()
            group = pathlib.Path(groups_of(experiment.pid)[0])
        own = group.with_name('pagescape-given-%d' % os.getpid())
        own.mkdir()
        try:
            inner = own
            if (own / 'memory.max').exists():  # version 2: groups are made beside the one with processes
                (own / 'cgroup.subtree_control').write_text('+memory')
                inner = own / 'inner'
                inner.mkdir()
            for path in own, inner:
                for name in '', 'cgroup.procs', 'tasks':
                    if (path / name).exists():
                        os.chown(path / name, 65534, 65534)
            script = 'echo 0 > "$0" && exec "$@"'
            done = subprocess.run(['sh', '-c', script, str(inner / 'cgroup.procs'), *NOBODY, self.cli.path, 'lab',
                                   'run', 'oom', '--auto'], capture_output=True, timeout=120, check=False)
            equal(done.returncode, 0, 'status (%r)' % (done.stdout + done.stderr)[-2000:])
            wait_for('groups to go', lambda: not any(os.path.exists(g) for g in cgroups() if str(own) in g))
        finally:
            if inner != own:
                remove(inner)
            remove(own)

    def refuses_without(self):
        """Where it may not make a group, the list says so, and the program by itself ends without eating."""
        need('setpriv')
        done = subprocess.run([*NOBODY, self.cli.path, 'lab', 'run', 'oom', '--auto'], stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=60, check=False)
        equal((done.returncode, done.stdout), (1, b''), 'status and output')
        equal(done.stderr.count(b'\n'), 1, 'lines')
        check(b'cgroup' in done.stderr, repr(done.stderr))
        with Experiment(self.folder, 'oom', before=NOBODY) as experiment:
            equal(experiment.step(), None, 'the next step')
            check('cgroup' in experiment.facts.get('error', ''), repr(experiment.facts))
            check('eater' not in experiment.facts, 'there is an eater')


def check_keeper():
    """Swap goes when the one who asked for it is killed, or the keeper with it."""
    need('mkswap')
    with Prepared():
        pass  # or skipped
    script = 'import time, pgs_prepared as p\nwith p.Prepared(): print(p.swap_free(), flush=True); time.sleep(99)'
    for kill_keeper in False, True:
        lock = take_lock(fcntl.LOCK_EX)
        before = {str(path) for path in pathlib.Path('/dev').glob('zram*')}
        os.close(lock)
        asker = subprocess.Popen([sys.executable, '-B', '-c', script], stdout=subprocess.PIPE,
                                 cwd=os.path.dirname(os.path.abspath(__file__)))
        check(int(asker.stdout.readline() or 0) >= 64 * MIB, 'no swap')
        asker.stdout.close()
        if kill_keeper:
            with open('/proc/%d/task/%d/children' % (asker.pid, asker.pid)) as file:
                keeper = int(file.read().split()[0])
            os.kill(keeper, signal.SIGKILL)
        asker.kill()
        asker.wait()
        if kill_keeper:
            with Prepared():
                pass
        lock = take_lock(fcntl.LOCK_EX)
        left = [path for path in pathlib.Path('/dev').glob('zram*') if str(path) not in before and is_ours(str(path))]
        os.close(lock)
        equal(left, [], 'swap that is left')


def main():
    cli, folder = Cli(sys.argv[1]), sys.argv[2]
    names = [entry['name'] for entry in cli.json('lab', 'list')]
    with contextlib.ExitStack() as stack:
        cases = Cases(cli, folder, stack)
        prepared = [('has-all', cases.has_all),
                    *(('run/' + name, cases.runs, name) for name in names),
                    ('swap-out/itself', cases.swaps_itself), ('oom/its-own', cases.kills_its_own),
                    ('oom/no-group', cases.leaves_no_group), ('oom/anybody', cases.runs_for_anybody),
                    ('beside-itself', cases.runs_beside_itself), ('oom/sweeps', cases.sweeps)]
        run([('keeper', check_keeper), ('oom/refuses', cases.refuses_without), ('prepare', cases.prepare),
             *((name, cases.prepared(*call)) for name, *call in prepared)])


if __name__ == '__main__':
    main()

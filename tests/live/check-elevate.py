#!/usr/bin/python3
# check-elevate.py: an ordinary user sees a process of root's with --elevate, if that is allowed
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-elevate.py PAGESCAPE_CLI PAGESCAPE_CLI_DRAW BROKER POLICY
#
# pkexec, polkitd and its rules are the machine's own, in a mount namespace in which the broker is installed.
# What the user sees is compared with what root sees before and after.
import grp
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import pgs_polkit
from pgs_polkit import DAEMON, GAMES, NOBODY
from pgs_tap import Skip, check, equal, run
from pgs_zoo import Animal

PROGRAMS, BROKER, POLICY = sys.argv[1:3], sys.argv[3], sys.argv[4]
AGENT = str(pathlib.Path(__file__).with_name('pgs_polkit_agent.py'))
CAPABILITIES = (1 << 19) | (1 << 2)  # CAP_SYS_PTRACE, CAP_DAC_READ_SEARCH
SECONDS = 20

machine = pgs_polkit.Machine(BROKER, POLICY)
cli = None


def start(*arguments, who=NOBODY, **options):
    """Without a terminal, in which pkexec would ask."""
    return subprocess.Popen([*who, cli, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, start_new_session=True, **options)


def call(*arguments, who=NOBODY):
    program = start(*arguments, who=who)
    out, err = program.communicate(timeout=60)
    return program.returncode, out, err.decode()


def snapshot(pid, *options, who=NOBODY):
    status, out, err = call(*options, 'snapshot', str(pid), '--format', 'json', '--pages', who=who)
    equal((status, err), (0, ''), 'snapshot')
    return json.loads(out)


def wait_until(condition, what):
    end = time.monotonic() + SECONDS
    while not condition():
        check(time.monotonic() < end, '%s did not happen within %d s' % (what, SECONDS))
        time.sleep(0.02)


def find_broker(pid):
    """The broker that the process @pid started; None if there is none (any more)."""
    for task in pathlib.Path('/proc/%d/task' % pid).glob('*/children'):
        try:
            for child in task.read_text().split():
                if pathlib.Path('/proc/%s/comm' % child).read_text().strip() == 'pagescape-broke':
                    return int(child)
        except OSError:
            pass
    return None


def is_alive(pid):
    try:
        return pathlib.Path('/proc/%d/stat' % pid).read_text().rpartition(')')[2].split()[0] != 'Z'
    except OSError:
        return False


class Target:
    """A process of root's that becomes another program when it is told to."""

    def __enter__(self):
        self.program = subprocess.Popen(['sh', '-c', 'read word; exec sleep 1000'], stdin=subprocess.PIPE)
        self.pid = self.program.pid
        return self

    def __exit__(self, *_):
        self.program.kill()
        self.program.wait()
        self.program.stdin.close()

    def become_another(self):
        self.program.stdin.write(b'go\n')
        self.program.stdin.flush()
        wait_until(lambda: pathlib.Path('/proc/%d/comm' % self.pid).read_text() == 'sleep\n', 'exec')


class Watch:
    """pagescape-cli watch, with the right."""

    def __init__(self, pid):
        self.program = start('--elevate', 'watch', str(pid), '--interval', '0.05', '--format', 'jsonl')
        self.next_row()
        self.broker = find_broker(self.program.pid)
        check(self.broker, 'there is a broker')

    def next_row(self):
        line = self.program.stdout.readline()
        if not line:
            raise AssertionError('it ended: %r' % self.program.stderr.read())
        return json.loads(line)

    def wait_for_regions(self, is_known):
        end = time.monotonic() + SECONDS
        while True:
            row = self.next_row()
            check(row['virt'] is not None, 'VIRT is known')
            if (row['regions'] is not None) == is_known:
                return row['regions']
            check(time.monotonic() < end, 'regions are %s' % ('known' if is_known else 'unknown'))

    def end(self, how=signal.SIGINT):
        """Returns what it said."""
        self.program.send_signal(how)
        _, err = self.program.communicate(timeout=SECONDS)
        return err.decode()


def not_elevated():
    with Target() as target:
        status, out, err = call('snapshot', str(target.pid), '--format', 'json')
        equal(status, 4, 'exit status')
        equal(json.loads(out)['regions'], None, 'regions')
        equal(err.count('\n'), 1, 'lines')


def compare(keys, before, middle, after, what):
    """What did not change between two readings is the same in one between them."""
    for key in keys:
        if before[key] == after[key]:
            equal(middle[key], before[key], '%s: %s' % (what, key))


def without_others(region):
    """What others cannot change, who map the same file for a moment."""
    if not (region['path'] or '').startswith('/'):
        return region
    kept = {key: value for key, value in region.items()
            if key not in ('pss', 'runs') and not key.startswith(('private_', 'shared_'))}
    kept['pages'] = {key: value for key, value in region['pages'].items() if key != 'exclusive'}
    return kept


def equals_root(mode):
    with Animal(mode) as animal:
        before = snapshot(animal.pid, who=[])
        seen = snapshot(animal.pid, '--elevate')
        after = snapshot(animal.pid, who=[])
    equal(len(before['regions']), len(after['regions']), 'root sees the same twice')
    equal(len(seen['regions']), len(before['regions']), 'regions')
    for triple in zip(seen['regions'], before['regions'], after['regions']):
        middle, first, last = map(without_others, triple)
        # where threads have their stacks is told to nobody but those who may trace them
        keys = [key for key in first if key != 'kind' or first['path'] or first['kind'] != 'stack']
        compare(keys, first, middle, last, middle['start'])
    compare(set(before['totals']) - {'pss', 'uss'}, before['totals'], seen['totals'], after['totals'], 'totals')
    equal({part: seen['access'][part] for part in ('maps', 'pagemap', 'smaps', 'scan')},
          {part: before['access'][part] for part in ('maps', 'pagemap', 'smaps', 'scan')}, 'access')
    equal(seen['access']['pfn'], 'denied', 'numbers of frames were not asked for')
    check(sum(region['rss'] for region in seen['regions']) > 0, 'something is resident')
    check(any(region['runs'] for region in seen['regions']), 'there are pages')
    equal((seen['process']['exe'], before['process']['exe']), 2 * (os.path.realpath(os.environ['PGS_ZOO']),),
          'executable')


DISGUISE = '''
import mmap, os, shutil, sys
here = next(line.split() for line in open('/proc/self/maps') if ' r-xp ' in line and line.split()[-1] == sys.argv[1])
start, end = (int(word, 16) for word in here[0].split('-'))
library = mmap.mmap(os.open(sys.argv[2], os.O_RDONLY), end - start, mmap.MAP_PRIVATE,
                    mmap.PROT_READ | mmap.PROT_EXEC, offset=int(here[2], 16))
open('/proc/self/comm', 'w').write('disguised')
print(flush=True)
sys.stdin.read()
'''


def equals_root_in_disguise():
    """Neither the name nor the size of its code tells which file is the program: by its inode it is known."""
    with tempfile.TemporaryDirectory() as folder:
        python = os.path.realpath('/usr/bin/python3')
        twin = os.path.join(folder, 'libtwin.so')
        shutil.copy(python, twin)
        program = subprocess.Popen([python, '-c', DISGUISE, python, twin], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE)
        try:
            equal(program.stdout.readline(), b'\n', 'it is ready')
            known, seen = snapshot(program.pid, who=[]), snapshot(program.pid, '--elevate')
        finally:
            program.kill()
            program.communicate()
    kinds = {(region['path'], region['kind']) for region in seen['regions'] if region['path'] in (python, twin)}
    equal(kinds, {(python, 'code'), (python, 'data'), (twin, 'library')}, 'kinds')
    equal([(r['start'], r['kind']) for r in seen['regions']], [(r['start'], r['kind']) for r in known['regions']],
          'kinds that root sees')
    equal((seen['process']['exe'], known['process']['exe']), (python, python), 'executable')
    equal(seen['process']['name'], 'disguised', 'name')


def kernel_thread():
    """It runs no file, and that is no harm."""
    comm = pathlib.Path('/proc/2/comm')
    if not comm.exists() or comm.read_text() != 'kthreadd\n':
        raise Skip('this machine hides its kernel threads')
    seen = snapshot(2, '--elevate')
    equal((seen['process']['name'], seen['process']['exe'], seen['regions']),
          ('kthreadd', None, []), 'kthreadd')


def refused():
    with Target() as target:
        for who, word in (GAMES, 'Not authorized'), (DAEMON, 'no authentication agent'):
            status, out, err = call('--elevate', 'snapshot', str(target.pid), who=who)
            equal((status, out), (4, b''), 'exit status, output')
            check(err.startswith('pagescape-cli: snapshot: --elevate: ') and word in err and err.count('\n') == 1,
                  'says %r: %r' % (word, err))


def ask(python, locale, manner, pid):
    """Starts a snapshot for which an agent is asked; returns it, the agent, and the question."""
    gate_out, gate_in = os.pipe()
    program = start('--elevate', 'snapshot', str(pid), who=['sh', '-c', 'read word <&%d; exec "$@"' % gate_out,
                                                            'sh', *DAEMON], pass_fds=[gate_out])
    os.close(gate_out)
    agent = subprocess.Popen([python, '-B', AGENT, str(program.pid), locale, manner], stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE)
    if agent.stdout.readline() != b'READY\n':
        program.kill()
        raise AssertionError(agent.communicate()[1].decode())
    os.write(gate_in, b'go\n')
    os.close(gate_in)
    return program, agent, agent.stdout.readline().decode().strip().split('\t')


def need_agent():
    """Returns a Python that can be an agent: the first one in PATH is not always the system's."""
    for python in sys.executable, '/usr/bin/python3':
        if subprocess.run([python, '-c', 'from gi.repository import Gio'], stderr=subprocess.DEVNULL).returncode == 0:
            return python
    raise Skip('no gi for Python')


def dismissed():
    python = need_agent()
    with Target() as target:
        program, agent, question = ask(python, 'en_US.UTF-8', 'dismiss', target.pid)
        out, err = program.communicate(timeout=SECONDS)
        agent.kill()
        agent.communicate()
    equal((program.returncode, out), (4, b''), 'exit status, output')
    check('dismissed' in err.decode() and err.count(b'\n') == 1, 'says that it was dismissed: %r' % err)
    equal(question[0], 'io.github.pagescape_app.Pagescape.pages', 'action')
    check('other users' in question[1], 'says what for: %r' % question)


def killed_while_asked():
    """The dialog goes away with the program that it is about."""
    python = need_agent()
    with Target() as target:
        program, agent, _ = ask(python, 'en_US.UTF-8', 'wait', target.pid)
        program.kill()
        program.communicate()
        equal(agent.stdout.readline(), b'CANCELLED\n', 'the question')
        agent.kill()
        agent.communicate()


def installed_badly():
    path, folder = machine.path, os.path.dirname(machine.path)
    with Target() as target:
        for why, spoil, repair in (
                (path, lambda: os.chown(path, 65534, 0), lambda: os.chown(path, 0, 0)),
                (path, lambda: os.chmod(path, 0o775), lambda: os.chmod(path, 0o755)),
                (folder, lambda: os.chmod(folder, 0o1777), lambda: os.chmod(folder, 0o755)),
                ('not installed', lambda: os.rename(path, path + '.away'), lambda: os.rename(path + '.away', path))):
            spoil()
            status, out, err = call('--elevate', 'snapshot', str(target.pid))
            repair()
            equal((status, out), (1, b''), 'exit status, output')
            check(why in err and err.count('\n') == 1, 'says %r: %r' % (why, err))


def has_no_more_rights():
    with Target() as target:
        watch = Watch(target.pid)
        status = dict(line.split(':\t', 1) for line in
                      pathlib.Path('/proc/%d/status' % watch.broker).read_text().splitlines() if ':\t' in line)
        equal(watch.end(), '', 'what it said')
    equal([int(status[key], 16) for key in ('CapPrm', 'CapEff', 'CapInh', 'CapAmb')],
          [CAPABILITIES, CAPABILITIES, 0, 0], 'capabilities')
    equal(status['NoNewPrivs'], '1', 'no new privileges')
    equal(set(status['Uid'].split()), {'65534'}, 'user')


def follows_exec():
    with Target() as target:
        watch = Watch(target.pid)
        check(watch.wait_for_regions(True) > 0, 'regions')
        target.become_another()
        for _ in range(5):
            watch.next_row()
        check(watch.wait_for_regions(True) > 0, 'regions of another program')
        equal(watch.end(), '', 'what it said')
    wait_until(lambda: not is_alive(watch.broker), 'the end of the broker')


def broker_killed():
    with Target() as target:
        watch = Watch(target.pid)
        n_regions = watch.wait_for_regions(True)
        os.kill(watch.broker, signal.SIGKILL)
        for _ in range(10):
            equal(watch.next_row()['regions'], n_regions, 'what was open can be read')
        target.become_another()
        watch.wait_for_regions(False)
        err = watch.end()
    equal(err.count('\n'), 1, 'lines')
    check(err.startswith('pagescape-cli: watch: ') and 'has ended' in err, 'says it: %r' % err)


def ends_with_program():
    with Target() as target:
        for how in signal.SIGKILL, signal.SIGTERM:
            watch = Watch(target.pid)
            watch.end(how)
            wait_until(lambda: not is_alive(watch.broker), 'the end of the broker')


def recorded():
    with Target() as target, tempfile.TemporaryDirectory() as folder:
        os.chown(folder, 65534, 65534)
        path = os.path.join(folder, 'x.pgs')
        status, out, err = call('--elevate', 'record', str(target.pid), '-o', path, '--duration', '1')
        equal(status, 0, 'exit status: %r' % err)
        regions = snapshot(path, who=[])['regions']
        check(len(regions) > 0, 'regions were recorded')
        equal(snapshot(path, '--elevate', who=NOBODY)['regions'], regions, 'a recording: nobody is asked')
        os.chmod(folder, 0o755)
        os.chmod(path, 0o644)
        equal(snapshot(path, '--elevate', who=GAMES)['regions'], regions, 'not even who would be refused')


def drawn():
    with Target() as target:
        with tempfile.TemporaryDirectory() as folder:
            os.chown(folder, 65534, 65534)
            path = os.path.join(folder, 'map.png')
            status, _, err = call('--elevate', 'draw', str(target.pid), '-o', path)
            equal(status, 0, 'exit status: %r' % err)
            equal(pathlib.Path(path).read_bytes()[:8], b'\x89PNG\r\n\x1a\n', 'a picture')


def measured():
    """Of several processes all is told; a refusal is told once."""
    with Target() as one, Target() as other:
        pids = [str(one.pid), str(other.pid)]
        status, out, err = call('--elevate', 'metrics', *pids)
        equal((status, err), (0, ''), 'metrics')
        for pid in pids:
            for name in 'mappings', 'proportional_bytes':
                check(b'\npagescape_process_%s{pid="%s"' % (name.encode(), pid.encode()) in out, '%s of %s' % (name, pid))
        status, out, err = call('--elevate', 'metrics', *pids, who=GAMES)
        equal((status, out, err.count('\n')), (4, b'', 1), 'refused: %r' % err)


def hidden():
    """Where /proc does not even show that there is such a process."""
    group = grp.getgrnam('polkitd').gr_gid if 'polkitd' in [entry.gr_name for entry in grp.getgrall()] else 0
    done = subprocess.run(['mount', '-t', 'proc', '-o', 'hidepid=2,gid=%d' % group, 'proc', '/proc'],
                          stderr=subprocess.PIPE)
    if done.returncode:
        raise Skip(done.stderr.decode().strip())
    try:
        with Target() as target:
            status, out, err = call('snapshot', str(target.pid))
            equal((status, out), (4, b''), 'exit status, output')
            check('hidepid' in err, 'says why: %r' % err)
            seen, known = snapshot(target.pid, '--elevate'), snapshot(target.pid, who=[])
    finally:
        subprocess.run(['umount', '/proc'], check=True)
    for key in 'start', 'size', 'perms', 'kind', 'rss':
        equal([region[key] for region in seen['regions']], [region[key] for region in known['regions']], key)
    equal((seen['process']['pid'], seen['process']['name'], seen['process']['uid']), (target.pid, 'sh', 0), 'who')
    equal(seen['process']['exe'], known['process']['exe'], 'executable')
    check(known['process']['exe'], 'root knows it')


def root_needs_nobody():
    with Target() as target:
        equal(len(snapshot(target.pid, '--elevate', who=[])['regions']) > 0, True, 'regions')


def main():
    global cli
    pgs_polkit.enter()
    cases = [('/elevate/not-elevated', not_elevated),
             *(('/elevate/equals-root/' + mode, lambda mode=mode: equals_root(mode))
               for mode in ('checkerboard', 'leaderless', 'threads')),
             ('/elevate/equals-root/in-disguise', equals_root_in_disguise), ('/elevate/kernel-thread', kernel_thread),
             ('/elevate/refused', refused), ('/elevate/dismissed', dismissed),
             ('/elevate/killed-while-asked', killed_while_asked),
             ('/elevate/installed-badly', installed_badly), ('/elevate/rights', has_no_more_rights),
             ('/elevate/exec', follows_exec), ('/elevate/broker-killed', broker_killed),
             ('/elevate/ends-with-program', ends_with_program), ('/elevate/recorded', recorded),
             ('/elevate/drawn', drawn), ('/elevate/measured', measured), ('/elevate/hidden', hidden),
             ('/elevate/root', root_needs_nobody)]
    if not os.environ.get(pgs_polkit.INSIDE):
        reason = pgs_polkit.why_not()

        def skip():
            raise Skip(reason)
        run([(name, skip) for name, _ in cases])
    with machine:
        cli = machine.copy(*PROGRAMS)
        run(cases)


main()

#!/usr/bin/python3
# check-rights.py: a process that may not be looked into, before a person has authenticated, after, and when that fails
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-rights.py PAGESCAPE BROKER POLICY      (as root, who is who may be looked into; the windows are others')
#
# This part makes a machine with polkit and starts itself again there, once for each of three users: one who may, one
# who may not and one who would have to type a password, which nobody asks for. What these may not do, they ask of it.
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(1, os.path.join(HERE, '..', 'live'))
import pgs_polkit  # noqa: E402
from pgs_tap import check, equal, run  # noqa: E402

# takes 1 MiB more with each line it reads
GROWER = 'import sys\nkept = []\nfor line in sys.stdin: kept.append(b"x" * (1 << 20)); print(len(kept), flush=True)'
USERS = {'granted': pgs_polkit.NOBODY, 'refused': pgs_polkit.GAMES, 'no-agent': pgs_polkit.DAEMON}
PAGE = os.sysconf('SC_PAGESIZE')


class Root:
    """Does for the windows' users what only root can: two lines of text at a time, through pipes that have names."""

    def __init__(self, folder):
        self.questions, self.answers = os.path.join(folder, 'questions'), os.path.join(folder, 'answers')
        for path in (self.questions, self.answers):
            os.mkfifo(path)
            os.chmod(path, 0o666)
        self.targets = [self.start_target() for _ in range(2)]
        self.targets.append(subprocess.Popen(['sleep', '1000']))
        threading.Thread(target=self.serve, daemon=True).start()

    @staticmethod
    def start_target():
        return subprocess.Popen([sys.executable, '-c', GROWER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def serve(self):
        while True:
            with open(self.questions, encoding='ascii') as file:
                words = file.read().split()
            with open(self.answers, 'w', encoding='ascii') as file:
                file.write(str(getattr(self, 'do_' + words[0])(*words[1:])))

    def do_regions(self, pid):
        return len(pathlib.Path('/proc', pid, 'maps').read_text().splitlines())

    @staticmethod
    def do_program(pid):
        return os.readlink('/proc/%s/exe' % pid)

    @staticmethod
    def do_stack_page(pid):
        """Address and frame of the highest page of its stack that is in RAM; of each page pagemap has 64 bits, of
        which the highest one says that and the lower 55 are the frame (pagemap.rst)."""
        maps = pathlib.Path('/proc', pid, 'maps').read_text()
        start, end = (int(word, 16) for word in re.search(r'^(\S+)-(\S+) .*\[stack\]$', maps, re.M).groups())
        with open('/proc/%s/pagemap' % pid, 'rb') as file:
            for address in range(end - PAGE, start - PAGE, -PAGE):
                file.seek(address // PAGE * 8)
                entry = int.from_bytes(file.read(8), 'little')
                if entry >> 63:
                    return '%x %x' % (address, entry & ((1 << 55) - 1))
        return 'none'

    def do_grow(self, pid):
        target = next(t for t in self.targets if t.pid == int(pid))
        target.stdin.write('\n')
        target.stdin.flush()
        return target.stdout.readline().strip()

    def do_kill_brokers(self):
        pids = self.brokers()
        for pid in pids:
            os.kill(pid, 9)
        return len(pids)

    def do_count_brokers(self):
        return len(self.brokers())

    @staticmethod
    def brokers():
        found = []
        for pid in (int(name) for name in os.listdir('/proc') if name.isdigit()):
            try:
                name = pathlib.Path('/proc/%d/comm' % pid).read_bytes()
                parents = pathlib.Path('/proc/%d/stat' % pid).read_bytes().rpartition(b')')[2].split()
            except OSError:
                continue
            # one that is not of this test's window is somebody else's
            if (name == b'pagescape-broke\n'
                    and pathlib.Path('/proc/%d/comm' % int(parents[1])).read_bytes() == b'pagescape\n'):
                found.append(pid)
        return found

    def end(self):
        for target in self.targets:
            target.kill()
            target.wait()


def become_window(user, machine, folder, root):
    """Returns the test's lines of one user's window."""
    names = ('PATH', 'LANG', 'LC_ALL', 'GSETTINGS_SCHEMA_DIR', 'G_DEBUG', 'ASAN_OPTIONS', 'UBSAN_OPTIONS')
    env = {name: os.environ[name] for name in names if name in os.environ}
    env.update(GSETTINGS_SCHEMA_DIR=folder, TMPDIR='/tmp',
               LSAN_OPTIONS='suppressions=%s/lsan.supp:print_suppressions=0' % folder)
    done = subprocess.run([*USERS[user], os.path.join(folder, 'display', 'run-display'), '/usr/bin/python3', '-B',
                           os.path.join(folder, 'display', 'check-rights-window.py'), user,
                           os.path.join(folder, 'pagescape'), root.questions, root.answers,
                           *(str(target.pid) for target in root.targets)],
                          env=env, cwd='/', stdout=subprocess.PIPE, text=True, timeout=250)
    return done.stdout.splitlines()


def one_user(user, lines):
    """A case for each case of that window."""
    def case():
        window = become_window(user, machine, folder, root)
        lines.extend(window)
        results = [line for line in window if re.match(r'(not )?ok ', line)]
        check(results, 'no result: %r' % window[-20:])
        plan = next(int(line[3:]) for line in window if re.match(r'1\.\.\d+', line))
        equal(len(results), plan, 'results')
        failed = '\n'.join(line for line in window if line.startswith(('not ok', '#')))
        check(all(line.startswith('ok ') for line in results), failed)
        equal(root.brokers(), [], 'helpers that survived')
    return case


program, broker, policy = sys.argv[1:]
machine = folder = root = None


def all_users():
    global machine, folder, root
    cases = [('/display/rights/' + user, one_user(user, [])) for user in USERS]
    if not os.environ.get(pgs_polkit.INSIDE):
        run([(name, pgs_polkit.need) for name, _ in cases])
        return
    with pgs_polkit.Machine(broker, policy) as machine:
        folder = os.path.dirname(machine.path)
        machine.copy(program)
        shutil.copy(os.path.join(os.environ['GSETTINGS_SCHEMA_DIR'], 'gschemas.compiled'), folder)
        shutil.copy(os.path.join(os.path.dirname(__file__), '..', 'lsan.supp'), folder)
        for name in ('display', 'live'):
            os.mkdir(os.path.join(folder, name))
            for path in pathlib.Path(HERE, '..', name).glob('*'):
                if path.is_file():
                    shutil.copy(path, os.path.join(folder, name))
        with tempfile.TemporaryDirectory(dir='/tmp') as pipes:
            os.chmod(pipes, 0o755)
            root = Root(pipes)
            try:
                run(cases)
            finally:
                root.end()


pgs_polkit.enter()
all_users()

#!/usr/bin/python3
# check-namespaces.py: processes in other namespaces, and pagescape-cli inside of them
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-namespaces.py PAGESCAPE_CLI      (PGS_ZOO: the zoo)
import json
import os
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
import pgs_kernel as kernel
from pgs_tap import Cli, NOBODY, Skip, check, equal, need, run
from pgs_zoo import Animal

cli = Cli(sys.argv[1])


def find_zoo(pid):
    """The zoo itself, below what was started: unshare --fork waits for it."""
    for _ in range(100):
        for name in os.listdir('/proc'):
            try:
                words = kernel.read('/proc/%s/stat' % name).rsplit(b')', 1)[1].split()
            except (OSError, IndexError):
                continue
            if name.isdigit() and int(words[1]) == pid:
                return int(name)
        time.sleep(0.02)
    return pid


def compare_mappings(got, pid):
    """The mappings of the process, with its resident pages."""
    smaps = kernel.parse_smaps(kernel.read('/proc/%d/smaps' % pid))
    equal([region['start'] for region in got['regions']], ['0x%x' % region.start for region in smaps],
          'mappings')
    equal([region['rss'] for region in got['regions']], [region.kib('Rss') for region in smaps], 'RSS')


def inner(pid_namespace, user_namespace, *command, uid=None, inner_uid=None):
    def case():
        need('unshare', 'setpriv')
        with Animal('dense', '1', prefix=command) as animal:
            os.kill(animal.pid, 18)  # only the zoo has to stand still, and does
            pid = find_zoo(animal.pid) if pid_namespace else animal.pid
            status = kernel.read('/proc/%d/status' % pid).decode('utf-8', 'replace').splitlines()
            numbers = next(line.split()[1:] for line in status if line.startswith('NSpid:'))
            got = cli.json('snapshot', str(pid))
            equal(got['process']['pid'], pid, 'pid')
            equal(got['process']['inner_pid'], int(numbers[-1]) if len(numbers) > 1 else None,
                  'inner PID')
            check(not pid_namespace or got['process']['inner_pid'] == 1, 'it is the first of its own')
            equal((got['process']['uid'], got['process']['inner_uid']), (uid, inner_uid), 'users')
            compare_mappings(got, pid)
    return case


def run_inside(script, *command):
    done = subprocess.run([*command, 'sh', '-c', script, cli.path], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    if not done.stdout:
        raise Skip('cannot run it so: %s' % done.stderr.decode().strip())
    return done.returncode, json.loads(done.stdout)


def inside_own_proc():
    """In a container with a /proc of its own: its processes, numbered as they are there."""
    need('unshare')
    status, got = run_inside('"$0" snapshot $$ --format json', 'unshare', '--pid', '--fork',
                             '--mount-proc')
    equal((status, got['process']['pid'], got['process']['inner_pid']), (0, 1, None), 'shell')
    check(got['regions'] and got['totals']['res'] > 0, 'has memory')
    status, found = run_inside('"$0" list --format json', 'unshare', '--pid', '--fork', '--mount-proc')
    check(status == 0 and 1 <= len(found) <= 3, 'only its own processes: %d' % len(found))


def inside_outer_proc():
    """With the /proc of outside its numbers are valid, and ours are not."""
    need('unshare')
    with Animal('dense', '1') as animal:
        status, got = run_inside('"$0" snapshot %d --format json' % animal.pid, 'unshare', '--pid',
                                 '--fork')
        equal((status, got['process']['pid'], got['process']['inner_pid']), (0, animal.pid, None), 'zoo')
        compare_mappings(got, animal.pid)


def unmapped_user():
    """Who has no number in our namespace is not nobody."""
    need('unshare', 'setpriv')
    with Animal('dense', '1', prefix=('setpriv', '--reuid=1234', '--regid=1234',
                                      '--clear-groups')) as animal:
        status, got = run_inside('"$0" snapshot %d --format json' % animal.pid, 'unshare', '--user',
                                 '--map-root-user')
        equal(status, 4, 'exit status')
        overflow = int(kernel.read('/proc/sys/kernel/overflowuid'))
        equal((got['process']['uid'], got['process']['user']), (overflow, str(overflow)), 'user')
    with Animal('dense', '1', prefix=NOBODY) as animal:
        got = cli.json('snapshot', str(animal.pid))
        equal(got['process']['user'], subprocess.run(['id', '-un', '65534'], stdout=subprocess.PIPE)
              .stdout.decode().strip(), 'nobody here')


def other_root():
    """A chroot in a mount namespace: the path of its program exists only there."""
    need('unshare', 'mount', 'chroot')
    zoo = os.environ.get('PGS_ZOO')
    if not zoo:
        raise Skip('no zoo')
    with tempfile.TemporaryDirectory(prefix='pagescape-') as root:
        script = ('mount -t tmpfs none "$1" && mkdir "$1/only-here" && cp "$0" "$1/only-here/zoo" && '
                  'for d in lib lib64 usr; do mkdir -p "$1/$d" && mount --rbind "/$d" "$1/$d"; done; '
                  'exec chroot "$1" /only-here/zoo dense 1')
        program = subprocess.Popen(['unshare', '--mount', 'sh', '-c', script, zoo, root],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        try:
            for line in program.stdout:
                if line == b'READY\n':
                    break
            if program.poll() is not None:
                raise Skip(program.stderr.read().decode().strip())
            got = cli.json('snapshot', str(program.pid))
            equal(got['process']['exe'], os.readlink('/proc/%d/exe' % program.pid), 'exe')
            check(got['process']['exe'].endswith('/only-here/zoo'), 'exe %r' % got['process']['exe'])
            check(not os.path.exists(got['process']['exe']), 'it is not here')
            kinds = {region['kind'] for region in got['regions']
                     if region['path'] == got['process']['exe']
                     or (region['path'] or '').endswith('/only-here/zoo')}
            equal(kinds, {'code', 'data'}, 'kinds of the program')
            compare_mappings(got, program.pid)
        finally:
            program.communicate()


run([
    ('/live/namespaces/pid', inner(True, False, 'unshare', '--pid', '--fork', '--kill-child',
                                   '--mount-proc', uid=0)),
    ('/live/namespaces/user', inner(False, True, 'unshare', '--user', '--map-root-user', uid=0,
                                    inner_uid=0)),
    ('/live/namespaces/user-of-other', inner(False, True, *NOBODY, 'unshare', '--user',
                                             '--map-root-user', uid=65534, inner_uid=0)),
    ('/live/namespaces/user-and-pid', inner(True, True, *NOBODY, 'unshare', '--user', '--pid', '--fork',
                                            '--kill-child', '--map-root-user', '--mount-proc',
                                            uid=65534, inner_uid=0)),
    ('/live/namespaces/inside-own-proc', inside_own_proc),
    ('/live/namespaces/inside-outer-proc', inside_outer_proc),
    ('/live/namespaces/unmapped-user', unmapped_user),
    ('/live/namespaces/other-root', other_root),
])

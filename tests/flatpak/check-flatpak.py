#!/usr/bin/python3
# check-flatpak.py: inside a real sandbox, sees the processes of the host
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: in-sandbox STATE check-flatpak.py
#
# What is expected is read from this side of the sandbox, out of /proc. As root, the process that is looked at is
# one of root's, with all of its capabilities.
import json
import os
import re
import signal
import struct
import subprocess
import sys

sys.dont_write_bytecode = True
from pgs_flatpak import FORBIDDEN, SandboxWindow, brokers, cli, comm, sandboxed, walk, wait_for
from pgs_tap import check, equal, run

PAGE = os.sysconf('SC_PAGESIZE')
IS_ROOT = os.getuid() == 0
CAPABILITIES = (1 << 19) | (1 << 2)  # CAP_SYS_PTRACE, CAP_DAC_READ_SEARCH
TARGET = '''
import mmap, os, signal, sys
size, step = 64 << 20, 8
memory = mmap.mmap(-1, size, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
for at in range(0, size // 2, step * mmap.PAGESIZE):
    memory[at] = 1
sys.stdout.write("ready\\n")
sys.stdout.flush()
sys.stdin.read()
'''
target = window = None


def start_target():
    """A program of this side that holds still: 64 MiB, of which each eighth page of the first half is touched."""
    global target
    target = subprocess.Popen(['/usr/bin/python3', '-c', TARGET], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    equal(target.stdout.readline(), b'ready\n', 'the target')
    os.kill(target.pid, signal.SIGSTOP)
    status = read_status(target.pid)
    equal({int(word) for word in status['Uid'].split()}, {os.getuid()}, 'its user')
    equal(int(status['CapPrm'], 16) & CAPABILITIES, CAPABILITIES if IS_ROOT else 0, 'its capabilities')


def read_status(pid):
    with open('/proc/%d/status' % pid) as file:
        return dict(line.split(':\t', 1) for line in file.read().splitlines() if ':\t' in line)


def read_mappings(pid):
    """(start, end, perms, path) by the kernel."""
    with open('/proc/%d/maps' % pid, errors='replace') as file:
        lines = [line.rstrip('\n').split(None, 5) for line in file]
    return [(*('0x%x' % int(word, 16) for word in line[0].split('-')), line[1], line[5] if len(line) > 5 else None)
            for line in lines]


def read_present(pid, start, end):
    """Which pages of a range the kernel says are there."""
    with open('/proc/%d/pagemap' % pid, 'rb', buffering=0) as file:
        file.seek(start // PAGE * 8)
        data = file.read((end - start) // PAGE * 8)
    return [index for index, (entry,) in enumerate(struct.iter_unpack('Q', data)) if entry >> 63]


def read_statm(pid):
    return [int(word) * PAGE for word in open('/proc/%d/statm' % pid).read().split()[:3]]


def sees_a_process():
    status, out, err = cli('snapshot', target.pid, '--pages', '--format', 'json')
    equal((status, err), (0, ''), 'exit status and complaints')
    got = json.loads(out)
    equal([(r['start'], r['end'], r['perms'], r['path']) for r in got['regions']], read_mappings(target.pid), 'regions')
    equal([got['totals'][key] for key in ('virt', 'res', 'shr')], read_statm(target.pid), 'VIRT, RES, SHR')
    equal(got['process']['name'], comm(target.pid), 'name')
    equal(got['process']['exe'], os.path.realpath('/usr/bin/python3'), 'executable')
    equal({r['kind'] for r in got['regions'] if r['path'] == got['process']['exe']}, {'code', 'data'}, 'its kinds')
    equal(got['process']['cmdline'], None, 'arguments, which nobody may read from there')


def sees_its_pages():
    got = json.loads(cli('snapshot', target.pid, '--pages', '--format', 'json')[1])
    n_pages = 0
    for region in got['regions']:
        start, end = int(region['start'], 16), int(region['end'], 16)
        if start >= 1 << 63:  # vsyscall
            continue
        shown = [first + i for first, count, states in region['runs'] for i in range(count) if 'present' in states]
        equal(shown, read_present(target.pid, start, end), 'pages of %s' % region['start'])
        n_pages += len(shown)
    check(n_pages > (32 << 20) // PAGE // 8, 'only %d pages' % n_pages)


def lists_the_host():
    def pids():
        return {int(name) for name in os.listdir('/proc') if name.isdigit()}
    before = pids()
    status, out, err = cli('list', '--format', 'json')
    after = pids()
    equal((status, err), (0, ''), 'exit status and complaints')
    rows = {row['pid']: row for row in json.loads(out)}
    missing = (before & after) - set(rows)
    check(not missing, 'not listed: %r' % sorted(missing))
    check(set(rows) >= {1, target.pid}, 'not the processes of this side')
    equal((rows[target.pid]['name'], rows[target.pid]['res']), (comm(target.pid), read_statm(target.pid)[1]),
          'the target')


def says_what_is_denied():
    status, out, err = cli('snapshot', 1, '--format', 'json')
    equal(status, 4, 'exit status')
    check('permission denied' in err, err)
    equal(json.loads(out)['regions'], None, 'regions of root')


def says_what_is_forbidden():
    for command in (('list',), ('snapshot', target.pid)):
        status, out, err = cli(*command, options=FORBIDDEN)
        check(status not in (0, 2), 'exit status %d' % status)
        check('The sandbox does not let the processes of this machine be seen' in err, err)
        equal(out, b'', 'output')


def opens_window():
    global window
    window = SandboxWindow(target.pid)
    wait_for('the title', lambda: window.root.get_name() == '%s — %d' % (comm(target.pid), target.pid))
    window.press('alt+1')  # whatever was looked at last
    res = read_statm(target.pid)[1]
    wait_for('the sizes', lambda: find_name(r'VIRT .* · RES %s · .*' % re.escape('%.1f MiB' % (res / (1 << 20)))))


def find_name(pattern):
    return next((node for node in walk(window.root) if re.fullmatch(pattern, node.get_name() or '')), None)


def finds_the_target():
    """By its number: only rows near the visible ones exist."""
    entry = window.find('entry', 'Search name, PID or user')
    window.set_text(entry, str(target.pid))
    wait_for('the target in the list', lambda: (comm(target.pid), target.pid) in window.rows())
    window.set_text(entry, '')


def is_here(name, pid):
    """Whether a row tells of a process of this side. What ended or ran another program meanwhile is not."""
    try:
        return comm(pid) == name
    except OSError:
        return False


def window_lists_the_host():
    """More than a sandbox has; those that end while they are asked for do not count."""
    finds_the_target()
    wait_for('rows of this side', lambda: sum(is_here(*row) for row in window.rows()) > 8)


def window_shows_pages():
    """The map says what it shows; by the kernel's own account."""
    virt, res = ('%.1f MiB' % (size / (1 << 20)) for size in read_statm(target.pid)[:2])
    words = '%d regions, %s of %s resident, .*' % (len(read_mappings(target.pid)), re.escape(res), re.escape(virt))
    wait_for('the pages', lambda: [node for node in walk(window.root) if node.get_name() == 'Pages'
                                   and re.fullmatch(words, node.get_description() or '')])


def window_says_what_is_denied():
    """Of a process of root's, to an ordinary user."""
    other = SandboxWindow(1)
    wait_for('that it is denied', lambda: any(
        'Inside Flatpak, nobody can be asked for more rights.' in (text or '')
        for node in walk(other.root) for text in (node.get_name(), node.get_description())))
    equal(other.quit(), 0, 'exit status')
    equal(other.complaints(), [], 'complaints')


def window_says_why_there_is_no_ranking():
    window.press('alt+3')
    wait_for('why there is no ranking', lambda: find_name('This is not known inside Flatpak: .*oom_score.*'))
    window.press('alt+1')


def broker_has_no_more_rights():
    found = wait_for('the broker', brokers)
    equal(len(found), 1, 'brokers')
    pid, program = found.popitem()
    status = read_status(pid)
    equal({int(word) for word in status['Uid'].split()}, {os.getuid()}, 'its user')
    equal((int(status['CapPrm'], 16), status['NoNewPrivs'], status['Seccomp']),
          (CAPABILITIES if IS_ROOT else 0, '1', '2'), 'capabilities, no new privileges, filter')
    check(program.startswith(os.environ['FLATPAK_USER_DIR'] + '/')
          and program.endswith('/files/libexec/pagescape-broker'), program)
    check(not has_interpreter(program), '%s is not linked statically' % program)


def has_interpreter(path):
    """Whether an ELF file wants a dynamic loader."""
    with open(path, 'rb') as file:
        head = file.read(64)
        offset, = struct.unpack_from('Q', head, 32)
        size, number = struct.unpack_from('HH', head, 54)
        file.seek(offset)
        return 3 in [struct.unpack_from('I', file.read(size))[0] for _ in range(number)]


def survives_the_broker():
    """What is open stays open; the list comes back with another broker."""
    os.kill(next(iter(brokers())), signal.SIGKILL)
    wait_for('another broker', brokers)
    finds_the_target()
    check(find_name('VIRT .* · RES .*'), 'the sizes are gone')


def closes():
    equal(window.quit(), 0, 'exit status')
    equal(window.complaints(), [], 'complaints')
    wait_for('the broker to end', lambda: not brokers())


def leaves_nobody_behind():
    """A window that is killed takes its broker with it."""
    other = SandboxWindow(target.pid)
    wait_for('the broker', brokers)
    for pid in sandboxed():
        os.kill(pid, signal.SIGKILL)
    other.process.wait(15)
    wait_for('the broker to end', lambda: not brokers())


def runs_the_lab():
    """Its programs run in the sandbox: they are watched there."""
    status, out, err = cli('lab', 'run', 'demand-paging', '--auto')
    equal((status, err), (0, ''), 'exit status and complaints')
    check(b' ok' in out, 'nothing was measured')


def starts_no_programs():
    status, out, err = cli('record', '--output', os.path.join(os.environ['HOME'], 'x.pagescape'), '--', 'true')
    check(status not in (0, 2) and 'programs of this machine cannot be started' in err, err)


def reaches_no_machines():
    status, out, err = cli('--host', 'localhost', 'list')
    check(status not in (0, 2) and 'Inside Flatpak there is no ssh.' in err, err)


def window_says_what_is_forbidden():
    """In place of the list, and above the view."""
    global window
    window = SandboxWindow(target.pid, options=FORBIDDEN)
    wait_for('why there is nothing', lambda: find_name(
        '.*The sandbox does not let the processes of this machine be seen: it may not talk to org.freedesktop.Flatpak.*'))
    equal(window.quit(), 0, 'exit status')
    equal(window.complaints(), [], 'complaints')


CASES = [
    ('cli/sees-a-process', sees_a_process),
    ('cli/sees-its-pages', sees_its_pages),
    ('cli/lists-the-host', lists_the_host),
    ('cli/says-what-is-denied', says_what_is_denied),
    ('cli/says-what-is-forbidden', says_what_is_forbidden),
    ('cli/runs-the-lab', runs_the_lab),
    ('cli/starts-no-programs', starts_no_programs),
    ('cli/reaches-no-machines', reaches_no_machines),
    ('window/opens', opens_window),
    ('window/lists-the-host', window_lists_the_host),
    ('window/shows-pages', window_shows_pages),
    ('window/broker-has-no-more-rights', broker_has_no_more_rights),
    ('window/says-why-there-is-no-ranking', window_says_why_there_is_no_ranking),
    ('window/survives-the-broker', survives_the_broker),
    ('window/closes', closes),
    ('window/leaves-nobody-behind', leaves_nobody_behind),
    ('window/says-what-is-denied', window_says_what_is_denied),
    ('window/says-what-is-forbidden', window_says_what_is_forbidden),
]

# those that tell of root's own processes; the others are the same for everybody
ROOT_CASES = [case for case in CASES if case[1] in (
    sees_a_process, sees_its_pages, lists_the_host, opens_window, window_shows_pages, broker_has_no_more_rights,
    survives_the_broker, closes)]

start_target()
try:
    run([('flatpak/' + ('root/' if IS_ROOT else '') + name, case) for name, case in (ROOT_CASES if IS_ROOT else CASES)])
finally:
    target.kill()
    if window is not None:
        window.kill()

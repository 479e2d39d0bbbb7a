#!/usr/bin/python3
# check-lab-command.py: what pagescape-cli lab takes and refuses, and how it fails
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-lab-command.py PAGESCAPE_CLI     (PAGESCAPE_LAB_DIR: where the programs of the lab are)
import json
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'live'))
from pgs_tap import check, equal, run

program = os.path.abspath(sys.argv[1])
REFUSED = [
    [], ['nothing'], ['--nothing'], ['list', 'more'], ['list', '--format', 'csv'], ['list', '--nothing'], ['run'],
    ['run', 'nothing'], ['run', '\x1b[31mred'], ['run', 'reserve', 'touch', '--auto'],
    ['run', 'reserve', '--auto', '--format', 'csv'], ['run', 'reserve', '--format', 'json'],
    ['run', 'reserve', '--sheet', '/nonexistent/x.pdf'], ['run', 'reserve', '--auto', '--sheet'],
    ['run', 'reserve'],  # nobody is there who could answer
]


def call(*arguments, environment=(), **options):
    done = subprocess.run([program, 'lab', *arguments], capture_output=True, stdin=subprocess.DEVNULL, timeout=120,
                          env={**os.environ, **dict(environment)}, **options)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def check_usage():
    for arguments in REFUSED:
        status, out, err = call(*arguments)
        equal((status, out, err.count('\n')), (2, '', 1), '%r: %r' % (arguments, err))
        check(err.startswith('pagescape-cli: lab'), err)
        check('\x1b' not in err, 'an escape sequence gets through')


def check_help():
    for arguments in (['--help'], ['list', '--help'], ['run', '--help'], ['--version']):
        status, out, err = call(*arguments)
        equal((status, err), (0, ''), '%r' % arguments)
        check(out, 'nothing is said')
    check('--auto' in call('run', '--help')[1], '--auto')
    status = subprocess.run([program, '--help'], capture_output=True).stdout.decode()
    check('\n  lab ' in status, 'the command in the help of all')


def check_host():
    done = subprocess.run([program, '--host', 'nowhere', 'lab', 'list'], capture_output=True)
    equal(done.returncode, 2, 'exit status')


def check_list():
    status, out, _ = call('list')
    equal(status, 0, 'exit status')
    names = [entry['name'] for entry in json.loads(call('list', '--format', 'json')[1])]
    rows = out.splitlines()[1:]
    equal([line.split()[0] for line in rows[:len(names)]], names, 'the names')
    lacks = [line.split(': ')[0] for line in rows[len(names):] if line]
    equal(lacks, [line.split()[0] for line in rows[:len(names)] if '  lacking  ' in line], 'what is lacking')


def check_table():
    status, out, err = call('run', 'touch', '--auto')
    equal((status, err), (0, ''), 'exit status')
    steps = json.loads(call('run', 'touch', '--auto', '--format', 'json')[1])['steps']
    titles = [line for line in out.splitlines() if '/%d  ' % len(steps) in line]
    equal(titles, ['%d/%d  %s' % (i + 1, len(steps), step['title']) for i, step in enumerate(steps)], 'the titles')
    rows = [line for line in out.splitlines() if line.endswith('  ok')]
    equal(len(rows), sum(len(step['checks']) for step in steps), 'a line a check')


def fake(folder, name, script):
    path = os.path.join(folder, name)
    with open(path, 'w') as file:
        file.write('#!/bin/sh\n' + script)
    os.chmod(path, 0o755)


def check_failures():
    """Programs that are not there, that end, that do nothing of what is expected, that talk nonsense."""
    with tempfile.TemporaryDirectory() as folder:
        fake(folder, 'touch', 'exit 3\n')
        fake(folder, 'mmap', r"printf '\033]0;title\007\n'; sleep 100")
        fake(folder, 'leak', r"printf 'step=elsewhere\n'; read line")
        fake(folder, 'stack', 'while :; do echo a=1; done\n')
        for name in ('reserve', 'touch', 'mmap', 'leak', 'stack'):
            status, out, err = call('run', name, '--auto', '--format', 'json', environment={'PAGESCAPE_LAB_DIR': folder})
            equal((status, out, err.count('\n')), (1, '', 1), '%s: %r' % (name, err))
            check('\x1b' not in err, 'an escape sequence gets through')


def check_wrong():
    """A program that does not do what it says: both numbers are shown, the exit status is 1."""
    with tempfile.TemporaryDirectory() as folder:
        fake(folder, 'demand-paging', '\n'.join(
            ['echo page_size=4096', 'block=0x10000000-0x16400000', 'echo step=map; read line',
             'echo block=$block', 'echo first=0x10000000-0x10a00000', 'echo size=104857600',
             'for i in read write write-more write-more write-more write-more write-more write-more write-more '
             'write-more write-more end; do echo part=$block; echo step=$i; read line; done']))
        status, out, err = call('run', 'demand-paging', '--auto', '--format', 'json',
                                environment={'PAGESCAPE_LAB_DIR': folder})
        equal((status, err), (1, ''), 'exit status')
        result = json.loads(out)
        equal(result['passed'], False, 'passed')
        wrong = [entry for entry in result['steps'][0]['checks'] if entry['ok'] is False]
        check(wrong and all(entry['reason'] for entry in wrong), 'reasons')
        check(any(entry['predicted'] == 104857600 and entry['measured'] < 1 << 20 for entry in wrong), repr(wrong))
        status, out, err = call('run', 'demand-paging', '--auto', environment={'PAGESCAPE_LAB_DIR': folder})
        equal((status, err), (1, ''), 'exit status')
        check('  differs\n' in out, 'the verdict')


def check_sheet():
    """A PDF beside what is said anyhow; whole, or not at all."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'mmap.pdf')
        status, out, err = call('run', 'mmap', '--auto', '--format', 'json', '--sheet', path)
        equal((status, err), (0, ''), 'exit status')
        equal(json.loads(out)['name'], 'mmap', 'the name')
        with open(path, 'rb') as file:
            data = file.read()
        check(data.startswith(b'%PDF-') and data.rstrip().endswith(b'%%EOF'), repr(data[:20]))
        status, out, err = call('run', 'mmap', '--auto', '--sheet', os.path.join(folder, 'no', 'x.pdf'))
        equal((status, out, err.count('\n')), (1, '', 1), 'no folder: %r' % err)
        status, out, err = call('run', 'mmap', '--auto', '--sheet', os.path.join(folder, 'y.pdf'),
                                environment={'PAGESCAPE_LAB_DIR': '/nonexistent'})
        equal((status, err.count('\n')), (1, 1), 'no program: %r' % err)
        equal(os.listdir(folder), ['mmap.pdf'], 'files')


def check_no_programs():
    """An experiment whose program is not there, or cannot be run, is not ready."""
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, 'mmap'))
        fake(folder, 'touch', '')
        fake(folder, 'stack', '')
        os.chmod(os.path.join(folder, 'stack'), 0o644)
        status, out, err = call('list', '--format', 'json', environment={'PAGESCAPE_LAB_DIR': folder})
        equal((status, err), (0, ''), 'exit status')
        for entry in json.loads(out):
            equal(entry['available'], entry['name'] == 'touch', entry['name'])
            check(entry['available'] or os.path.join(folder, entry['name']) in entry['needs'], entry['needs'])


def check_arguments():
    """A program of the lab takes no argument that it does not know."""
    folder = os.environ['PAGESCAPE_LAB_DIR']
    names = [entry['name'] for entry in json.loads(call('list', '--format', 'json')[1])]
    for name in names:
        for arguments in ['--nothing'], ['list'], ['']:
            done = subprocess.run([os.path.join(folder, name), *arguments], capture_output=True, timeout=60,
                                  stdin=subprocess.DEVNULL)
            equal((done.returncode, done.stdout, done.stderr.count(b'\n')), (2, b'', 1), '%s %s' % (name, arguments))


def check_closed_pipe():
    with subprocess.Popen([program, 'lab', 'run', 'demand-paging', '--auto'], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as child:
        child.stdout.close()
        equal(child.stderr.read(), b'', 'stderr')
        equal(child.wait(60), 0, 'exit status')


def check_full_disk():
    with open('/dev/full', 'wb') as full:
        done = subprocess.run([program, 'lab', 'run', 'touch', '--auto'], stdout=full, stderr=subprocess.PIPE)
    equal((done.returncode, done.stderr.count(b'\n')), (1, 1), 'exit status')


run([
    ('/cli/lab/usage', check_usage),
    ('/cli/lab/help', check_help),
    ('/cli/lab/host', check_host),
    ('/cli/lab/list', check_list),
    ('/cli/lab/table', check_table),
    ('/cli/lab/failures', check_failures),
    ('/cli/lab/wrong', check_wrong),
    ('/cli/lab/sheet', check_sheet),
    ('/cli/lab/no-programs', check_no_programs),
    ('/cli/lab/arguments', check_arguments),
    ('/cli/lab/closed-pipe', check_closed_pipe),
    ('/cli/lab/full-disk', check_full_disk),
])

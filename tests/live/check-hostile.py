#!/usr/bin/python3
# check-hostile.py: a process all of whose names do harm is shown by every command and does none
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# usage: check-hostile.py PAGESCAPE_CLI      (PGS_ZOO: the zoo; "zoo hostile" is the process)
#
# What comes out is scanned character by character with the Unicode database of Python, which the
# program does not use.
import csv
import io
import json
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import termios
import tty
import unicodedata
import xml.etree.ElementTree as ElementTree
import zlib

sys.dont_write_bytecode = True
from pgs_kernel import read, to_text
from pgs_tap import Cli, Skip, check, equal, run
from pgs_zoo import Animal

cli = Cli(os.path.abspath(sys.argv[1]))  # it is run in other folders, too
# controls, format characters (bidi, zero width), separators of lines, private and unknown ones
HARMFUL = {'Cc', 'Cf', 'Zl', 'Zp', 'Co', 'Cs', 'Cn'}
MAX_MARKS = 4
FORMATS = [  # (arguments, whether the data is exact there, so that only a terminal needs protection)
    (('list',), False), (('list', '--format', 'json'), True), (('list', '--format', 'csv'), True),
    (('snapshot', 'PID'), False), (('snapshot', 'PID', '--format', 'table', '--pages'), False),
    (('snapshot', 'PID', '--format', 'json', '--pages'), True), (('snapshot', 'PID', '--format', 'csv'), True),
    (('watch', 'PID', '--count', '1'), True), (('watch', 'PID', '--count', '1', '--format', 'csv'), True),
    (('system',), False), (('diff', 'PID', 'PID'), False), (('diff', 'PID', 'PID', '--format', 'json'), True),
]
# what watch itself says to a terminal when it draws one frame without colours: clear the rest of a line, or of all
OURS = re.compile(rb'\x1b\[K(?=\r?\n)|\x1b\[J$')
BAD_WORDS = ['\033]0;x\007', '\033[2J', '\u202egnp', 'new\nline', '<b>&amp;', '%s%n', '\x9b31m', '=cmd', '',
             '-\033[31m', '--\033[31m=\n', 'a' * 5000, b'\xff\xfe', '\u0301' * 40]
MISTAKES = [  # the word stands for "*"
    ('*',), ('snapshot', '*'), ('snapshot', '--name', '*'), ('snapshot', 'PID', '--format', '*'),
    ('snapshot', 'PID', '--sections', '*'), ('list', '--sort', '*'), ('list', '--user', '*'), ('list', '*'),
    ('watch', 'PID', '--interval', '*'), ('watch', '*'), ('system', '--count', '*'),
    ('draw', 'PID', '-o', '*'), ('draw', 'PID', '-o', '/nowhere/*.svg'), ('draw', 'PID', '-o', 'x.png', '--size', '*'),
    ('draw', 'PID', '-o', 'x.png', '--view', '*'), ('draw', '*', '-o', 'x.png'), ('snapshot', 'PID', '-o', '/nowhere/*'),
    ('info', '*'), ('diff', 'PID', '*'), ('record', '*', '-o', '/nowhere/x'), ('record', 'PID', '-o', '/nowhere/*'),
    ('record', '-o', '/nowhere/x', '--', '*'),
]
animal = None


def pid():
    return animal.pid


def arguments_of(arguments):
    return [str(pid()) if word == 'PID' else word for word in arguments]


def check_harmless(data, what, allowed='\n'):
    text = data.decode('utf-8')  # strictly
    marks = 0
    for at, char in enumerate(text):
        category = unicodedata.category(char)
        marks = marks + 1 if category in ('Mn', 'Me') else 0
        check(char in allowed or category not in HARMFUL,
              '%s: U+%04X in %r' % (what, ord(char), text[max(0, at - 40):at + 40]))
        check(marks <= MAX_MARKS, '%s: %d accents in %r' % (what, marks, text[max(0, at - 40):at + 40]))


def on_terminal(arguments):
    """Returns (status, everything the program says to its terminal)."""
    ours, its = pty.openpty()
    tty.setraw(its, termios.TCSANOW)
    program = subprocess.Popen([cli.path, *arguments], stdin=subprocess.DEVNULL, stdout=its, stderr=its,
                               env=dict(os.environ, NO_COLOR='1'))
    os.close(its)
    said = b''
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # EIO: nobody has the other end any more
            break
        if not piece:
            break
        said += piece
    os.close(ours)
    return program.wait(), said


def check_formats():
    for words, exact in FORMATS:
        arguments, what = arguments_of(words), ' '.join(words)
        status, out, err = cli.run(*arguments)
        equal((status, err), (0, b''), what)
        if exact:
            check(not re.search(rb'[\0-\x08\x0b\x0c\x0e-\x1f\x7f]', out) or 'csv' in words, '%s: a control' % what)
            out.decode('utf-8')
        else:
            check_harmless(out, what)
        status, said = on_terminal(arguments)
        equal(status, 0, what)
        check(said, '%s: silent' % what)
        check_harmless(OURS.sub(b'', said).replace(b'\r\n', b'\n'), what + ' on a terminal')


def bad_words():
    return [word.encode() if isinstance(word, str) else word for word in BAD_WORDS]


def check_mistakes():
    """One line, harmless even in a pipe: where errors go is not known."""
    with tempfile.TemporaryDirectory() as folder:
        for pattern in MISTAKES:
            for word in bad_words():
                arguments = [os.fsencode(part).replace(b'*', word) for part in arguments_of(pattern)]
                what = '%r' % (arguments,)
                try:
                    done = subprocess.run([cli.path, *arguments], cwd=folder, stdin=subprocess.DEVNULL, timeout=60,
                                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                except subprocess.TimeoutExpired:
                    raise AssertionError(what + ' did not end') from None
                check(done.returncode in (1, 2, 3, 5), '%s: status %d (%r)' % (what, done.returncode, done.stderr))
                equal(done.stdout, b'', what + ': stdout')
                check_harmless(done.stderr, what)
                lines = done.stderr.decode().splitlines()
                check(len(lines) == 1 and lines[0].startswith('pagescape-cli: '), '%s said %r' % (what, lines))
        equal(os.listdir(folder), [], 'files made')


def kernel_name():
    return read('/proc/%d/comm' % pid())[:-1]


def check_json():
    """The same bytes as the kernel's, decoded: what is harmful is escaped, not lost."""
    got = cli.json('snapshot', str(pid()))
    process = got['process']
    equal(process['name'], to_text(kernel_name()), 'name')
    equal(process['exe'], to_text(os.readlink(b'/proc/%d/exe' % pid())), 'exe')
    equal(process['cmdline'], [to_text(word) for word in read('/proc/%d/cmdline' % pid())[:-1].split(b'\0')],
          'cmdline')
    if 'cgroup' in animal.ids:
        check('pgs-<b>\033[31m\u202e\ufffd' in process['cgroup'], 'cgroup is %r' % process['cgroup'])
    paths = {region['path'] for region in got['regions']}
    for name in ('\033]0;owned\007', '<b>&amp;<span foreground=\'red\'>', '[heap]', '\ufffd\ufffd\ufffd', 'new\nline',
                 'x (deleted)', "=cmd|' C'!A0", '\u202egnp.exe'):
        check(any(path and os.path.dirname(path).startswith('/tmp/') and os.path.basename(path) == name for path in paths),
              'no file %r' % name)
    check(any(len(path or '') > 3700 for path in paths), 'no long path')
    heaps = [region for region in got['regions'] if region['kind'] == 'heap']
    check(all(region['path'] == '[heap]' for region in heaps), 'a file is taken for the heap')


def check_csv():
    """As exact as JSON: what a spreadsheet does with "=" is in pagescape-cli(1)."""
    rows = list(csv.DictReader(io.StringIO(cli.run('snapshot', str(pid()), '--format', 'csv')[1].decode(), newline='')))
    regions = cli.json('snapshot', str(pid()))['regions']
    equal([row['path'] for row in rows], [region['path'] or '' for region in regions], 'paths')
    out = cli.run('list', '--format', 'csv')[1].decode()
    row = next(row for row in csv.DictReader(io.StringIO(out, newline='')) if row['pid'] == str(pid()))
    equal(row['name'], to_text(kernel_name()), 'name')
    check("=cmd|' C'!A0" in row['cmdline'], 'cmdline is %r' % row['cmdline'])


def check_svg(data, what):
    """Shapes and a title, and nothing that is run or fetched."""
    root = ElementTree.fromstring(data.decode('utf-8'))
    for node in root.iter():
        name = node.tag.rpartition('}')[2]
        check(name in ('svg', 'title', 'desc', 'g', 'path', 'rect', 'use', 'defs', 'symbol', 'clipPath', 'image', 'mask',
                       'linearGradient', 'radialGradient', 'stop', 'pattern', 'filter', 'feColorMatrix', 'style'),
              '%s: <%s>' % (what, name))
        for key, value in node.attrib.items():
            check(not key.startswith('on'), '%s: %s' % (what, key))
            if key.rpartition('}')[2] == 'href':
                check(value.startswith(('#', 'data:image/png;base64,')), '%s: links %s' % (what, value[:60]))
        check_harmless((node.text or '').encode(), what)


def check_pdf(data, what):
    streams = b''.join(inflate(piece) for piece in re.findall(rb'stream\r?\n(.*?)endstream', data, re.DOTALL))
    for word in (b'/JavaScript', b'/JS', b'/URI', b'/Launch', b'/OpenAction', b'/AA', b'\033'):
        check(not re.search(re.escape(word) + rb'\b', re.sub(rb'stream\r?\n.*?endstream', b'', data, flags=re.DOTALL)),
              '%s: %r' % (what, word))
    check(streams, '%s: nothing drawn' % what)


def inflate(piece):
    try:
        return zlib.decompressobj().decompress(piece)
    except zlib.error:
        return piece


def check_png(data, what):
    """Texts in it are harmless."""
    at, texts = 8, 0
    while at < len(data):
        length, kind = int.from_bytes(data[at:at + 4], 'big'), data[at + 4:at + 8]
        if kind in (b'tEXt', b'iTXt'):
            check_harmless(data[at + 8:at + 8 + length].rpartition(b'\0')[2], what)
            texts += 1
        at += length + 12
    check(texts, '%s: no title' % what)


def check_pictures():
    checks = {'svg': check_svg, 'pdf': check_pdf, 'png': check_png}
    with tempfile.TemporaryDirectory() as folder:
        for view in ('map', 'strip', 'chart'):
            for kind, check_one in checks.items():
                path = os.path.join(folder, '%s.%s' % (view, kind))
                status, out, err = cli.run('draw', str(pid()), '-o', path, '--view', view, '--duration', '0.2',
                                           '--size', '1200x900')
                equal((status, out, err), (0, b'', b''), path)
                with open(path, 'rb') as file:
                    check_one(file.read(), os.path.basename(path))


def check_names():
    """By its name it is found, whatever is in there."""
    status, out, err = cli.run('snapshot', '--name', kernel_name(), '--format', 'json')
    equal((status, err), (0, b''), 'snapshot by name')
    equal(json.loads(out)['process']['pid'], pid(), 'found')


def check_users():
    """/etc/passwd may say anything of who a process belongs to."""
    if os.getuid() != 0 or not shutil.which('unshare'):
        raise Skip('giving users other names needs root and unshare')
    name = '\033]0;x\007<b>\u202e\u0301\u0301\u0301\u0301\u0301=1,"'
    with tempfile.NamedTemporaryFile() as passwd:
        passwd.write(('%s:x:0:0::/:/bin/sh\n' % name).encode())
        passwd.flush()
        script = 'mount --bind "$1" /etc/passwd 2>/dev/null || exit 77; shift; exec "$@"'
        for words in (('list',), ('snapshot', 'PID'), ('list', '--format', 'json'), ('list', '--user', 'x\033[31m')):
            done = subprocess.run(['unshare', '-m', 'sh', '-c', script, 'sh', passwd.name, cli.path, *arguments_of(words)],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
            if done.returncode in (1, 77) and not done.stdout:
                raise Skip('no mount namespace here')
            if 'json' in words:
                users = {row['user'] for row in json.loads(done.stdout)}
                check(name in users, 'no process of that user: %r' % sorted(users, key=str)[:5])
            else:
                check_harmless(done.stdout + done.stderr, ' '.join(words))


def check_recordings():
    """Somebody else's, whose marks and user do harm, too, as does its file's name."""
    try:
        import sqlite3
    except ImportError:
        raise Skip('this Python has no sqlite3') from None
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, '\033[31m\u202e<b>\n.pagescape')
        equal(cli.run('record', str(pid()), '-o', path, '--duration', '0.1'), (0, b'', b''), 'record')
        with sqlite3.connect(path) as database:
            for number, word in enumerate(bad_words()):
                database.execute("INSERT INTO mark (process, t_us, kind, name) VALUES (1, ?, 'person', CAST (? AS TEXT))",
                                 (number, word))
            database.execute("UPDATE program SET user = ?", ('\033]0;x\007\u202e',))
        database.close()
        for words in (('info', path), ('snapshot', path), ('diff', path, str(pid())), ('diff', path + '@0', path)):
            what = words[0] + ' of a recording'
            status, out, err = cli.run(*words)
            equal((status, err), (0, b''), what)
            check_harmless(out, what)
            status, said = on_terminal(words)
            equal(status, 0, what)
            check_harmless(said.replace(b'\r\n', b'\n'), what + ' on a terminal')
        status, out, err = cli.run('snapshot', path + '@\u202e')
        equal((status, out), (2, b''), 'a mark that is not there')
        check_harmless(err, 'a mark that is not there')
        picture = os.path.join(folder, 'x.svg')
        equal(cli.run('draw', path, '-o', picture, '--view', 'chart'), (0, b'', b''), 'draw of a recording')
        with open(picture, 'rb') as file:
            check_svg(file.read(), 'chart of a recording')


animal = Animal('hostile')
with animal:
    run([('/live/hostile/formats', check_formats),
         ('/live/hostile/mistakes', check_mistakes),
         ('/live/hostile/json', check_json),
         ('/live/hostile/csv', check_csv),
         ('/live/hostile/pictures', check_pictures),
         ('/live/hostile/recordings', check_recordings),
         ('/live/hostile/found-by-name', check_names),
         ('/live/hostile/users', check_users)])

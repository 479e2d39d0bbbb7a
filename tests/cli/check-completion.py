#!/usr/bin/env python3
# check-completion.py: what bash, zsh and fish offer for pagescape-cli is what --help tells
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks each shell, with our completions and nothing of the user's, what it offers on Tab. A shell that is not
installed is skipped.

usage: check-completion.py PAGESCAPE_CLI COMPLETIONS_DIRECTORY [PAGESCAPE]
"""
import functools
import json
import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'live'))
from pgs_tap import Skip, check, equal, run  # noqa: E402

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
DIRECTORY = pathlib.Path(sys.argv[2]).resolve()
WINDOW = sys.argv[3] if len(sys.argv) > 3 else None
TIMEOUT = 60

# COMP_WORDS as readline makes them: words are split at = too
BASH = r'''
source "$1"
read -ra words <<<"${2//=/ = }"
[[ $2 != *" " ]] || words+=("")
COMP_WORDS=("${words[@]}") COMP_CWORD=$((${#words[@]} - 1)) COMP_LINE=$2 COMP_POINT=${#2}
"_${COMP_WORDS[0]//-/_}" "${COMP_WORDS[0]}"
printf '%s\n' "${COMPREPLY[@]}"
'''

# what compadd is given is written down on its way
ZSH = r'''
fpath=(%(directory)s $fpath)
autoload -Uz compinit
compinit -u -d %(home)s/dump
LISTMAX=1000000
answer() {
  zle complete-word
  print done >%(home)s/done
}
zle-line-init() {
  print ready >%(home)s/ready
}
zle -N answer
zle -N zle-line-init
bindkey '^I' answer
compadd() {
  local -a hits
  if [[ ${@[1,(i)(-|--)]} != *-(O|A|D)\ * ]]; then
    builtin compadd -A hits "$@"
    (( $#hits == 0 )) || print -rl -- $hits >>%(home)s/out
  fi
  builtin compadd "$@"
}
'''


@functools.lru_cache(None)
def help_of(*command):
    done = subprocess.run([PROGRAM, *command, '--help'], capture_output=True, text=True, check=True, timeout=TIMEOUT)
    return done.stdout


def options_of(*command):
    """Every word of the help that looks like an option where options stand."""
    found = set()
    for line in help_of(*command).splitlines():
        match = re.match(r'  (?:(-\w), )?(--[\w-]+)', line)
        if match:
            found |= {word for word in match.groups() if word}
    return found


def commands_of(*command):
    part = help_of(*command).split('Commands:\n')[1].split('\n\n')[0]
    return {line.split()[0] for line in part.splitlines()}


def all_commands():
    for command in sorted(commands_of()):
        if command == 'lab':
            yield from ((command, second) for second in sorted(commands_of('lab')))
        else:
            yield (command,)


def environment(home):
    """With our program first in PATH, and in English."""
    return {'PATH': '%s:%s' % (home, os.environ['PATH']), 'HOME': home, 'LC_ALL': 'C.UTF-8', 'TERM': 'dumb',
            'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '')}


class Shell:
    def __init__(self):
        if shutil.which(self.name) is None:
            raise Skip('%s is not installed' % self.name)
        self.home = tempfile.TemporaryDirectory()
        os.symlink(PROGRAM, self.home.name + '/pagescape-cli')
        self.environment = environment(self.home.name)

    def run(self, *command):
        done = subprocess.run(command, capture_output=True, text=True, env=self.environment, timeout=TIMEOUT,
                              cwd=self.home.name, stdin=subprocess.DEVNULL, check=False)
        check(done.stderr == '', '%s says %s' % (self.name, done.stderr))
        return done.stdout.split('\n')[:-1]

    def words(self, line, program='pagescape-cli'):
        """What is offered for the last word of a command line, without the = of options."""
        return {word.rstrip('=') for word in self.offer('%s %s' % (program, line)) if word}


class Bash(Shell):
    name = 'bash'

    def offer(self, line):
        return self.run('bash', '--norc', '-c', BASH, 'bash', str(DIRECTORY / (line.split()[0] + '.bash')), line)


class Fish(Shell):
    name = 'fish'

    def offer(self, line):
        script = 'source $argv[1]; complete -C $argv[2]'
        lines = self.run('fish', '--no-config', '-c', script, str(DIRECTORY / (line.split()[0] + '.fish')), line)
        return [line.split('\t')[0] for line in lines]


class Zsh(Shell):
    """An interactive one, on a terminal of its own."""
    name = 'zsh'

    def offer(self, line):
        home = pathlib.Path(self.home.name)
        for name in ('out', 'ready', 'done'):
            (home / name).unlink(missing_ok=True)
        (home / '.zshrc').write_text(ZSH % {'directory': DIRECTORY, 'home': home}, encoding='utf-8')
        pid, terminal = pty.fork()
        if pid == 0:
            os.chdir(home)
            os.execvpe('zsh', ['zsh', '-i', '-d'], {**self.environment, 'ZDOTDIR': str(home)})
        try:
            self.wait(terminal, (home / 'ready').exists)
            os.write(terminal, line.encode() + b'\t')
            self.wait(terminal, (home / 'done').exists)
        finally:
            os.close(terminal)  # which ends it
            os.waitpid(pid, 0)
        return (home / 'out').read_text(encoding='utf-8').split('\n') if (home / 'out').exists() else []

    @staticmethod
    def wait(terminal, condition):
        """Reads what the shell shows, so that it is not held up, until the condition is true."""
        end = time.monotonic() + TIMEOUT
        while not condition():
            check(time.monotonic() < end, 'zsh did not answer')
            if select.select([terminal], [], [], 0.02)[0]:
                try:
                    os.read(terminal, 65536)
                except OSError:  # it has ended
                    time.sleep(0.02)


def check_commands(shell):
    equal(shell.words(''), commands_of(), 'commands')
    equal(shell.words('lab '), commands_of('lab'), 'commands of the lab')
    equal(shell.words('sna'), {'snapshot'}, 'sna')
    equal(shell.words('--host example.org '), commands_of(), 'commands behind --host')


def check_options(shell):
    """-h has no place in the lists of zsh, which takes it as another name of --help."""
    for command in [(), *all_commands()]:
        if command != ('lab',):
            equal(shell.words(' '.join((*command, '-'))) - {'-h'}, options_of(*command) - {'-h'}, command)


def check_formats(shell):
    for command in all_commands():
        line = re.search(r'--format=FORMAT +(.*)', help_of(*command))
        if line:
            told = set(re.findall(r'\b(?:table|json|jsonl|csv)\b', line[1]))
            offered = {word.removeprefix('--format=') for word in shell.words(' '.join(command) + ' --format=')}
            equal(offered, told, command)


@functools.lru_cache(None)
def is_taken(command, option, word):
    """Whether the program knows the word, which it says before it looks for the process or the file."""
    needs = {'list': [], 'draw': ['./no-such-file', '-o', 'x.png'], 'snapshot': ['./no-such-file']}[command]
    done = subprocess.run([PROGRAM, command, *needs, option, word], capture_output=True, check=False, timeout=TIMEOUT)
    return done.returncode != 2


def check_values(shell):
    """What else options take is what the program takes."""
    for command, option in (('list', '--sort'), ('draw', '--view'), ('draw', '--theme'), ('snapshot', '--sections')):
        words = shell.words('%s %s ' % (command, option))
        check(len(words) > 1, '%s %s: %r' % (command, option, words))
        for word in sorted(words):
            check(is_taken(command, option, word), '%s %s %s' % (command, option, word))
        check(not is_taken(command, option, 'no-such-word'), '%s %s takes anything' % (command, option))


def check_sort_is_complete(shell):
    done = subprocess.run([PROGRAM, 'list', '--format', 'csv'], capture_output=True, text=True, check=True,
                          timeout=TIMEOUT)
    equal(shell.words('list --sort '), set(done.stdout.splitlines()[0].split(',')), 'columns')


def check_targets(shell):
    directory = pathlib.Path(shell.home.name)
    for name in ('a.pagescape', 'with blank.pagescape', 'other.txt'):
        (directory / name).touch()
    check(str(os.getpid()) in shell.words('snapshot %d' % os.getpid()), 'this process is not offered')
    files = {word.replace('\\', '') for word in shell.words('info ')}
    if shell.name == 'fish':  # offers the others behind them, as it does everywhere
        files -= {'other.txt', 'pagescape-cli'}
    equal(files, {'a.pagescape', 'with blank.pagescape'}, 'recordings')
    check('a.pagescape' in shell.words('diff 1 a'), 'a second recording is not offered')


def check_lab(shell):
    for command, names, key in (('run', 'list', 'name'), ('test', 'claims', 'id')):
        done = subprocess.run([PROGRAM, 'lab', names, '--format', 'json'], capture_output=True, text=True, check=True,
                              timeout=TIMEOUT)
        equal(shell.words('lab %s ' % command), {entry[key] for entry in json.loads(done.stdout)}, command)


def check_command_to_start(shell):
    check('printf' in shell.words('record -o x -- print'), 'no commands behind --')


def check_window(shell):
    if WINDOW is None:
        raise Skip('the window is not built')
    done = subprocess.run([WINDOW, '--help'], capture_output=True, text=True, check=True, timeout=TIMEOUT)
    told = set(re.findall(r'^  (--[\w-]+)', done.stdout.split('Application Options:')[1], re.MULTILINE))
    equal(shell.words('--', 'pagescape'), told | {'--help'}, 'options')
    (pathlib.Path(shell.home.name) / 'a.pagescape').touch()
    check('a.pagescape' in shell.words('a', 'pagescape'), 'recordings are not offered')
    check(str(os.getpid()) in shell.words(str(os.getpid())[:-1], 'pagescape'), 'this process is not offered')
    check('printf' in shell.words('-- print', 'pagescape'), 'no commands behind --')


def cases_of(shell):
    started = functools.lru_cache(None)(shell)  # one for all, since zsh first looks through its completions

    def case(function):
        return lambda: function(started())
    for function in (check_commands, check_options, check_formats, check_values, check_sort_is_complete, check_targets,
                     check_lab, check_command_to_start, check_window):
        name = function.__name__.removeprefix('check_').replace('_', '-')
        yield '/cli/completion/%s/%s' % (shell.name, name), case(function)


run([case for shell in (Bash, Zsh, Fish) for case in cases_of(shell)])

# pgs_display.py: a virtual display with a session of its own
#
# SPDX-License-Identifier: GPL-3.0-or-later
import contextlib
import os
import subprocess
import tempfile


@contextlib.contextmanager
def private_environment(build):
    """Without the person's settings, services and translations."""
    with tempfile.TemporaryDirectory() as home:
        env = dict(os.environ, HOME=home, XDG_CONFIG_HOME=f'{home}/config', XDG_CACHE_HOME=f'{home}/cache',
                   XDG_DATA_HOME=f'{home}/data', XDG_RUNTIME_DIR=f'{home}/run', LC_ALL='C.UTF-8',
                   GSK_RENDERER='cairo', GDK_BACKEND='x11', GSETTINGS_BACKEND='memory',
                   GSETTINGS_SCHEMA_DIR=str(build / 'data'), GTK_A11Y='none')
        os.mkdir(f'{home}/run', 0o700)
        env.pop('WAYLAND_DISPLAY', None)
        yield env


def displayed(command, size):
    """@command on a virtual display."""
    return ['xvfb-run', '-a', '-s', f'-screen 0 {size}x24', 'dbus-run-session', '--', *map(str, command)]


def run(build, command, size='1440x900'):
    """What @command prints on a virtual display of @size."""
    with private_environment(build) as env:
        return subprocess.run(displayed(command, size), env=env, check=True, stdout=subprocess.PIPE,
                              text=True).stdout


@contextlib.contextmanager
def start(build, command, size='1440x900'):
    """A program that runs as long as the block takes, and ends with its standard input."""
    with private_environment(build) as env:
        with subprocess.Popen(displayed(command, size), env=env, stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True) as program:
            yield program
            program.stdin.close()

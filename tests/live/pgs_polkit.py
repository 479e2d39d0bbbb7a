# pgs_polkit.py: a machine with polkit on which the broker is installed, seen by this test alone
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# pkexec takes no other path than /usr/bin/pkexec, no other bus than the system's and no other rules than
# root's, and the broker is elevated only where it is installed. So the test goes into a mount namespace
# of its own, where these places are file systems in memory: nothing of the machine changes.
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

from pgs_tap import Skip

POLKITD = ['/usr/lib/polkit-1/polkitd', '/usr/libexec/polkitd', '/usr/lib/polkitd']
ACTIONS = '/usr/share/polkit-1/actions'
RULES = '/etc/polkit-1/rules.d'
INSIDE = 'PGS_POLKIT_INSIDE'

# nobody may; games may not; everyone else would have to type a password
RULE = '''polkit.addRule(function (action, subject) {
  if (!action.id.startsWith ("io.github.pagescape_app.Pagescape."))
    return polkit.Result.NOT_HANDLED;
  if (subject.user == "nobody")
    return polkit.Result.YES;
  if (subject.user == "games")
    return polkit.Result.NO;
  return polkit.Result.NOT_HANDLED;
});
'''


def become(uid):
    """Before a command: as that user, in no group of others."""
    return ['setpriv', '--reuid=%d' % uid, '--regid=%d' % uid, '--clear-groups']


NOBODY, GAMES, DAEMON = become(65534), become(5), become(1)


def find_polkitd():
    return next((path for path in POLKITD if os.access(path, os.X_OK)), None)


def why_not():
    """A reason why there can be no such machine here; None if there can."""
    if os.geteuid() != 0:
        return 'needs root'
    for program in ('unshare', 'setpriv', 'pkexec', 'dbus-daemon'):
        if shutil.which(program) is None:
            return 'no ' + program
    if find_polkitd() is None:
        return 'no polkitd'
    if not os.path.isdir(ACTIONS):
        return 'no ' + ACTIONS
    probe = subprocess.run(['unshare', '--mount', '--propagation', 'private', 'mount', '-t', 'tmpfs', 'none', '/mnt'],
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return probe.stderr.decode().strip() or 'no mount namespace' if probe.returncode else None


def enter():
    """Starts this script again in a mount namespace of its own, unless it is in one or cannot be."""
    if os.environ.get(INSIDE) or why_not() is not None:
        return
    os.environ[INSIDE] = '1'
    os.execvp('unshare', ['unshare', '--mount', '--propagation', 'private', '--', sys.executable, '-B', *sys.argv])


def need():
    """Skips the case unless the script is inside."""
    if not os.environ.get(INSIDE):
        raise Skip(why_not() or 'not inside')


class Machine:
    """The broker @broker installed where @policy says, and polkit running."""

    def __init__(self, broker, policy):
        self.broker, self.policy = broker, pathlib.Path(policy)
        self.path = re.search(r'exec\.path">([^<]+)<', self.policy.read_text()).group(1)
        self.daemons = []
        self.made = None

    def __enter__(self):
        need()
        self.install()
        self.start(['dbus-daemon', '--system', '--nofork', '--nopidfile'])
        wait_for(lambda: os.path.exists('/run/dbus/system_bus_socket'), 'the system bus')
        self.start([find_polkitd(), '--no-debug'])
        wait_for(has_polkit, 'polkit')
        wait_for(knows_actions, "polkit's answer")  # it may end in its first moments; the bus starts another one then
        return self

    def __exit__(self, *_):
        for daemon in reversed(self.daemons):
            daemon.kill()
            daemon.wait()
        subprocess.run(['umount', os.path.dirname(self.path)])
        if self.made:
            os.removedirs(self.made)

    def start(self, command):
        log = open('/run/dbus/log', 'ab')
        self.daemons.append(subprocess.Popen(['setpriv', '--pdeathsig=KILL', *command], stdin=subprocess.DEVNULL,
                                             stdout=log, stderr=log))

    def install(self):
        place = os.path.dirname(self.path)
        if not os.path.isdir(place):
            os.makedirs(place)
            self.made = place
        actions = {path.name: path.read_bytes() for path in pathlib.Path(ACTIONS).iterdir() if path.is_file()}
        for folder in (place, ACTIONS, RULES, '/run/dbus'):
            os.makedirs(folder, exist_ok=True)
            subprocess.run(['mount', '-t', 'tmpfs', '-o', 'mode=755', 'none', folder], check=True)
        shutil.copy(self.broker, self.path)
        os.chmod(self.path, 0o755)
        for name, text in actions.items():
            pathlib.Path(ACTIONS, name).write_bytes(text)
        shutil.copy(self.policy, ACTIONS)
        pathlib.Path(RULES, '00-test.rules').write_text(RULE)

    def copy(self, *programs):
        """Puts programs where every user can start them; returns the first one's path."""
        for program in programs:
            shutil.copy(program, os.path.dirname(self.path))
        return os.path.join(os.path.dirname(self.path), os.path.basename(programs[0]))


def wait_for(condition, what):
    for _ in range(1000):
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError('%s did not come up' % what)


def has_polkit():
    return subprocess.run(['dbus-send', '--system', '--print-reply', '--dest=org.freedesktop.DBus', '/',
                           'org.freedesktop.DBus.GetNameOwner', 'string:org.freedesktop.PolicyKit1'],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def knows_actions():
    return subprocess.run(['dbus-send', '--system', '--print-reply', '--dest=org.freedesktop.PolicyKit1',
                           '/org/freedesktop/PolicyKit1/Authority',
                           'org.freedesktop.PolicyKit1.Authority.EnumerateActions', 'string:en'],
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0

#!/usr/bin/python3
# check-policy.py: what polkit lets whom start, by the policy that is installed
#
# usage: check-policy.py BROKER POLICY BROKER_PATH
#
# BROKER is put to BROKER_PATH and POLICY to polkit's actions, in a mount namespace of its own, with a
# system bus, a polkitd and rules of its own; a PID namespace ends all of it. Needs root.
#
# SPDX-License-Identifier: GPL-3.0-or-later
import errno
import os
import shutil
import subprocess
import sys
import time

sys.dont_write_bytecode = True
from pgs_broker import MAPS, NOBODY, Broker
from pgs_tap import NOBODY as AS_NOBODY
from pgs_tap import Skip, check, equal, need, run

BROKER, POLICY, BROKER_PATH = sys.argv[1:4]
INSIDE = 'PGS_TEST_INSIDE'
ACTIONS, RULES = '/usr/share/polkit-1/actions', '/etc/polkit-1/rules.d'
POLKITD = '/usr/lib/polkit-1/polkitd'
PAGES, FRAMES = ('io.github.pagescape_app.Pagescape.' + name for name in ('pages', 'frames'))
DISMISSED, NOT_AUTHORIZED = 126, 127  # Source: pkexec(1)
SECONDS = 20
RULE = '''polkit.addRule(function(action, subject) {
  return action.id == "%s" && subject.user == "nobody" ? polkit.Result.YES : polkit.Result.NO;
});
'''
daemons = []


def enter():
    """Starts this program again, in namespaces of its own, whose first process is a shell: pkexec serves
    no child of the first."""
    os.environ[INSIDE] = '1'
    os.execvp('unshare', ['unshare', '--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child',
                          '--mount-proc', 'sh', '-c', '"$@"; exit $?', 'sh', sys.executable, '-B', *sys.argv])


def hide(directory):
    """An empty place instead of @directory, here only."""
    subprocess.run(['mount', '-t', 'tmpfs', '-o', 'mode=755', 'none', directory], check=True)


def start(*command):
    daemons.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                    stderr=subprocess.DEVNULL))


def set_up():
    need('pkexec', 'dbus-daemon', 'setpriv')
    if INSIDE not in os.environ:
        raise Skip('no namespaces here')
    if not os.path.exists(POLKITD):
        raise Skip('no polkitd')
    if daemons:
        return
    own = '/usr/share/polkit-1/actions/org.freedesktop.policykit.policy'
    with open(own) as file:
        text = file.read()
    for directory in (ACTIONS, RULES, '/run'):
        hide(directory)
    os.chmod(RULES, 0o755)
    with open(own, 'w') as file:
        file.write(text)
    shutil.copy(POLICY, ACTIONS)
    place = os.path.dirname(BROKER_PATH)
    top = place
    while not os.path.isdir(top):
        top = os.path.dirname(top)
    hide(top)
    os.makedirs(place, exist_ok=True)
    shutil.copy(BROKER, BROKER_PATH)
    os.mkdir('/run/dbus')
    start('dbus-daemon', '--system', '--nofork', '--nopidfile')
    wait_for(lambda: os.path.exists('/run/dbus/system_bus_socket'), 'the bus')


def wait_for(condition, what):
    end = time.monotonic() + SECONDS
    while not condition():
        check(time.monotonic() < end, '%s did not come' % what)
        time.sleep(0.05)


def allow(action):
    """From here on nobody may do @action, and nothing else. polkitd reads its rules when it starts."""
    with open(RULES + '/50-test.rules', 'w') as file:
        file.write(RULE % action)
    while len(daemons) > 1:
        daemons[-1].kill()
        daemons.pop().wait()
    start(POLKITD, '--no-debug')
    wait_for(lambda: subprocess.run(['pkaction'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0,
             'polkitd')


def pkexec(*arguments):
    environment = {key: value for key, value in os.environ.items() if key != 'SHELL'}
    return Broker('pkexec', '--disable-internal-agent', BROKER_PATH, *arguments, uid=NOBODY, before=AS_NOBODY,
                  env=environment, stderr=subprocess.DEVNULL)


def works(argument):
    with pkexec(argument) as broker:
        status, descriptor = broker.open(1, MAPS)  # of root, in this namespace
        equal(status, 0, 'maps of process 1')
        os.close(descriptor)
        equal(broker.status('Uid'), [str(NOBODY)] * 4, 'user')
        return int(broker.status('CapEff')[0], 16)


def refused(*arguments):
    with pkexec(*arguments) as broker:
        broker.expected = (NOT_AUTHORIZED,)


def pages():
    """Who may see pages may start it for that, and for nothing else."""
    set_up()
    allow(PAGES)
    equal(works('--pages'), 1 << 19 | 1 << 2, 'capabilities')
    refused('--frames')
    refused()
    refused('--help')


def frames():
    set_up()
    allow(FRAMES)
    equal(works('--frames'), 1 << 21 | 1 << 19 | 1 << 2, 'capabilities')
    refused('--pages')
    refused()


def anything():
    """Who may run other programs as root has no other way in either: without an argument it keeps nothing."""
    set_up()
    allow('org.freedesktop.policykit.exec')
    with pkexec() as broker:
        check(broker.open(1, MAPS)[0] in (errno.EACCES, errno.EPERM), 'maps of process 1')
    refused('--pages')


def no_rule():
    """By the policy alone an administrator is asked for; where nobody can be asked, that is the end."""
    set_up()
    allow('none')
    refused('--pages')
    os.remove(RULES + '/50-test.rules')
    daemons[-1].kill()
    daemons.pop().wait()
    start(POLKITD, '--no-debug')
    wait_for(lambda: subprocess.run(['pkaction'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0,
             'polkitd')
    refused('--pages')
    for action in (PAGES, FRAMES):
        told = subprocess.run(['pkaction', '--verbose', '--action-id', action], stdout=subprocess.PIPE).stdout.decode()
        check('implicit any:      auth_admin\n' in told, told)
        check('implicit inactive: auth_admin\n' in told, told)
        check('implicit active:   auth_admin_keep\n' in told, told)


if os.geteuid() == 0 and INSIDE not in os.environ and subprocess.run(
        ['unshare', '--mount', '--pid', '--fork', 'true'], stderr=subprocess.DEVNULL).returncode == 0:
    enter()
run([('/broker/policy/' + case.__name__.replace('_', '-'), case) for case in (pages, frames, anything, no_rule)])

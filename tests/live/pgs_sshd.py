# pgs_sshd.py: an sshd of the test's own on the loopback, and an ssh that knows no other host
#
# SPDX-License-Identifier: GPL-3.0-or-later
import contextlib
import getpass
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

HOST = 'other-machine'

SERVER = '''Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
PidFile {folder}/pid
AuthorizedKeysFile {folder}/authorized_keys
StrictModes no
UsePAM no
PermitRootLogin yes
PasswordAuthentication no
LogLevel ERROR
'''

CLIENT = '''Host {host}
  HostName 127.0.0.1
  Port {port}
  User {user}
  IdentityFile {folder}/user_key
  IdentitiesOnly yes
  UserKnownHostsFile {folder}/known_hosts
  StrictHostKeyChecking no
  LogLevel ERROR
'''


def why_not():
    """A reason not to run sshd here; None if it can be."""
    for program in ('sshd', 'ssh', 'ssh-keygen'):
        if find(program) is None:
            return '%s is not installed' % program
    if os.geteuid() == 0 and not os.path.isdir('/run/sshd'):
        try:
            os.makedirs('/run/sshd')
        except OSError as error:
            return str(error)
    return None


def find(program):
    return shutil.which(program, path=os.environ.get('PATH', '') + ':/usr/sbin:/usr/local/sbin')


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def children(pid):
    found = []
    for path in pathlib.Path('/proc').glob('[0-9]*/stat'):
        try:
            text = path.read_text(encoding='utf-8', errors='replace')
        except OSError:
            continue
        if int(text.rpartition(')')[2].split()[1]) == pid:
            found.append(int(path.parent.name))
    return found


def sessions(pid):
    """Since OpenSSH 9.8 whoever is logged in has two processes, and the second one holds the connection, too."""
    found = []
    for child in children(pid):
        try:
            name = pathlib.Path(f'/proc/{child}/comm').read_text(encoding='utf-8', errors='replace')
        except OSError:
            continue
        if name.startswith('sshd'):
            found += [child, *sessions(child)]
    return found


class Sshd:
    """Use it in a with statement; environment() is for programs that call ssh."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix='pagescape-sshd-')
        self.port = free_port()
        self.process = None

    def __enter__(self):
        for name in ('host_key', 'user_key'):
            subprocess.run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', f'{self.folder}/{name}'],
                           check=True, stdin=subprocess.DEVNULL)
        shutil.copy(f'{self.folder}/user_key.pub', f'{self.folder}/authorized_keys')
        self.write('sshd_config', SERVER)
        self.write('ssh_config', CLIENT)
        self.start()
        return self

    def __exit__(self, *unused):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def write(self, name, template):
        text = template.format(port=self.port, folder=self.folder, user=getpass.getuser(), host=HOST)
        pathlib.Path(self.folder, name).write_text(text, encoding='utf-8')

    def start(self):
        self.process = subprocess.Popen([find('sshd'), '-D', '-e', '-f', f'{self.folder}/sshd_config'],
                                        stdin=subprocess.DEVNULL)
        for _ in range(100):
            try:
                socket.create_connection(('127.0.0.1', self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError('sshd does not answer')

    def drop_connections(self):
        """As a cable that is cut, seen from the other side: the sessions are gone."""
        for pid in sessions(self.process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def stop(self):
        self.drop_connections()
        self.process.terminate()
        self.process.wait()

    def environment(self, remote_cli):
        return {**os.environ, 'PAGESCAPE_SSH': f'ssh -F {self.folder}/ssh_config',
                'PAGESCAPE_REMOTE_CLI': os.path.abspath(remote_cli)}

# pgs_lab.py: programs of the lab, stepped by hand
#
# SPDX-License-Identifier: GPL-3.0-or-later
import glob
import os
import subprocess


class Experiment:
    """A program of the lab, stepped by hand."""

    def __init__(self, folder, name, before=(), **options):
        self.facts = {}
        self.process = subprocess.Popen([*before, os.path.join(folder, name)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, **options)
        self.pid = self.process.pid
        self.read()

    def read(self):
        """Reads on to the next stop; returns its name, None where it has ended."""
        for line in self.process.stdout:
            key, value = line.rstrip('\n').split('=', 1)
            self.facts[key] = value
            if key == 'step':
                return value
        return None

    def step(self):
        self.process.stdin.write('\n')
        self.process.stdin.flush()
        return self.read()

    def number(self, key):
        return int(self.facts[key])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


def survivors(mark):
    """PIDs of those that run with mark (NAME=VALUE) in their environment. A zombie has no environment any more:
    whoever adopted it has to ask for it."""
    found = []
    for path in glob.glob('/proc/[0-9]*/environ'):
        try:
            with open(path, 'rb') as file:
                if mark.encode() in file.read().split(b'\0'):
                    found.append(int(path.split('/')[2]))
        except OSError:
            pass  # it has ended
    return found

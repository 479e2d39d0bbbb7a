# measure_codec.py: encoding samples against taking them
#
# SPDX-License-Identifier: GPL-3.0-or-later
import subprocess

import pgs_table
from pgs_workloads import Target

ROUNDS = 15
# parts that are the same pointers cost no time, however large they are, and some bytes
SAME_US, SAME_BYTES = 5, 32


def measure_codec(build):
    """samples as bytes: CPU time against that of taking them; bytes of one that says nothing new"""
    for what, size in (('desktop', 620), ('mappings', 60000), ('checkerboard', 2)):
        with Target(build, what, size) as target:
            out = subprocess.run([build / 'tests/bench/bench-codec', target.pid, str(ROUNDS)],
                                 check=True, capture_output=True, text=True).stdout
        n, taking, key, decoding, same, anew, key_size, same_size, anew_size = pgs_table.medians(
            [int(number) for number in line.split()] for line in out.splitlines())
        name = f'codec: {what}, {n:.0f} mappings'
        for label, took, n_bytes in (('whole', key, key_size), ('the same', same, same_size),
                                     ('read anew', anew, anew_size)):
            limits = ((0, SAME_US), (SAME_BYTES,)) if label == 'the same' else ((), ())
            pgs_table.row(f'{name}, {label}', took / 1000, taking / 1000, 'µs', *limits[0])
            pgs_table.value(f'{name}, {label}', n_bytes, 'bytes', *limits[1])
        pgs_table.row(f'{name}, decoding', decoding / 1000, taking / 1000, 'µs')


MEASUREMENTS = {'codec': measure_codec}

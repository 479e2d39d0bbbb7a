# measure_list.py: the window's process list with few and with 5,000 processes
#
# SPDX-License-Identifier: GPL-3.0-or-later
import statistics

import pgs_display
import pgs_table
import pgs_workloads

FIRST_LIMIT_MS = 300
REFRESH_LIMIT_MS = 40
SEARCH_LIMIT_MS = 16


def print_list(label, out):
    lines = {}
    for line in out.splitlines():
        word, *numbers = line.split()
        lines.setdefault(word, []).append([int(number) / 1000 for number in numbers])
    cpu, main, model = zip(*lines['refresh'])
    search = sorted(number for number, in lines['search'])
    wall, all_threads, main_thread = lines['first'][0]
    pgs_table.value(f'{label}: first list', wall, 'ms', at_most=FIRST_LIMIT_MS,
                    remark=f'CPU {all_threads:.0f} ms, {main_thread:.0f} of the main thread')
    pgs_table.value(f'{label}: refresh, CPU of all threads', statistics.median(cpu), 'ms',
                    at_most=REFRESH_LIMIT_MS, remark=f'worst {max(cpu):.1f}')
    pgs_table.value(f'{label}: … of which main thread', statistics.median(main), 'ms',
                    remark=f'model {statistics.median(model):.2f}')
    pgs_table.value(f'{label}: search, a key and its frame', statistics.median(search), 'ms',
                    at_most=SEARCH_LIMIT_MS, remark=f'worst {search[-1]:.1f}')


def measure_list_window(build):
    """the window's process list: first rows, a refresh, a key in its search"""
    command = [build / 'tests/bench/bench-list']
    print_list('this machine', pgs_display.run(build, command))
    with pgs_workloads.start(build, 'W8') as target:
        print_list(target.label, pgs_display.run(build, command))


MEASUREMENTS = {'list-window': measure_list_window}

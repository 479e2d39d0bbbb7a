# pgs_table.py: the one table that all measurements print their rows into
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""A row is a name, what Pagescape took, what something else took, their ratio, a goal and whether
it is met. Rows without a goal inform."""
import statistics

NAME_WIDTH = 46
missed = []  # names of rows whose goal was not met


def header():
    print(f'{"":{NAME_WIDTH}} {"Pagescape":>10} {"other":>10} unit    ratio  goal', flush=True)


def note(text):
    """A line that says how something was measured."""
    print(f'  {text}', flush=True)


def skip(name, reason):
    print(f'{name:{NAME_WIDTH}} {"skipped":>10}: {reason}', flush=True)


def verdict(name, is_met):
    if not is_met:
        missed.append(name)
    return 'met' if is_met else 'MISSED'


def row(name, ours, other, unit, at_most=None, plus=0.0):
    """Ours against the other; the goal is ours ≤ at_most × other + plus (in the same unit)."""
    goal = ''
    if at_most is not None:
        parts = [f'{at_most:.2f} ×'] if at_most else []
        parts += [f'{plus:g} {unit}'] if plus else []
        goal = f'≤ {" + ".join(parts)}: {verdict(name, ours <= at_most * other + plus)}'
    ratio = f'{ours / other:8.2f}' if other else f'{"–":>8}'
    print(f'{name:{NAME_WIDTH}} {ours:10.3f} {other:10.3f} {unit:5} {ratio}  {goal}'.rstrip(), flush=True)


def value(name, ours, unit, at_most=None, at_least=None, remark=''):
    """A number that stands for itself."""
    goal = ''
    if at_most is not None:
        goal = f'≤ {at_most:g} {unit}: {verdict(name, ours <= at_most)}'
    if at_least is not None:
        goal = f'≥ {at_least:g} {unit}: {verdict(name, ours >= at_least)}'
    text = ', '.join(part for part in (goal, remark) if part)
    print(f'{name:{NAME_WIDTH}} {ours:10.3f} {"–":>10} {unit:5} {"–":>8}  {text}'.rstrip(), flush=True)


def medians(rounds):
    """Median of each column of rows of numbers."""
    return [statistics.median(column) for column in zip(*rounds)]

#!/usr/bin/env python3
# check-strings.py: every translatable file is listed, and every language is complete
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks po/: POTFILES.in names exactly the files with translatable texts, and each language of
LINGUAS translates every one of them. Speaks TAP; without gettext's tools the part that needs them is
skipped.

usage: check-strings.py SOURCE_ROOT
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

C_TEXT = re.compile(r'\b(?:N?C?_|ngettext|g_dngettext|g_dpgettext2?) ?\(\s*"')
UI_TEXT = re.compile(r'translatable="(?:yes|true|1)"')
XGETTEXT = ['xgettext', '--from-code=UTF-8', '--add-comments=Translators', '--keyword=_',
            '--keyword=N_', '--keyword=C_:1c,2', '--keyword=NC_:1c,2', '--keyword=g_dngettext:2,3',
            '--keyword=g_dpgettext2:2c,3', '--flag=_:1:pass-c-format', '--flag=N_:1:pass-c-format',
            '--flag=g_strdup_printf:1:c-format', '--flag=g_string_append_printf:2:c-format']


def has_texts(path):
    if path.suffix == '.in':
        return path.name.endswith(('.desktop.in', '.metainfo.xml.in', '.mime.xml.in', '.policy.in'))
    if path.suffix not in {'.c', '.h', '.ui', '.xml'}:
        return False
    text = path.read_text(encoding='utf-8')
    return bool((C_TEXT if path.suffix in {'.c', '.h'} else UI_TEXT).search(text))


def translatable_files(root):
    for directory in ('data', 'src', 'ui'):
        for path in sorted((root / directory).rglob('*')):
            if path.is_file() and has_texts(path):
                yield str(path.relative_to(root))


def listed(path):
    lines = path.read_text(encoding='utf-8').splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith('#')]


def run(command, **kwargs):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **kwargs)
    return done.returncode == 0, done.stderr.strip().splitlines()


def check_listed(root):
    expected, actual = set(translatable_files(root)), set(listed(root / 'po/POTFILES.in'))
    return ([f'not in POTFILES.in: {name}' for name in sorted(expected - actual)] +
            [f'has no texts: {name}' for name in sorted(actual - expected)])


def check_language(root, language, template):
    catalogue = str(root / 'po' / f'{language}.po')
    faults = []
    for command in (['msgfmt', '--check', '-o', '/dev/null', catalogue],
                    ['msgcmp', catalogue, template]):
        good, output = run(command, cwd=root)
        faults += [] if good else output
    return faults


def report(number, name, faults):
    for fault in faults:
        print(f'# {fault}')
    print(f'{"not ok" if faults else "ok"} {number} /project/strings/{name}')


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    languages = listed(root / 'po/LINGUAS')
    print(f'1..{len(languages) + 1}')
    report(1, 'potfiles', check_listed(root))
    if not all(shutil.which(tool) for tool in ('xgettext', 'msgcmp', 'msgfmt')):
        for number, language in enumerate(languages, 2):
            print(f'ok {number} /project/strings/{language} # SKIP gettext is not installed')
        return
    with tempfile.TemporaryDirectory() as directory:
        template = f'{directory}/pagescape.pot'
        # the rules for polkit's files come with polkit, which may not be here
        good, output = run(XGETTEXT + ['-o', template, '-f', 'po/POTFILES.in'], cwd=root,
                           env={**os.environ, 'GETTEXTDATADIRS': str(root / 'data')})
        for number, language in enumerate(languages, 2):
            report(number, language, check_language(root, language, template) if good else output)


if __name__ == '__main__':
    main()

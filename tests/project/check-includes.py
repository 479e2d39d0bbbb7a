#!/usr/bin/env python3
# check-includes.py: a layer includes only what lies below it
#
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the directions between the layers (ARCHITECTURE.md) and what each may use from outside.

Meson hands every layer only the include directories it may use, but "../render/x.h" and headers of
libraries that lie in GLib's own directory (gio) would compile all the same. Speaks TAP: one case a
layer.

usage: check-includes.py SOURCE_ROOT
"""
import pathlib
import re
import sys

LAYERS = {
    'core': set(),
    'proc': {'core'},
    'source': {'core', 'proc'},
    'session': {'core', 'proc', 'source'},
    'render': {'core'},
    'lesson': {'core', 'proc', 'source', 'render'},
    'lab': set(),
    'broker': set(),
    'app': {'core', 'proc', 'source', 'session', 'render', 'lesson'},
    'cli': {'core', 'proc', 'source', 'session', 'render', 'lesson'},
}

# Headers of libraries that a layer may not see, as regular expressions of the included name.
DRAWING = r'cairo|pango|png|hb|librsvg'
TOOLKIT = r'gtk/|gdk/|gsk/|adwaita|graphene'
FORBIDDEN = {
    'core': [DRAWING, TOOLKIT, r'gio/', r'glibtop', r'json-glib', r'glib/gi18n', r'fcntl\.h',
             r'unistd\.h', r'sys/', r'locale\.h', r'pthread\.h', r'dirent\.h'],
    'proc': [DRAWING, TOOLKIT, r'gio/', r'glibtop', r'json-glib', r'glib/gi18n'],
    'source': [DRAWING, TOOLKIT],
    'session': [DRAWING, TOOLKIT, r'glibtop'],
    'render': [TOOLKIT, r'glibtop', r'fcntl\.h'],
    'lesson': [DRAWING, TOOLKIT, r'glibtop'],
    'lab': [DRAWING, TOOLKIT, r'glib', r'gio/', r'json-glib'],
    'broker': [DRAWING, TOOLKIT, r'glib', r'gio/', r'json-glib'],
    'app': [r'glibtop', r'sys/ioctl\.h'],
    'cli': [TOOLKIT, r'glibtop'],
}

# Headers that another layer may use: what is said between two programs.
SHARED = {'protocol.h': {'source'}}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)


def headers_by_name(root):
    """The layer that owns each project header."""
    owners = {}
    for layer in LAYERS:
        for header in (root / 'src' / layer).rglob('*.h'):
            owners[header.name] = layer
    return owners


def faults_of_include(layer, quote, name, owners):
    if '..' in name.split('/'):
        return 'leaves its directory'
    owner = owners.get(pathlib.PurePath(name).name) if quote == '"' else None
    if owner and owner != layer and owner not in LAYERS[layer] and layer not in SHARED.get(name, ()):
        return f'belongs to {owner}'
    if not owner and any(re.match(pattern, name) for pattern in FORBIDDEN[layer]):
        return 'is not for this layer'
    return None


def faults_of_layer(root, layer, owners):
    for path in sorted((root / 'src' / layer).rglob('*.[ch]')):
        for quote, name in INCLUDE.findall(path.read_text(encoding='utf-8')):
            fault = faults_of_include(layer, quote, name, owners)
            if fault:
                yield f'{path.relative_to(root)}: {name} {fault}'


def check_self():
    """The check itself must be able to fail."""
    owners = {'pgs-theme.h': 'render', 'pgs-maps.h': 'core'}
    assert faults_of_include('core', '"', 'pgs-theme.h', owners)
    assert faults_of_include('core', '"', '../render/pgs-theme.h', owners)
    assert faults_of_include('core', '<', 'gio/gio.h', owners)
    assert faults_of_include('cli', '<', 'gtk/gtk.h', owners)
    assert faults_of_include('app', '"', 'protocol.h', {'protocol.h': 'broker'})
    assert not faults_of_include('source', '"', 'protocol.h', {'protocol.h': 'broker'})
    assert not faults_of_include('render', '"', 'pgs-maps.h', owners)


def main():
    root = pathlib.Path(sys.argv[1])
    check_self()
    owners = headers_by_name(root)
    unknown = {path.name for path in (root / 'src').iterdir() if path.is_dir()} - set(LAYERS)
    print(f'1..{len(LAYERS) + 1}')
    for number, layer in enumerate(LAYERS, 1):
        faults = list(faults_of_layer(root, layer, owners))
        for fault in faults:
            print(f'# {fault}')
        print(f'{"not ok" if faults else "ok"} {number} /project/includes/{layer}')
    print(f'# directories without a rule: {unknown}' if unknown else '# every directory has a rule')
    print(f'{"not ok" if unknown else "ok"} {len(LAYERS) + 1} /project/includes/every-layer-is-known')


if __name__ == '__main__':
    main()

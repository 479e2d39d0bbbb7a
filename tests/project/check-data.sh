#!/usr/bin/env bash
# check-data.sh: desktop file, metainfo, settings schema, user interface files and man pages are valid
#
# usage: check-data.sh SOURCE_ROOT DESKTOP_FILE METAINFO_FILE MIME_FILE
# Speaks TAP; a check whose tool is missing is skipped.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -u
root=$1 desktop=$2 metainfo=$3 mime=$4
number=0

# check NAME COMMAND...: one case
check() {
  local name="/project/data/$1" output
  shift
  number=$((number + 1))
  if ! command -v "$1" >/dev/null; then
    echo "ok $number $name # SKIP $1 is not installed"
  elif output=$("$@" 2>&1 </dev/null); then
    echo "ok $number $name"
  else
    sed 's/^/# /' <<<"$output"
    echo "not ok $number $name"
  fi
}

# check_mime: what the type of our recordings and of other databases is, by name and by content
check_mime() {
  local home type
  home=$(mktemp -d) || return 1
  mkdir -p "$home/mime/packages"
  cp "$mime" "$home/mime/packages/"
  update-mime-database "$home/mime" || return 1
  grep -q 'x-pagescape-recording:\*.pagescape' "$home/mime/globs2" || { echo "no glob"; return 1; }
  # 68 bytes of a database of SQLite, then its application ID
  { printf 'SQLite format 3\0'; head -c 52 /dev/zero; printf 'PGSR'; head -c 28 /dev/zero; } >"$home/ours"
  { printf 'SQLite format 3\0'; head -c 52 /dev/zero; printf 'ABCD'; head -c 28 /dev/zero; } >"$home/other"
  for type in ours other; do
    XDG_DATA_HOME=$home gio info -a standard::content-type "$home/$type" | grep content-type | sed "s/^/$type/"
  done >"$home/types"
  cat "$home/types"
  grep -q 'ours.*x-pagescape-recording' "$home/types" && ! grep -q 'other.*x-pagescape' "$home/types"
  type=$?
  rm -rf "$home"
  return $type
}

shopt -s nullglob
ui=("$root"/ui/*.ui "$root"/ui/*.gresource.xml "$root"/data/*.xml "$mime")
icons=("$root"/data/icons/hicolor/*/*/*.svg "$root"/ui/icons/*/*/*.svg)
man=("$root"/data/*.[15])

echo "1..7"
check desktop desktop-file-validate "$desktop"
check metainfo appstreamcli validate --no-net --no-color "$metainfo"
check schema glib-compile-schemas --strict --dry-run "$root/data"
if command -v update-mime-database >/dev/null && command -v gio >/dev/null; then
  check mime check_mime
else
  number=$((number + 1))
  echo "ok $number /project/data/mime # SKIP update-mime-database or gio is not installed"
fi
check ui xmllint --noout --nonet "${ui[@]}"
check icons xmllint --noout --nonet "${icons[@]}"
check man mandoc -T lint -W warning "${man[@]}"

#!/usr/bin/env bash
# check-data.sh: desktop file, metainfo, settings schema, user interface files and man pages are valid
#
# usage: check-data.sh SOURCE_ROOT DESKTOP_FILE METAINFO_FILE
# Speaks TAP; a check whose tool is missing is skipped.
#
# SPDX-License-Identifier: GPL-3.0-or-later
set -u
root=$1 desktop=$2 metainfo=$3
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

shopt -s nullglob
ui=("$root"/ui/*.ui "$root"/ui/*.gresource.xml "$root"/data/*.xml)
icons=("$root"/data/icons/hicolor/*/*/*.svg "$root"/ui/icons/*/*/*.svg)
man=("$root"/data/*.1)

echo "1..6"
check desktop desktop-file-validate "$desktop"
check metainfo appstreamcli validate --no-net --no-color "$metainfo"
check schema glib-compile-schemas --strict --dry-run "$root/data"
check ui xmllint --noout --nonet "${ui[@]}"
check icons xmllint --noout --nonet "${icons[@]}"
check man mandoc -T lint -W warning "${man[@]}"

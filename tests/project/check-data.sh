#!/usr/bin/env bash
# check-data.sh: desktop file, metainfo, settings schema, user interface files, man pages and the manifest of
#                the Flatpak are valid
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

# check_metainfo: strictly; 1.0 wants another element than developer_name, which 0.16 does not know
check_metainfo() {
  local known=()
  [[ $(appstreamcli --version) == *" 0."* ]] || known=(--override=developer-name-tag-deprecated=pedantic,developer-info-missing=pedantic)
  appstreamcli validate --strict --no-net --no-color "${known[@]}" "$metainfo"
}

shopt -s nullglob
ui=("$root"/ui/*.ui "$root"/ui/*.gresource.xml "$root"/data/*.xml "$mime")
icons=("$root"/data/icons/hicolor/*/*/*.svg "$root"/ui/icons/*/*/*.svg)
man=("$root"/data/*.[15])

# check_screenshots: each one that the metainfo names is there, as large as it says, and not too large for a repository
check_screenshots() {
  local name size count=0
  while read -r name size; do
    [ "$(identify -format '%w x %h' "$root/data/screenshots/$name")" = "$size" ] || { echo "$name is not $size"; return 1; }
    [ "$(stat -c %s "$root/data/screenshots/$name")" -le 150000 ] || { echo "$name is larger than 150 kB"; return 1; }
    count=$((count + 1))
  done < <(sed -n 's|.*width="\([0-9]*\)" height="\([0-9]*\)">.*/data/screenshots/\(.*\)</image>|\3 \1 x \2|p' "$metainfo")
  [ "$count" -eq "$(grep -c '<screenshot\b' "$metainfo")" ]
}

# check_manifest: flatpak-builder understands it
check_manifest() {
  local state status
  state=$(mktemp -d) || return 1
  (cd "$state" && flatpak-builder --show-manifest "$manifest") # leaves something behind where it is run
  status=$?
  rm -rf "$state"
  return $status
}

echo "1..10"
check desktop desktop-file-validate "$desktop"
if command -v appstreamcli >/dev/null; then
  check metainfo check_metainfo
else
  number=$((number + 1))
  echo "ok $number /project/data/metainfo # SKIP appstreamcli is not installed"
fi
check schema glib-compile-schemas --strict --dry-run "$root/data"
if command -v update-mime-database >/dev/null && command -v gio >/dev/null; then
  check mime check_mime
else
  number=$((number + 1))
  echo "ok $number /project/data/mime # SKIP update-mime-database or gio is not installed"
fi
check ui xmllint --noout --nonet "${ui[@]}"
check icons xmllint --noout --nonet "${icons[@]}"
if command -v identify >/dev/null; then
  check screenshots check_screenshots
else
  number=$((number + 1))
  echo "ok $number /project/data/screenshots # SKIP identify (ImageMagick) is not installed"
fi
check man mandoc -T lint -W warning "${man[@]}"
manifest=$root/flatpak/io.github.pagescape_app.Pagescape.yml
check flatpak-yaml yamllint -s -d '{extends: default, rules: {line-length: {max: 120}, document-start: disable}}' "$manifest"
if command -v flatpak-builder >/dev/null; then
  check flatpak-manifest check_manifest
else
  number=$((number + 1))
  echo "ok $number /project/data/flatpak-manifest # SKIP flatpak-builder is not installed"
fi

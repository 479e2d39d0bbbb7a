# bash completion for pagescape(1)                                                  -*- shell-script -*-
#
# SPDX-License-Identifier: GPL-3.0-or-later

_pagescape() {
  local cur=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} i files

  for ((i = 1; i < COMP_CWORD; i++)); do
    if [ "${COMP_WORDS[i]}" = -- ]; then # a command to start
      if [ $((COMP_CWORD - i)) -eq 1 ]; then
        COMPREPLY=($(compgen -c -- "$cur"))
      else
        compopt -o default 2>/dev/null
      fi
      return
    fi
  done
  if [ "$cur" = = ]; then
    cur=
  elif [ "$previous" = = ]; then
    previous=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  if [ "$previous" = --host ]; then
    COMPREPLY=($(compgen -A hostname -- "$cur"))
  elif [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "--help --version --new-window --host=" -- "$cur"))
    [[ ${COMPREPLY[*]} != *= ]] || compopt -o nospace 2>/dev/null
  else
    mapfile -t files < <(compgen -f -X '!*.pagescape' -- "$cur"; compgen -d -- "$cur")
    [ ${#files[@]} -eq 0 ] || compopt -o filenames 2>/dev/null
    COMPREPLY=($(compgen -W "$(cd /proc && printf '%s ' [0-9]*)" -- "$cur") "${files[@]}")
  fi
}

complete -F _pagescape pagescape

# bash completion for pagescape-cli(1)                                              -*- shell-script -*-
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Commands and options are read from --help, so that what is offered is what the program has.

# _pagescape_cli_commands [COMMAND]: the words that --help lists under its commands
_pagescape_cli_commands() {
  LC_ALL=C "$program" "$@" --help 2>/dev/null |
    sed -n '/^  pagescape-cli /d; s/^  \([a-z][a-z-]*\)\( [A-Z]*\)\{0,1\}  *[A-Z].*/\1/p'
}

# _pagescape_cli_options [COMMAND...]: its options, those that take a value with = behind
_pagescape_cli_options() {
  LC_ALL=C "$program" "$@" --help 2>/dev/null |
    sed -n 's/^  \(-\([a-z]\), \)\{0,1\}\(--[a-z-]*=\{0,1\}\).*/\3\n-\2/p' | sed '/^-$/d'
}

# _pagescape_cli_names KEY COMMAND...: the values of a key in the JSON of a command
_pagescape_cli_names() {
  local key=$1
  shift
  "$program" "$@" --format json 2>/dev/null | sed -n "s/^    \"$key\": \"\(.*\)\",\$/\1/p"
}

_pagescape_cli_words() {
  COMPREPLY+=($(compgen -W "$*" -- "$cur"))
}

_pagescape_cli_files() {
  local files
  mapfile -t files < <(compgen -f -X "!*$1" -- "$cur"; compgen -d -- "$cur")
  [ ${#files[@]} -eq 0 ] || compopt -o filenames 2>/dev/null
  COMPREPLY+=("${files[@]}")
}

_pagescape_cli_pids() {
  _pagescape_cli_words "$(cd /proc && printf '%s ' [0-9]*)"
}

# _pagescape_cli_value OPTION COMMAND: what may follow an option; fails if it takes no value
_pagescape_cli_value() {
  case "$2 $1" in
    "watch --format") _pagescape_cli_words jsonl csv ;;
    "list --format" | "snapshot --format") _pagescape_cli_words table json csv ;;
    *" --format") _pagescape_cli_words table json ;;
    *" --host") _pagescape_cli_words "$(compgen -A hostname)" ;;
    *" --name") _pagescape_cli_words "$(cat /proc/[0-9]*/comm 2>/dev/null)" ;;
    *" --user") COMPREPLY=($(compgen -u -- "$cur")) ;;
    *" --sort")
      _pagescape_cli_words pid ppid name user state priority nice virt res shr mem_percent \
        minor_faults major_faults oom_score cmdline
      ;;
    *" --sections") _pagescape_cli_words pages sharing smaps ;;
    *" --view") _pagescape_cli_words map strip chart ;;
    *" --theme") _pagescape_cli_words light dark ;;
    *" --output" | *" -o" | *" --sheet") _pagescape_cli_files "" ;;
    *" --size" | *" --scale" | *" --from" | *" --to" | *" --duration" | *" --interval" | *" --count") ;;
    *) return 1 ;;
  esac
}

# _pagescape_cli_arguments COMMAND [SUBCOMMAND]: what is no option
_pagescape_cli_arguments() {
  case "$*" in
    info) _pagescape_cli_files .pagescape ;;
    diff | draw | snapshot | watch)
      _pagescape_cli_pids
      _pagescape_cli_files .pagescape
      ;;
    metrics | record | stream) _pagescape_cli_pids ;;
    lab) _pagescape_cli_words "$(_pagescape_cli_commands lab)" ;;
    "lab run") _pagescape_cli_words "$(_pagescape_cli_names name lab list)" ;;
    "lab test") _pagescape_cli_words "$(_pagescape_cli_names id lab claims)" ;;
    "") _pagescape_cli_words "$(_pagescape_cli_commands)" ;;
  esac
}

_pagescape_cli() {
  local program=$1 cur=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  local command=() word i is_value=

  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [ "$word" = -- ]; then # a command to start
      if [ $((COMP_CWORD - i)) -eq 1 ]; then
        COMPREPLY=($(compgen -c -- "$cur"))
      else
        _pagescape_cli_files ""
      fi
      return
    elif [ "$word" = = ]; then
      is_value=1
    elif [ -n "$is_value" ]; then
      is_value=
    elif [ "$word" = --host ]; then
      is_value=1
    elif [[ $word != -* && (${#command[@]} -eq 0 || (${#command[@]} -eq 1 && ${command[0]} = lab)) ]]; then
      command+=("$word")
    fi
  done

  # bash splits --format=json at the =
  if [ "$cur" = = ]; then
    cur=
  elif [ "$previous" = = ]; then
    previous=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  COMPREPLY=()
  if _pagescape_cli_value "$previous" "${command[0]:-}"; then
    return
  elif [[ $cur == -* ]]; then
    _pagescape_cli_words "$(_pagescape_cli_options "${command[@]}")"
    [[ ${COMPREPLY[*]} != *= ]] || compopt -o nospace 2>/dev/null
  else
    _pagescape_cli_arguments "${command[@]}"
  fi
}

complete -F _pagescape_cli pagescape-cli

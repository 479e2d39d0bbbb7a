# fish completion for pagescape(1)
#
# SPDX-License-Identifier: GPL-3.0-or-later

function __pagescape_starts
    contains -- -- (commandline -opc)
end

function __pagescape_arguments
    __fish_complete_pids
    __fish_complete_suffix .pagescape
end

function __pagescape_start
    set -l words (commandline -opc)
    __fish_complete_subcommand --commandline $words[(math (contains -i -- -- $words) + 1)..-1] (commandline -ct)
end

complete -c pagescape -f
complete -c pagescape -n 'not __pagescape_starts' -s h -l help -d 'Show help'
complete -c pagescape -n 'not __pagescape_starts' -l version -d 'Print the version and exit'
complete -c pagescape -n 'not __pagescape_starts' -l new-window -d 'Open another window'
complete -c pagescape -n 'not __pagescape_starts' -l host -x -a '(__fish_print_hostnames)' -d 'Look at another computer, over ssh'
complete -c pagescape -n 'not __pagescape_starts' -a '(__pagescape_arguments)'
complete -c pagescape -n __pagescape_starts -a '(__pagescape_start)'

# fish completion for pagescape-cli(1)
#
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Commands and options are read from --help, so that what is offered is what the program has.

# the command, and for "lab" the one behind it, that stand before the cursor
function __pagescape_cli_command
    set -l found
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip -eq 1
            set skip 0
        else if test "$word" = --host
            set skip 1
        else if not string match -q -- '-*' $word
            if test (count $found) -eq 0
                set found $word
            else if test (count $found) -eq 1 -a "$found[1]" = lab
                set -a found $word
            end
        end
    end
    test (count $found) -eq 0; or printf '%s\n' $found
end

# the words that --help lists under its commands, with what they do
function __pagescape_cli_commands
    set -l program (commandline -opc)[1]
    $program $argv --help 2>/dev/null | string match -rv '^  pagescape-cli ' |
        string replace -rf '^  ([a-z][a-z-]*)(?: [A-Z]+)? +(.*)$' '$1\t$2'
end

# the options of a command, with what they do
function __pagescape_cli_options
    set -l program (commandline -opc)[1]
    for line in ($program $argv --help 2>/dev/null)
        string replace -rf '^  (?:-[a-z], )?(--[a-z-]+)(?:=[^ ]+)? +(.*)$' '$1\t$2' -- $line
        string replace -rf '^  (-[a-z]), --[a-z-]+(?:=[^ ]+)? +(.*)$' '$1\t$2' -- $line
    end
end

# the values of a key in the JSON of a command
function __pagescape_cli_names
    set -l program (commandline -opc)[1]
    $program $argv[2..-1] --format json 2>/dev/null | string replace -rf "^    \"$argv[1]\": \"(.*)\",\$" '$1'
end

# what may follow an option; fails if it takes no value
function __pagescape_cli_value
    switch "$argv[2] $argv[1]"
        case 'watch --format'
            printf '%s\n' jsonl csv
        case 'list --format' 'snapshot --format'
            printf '%s\n' table json csv
        case '* --format'
            printf '%s\n' table json
        case '* --host'
            __fish_print_hostnames
        case '* --name'
            cat /proc/[0-9]*/comm 2>/dev/null | sort -u
        case '* --user'
            __fish_complete_users
        case '* --sort'
            printf '%s\n' pid ppid name user state priority nice virt res shr mem_percent minor_faults major_faults oom_score cmdline
        case '* --sections'
            printf '%s\n' pages sharing smaps
        case '* --view'
            printf '%s\n' map strip chart
        case '* --theme'
            printf '%s\n' light dark
        case '* --output' '* -o' '* --sheet'
            __fish_complete_path $argv[3]
        case '* --size' '* --scale' '* --from' '* --to' '* --duration' '* --interval' '* --count'
        case '*'
            return 1
    end
end

function __pagescape_cli_arguments
    switch "$argv"
        case info
            __fish_complete_suffix .pagescape
        case diff draw snapshot watch
            __fish_complete_pids
            __fish_complete_suffix .pagescape
        case metrics record stream
            __fish_complete_pids
        case lab
            __pagescape_cli_commands lab
        case 'lab run'
            __pagescape_cli_names name lab list
        case 'lab test'
            __pagescape_cli_names id lab claims
        case ''
            __pagescape_cli_commands
    end
end

function __pagescape_cli
    set -l current (commandline -ct)
    set -l words (commandline -opc)
    set -l command (__pagescape_cli_command)
    set -l parts (string match -r '^(--[a-z-]+)=(.*)$' -- $current)

    if contains -- -- $words
        __fish_complete_subcommand --commandline $words[(math (contains -i -- -- $words) + 1)..-1] $current
    else if test (count $parts) -eq 3
        string replace -r -- '^' "$parts[2]=" (__pagescape_cli_value $parts[2] "$command[1]" $parts[3])
    else if __pagescape_cli_value $words[-1] "$command[1]" $current
    else if string match -q -- '-*' $current
        __pagescape_cli_options $command
    else
        __pagescape_cli_arguments $command
    end
end

complete -c pagescape-cli -f -a '(__pagescape_cli)'

#!/bin/sh
# test_ends: a real window ended from outside, by a signal or with its display: what was set is kept, and what is lost
# is told. Usage: test_ends.sh BACKSTEP
set -u
# shellcheck source=tests/support/display.sh
. "$(dirname "$0")/../support/display.sh"
settings=$XDG_CONFIG_HOME/backstep/settings
points='The points that were moved are lost where they were not saved (Ctrl+E).'
hunt='The hunt is lost; tries so far: 1.'

# A shell gives its background programs no SIGINT, and nohup no SIGHUP; a terminal does.
program_itself=$backstep
cat >at_terminal <<PROGRAM
#!/bin/sh
exec python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' "$program_itself" "\$@"
PROGRAM
chmod +x at_terminal
backstep=./at_terminal

display_opened() {
    open_display 1280x800
    DISPLAY=$display
    export DISPLAY
}

# settled: waits until the program has had nothing to do for a while.
settled() {
    before=''
    while used=$(cut -d' ' -f14,15 /proc/$program/stat 2>/dev/null) && [ "$used" != "$before" ]; do
        before=$used
        sleep 1
    done
}

# ended STATUS SAID WHAT: it ends by that status, having said that and nothing more.
ended() {
    for _ in $(seq 6000); do gone && break; sleep 0.1; done
    if ! gone; then
        kill -KILL $program
        result no "$3: it goes on"
    fi
    wait $program 2>/dev/null
    status=$?
    if [ $status -eq "$1" ]; then result yes; else result no "$3: status $status, not $1"; fi
    if [ "$(grep -v '^XIO:\|requests (\|^X connection' said)" = "$2" ]; then result yes; else result no "$3: it said $(cat said)"; fi
}

# kept WHAT: the theme that T chose is in the settings.
kept() {
    if grep -q '^theme = ' "$settings" 2>/dev/null; then result yes; else result no "$1: the settings are kept"; fi
    rm -f "$settings"
}

display_opened
for signal in TERM:143 HUP:129 INT:130; do
    start neuron neuron
    xdotool key t
    settled
    kill -"${signal%:*}" $program
    ended "${signal#*:}" '' "SIG${signal%:*}"
    kept "SIG${signal%:*}"
done

start x2-relu x2-relu
xdotool key t alt+Right
settled
kill -TERM $program
ended 143 "$points" 'moved points'
kept 'moved points'

start hunt x2-relu-wrong-mask --hunt
xdotool key Right Right Return
settled
kill -TERM $program
ended 143 "$hunt" 'a hunt'

# The display goes: Xlib then ends the program by exit.
start x2-relu x2-relu
xdotool key t alt+Right
settled
kill -KILL $server
ended 1 "$points" 'a lost display'
kept 'a lost display'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

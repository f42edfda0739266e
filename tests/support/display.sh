# display: sourced by tests of a real window with the program's path as $1: a folder of their own to work in, and a
# virtual display. Sets backstep, folder, server and program (killed at the end); without the tools the test is skipped.
backstep=$(realpath "$1")
support=$(realpath "$(dirname "$0")/../support")
command -v Xvfb >/dev/null && command -v xdotool >/dev/null || exit 77
folder=$(mktemp -d) || exit 1
cd "$folder" || exit 1
unset SDL_VIDEODRIVER WAYLAND_DISPLAY DISPLAY
LSAN_OPTIONS="suppressions=$support/leaks.supp:print_suppressions=0"
export LSAN_OPTIONS
export XDG_CONFIG_HOME="$folder/config" # never the real settings
server=''
program=''
passed=0
failed=0
trap 'kill $program $server 2>/dev/null; rm -rf "$folder"' EXIT

# open_display WIDTHxHEIGHT OPTION …: sets display.
open_display() {
    size=$1
    shift
    Xvfb -displayfd 3 -screen 0 "${size}x24" -nolisten tcp "$@" 3>"$folder/display" 2>"$folder/server.log" &
    server=$!
    for _ in $(seq 3000); do [ -s "$folder/display" ] && break; sleep 0.1; done
    display=:$(cat "$folder/display")
}

# until_true COMMAND …: waits for it; five minutes are "never".
until_true() {
    for _ in $(seq 3000); do
        "$@" && return
        sleep 0.1
    done
}
focused() { [ "$(xdotool getwindowfocus 2>/dev/null)" = "$window" ]; }
gone() { ! kill -0 $program 2>/dev/null; }

# start NAME ARGUMENT …: a window with the keys; its pictures will be called NAME-1, NAME-2, …
start() {
    name=$1
    saved=0
    shift
    "$backstep" "$@" --still --lang en >"$folder/said" 2>&1 &
    program=$!
    window=$(timeout 300 xdotool search --sync --onlyvisible --pid $program | head -n 1)
    xdotool windowfocus "$window"
    until_true focused
    sleep 1
}

result() { # result GOOD WHAT
    if [ "$1" = yes ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $2"; fi
}

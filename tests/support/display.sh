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

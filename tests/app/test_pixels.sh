#!/bin/sh
# test_pixels: what a window shows on a virtual display, pixel by pixel, is what `shot` draws without one.
# Usage: test_pixels.sh BACKSTEP
set -u
# shellcheck source=tests/support/display.sh
. "$(dirname "$0")/../support/display.sh"
failed=0

open_display 2000x1200 -fbdir "$folder" -noreset
DISPLAY=$display xdotool mousemove 0 0 # nothing is pointed at

# same OPTION …: the window with these options, beside the picture.
same() {
    unset DISPLAY
    "$backstep" shot "$@" -o picture.png || failed=$((failed + 1))
    DISPLAY=$display
    export DISPLAY
    "$backstep" "$@" --still &
    program=$!
    timeout 300 xdotool search --sync --onlyvisible --pid $program >window
    said='no window'
    for _ in $([ -s window ] && seq 1200); do # the first frame may take a moment to arrive
        sleep 0.25
        eval "$(xdotool getwindowgeometry --shell "$(head -n 1 window)")"
        said=$(python3 "$support/pixels.py" Xvfb_screen0 "$X" "$Y" picture.png) && break
    done
    case $said in
    *same*) echo "ok: $*: $said" ;;
    *) failed=$((failed + 1)); echo "FAILED: $*: $said" ;;
    esac
    kill $program
    wait $program 2>/dev/null
}

same x2-relu --lang en --theme dark --size 1280x720 --epoch 500 --step 24
same mazur --lang ru --theme paper --size 1920x1080 --view network --step 9
same digits --lang en --theme contrast --size 1024x640 --view matrix --step 3
[ $failed -eq 0 ]

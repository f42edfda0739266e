#!/bin/bash
# test_soak: a real window lives through random keys, mouse, resizing and edits of its lesson; it neither dies nor grows.
# Usage: test_soak.sh BACKSTEP [SECONDS [SEED]]      (half a minute in each build of the suite; tests/soak.sh for longer)
#
# Bounds: memory stays below memory_most KiB and, in the last third of the time, within memory_growth KiB of what the
# second third took; open files and threads stay within what a window with two runs needs.
set -u
# shellcheck source=tests/support/display.sh
. "$(dirname "$0")/../support/display.sh"
seconds=${2:-30}
seed=${3:-1}
memory_most=400000
memory_growth=65536
files_most=32
threads_most=16
# What is freed is to come back soon, or a sanitizer's own store would look like growth.
export ASAN_OPTIONS=${ASAN_OPTIONS:-quarantine_size_mb=8:malloc_context_size=2}
if grep -qa __asan_init "$backstep"; then memory_most=$((memory_most * 4)); memory_growth=$((memory_growth * 3)); fi

open_display 1280x800
export DISPLAY=$display

# lesson NUMBER: writes the lesson's file, whole or with a mistake.
lesson() {
    "$backstep" new next.lesson >/dev/null 2>&1
    case $(($1 % 4)) in
    1) sed -i "s/^lr = .*/lr = 0.0$(($1 % 9 + 1))/" next.lesson ;;
    2) echo 'nonsense (' >>next.lesson ;;
    3) head -c $((300 + $1 * 37 % 700)) next.lesson >cut.lesson && mv cut.lesson next.lesson ;;
    esac
    mv next.lesson my.lesson
}

# script COUNT SEED: that many random events, as xdotool reads them. Ctrl+Q is left out; Escape may end the program.
script() {
    awk -v count="$1" -v seed="$2" -v window="$window" 'BEGIN {
        srand(seed)
        keys = split("Right Right Right Left space Down Up bracketright bracketright bracketleft ctrl+bracketright " \
            "alt+bracketright Home End Tab Tab shift+Tab v v s shift+s c q b x l Return Escape n g t r shift+r period " \
            "question 1 2 3 0 braceleft braceright p plus minus Prior Next ctrl+Right ctrl+Down ctrl+plus ctrl+minus " \
            "alt+Next alt+Right alt+Up alt+Delete alt+Return ctrl+r BackSpace 7", key, " ")
        for (i = 0; i < count; i++) {
            kind = rand()
            if (kind < 0.75) print "key --window 0 " key[1 + int(rand() * keys)]
            else if (kind < 0.85) print "mousemove " int(rand() * 1280) " " int(rand() * 800)
            else if (kind < 0.93) print "click " 1 + int(rand() * 5)
            else if (kind < 0.97) print "mousedown 1 mousemove_relative -- " int(rand() * 200 - 100) " " int(rand() * 120 - 60) " mouseup 1"
            else print "windowsize " window " " 200 + int(rand() * 1080) " " 150 + int(rand() * 650)
        }
    }' | sed 's/key --window 0/key/'
}

alive() { kill -0 $program 2>/dev/null; }
fail() {
    echo "FAILED after $(($(date +%s) - begin)) s with seed $seed: $1"
    tail -n 20 said
    exit 1
}

start() {
    "$backstep" my.lesson --lang en >said 2>&1 &
    program=$!
    window=$(timeout 300 xdotool search --sync --onlyvisible --pid $program | head -n 1)
    [ -n "$window" ] || fail 'no window was opened'
    xdotool windowfocus "$window"
}

# After an event that found no window: the program ends within a minute, or its window is there.
ended_or_here() {
    tries=0
    while alive && ! xdotool search --onlyvisible --pid $program >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ $tries -lt 120 ] || fail 'the window has gone and the program goes on'
        sleep 0.5
    done
}

begin=$(date +%s)
round=0
starts=0
middle=0 # the most KiB in the second third of the time
last=0   # and in the last
lesson 0
program=''
while now=$(($(date +%s) - begin)) && [ $now -lt "$seconds" ]; do
    if [ -z "$program" ] || ! alive; then
        if [ -n "$program" ]; then
            wait $program || fail "the program ended with $?"
        fi
        start
        starts=$((starts + 1))
    fi
    round=$((round + 1))
    status=0
    script 40 $((seed * 100000 + round)) | timeout 300 xdotool - >/dev/null 2>&1 || status=$?
    [ $status -ne 124 ] || ! alive || fail 'the window took no events for five minutes'
    [ $status -eq 0 ] || ended_or_here
    [ $((round % 5)) -ne 0 ] || lesson $((seed + round / 5))
    read -r memory threads <<<"$(awk '/^VmRSS/ { m = $2 } /^Threads/ { t = $2 } END { print m + 0, t + 0 }' /proc/$program/status 2>/dev/null)"
    files=$(find /proc/$program/fd -mindepth 1 2>/dev/null | wc -l)
    [ "${memory:-0}" -le $memory_most ] || fail "$memory KiB of memory"
    [ "$files" -le $files_most ] || fail "$files open files"
    [ "${threads:-0}" -le $threads_most ] || fail "$threads threads"
    third=$((3 * now / seconds))
    if [ $third -eq 1 ] && [ "${memory:-0}" -gt $middle ]; then middle=$memory; fi
    if [ $third -ge 2 ] && [ "${memory:-0}" -gt $last ]; then last=$memory; fi
done
[ $middle -eq 0 ] || [ $last -le $((middle + memory_growth)) ] || fail "memory grew from $middle to $last KiB"
[ $round -gt 0 ] || fail 'nothing was tried'
kill -TERM $program 2>/dev/null
wait $program
echo "$round rounds of 40 events, $starts starts, $files open files, $threads threads, $middle then $last KiB: 1 passed, 0 failed"

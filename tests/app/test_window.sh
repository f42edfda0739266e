#!/bin/sh
# test_window: a real window on a virtual display, driven by real keys; what it shows is read from the pictures that
# Ctrl+S saves. Usage: test_window.sh BACKSTEP
set -u
# shellcheck source=tests/support/display.sh
. "$(dirname "$0")/../support/display.sh"

open_display 1280x800
DISPLAY=$display
export DISPLAY

# shows PATTERN WHAT: saves the frame and looks for the pattern among its texts, in the order they are drawn.
shows() {
    saved=$((saved + 1))
    xdotool key ctrl+s
    until_true [ -f "$name-$saved.svg" ]
    sed 's/<[^>]*>/ /g' "$name-$saved.svg" | tr '\n' ' ' >texts
    if grep -qE "$1" texts; then result yes; else result no "$2: no /$1/ in $(tail -c 600 texts)"; fi
}

start x2-relu x2-relu
shows '28 operations make one epoch' 'starts before the first operation'
xdotool key Right space Next
shows 'step 7 of 28' '→, space and page down are one operation each'
xdotool key Left Prior
shows 'step 5 of 28' '← and page up take one back'
xdotool key Down
shows 'step 9 of 28' '↓ goes to the end of the phase'
xdotool key Up
shows '28 operations make one epoch' '↑ goes to its start'
xdotool key bracketright bracketright bracketleft ctrl+bracketright alt+bracketright
shows 'Epoch 112 begins' '] and [ move by epochs, with Ctrl by ten, with Alt by a hundred'
xdotool key End
shows 'step 28 of 28' 'End is the end of the last epoch'
xdotool key Home
shows '28 operations make one epoch' 'Home is the first step'
xdotool key question
shows 'next operation' '? opens the help'
xdotool key Escape
xdotool key v v
shows 'step 4 of 28' 'V changes the view only'
xdotool key v Tab
shows 'step 4 of 28' 'Tab selects'
xdotool key Escape p
begin=$(date +%s)
sleep 3
step=0
for _ in $(seq 100); do # at its speed, two steps a second, it is at the tenth by now; a busy machine is waited for
    saved=$((saved + 1))
    xdotool key ctrl+s
    until_true [ -f "$name-$saved.svg" ]
    step=$(sed 's/<[^>]*>/ /g' "$name-$saved.svg" | tr '\n' ' ' | sed -n 's/.*step \([0-9]*\) of 28.*/\1/p')
    [ "$step" -ge 8 ] && break
    sleep 0.1
done
xdotool key p
most=$((4 + 2 * ($(date +%s) - begin + 1)))
if [ "$step" -ge 8 ] && [ "$step" -le "$most" ]; then result yes; else result no "P plays: step $step, at most $most"; fi
shows 'step [0-9]* of 28' 'P pauses'
paused=$(grep -o 'step [0-9]* of 28' texts)
sleep 1
shows "$paused" 'nothing goes on after P'

# Predict mode: digits and signs go to the question, as the characters that the layout types.
xdotool key Home q Right Right Right
shows 'Is this neuron awake' 'Q and → put the question of the lesson'
xdotool type -- '-5,53'
xdotool key BackSpace
shows 'Is this neuron awake.*−5.5 |−5.5 .*Is this neuron awake' 'typing reaches the question and nothing else'
xdotool key Return
shows '0 of 1 right.*your guess −5.5 is off by' 'Enter takes the guess, and the step'
xdotool key r
shows 'Predicted: 0 of 1 right' 'R sums up'
xdotool key q

# While nothing happens: no frame, no work. Ten seconds may cost one hundredth of a second.
sleep 8
idle() { start=$(used) && sleep 1 && [ "$(used)" -eq "$start" ]; }
used() { awk '{ print $14 + $15 }' "/proc/$program/stat"; }
until_true idle
start=$(used)
sleep 10
cost=$(($(used) - start))
if [ "$cost" -le 1 ]; then result yes; else result no "idle for ten seconds cost $cost hundredths of a second"; fi

# A point of the plot, dragged with the mouse: where it lies is read from a picture of it.
xdotool key Right
shows 'step 5 of 28' 'the window wakes up'
place=$(sed -n 's/.*<circle cx="\([0-9]*\)[0-9.]*" cy="\([0-9]*\)[0-9.]*" r="2.4".*/\1 \2/p' "x2-relu-$saved.svg" | sed -n 51p)
left=${place% *} top=${place#* }
xdotool mousemove --window "$window" "$left" "$top" mousedown 1
for by in 8 16 24 32; do
    sleep 0.1
    xdotool mousemove --window "$window" "$left" $((top - by))
done
sleep 0.1
xdotool mouseup 1
shows 'other run.*x = 0\.[0-9]+, y = 0\.[0-9]+' 'a point is dragged, and the run before is the other one'
xdotool key ctrl+e
until_true [ -f x2-relu-1.csv ]
if [ "$(wc -l <x2-relu-1.csv)" -eq 101 ]; then result yes; else result no 'Ctrl+E saves the points'; fi

# finish: Ctrl+Q; it must have said nothing.
finish() {
    xdotool key ctrl+q
    until_true gone
    if gone; then result yes; else result no 'Ctrl+Q quits'; fi
    wait $program
    if [ $? -eq 0 ] && [ ! -s "$folder/said" ]; then result yes; else result no "it ended well and said nothing: $(cat "$folder/said")"; fi
}
finish

# A hunt: refused at the wrong operation, found at the right one, under a name that gives nothing away.
start hunt x2-relu-wrong-mask --hunt
shows 'Hunt: The network that forgets' 'a hunt has a name of its own'
xdotool key Down Down Right Right Right Right Right Right Right Right Return
shows 'Not here: .*agrees with the differences' 'Enter is refused at what is right'
xdotool key Return Right Return
name=x2-relu-wrong-mask saved=0
shows 'Found: .*tries: 2.*This is the mistake|This is the mistake.*Found: .*tries: 2' 'Enter finds what lies'
finish

# A lesson with a mistake from the beginning: shown, and waited for.
printf '[lesson]\ntitle = Mended\n[parameters]\nw = 3\n[model]\nloss = sqare(w)\n' >my.lesson
start en my.lesson
shows 'Until it is mended.*my.lesson:6:8: .*loss = sqare' 'a mistake is shown from the beginning'
printf '[lesson]\ntitle = Mended\n[parameters]\nw = 3\n[model]\nloss = w * w\n' >my.lesson
mended() { # saved under another name once it is shown
    xdotool key ctrl+s
    sleep 0.5
    [ -f my-1.svg ]
}
until_true mended
saved=$(find . -maxdepth 1 -name 'my-*.svg' | wc -l)
name=my
shows 'Mended.*one press' 'a mended lesson begins'
finish

# Broken settings are told in the window too.
mkdir -p "$XDG_CONFIG_HOME/backstep"
echo 'theme = purple' >"$XDG_CONFIG_HOME/backstep/settings"
start neuron neuron
shows 'settings are ignored: line 1' 'broken settings are told in the window'
xdotool key ctrl+q
wait $program

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

#!/bin/bash
# test_output: files written whole or not at all, and signals, as seen from outside. Usage: test_output.sh BACKSTEP
set -u
backstep=$(realpath "$1")
folder=$(mktemp -d) || exit 1
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT
unset DISPLAY WAYLAND_DISPLAY SDL_VIDEODRIVER
export LC_ALL=C
cd "$folder" || exit 1
passed=0
failed=0

# holds WHAT COMMAND …: the command succeeds.
holds() {
    what=$1
    shift
    if "$@" >said 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $what"
        head -n 5 said
    fi
}

# says STATUS PATTERN COMMAND …: the exit status, and a pattern in what is said.
says() {
    status=$1
    pattern=$2
    shift 2
    timeout 60 "$@" >answer 2>&1 </dev/null
    got=$?
    holds "$* : wanted status $status and /$pattern/, got $got: $(head -n 3 answer)" \
        eval '[ "$got" -eq "$status" ] && { [ -z "$pattern" ] || grep -qE -- "$pattern" answer; }'
}

# holds_alone FOLDER FILE …: these files, and nothing else.
holds_alone() {
    where=$1
    shift
    holds "$where holds more or less than $*: $(ls -A "$where")" [ "$(ls -A "$where")" = "$(printf '%s\n' "$@")" ]
}

endless='train x2-relu --set epochs=50000000'

# started FOLDER COMMAND …: runs it in the background until it writes there; its number is then in `program`.
started() {
    where=$1
    shift
    "$@" &
    program=$!
    while [ -z "$(ls -A "$where")" ] && kill -0 $program; do sleep 0.02; done
}

# A full disk is told.
for option in --help --version list; do
    # shellcheck disable=SC2016
    says 1 'cannot write standard output' sh -c '"$0" "$1" >/dev/full' "$backstep" $option
done
# shellcheck disable=SC2016
says 1 'не удаётся писать в стандартный вывод' sh -c '"$0" --help --lang ru >/dev/full' "$backstep"

# Descriptors that are closed at the start are never those of a file: what is said would go into it.
mkdir closed_at_start
for redirection in '<&-' '>&-' '2>&-' '<&- >&- 2>&-'; do
    # shellcheck disable=SC2016
    started closed_at_start sh -c 'eval "exec \"\$@\" $0"' "$redirection" "$backstep" $endless -o closed_at_start/file
    sleep 0.2
    for descriptor in 0 1 2; do
        # shellcheck disable=SC2016
        holds "started with $redirection: descriptor $descriptor is no file of the program: $(ls -l /proc/$program/fd)" \
            eval 'case $(readlink "/proc/$program/fd/$descriptor") in "$folder"/closed_at_start/* | "") false ;; esac'
    done
    kill -TERM $program
    wait $program 2>/dev/null
done
"$backstep" trace neuron >expected
for redirection in '<&-' '>&-' '2>&-' '<&- >&- 2>&-'; do
    # shellcheck disable=SC2016
    says 0 '' sh -c 'eval "\"\$@\" $0"' "$redirection" "$backstep" trace neuron -o closed_at_start/file
    holds "started with $redirection: the result is whole" cmp closed_at_start/file expected
done
# shellcheck disable=SC2016
says 1 'cannot write standard output: Bad file descriptor' sh -c '"$0" list >&-' "$backstep"

# A pipe that waits for nobody: all of the result comes, or status 1 and the reason.
for sleeping in 0 1; do
    python3 - "$backstep" $sleeping <<'PYTHON'
import os, subprocess, sys, time
read, write = os.pipe()
os.set_blocking(write, False)
program = subprocess.Popen([sys.argv[1], "trace", "digits", "--format", "json"], stdout=write, stderr=open("err", "wb"))
os.close(write)
time.sleep(int(sys.argv[2]))
with open(read, "rb") as pipe:
    open("out", "wb").write(pipe.read())
open("status", "w").write(str(program.wait()))
PYTHON
    "$backstep" trace digits --format json >expected
    # shellcheck disable=SC2016
    holds "the result of a pipe that does not wait is whole, or the reason is told: $(cat status err)" eval \
        'if [ "$(cat status)" = 0 ]; then cmp out expected && [ ! -s err ]; else [ "$(cat status)" = 1 ] &&
        grep -q "cannot write standard output: Resource temporarily unavailable" err; fi'
done
holds 'trace digits is more than a pipe holds' [ "$(wc -c <expected)" -gt 70000 ]
holds 'a reader that comes late does not get it whole' [ "$(cat status)" = 1 ]

# A file that only has a name like those of a part is the user's own.
mkdir names
for name in .backstep-a .backstep-notes.txt; do touch -d '1 day ago' "names/$name"; done
sh -c 'echo mine >"names/result.$$"; exec "$0" train neuron -o names/result' "$backstep"
holds 'a file of the user is kept' grep -q mine names/result.*
holds 'files with like names are kept' [ -e names/.backstep-a -a -e names/.backstep-notes.txt ]

# A result never takes the place of what the lesson is read from: by name, link or second name.
mkdir inputs
"$backstep" new inputs/my.lesson >/dev/null
printf 'x,y\n1,2\n2,4\n' >inputs/my.csv
# an idx file: two rows of one byte
printf '\000\000\010\002\000\000\000\002\000\000\000\001\001\002' >inputs/my.idx
printf '%s\n' '[data]' 'x = csv("my.csv", "x")' 'y = idx("my.idx")' '[parameters]' 'w = [[0.5]]' '[model]' \
    'loss = mse(x @ w, y)' >inputs/data.lesson
ln -s my.lesson inputs/link.lesson
ln inputs/my.csv inputs/second.png
cp -r inputs untouched
for file in my.lesson link.lesson; do
    says 1 "$file is read by the lesson; give" "$backstep" trace inputs/my.lesson -o inputs/$file
    says 1 "$file is read by the lesson; give" "$backstep" train inputs/link.lesson -o inputs/$file
done
for file in data.lesson my.csv second.png my.idx; do
    says 1 "$file is read by the lesson; give" "$backstep" trace inputs/data.lesson -o inputs/$file
    says 1 "$file is read by the lesson; give" "$backstep" train inputs/data.lesson -o inputs/$file
done
says 1 'second.png is read by the lesson; give' "$backstep" shot inputs/data.lesson -o inputs/second.png
says 1 'second.png is read by the lesson; give' \
    "$backstep" shot inputs/data.lesson --versus seed=7 -o inputs/second.png
says 1 'урок читается из' "$backstep" trace inputs/my.lesson -o inputs/my.lesson --lang ru
holds 'what a lesson is read from is kept' diff -r inputs untouched
says 0 '' "$backstep" trace inputs/data.lesson -o inputs/result

# A name may be as long as the system allows.
mkdir long
name=$(printf 'n%.0s' $(seq 255))
says 0 '' "$backstep" train neuron -o "long/$name"
holds_alone long "$name"

# The part is its owner's alone while it is written; the file has the rights of any new one.
mkdir rights
umask 022
started rights "$backstep" $endless -o rights/file
holds "the part is private: $(ls -lA rights)" [ "$(stat -c %a rights/.backstep-*)" = 600 ]
kill -TERM $program
wait $program 2>/dev/null
holds_alone rights
"$backstep" train neuron -o rights/file
holds 'a new file has the rights of new files' [ "$(stat -c %a rights/file)" = 644 ]
chmod 640 rights/file
"$backstep" train neuron -o rights/file
holds 'a file that is replaced keeps its rights' [ "$(stat -c %a rights/file)" = 640 ]

# What a killed program left behind goes with the next write; what another one is writing stays.
mkdir parts
started parts "$backstep" $endless -o parts/file
kill -KILL $program
wait $program 2>/dev/null
left=$(ls -A parts)
touch -d '1 hour ago' "parts/$left"
mkdir busy
started busy "$backstep" $endless -o busy/file
other=$(ls -A busy)
touch -d '1 hour ago' "busy/$other"
says 0 '' "$backstep" train neuron -o parts/next
holds_alone parts next
says 0 '' "$backstep" train neuron -o busy/next
holds "the part of a program that runs stays: $(ls -A busy)" [ -e "busy/$other" ]
kill -KILL $program
wait $program 2>/dev/null

# A file that may be written, in a folder that takes no new one: written over, and whole. Root may write anywhere.
mkdir closed
for way in shorter longer; do
    if [ $way = shorter ]; then yes old | head -n 100000 >closed/file; else echo old >closed/file; fi
    chmod 666 closed/file
    chmod 755 closed
    as_nobody=''
    chmod 555 closed
    if [ "$(id -u)" -eq 0 ]; then
        as_nobody="setpriv --reuid=65534 --regid=65534 --clear-groups"
        chmod 755 closed
        chmod 711 "$folder"
        # where the project lies in a folder of root's alone, no other user can start it
        $as_nobody "$backstep" list >/dev/null 2>&1 || break
    fi
    # shellcheck disable=SC2086
    says 0 '' $as_nobody "$backstep" trace neuron -o "$folder/closed/file"
    "$backstep" trace neuron >expected
    holds 'the file that was written over is whole' cmp closed/file expected
    # shellcheck disable=SC2086
    says 1 'cannot write .*closed/new' $as_nobody "$backstep" trace neuron -o "$folder/closed/new"
done
holds_alone closed file

# Ctrl+C: what was trained is written, whole, and the status says that it was stopped; who reads slowly gets all.
mkdir stopped
# stop FORMAT TIMES: starts `train` as a terminal would, and sends it Ctrl+C so often when it has begun to write.
stop() {
    python3 - "$backstep" $endless --format "$@" <<'PYTHON'
import os, signal, subprocess, sys, time
signal.signal(signal.SIGINT, signal.SIG_DFL)
*command, times = sys.argv[1:]
if "json" in command:
    command += ["-o", "stopped/file"]
program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=open("err", "wb"), start_new_session=True)
first = b""
if "json" in command:
    while not os.listdir("stopped"):
        time.sleep(0.02)
    time.sleep(0.3)
else:
    first = program.stdout.read(1)
    time.sleep(1)  # the pipe is full by now
for _ in range(int(times)):
    os.kill(program.pid, signal.SIGINT)
    time.sleep(1)
if int(times) == 1:  # a second Ctrl+C has ended it though nobody reads
    open("out", "wb").write(first + program.stdout.read())
try:
    status = program.wait(60)
except subprocess.TimeoutExpired:
    program.kill()
    status = 1
print(128 - status if status < 0 else status)
PYTHON
}
holds 'Ctrl+C gives status 130' [ "$(stop json 1)" = 130 ]
holds_alone stopped file
holds 'what was trained is whole' python3 -c 'import json; json.load(open("stopped/file"))'
holds 'it says where it stopped' grep -q 'Stopped after' err
holds 'Ctrl+C gives status 130 to a slow reader, too' [ "$(stop text 1)" = 130 ]
holds 'no line is lost' awk '/^epoch / { n++; if ($2 != n) exit 1 } END { exit n < 10 }' out
holds 'nothing else is said' eval '! grep -v "^Stopped after" err'
holds 'a second Ctrl+C ends it at once' [ "$(stop text 2)" = 130 ]
cat >loop.sh <<SCRIPT
for run in 1 2 3; do "$backstep" $endless >looped 2>/dev/null; done
SCRIPT
setsid python3 -c 'import os, signal, subprocess, time
signal.signal(signal.SIGINT, signal.SIG_DFL)
loop = subprocess.Popen(["bash", "loop.sh"], start_new_session=True)
while not os.path.exists("looped"):
    time.sleep(0.02)
time.sleep(0.5)
os.killpg(loop.pid, signal.SIGINT)
try:
    loop.wait(20)
    print("ended")
except subprocess.TimeoutExpired:
    print("goes on")
if loop.poll() is None: os.killpg(loop.pid, signal.SIGKILL)' >loop
holds "Ctrl+C ends a shell's loop" grep -q ended loop

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

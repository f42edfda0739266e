#!/bin/sh
# test_cli: exit statuses, messages and files of the command line. Usage: test_cli.sh BACKSTEP
set -u
backstep=$1
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
unset DISPLAY WAYLAND_DISPLAY SDL_VIDEODRIVER
export LC_ALL=C
passed=0
failed=0

# expect STATUS PATTERN COMMAND …: the exit status, and a pattern in what is said (standard output and error; empty: any).
expect() {
    status=$1
    pattern=$2
    shift 2
    timeout 600 "$@" >"$folder/said" 2>&1 </dev/null
    got=$?
    if [ "$got" -eq "$status" ] && { [ -z "$pattern" ] || grep -qE -- "$pattern" "$folder/said"; }; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $* : wanted status $status and /$pattern/, got $got and:"
        head -n 5 "$folder/said"
    fi
}

# nothing_in FOLDER: no file was left behind there.
nothing_in() {
    if [ -z "$(ls -A "$1")" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: left behind: $(ls "$1")"; fi
}

expect 0 'Exit status' "$backstep" --help
expect 0 '^backstep [0-9]' "$backstep" --version
expect 0 '^x2-relu +x² with ten ReLU neurons' "$backstep" list --lang en
expect 0 '^x2-relu +x² и десять' "$backstep" list --lang ru
expect 2 'did you mean --epoch' "$backstep" trace x2-relu --epohc 2
# A path reaches the terminal as characters, never as orders; a name that is no UTF-8 is JSON all the same.
odd=$(printf '%s/\033[31m\302\2331m\342\200\256odd.lesson' "$folder")
expect 2 '/\?\[31m\?1m\?odd\.lesson: the lesson file cannot be read' "$backstep" trace "$odd"
latin=$(printf '%s/caf\351.lesson' "$folder")
printf '[parameters]\nw = 2\n[model]\nloss = w\n' >"$latin"
expect 0 '"lesson": "caf\\ufffd"' "$backstep" check "$latin" --format json

# Of a file that is none of the lesson's no word is shown.
mkdir "$folder/mine" "$folder/theirs"
printf 'user,word\nme,hunter2\n' >"$folder/mine/secret.csv"
printf '[data]\nx = csv("%s", "word")\n[parameters]\nw = 2\n[model]\nloss = mean(w * x)\n' "$folder/mine/secret.csv" >"$folder/theirs/a.lesson"
printf '[data]\nx = csv("%s", "user")\n[parameters]\nw = 2\n[model]\nloss = mean(w * x)\n' "$folder/mine/secret.csv" >"$folder/mine/a.lesson"
expect 2 'secret.csv:2:4: column word: expected a number$' "$backstep" train "$folder/theirs/a.lesson" --lang en
expect 2 'secret.csv:2:4: столбец word: ожидается число$' "$backstep" train "$folder/theirs/a.lesson" --lang ru
if grep -q hunter2 "$folder/said"; then failed=$((failed + 1)); echo "FAILED: shows a line of a file elsewhere"; fi
expect 2 '^  me,hunter2$' "$backstep" train "$folder/mine/a.lesson"

expect 2 'did you mean x2-relu' "$backstep" trace x2-rellu
expect 2 'which lesson' "$backstep" train
expect 2 'one too many' "$backstep" trace x2-relu neuron
expect 2 'does not go with' "$backstep" train x2-relu --step 3
expect 2 'takes a whole number' "$backstep" trace x2-relu --epoch 0
expect 2 'takes a whole number' "$backstep" trace x2-relu --epoch ' 1'
expect 2 'takes a whole number' "$backstep" trace x2-relu --epoch +1
expect 2 'takes a whole number' "$backstep" trace x2-relu --epoch 1.0
expect 2 'takes a whole number' "$backstep" trace x2-relu --epoch 99999999999999999999
expect 2 'takes a whole number' "$backstep" train x2-relu --epochs=
expect 2 'takes WIDTHxHEIGHT' "$backstep" shot x2-relu --size 640x+480 -o "$folder/size.png"
expect 2 'takes a number from' "$backstep" shot x2-relu --scale ' 1' -o "$folder/scale.png"
expect 2 'takes a number from' "$backstep" shot x2-relu --scale 0x1 -o "$folder/scale.png"
expect 2 'has 10000 epochs' "$backstep" trace x2-relu --epoch 10001
expect 2 '1 mini-batch|has 1 ' "$backstep" trace x2-relu --batch 2
expect 2 'steps' "$backstep" trace x2-relu --step 1000
expect 2 'KEY=VALUE' "$backstep" train x2-relu --set lr
expect 2 'lr' "$backstep" train x2-relu --set lr=-1
expect 2 'no_such_key' "$backstep" train x2-relu --set no_such_key=1
expect 0 '' "$backstep" shot x2-relu --versus 'lr=0.3, seed=7' -o "$folder/versus.svg"
expect 2 'does not go with' "$backstep" train x2-relu --versus lr=0.3
expect 2 '^--versus lrr=1: .*has a key lrr' "$backstep" shot x2-relu --versus lrr=1 -o "$folder/a.png"
expect 2 'the same mini-batches' "$backstep" shot x2-relu --versus batch=10 -o "$folder/a.png"
expect 2 'one of them at a time' "$backstep" shot x2-relu-wrong-mask --versus bugs=off --hunt -o "$folder/a.png"
expect 2 'ending in .png or .svg' "$backstep" shot x2-relu
expect 2 'must end in' "$backstep" shot x2-relu -o "$folder/a.jpg"
expect 2 'No such file|not found|there is no' "$backstep" train "$folder/nowhere.lesson"
expect 2 'folder|directory' "$backstep" train "$folder/"
expect 2 'it is a picture' "$backstep" train curve
expect 0 '' "$backstep" shot curve -o "$folder/curve.png"
expect 0 '"step": ?5' "$backstep" trace x2-relu --format json --step 5
expect 0 '^epoch,loss' "$backstep" train x2-relu --epochs 3 --format csv
expect 0 '"ok": ?true' "$backstep" check neuron --format json
expect 1 '"ok": ?false' "$backstep" check x2-relu-wrong-mask --format json
expect 0 '"ok": ?true' "$backstep" check x2-relu-wrong-mask --format json --set bugs=off
expect 1 'no display|display' "$backstep" x2-relu
expect 1 'no display|display' "$backstep" x2-relu-wrong-mask --hunt
expect 2 'no mistake to hunt' "$backstep" x2-relu --hunt
expect 2 'no mistake to hunt' "$backstep" shot x2-relu-wrong-mask --hunt --set bugs=off -o "$folder/a.png"
expect 2 'takes away a mistake' "$backstep" housing-exploding --hunt --set lr=0.001
expect 2 'not together|one of them' "$backstep" x2-relu-wrong-mask --hunt --versus lr=0.1
expect 2 'does not go with' "$backstep" trace x2-relu-wrong-mask --hunt
expect 2 'does not go with' "$backstep" check x2-relu-wrong-mask --hunt
expect 2 'takes no value' "$backstep" x2-relu-wrong-mask --hunt=1
expect 0 '' "$backstep" shot x2-relu-wrong-mask --hunt -o "$folder/hunt.svg"
expect 0 'Hunt:' cat "$folder/hunt.svg"
printf '[model]\nloss = mena(1)\n' >"$folder/broken.lesson"
expect 2 'did you mean mean' "$backstep" "$folder/broken.lesson"
expect 2 'did you mean mean' "$backstep" shot "$folder/broken.lesson" -o "$folder/a.png"

mkdir "$folder/out"
expect 1 'cannot write' "$backstep" train x2-relu --epochs 2 -o "$folder/missing/file"
expect 1 'folder' "$backstep" train x2-relu --epochs 2 -o "$folder/out"
expect 1 'cannot write' "$backstep" train x2-relu --epochs 2 -o /dev/full
expect 1 'cannot write' sh -c "'$backstep' train x2-relu --epochs 2 --format csv >/dev/full"
expect 2 'must end in' "$backstep" shot x2-relu -o "$folder/out/a.gif"
nothing_in "$folder/out"
expect 0 '' "$backstep" shot x2-relu --size 640x480 -o "$folder/out/a.png"
expect 0 'PNG' head -c 4 "$folder/out/a.png"
expect 0 '' "$backstep" shot x2-relu --size 640x480 -o "$folder/out/a.svg"
expect 0 '<svg' cat "$folder/out/a.svg"

# A lesson to begin with: written once, and it works.
mkdir "$folder/own"
expect 2 'which file' "$backstep" new
expect 2 'must end in .lesson' "$backstep" new "$folder/own/my.txt"
expect 2 'must end in .lesson' "$backstep" new "$folder/own/.lesson"
expect 1 'cannot write' "$backstep" new "$folder/missing/my.lesson"
nothing_in "$folder/own"
for lang in en ru; do
    expect 0 "(Start it|Начать): backstep $folder/own/$lang.lesson$" "$backstep" new "$folder/own/$lang.lesson" --lang "$lang"
    expect 0 '"ok": ?true' "$backstep" check "$folder/own/$lang.lesson" --format json
    expect 0 '^100,0\.1' "$backstep" train "$folder/own/$lang.lesson" --format csv
    expect 0 '' "$backstep" shot "$folder/own/$lang.lesson" --lang "$lang" -o "$folder/own/$lang.svg"
    expect 0 '' sh -c "grep -q '[Rr]elu' '$folder/own/$lang.lesson'"
done
echo mine >"$folder/own/mine.lesson"
expect 1 'exists already' "$backstep" new "$folder/own/mine.lesson"
expect 0 '^mine$' cat "$folder/own/mine.lesson"
expect 0 '^0$' sh -c "ls '$folder/own' | grep -c 'lesson[.]'; true"

# Links stay links, permissions stay, and a signal takes what was half written along.
mkdir "$folder/kept"
echo old >"$folder/kept/target" && chmod 600 "$folder/kept/target" && ln -s target "$folder/kept/link"
expect 0 '' "$backstep" train neuron --format json -o "$folder/kept/link"
expect 0 '^lrw' ls -l "$folder/kept/link"
expect 0 '^-rw-------.*target' ls -l "$folder/kept/target"
expect 0 '"lesson"' cat "$folder/kept/target"
ln -s nowhere "$folder/kept/dangling"
expect 1 'leads nowhere' "$backstep" train neuron -o "$folder/kept/dangling"
mkdir "$folder/ended"
expect 124 '' timeout 1 "$backstep" train x2-relu --set epochs=1000000000 -o "$folder/ended/file"
nothing_in "$folder/ended"

mkdir -p "$folder/assets/lessons" "$folder/assets/fonts" "$folder/assets/i18n"
cp "$BACKSTEP_ASSETS"/lessons/* "$folder/assets/lessons/"
cp "$BACKSTEP_ASSETS"/i18n/* "$folder/assets/i18n/"
cp "$BACKSTEP_ASSETS"/fonts/* "$folder/assets/fonts/"
rm "$folder/assets/fonts/STIXTwoMath-Regular.otf"
expect 1 'STIXTwoMath-Regular.otf' env BACKSTEP_ASSETS="$folder/assets" "$backstep" shot neuron -o "$folder/b.png"
expect 1 'BACKSTEP_ASSETS' env BACKSTEP_ASSETS="$folder/none" "$backstep" list

# Ctrl+C is not for what a shell runs in the background: there it is ignored, and the run goes on to its end.
mkdir "$folder/alone"
"$backstep" train x2-relu --epochs 200000 -o "$folder/alone/run" 2>"$folder/interrupted" &
while [ -z "$(ls -A "$folder/alone")" ] && kill -0 $!; do sleep 0.02; done
sleep 0.05
kill -s INT $!
wait $!
expect 1 '' grep Stopped "$folder/interrupted"

# A third language is one file.
expect 2 'there are: en, ru' "$backstep" list --lang de
expect 0 '^x2-relu +x² with ten' env LC_ALL=de_DE.UTF-8 "$backstep" list
printf 'mistake.title = Ein Fehler\n' >"$folder/assets/i18n/de.txt"
expect 0 '^x2-relu +x² with ten' env BACKSTEP_ASSETS="$folder/assets" "$backstep" list --lang de
expect 2 'there are: de, en, ru' env BACKSTEP_ASSETS="$folder/assets" "$backstep" list --lang fr
expect 2 'contrast' "$backstep" shot x2-relu --theme contrst -o "$folder/b.png"

printf '[model]\nloss = foo(1)\n' >"$folder/wrong.lesson"
expect 2 'wrong.lesson:2:8: ' "$backstep" train "$folder/wrong.lesson"

# Mistakes are told in the language that was asked for, wherever --lang stands, or that of the environment.
expect 2 'wrong.lesson:2:8: функции foo нет$' "$backstep" train "$folder/wrong.lesson" --lang ru
expect 2 '^backstep: ключа --epohc нет' "$backstep" trace x2-relu --epohc 2 --lang=ru
expect 2 'может быть, --epoch[?]' "$backstep" trace --epohc 2 --lang ru
expect 2 'столько эпох в этом уроке нет, их 10000' env LC_ALL=ru_RU.UTF-8 "$backstep" trace x2-relu --epoch 10001
expect 1 'не удаётся записать .*: такого файла или папки нет' \
    "$backstep" train neuron --lang ru -o "$folder/missing/file"
expect 1 'экран не открывается' "$backstep" --lang ru
expect 2 'there is no option --epohc' env LC_ALL=ru_RU.UTF-8 BACKSTEP_ASSETS="$folder/none" "$backstep" --epohc
expect 2 '^backstep: there is no built-in lesson' env LC_ALL=de_DE.UTF-8 "$backstep" check nowhere

# So is what people read of a result; what programs read is the same everywhere.
expect 0 '^Код завершения: 0' "$backstep" --help --lang ru
expect 0 '^-o FILE                вместо' env LC_ALL=ru_RU.UTF-8 "$backstep" --help
expect 0 '^-o FILE                in place' env LC_ALL=de_DE.UTF-8 "$backstep" --help
expect 0 '^Exit status' env BACKSTEP_ASSETS="$folder/none" "$backstep" --help --lang ru
expect 0 '^эпоха 3 из 10000, батч 1 из 1, шагов: ' "$backstep" trace x2-relu --epoch 3 --lang ru
expect 0 'sgd        1×1$' env LC_ALL=ru_RU.UTF-8 "$backstep" trace neuron
expect 0 '^ +[0-9]+,[0-9]+$' env LC_ALL=ru_RU.UTF-8 "$backstep" trace neuron
expect 0 '^neuron: 3 эпохи за [0-9,e-]+ с$' "$backstep" train neuron --epochs 3 --lang ru
expect 1 '^Неверных 2 из 4: расхождение больше 0,0001[.]$' "$backstep" check x2-relu-wrong-mask --lang ru
expect 0 "^Файл $folder/own/two.lesson записан" "$backstep" new "$folder/own/two.lesson" --lang ru
expect 1 '^  W1 +FAILS' "$backstep" check x2-relu-wrong-mask --lang en
"$backstep" trace neuron --format json >"$folder/en.json"
"$backstep" check neuron --format json >>"$folder/en.json"
"$backstep" train neuron --format csv >>"$folder/en.json"
for format in 'trace neuron --format json' 'check neuron --format json' 'train neuron --format csv'; do
    # shellcheck disable=SC2086
    "$backstep" $format --lang ru >>"$folder/ru.json"
done
expect 0 '' cmp "$folder/en.json" "$folder/ru.json"
# Ctrl+C, once the run is under way: what it writes to is there then.
mkdir "$folder/stopped"
cat >"$folder/interrupt.py" <<'END'
import os, signal, subprocess, sys, time
folder, *command = sys.argv[1:]
run = subprocess.Popen(command, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
while not os.listdir(folder) and run.poll() is None:
    time.sleep(0.02)
time.sleep(0.5)
run.send_signal(signal.SIGINT)
status = run.wait()
sys.exit(status if status >= 0 else 128 - status)  # as a shell says it
END
expect 130 '^Остановлено; пройдено эпох: [0-9]* из 10000000' python3 "$folder/interrupt.py" "$folder/stopped" \
    "$backstep" train x2-relu --set epochs=10000000 --lang ru -o "$folder/stopped/run"
echo 'no line of texts' >"$folder/assets/i18n/de.txt"
expect 1 'de.txt:1:1' env BACKSTEP_ASSETS="$folder/assets" "$backstep" trace neuron --lang de

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

#!/bin/sh
# run: builds the measurements, runs them beside the peers that are installed, and prints one table of ratios and how
# they stand to the limits that the project has set itself. Usage: ./tests/bench/run.sh [ROUNDS]
#
# Everything is measured in the same run, each round in turns, and the best of the rounds counts: other programs at
# work disturb ratios less than times. Nothing fails because something is slow.
set -eu
cd "$(dirname "$0")/../.."
. app/packages.sh
packages_install "$packages_build$packages_screen"
rounds=${1:-2}
build=build/bench
lesson=assets/lessons/x2-relu.lesson
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export BACKSTEP_ASSETS="$PWD/assets" BACKSTEP_DATA="$folder" SDL_VIDEODRIVER=dummy
unset BACKSTEP_SIMD DISPLAY WAYLAND_DISPLAY

[ -f "$build/build.ninja" ] || meson setup --buildtype=release "$build" >&2
programs='x2 time net window start empty'
for peer in fann blas; do
    if ninja -C "$build" -t targets all | grep -q "^tests/bench/bench_$peer:"; then programs="$programs $peer"; fi
done
# shellcheck disable=SC2046,SC2086
ninja --quiet -C "$build" app/backstep $(printf 'tests/bench/bench_%s ' $programs) >&2

# bench PROGRAM ARGUMENT …: its rows; nothing where it was not built.
bench() {
    program=$build/tests/bench/bench_$1
    shift
    [ ! -x "$program" ] || "$program" "$@"
}

# The first Python with one of the peers.
python=''
for candidate in python3 /usr/bin/python3; do
    if [ -z "$python" ] && "$candidate" -c 'import importlib.util as u
raise SystemExit(not (u.find_spec("numpy") or u.find_spec("torch")))' 2>/dev/null; then python=$candidate; fi
done
peers() {
    [ -z "$python" ] || "$python" tests/bench/peers.py "$@"
}

# Debian's OpenBLAS does not know newer processors: it is told what they can do.
if grep -qw avx512f /proc/cpuinfo 2>/dev/null; then
    export OPENBLAS_CORETYPE=SkylakeX
elif grep -qw avx2 /proc/cpuinfo 2>/dev/null; then
    export OPENBLAS_CORETYPE=Haswell
fi

# blas_threads N COMMAND …: with so many threads in BLAS.
blas_threads() {
    threads=$1
    shift
    OPENBLAS_NUM_THREADS=$threads OMP_NUM_THREADS=$threads "$@"
}
blas_peers() { blas_threads "$2" peers "$@"; }

# bench_x2 prints sentences; these are its rows.
x2_rows() {
    bench x2 "$lesson" | awk '
        $1 == "fused" { print "x2-relu, one epoch\tone fused loop, " $2 "\t" $3 "\tus"; next }
        { print "x2-relu, one epoch\tbackstep, " $1 "\t" $2 "\tus" }'
}

# big_endian NUMBER: its four bytes.
big_endian() {
    for shift in 16777216 65536 256 1; do
        # shellcheck disable=SC2059
        printf "\\$(printf %03o $(($1 / shift % 256)))"
    done
}

# Images and labels of nothing, in the format of MNIST.
images() {
    { big_endian 2051; big_endian "$2"; big_endian 28; big_endian 28; head -c $(($2 * 784)) /dev/urandom; } \
        >"$folder/$1-images-idx3-ubyte.gz"
    { big_endian 2049; big_endian "$2"
      head -c $(($2 * 60)) /dev/urandom | LC_ALL=C tr -dc '\000-\011' | head -c "$2"; } \
        >"$folder/$1-labels-idx1-ubyte.gz"
}
images train 60000
images t10k 10000

# begin LESSON: from its start to its first frame, on a display of its own.
begin() {
    command -v Xvfb >/dev/null || return 0
    Xvfb -displayfd 3 -br -screen 0 1280x800x24 -fbdir "$folder" -noreset -nolisten tcp 3>"$folder/display" \
        2>/dev/null &
    server=$!
    for _ in 1 2 3 4 5 6 7 8 9 10; do [ -s "$folder/display" ] || sleep 0.3; done
    (
        unset SDL_VIDEODRIVER
        DISPLAY=:$(cat "$folder/display") XDG_CONFIG_HOME=$folder bench start "$folder/Xvfb_screen0" \
            "start $1 1280x720" "$build/tests/bench/bench_empty" "$build/app/backstep" "$1" --size 1280x720
    )
    kill "$server"
    wait "$server" 2>/dev/null || true
    rm -f "$folder/display"
}

measure() {
    x2_rows
    bench fann
    blas_threads 1 peers x2
    for net in 128 300; do
        for threads in 1 2; do
            blas_threads "$threads" bench blas "$net" "$threads"
            bench net "$net" "$threads"
            blas_peers "$net" "$threads"
        done
    done
    bench time "$lesson"
    for size in '1280 720' '1920 1080'; do
        # shellcheck disable=SC2086
        bench window drag x2-relu $size
        # shellcheck disable=SC2086
        bench window point x2-relu $size
        # shellcheck disable=SC2086
        bench window drag x2-relu $size seed=7
    done
    for name in digits mnist-300-100; do bench window keys "$name" 1280 720; done
    for name in x2-relu mnist-300-100; do
        bench window frames "$name" 1920 1080
        bench window frames "$name" 1920 1080 lr=0.02
        bench window frames "$name" 3840 2160
        bench window worst "$name" 1920 1080
        bench window worst "$name" 3840 2160
        begin "$name"
    done
}

round=1
while [ "$round" -le "$rounds" ]; do
    echo "round $round of $rounds" >&2
    measure >>"$folder/rows"
    round=$((round + 1))
done
awk -f tests/bench/table.awk "$folder/rows"

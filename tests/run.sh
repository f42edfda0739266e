#!/bin/sh
# run: installs what is missing, builds with every compiler and sanitizer that the house asks for, and runs all tests.
# Usage: ./tests/run.sh [SUBJECT …]           (names of tests; all where none is given)
#        ./tests/run.sh --quick [SUBJECT …]   within a minute, while working: one build, the texts of the code, and the
#                                             tests that do not take long
set -eu
cd "$(dirname "$0")/.."
. app/packages.sh

packages_install "$packages_build$packages_screen$packages_test"

# SDL's helpers leak a little where there is a display; tests need none
unset DISPLAY WAYLAND_DISPLAY

quick=no
if [ "${1:-}" = --quick ]; then
    quick=yes
    shift
fi
passed=0
failed=0

# check NAME COMMAND …: runs it and counts; its output is shown only where it fails.
check() {
    name=$1
    shift
    log=build/check.log
    mkdir -p build
    if "$@" >"$log" 2>&1; then
        passed=$((passed + 1))
        echo "ok      $name"
    else
        failed=$((failed + 1))
        echo "FAILED  $name"
        sed 's/^/        /' "$log" | tail -n 60
    fi
}

# build NAME COMPILER OPTION … [-- TARGET …]: configures build/NAME and compiles it, or these targets, with warnings as errors.
build() {
    folder=build/$1
    compiler=$2
    shift 2
    options=''
    while [ $# -gt 0 ] && [ "$1" != -- ]; do
        options="$options $1"
        shift
    done
    [ $# -eq 0 ] || shift
    # shellcheck disable=SC2086
    [ -f "$folder/build.ninja" ] || CC=$compiler meson setup --werror $options "$folder"
    ninja -C "$folder" "$@"
}

# tests NAME [SUBJECT …]: runs the tests of build/NAME, each counted on its own. Two more at a time than there are cores:
# those of a real window wait more than they work.
cores=$(getconf _NPROCESSORS_ONLN)
tests() {
    folder=build/$1
    shift
    results=$folder/results.txt
    status=0
    meson test -C "$folder" --no-rebuild --print-errorlogs --num-processes $((cores + 2)) "$@" >"$results" 2>&1 || status=$?
    grep -E '^ *[0-9]+/[0-9]+ ' "$results" || true
    ok=$(sed -n 's/^Ok: *\([0-9]*\).*/\1/p' "$results")
    passed=$((passed + ${ok:-0}))
    for kind in Fail Timeout 'Unexpected Pass'; do
        count=$(sed -n "s/^$kind: *\([0-9]*\).*/\1/p" "$results")
        failed=$((failed + ${count:-0}))
    done
    if [ "$status" -ne 0 ]; then
        [ "${ok:-0}" -gt 0 ] || failed=$((failed + 1))
        tail -n 100 "$results"
    fi
}

threaded='trainer loop' # the subjects that start threads

check 'formatting' tests/check_format.sh
check 'include direction' tests/check_includes.sh
check 'house rules' tests/check_house.sh
check 'gcc builds without a warning' build plain gcc --buildtype=release
check 'no call upward, no circle, names as their files' tests/check_calls.py build/plain

if [ "$quick" = yes ]; then
    long=--no-suite=long
    [ $# -eq 0 ] || long=''
    # shellcheck disable=SC2086
    [ ! -x build/plain/app/backstep ] || tests plain $long "$@"
    echo "$passed passed, $failed failed (quick: one build, without the tests that take long)"
    [ "$failed" -eq 0 ]
    exit
fi

# Sanitizers are clang's, with the same warnings: each compiler builds all once, with another optimization. A sanitizer's
# message needs lines, not variables; lld links a hundred programs sooner.
# What a null pointer, or one beyond all memory, leads to is seen when it is followed; asking before takes a third of the
# time to compile. The kernels for AVX-512 are the same lines as those for AVX2.
sanitize="-Doptimization=1 -Ddebug=false -Db_lundef=false -Dc_args=['-gline-tables-only','-fno-sanitize=null,pointer-overflow']"
if command -v ld.lld >/dev/null; then export CC_LD=lld; fi
# shellcheck disable=SC2086
check 'clang builds without a warning, sanitized' build sanitized clang $sanitize -Dsimd=avx2 -Db_sanitize=address,undefined
# shellcheck disable=SC2046,SC2086
check 'the build for threads' build threads clang $sanitize -Dsimd= -Db_sanitize=thread -- $(printf 'tests/test_%s ' $threaded)
unset CC_LD
check 'the same pixels from both compilers' tests/check_pixels.sh build/plain/app/backstep build/sanitized/app/backstep

# What was built is tested, whatever else has failed.
for folder in plain sanitized; do
    [ ! -x "build/$folder/app/backstep" ] || tests "$folder" "$@"
done
subjects=$(for subject in $threaded; do case " ${*:-$threaded} " in *" $subject "*) echo "$subject" ;; esac done)
# shellcheck disable=SC2086
[ -z "$subjects" ] || [ ! -x build/threads/tests/test_trainer ] || tests threads $subjects

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

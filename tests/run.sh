#!/bin/sh
# run: installs what is missing, builds with every compiler and sanitizer that the house asks for, and runs all tests.
# Usage: ./tests/run.sh [SUBJECT …]   (names of tests; all where none is given)
set -eu
cd "$(dirname "$0")/.."
. app/packages.sh

packages_install "$packages_build$packages_screen$packages_test"

# SDL's helpers leak a little where there is a display; tests need none
unset DISPLAY WAYLAND_DISPLAY

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

# build NAME COMPILER OPTION …: configures and compiles build/NAME with warnings as errors.
build() {
    folder=build/$1
    compiler=$2
    shift 2
    [ -f "$folder/build.ninja" ] || CC=$compiler meson setup --werror "$@" "$folder"
    ninja -C "$folder"
}

# tests NAME [SUBJECT …]: runs the tests of build/NAME, each counted on its own.
tests() {
    folder=build/$1
    shift
    results=$folder/results.txt
    status=0
    meson test -C "$folder" --no-rebuild --print-errorlogs "$@" >"$results" 2>&1 || status=$?
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

# build_threads: only the subjects that start threads, with the sanitizer that sees them meet.
threaded='trainer loop'
build_threads() {
    folder=build/threads
    [ -f "$folder/build.ninja" ] ||
        CC=clang meson setup --werror -Db_sanitize=thread -Db_lundef=false --buildtype=debugoptimized "$folder"
    # shellcheck disable=SC2046,SC2086
    ninja -C "$folder" $(printf 'tests/test_%s ' $threaded)
}

# build_slow: only the program, without optimization, which must draw the same pixels.
build_slow() {
    [ -f build/slow/build.ninja ] || CC=gcc meson setup --werror --buildtype=debug build/slow
    ninja -C build/slow app/backstep
}

# Those of the subjects given that start threads; all of them where none is given.
threaded_of() {
    for subject in $threaded; do
        case " ${*:-$threaded} " in
        *" $subject "*) echo "$subject" ;;
        esac
    done
}

sanitize='-Db_sanitize=address,undefined -Db_lundef=false --buildtype=debugoptimized'

check 'formatting' tests/check_format.sh
check 'include direction' tests/check_includes.sh
check 'house rules' tests/check_house.sh
check 'gcc builds without a warning' build plain gcc --buildtype=release
check 'clang builds without a warning' build clang clang --buildtype=release
# shellcheck disable=SC2086
check 'the sanitized build' build sanitized clang $sanitize
check 'the build for threads' build_threads
check 'the build without optimization' build_slow
check 'the same pixels from every build' tests/check_pixels.sh \
    build/plain/app/backstep build/clang/app/backstep build/sanitized/app/backstep build/slow/app/backstep

# What was built is tested, whatever else has failed.
for folder in plain sanitized; do
    [ -x "build/$folder/app/backstep" ] && tests "$folder" "$@"
done
subjects=$(threaded_of "$@")
# shellcheck disable=SC2086
[ -z "$subjects" ] || [ ! -x build/threads/tests/test_trainer ] || tests threads --timeout-multiplier 5 $subjects

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]

#!/bin/sh
# lint: clang-tidy (.clang-tidy has its checks), gcc's analyzer and valgrind look for what no test finds; they are silent,
# or it fails. It takes half an hour. Usage: tests/lint.sh [FILE …]     only clang-tidy, of these files
set -eu
cd "$(dirname "$0")/.."
. app/packages.sh
packages_install "$packages_build$packages_lint"
failed=0

# files FILE …: clang-tidy of them.
files() {
    [ -f build/tidy/build.ninja ] || CC=clang meson setup --buildtype=release build/tidy >&2
    printf '%s\n' "$@" | xargs -P "$(getconf _NPROCESSORS_ONLN)" -n 4 \
        clang-tidy --quiet --warnings-as-errors='*' -p build/tidy 2>/dev/null || failed=1
}

if [ $# -gt 0 ]; then
    files "$@"
    exit "$failed"
fi
# shellcheck disable=SC2046
files $(git ls-files engine render app | grep '\.c$')

# gcc's analyzer without three checks that do not follow arrays, vectors and tables: the sanitizers look for these.
analyzer='-fanalyzer -Wno-analyzer-use-of-uninitialized-value -Wno-analyzer-shift-count-overflow -Wno-analyzer-malloc-leak'
[ -f build/analyzer/build.ninja ] || CC=gcc meson setup --werror --buildtype=release -Dc_args="$analyzer" build/analyzer >&2
ninja -C build/analyzer -k 0 app/backstep || failed=1

[ -f build/plain/build.ninja ] || CC=gcc meson setup --werror --buildtype=release build/plain >&2
ninja -C build/plain app/backstep
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export BACKSTEP_ASSETS="$PWD/assets" SDL_VIDEODRIVER=dummy
while read -r arguments; do
    # shellcheck disable=SC2086
    valgrind -q --error-exitcode=9 --leak-check=full build/plain/app/backstep $arguments >"$folder/out" || failed=1
done <<END
list
trace students --step 12
train digits --epochs 3
check x2-relu
shot x2-relu --epoch 3 --step 12 -o $folder/frame.png
shot digits --view matrix --lang ru -o $folder/frame.svg
END

[ "$failed" -ne 0 ] || echo 'nothing found'
exit "$failed"

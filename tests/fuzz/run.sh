#!/bin/sh
# run: fuzzes a target under AddressSanitizer and UBSan with libFuzzer; what it finds new goes to a folder of its own.
#   tests/fuzz/run.sh lesson 600
set -eu
cd "$(dirname "$0")/../.."
target=${1:?the target: app, dataset, expr, guesses, lesson, options, settings, templates or texts}
seconds=${2:-600}
build=${BUILD:-/tmp/backstep-fuzz}
found=$build/found-$target
root=$(pwd)
if [ ! -d "$build/meson-info" ]; then
    CC=clang meson setup "$build" . -Dbuildtype=debugoptimized -Db_sanitize=address,undefined -Db_lundef=false \
        -Dc_args='-fsanitize=fuzzer-no-link -fno-sanitize-recover=undefined'
fi
ninja -C "$build" "tests/fuzz/fuzz_$target"
mkdir -p "$found"
seeds=$root/tests/fuzz/corpus/$target
[ "$target" != lesson ] || seeds="$seeds $root/tests/data/broken $root/tests/data/reference"
words=
[ ! -f "tests/fuzz/$target.dict" ] || words=-dict=$root/tests/fuzz/$target.dict
export BACKSTEP_ASSETS="$root/assets"
# shellcheck disable=SC2086
exec "$build/tests/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096 \
    -artifact_prefix="$found-" $words "$found" $seeds

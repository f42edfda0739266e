#!/bin/sh
# run: fuzzes a target under AddressSanitizer and UBSan with libFuzzer; what it finds new goes to a folder of its own.
#   tests/fuzz/run.sh lesson 600
set -eu
cd "$(dirname "$0")/../.."
target=${1:?the target: lesson, expr or dataset}
seconds=${2:-600}
build=${BUILD:-/tmp/backstep-fuzz}
found=$build/found-$target
if [ ! -d "$build/meson-info" ]; then
    CC=clang meson setup "$build" . -Dbuildtype=debugoptimized -Db_sanitize=address,undefined -Db_lundef=false \
        -Dc_args='-fsanitize=fuzzer-no-link -fno-sanitize-recover=undefined'
fi
ninja -C "$build" "tests/fuzz/fuzz_$target"
mkdir -p "$found"
seeds=tests/fuzz/corpus/$target
[ "$target" != lesson ] || seeds="$seeds tests/data/broken tests/data/reference"
# shellcheck disable=SC2086
exec "$build/tests/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096 \
    -dict="tests/fuzz/$target.dict" "$found" $seeds

#!/bin/sh
# soak: an hour of random keys, mouse, resizing and edits of the lesson in a real window (tests/app/test_soak.sh).
# Usage: tests/soak.sh [SECONDS [SEED]]     after tests/run.sh or tests/run.sh --quick has built the program
set -eu
cd "$(dirname "$0")/.."
for build in build/sanitized build/plain build/release; do
    [ ! -x $build/app/backstep ] || break
done
exec env BACKSTEP_ASSETS="$PWD/assets" tests/app/test_soak.sh $build/app/backstep "${1:-3600}" "${2:-$(date +%s)}"

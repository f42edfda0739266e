#!/bin/sh
# run: installs what is missing, builds backstep in release mode and starts it. Usage: ./app/run.sh [LESSON | COMMAND …] [OPTION …]
set -eu
here=$PWD
cd "$(dirname "$0")/.."
root=$PWD
. app/packages.sh

packages_install "$packages_build"

build=$root/build/release
[ -f "$build/build.ninja" ] || meson setup --buildtype=release "$build" >&2
log=$build/backstep-build.log
ninja -C "$build" app/backstep >"$log" 2>&1 || {
    cat "$log" >&2
    echo "The build failed; what the compiler said is above." >&2
    exit 1
}

has_display() {
    [ "$(uname)" = Darwin ] || [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]
}

cd "$here" # a lesson's path is the caller's

# Subcommands open no window.
case ${1:-} in
list | trace | train | check | shot | new | --help | --version) exec "$build/app/backstep" "$@" ;;
esac

if has_display; then
    exec "$build/app/backstep" "$@"
fi

lesson=x2-relu
case ${1:-} in
'' | -*) ;;
*) lesson=$1; shift ;;
esac
picture=$build/$(basename "$lesson" .lesson).png
echo "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can be opened." >&2
echo "This is the first iteration of $lesson as text; a frame of the window goes to $picture." >&2
"$build/app/backstep" trace "$lesson"
"$build/app/backstep" shot "$lesson" "$@" -o "$picture"
echo "The picture is in $picture." >&2

#!/bin/sh
# check_includes: a room includes only itself and rooms below it; SDL stays in render/*_sdl.[ch]; render sees of the
# engine only what a View is made of; the engine prints nothing. Usage: check_includes.sh [FOLDER]
set -eu
cd "${1:-$(dirname "$0")/..}"

# The rooms, from the bottom to the top. Whatever stands directly in engine/, render/ or app/ is that house's roof.
rooms='
engine/base engine/program engine/formula engine/op engine/data engine/math engine/lesson engine/view engine/compile engine/run
engine/load engine/report engine/explain engine/viewer
render/draw render/layout render/style render/raster render/window render/typeset render/file render/widget render/edge
render/graph render/network render/path render/matrix render/plot render/explain render/opening render/overlay render/bars render
app/base app/state app/session app/learn app/load app/command app/cli app
'
# What render may see of the engine.
seen='engine/base engine/program engine/math engine/view'

# Upward includes that still have to go; nothing is ever added here.
known='
'

files=$(git ls-files 'engine/*.[ch]' 'render/*.[ch]' 'app/*.[ch]')
[ -n "$files" ]
# shellcheck disable=SC2086
grep -HE '^#include' $files | awk -v rooms="$rooms" -v seen="$seen" -v known="$known" '
    function folder(path) { sub(/\/[^\/]*$/, "", path); return path }
    function top(path) { sub(/\/.*/, "", path); return path }
    function bad(why) { if ((from ">" to) in excused) return; print from " includes " to ": " why; failed = 1 }
    BEGIN {
        count = split(rooms, list)
        for (i = 1; i <= count; i++) rank[list[i]] = i
        count = split(known, list)
        for (i = 1; i <= count; i++) excused[list[i]] = 1
        count = split(seen, list)
        for (i = 1; i <= count; i++) may[list[i]] = 1
    }
    {
        colon = index($0, ":"); from = substr($0, 1, colon - 1); to = substr($0, colon + 1)
        gsub(/^#include *[<"]|[>"].*/, "", to)
        if (to ~ /^SDL/ && from !~ /^render\/.*_sdl\.[ch]$/) bad("only render/*_sdl.[ch] knows SDL")
        if ($0 !~ /"/) next
        if (to !~ /^(engine|render|app)\//) to = folder(from) "/" to
        here = folder(from); there = folder(to)
        if (!(here in rank)) bad(here " is not in the list of rooms")
        else if (!(there in rank)) bad(there " is not in the list of rooms")
        else if (rank[there] > rank[here]) bad(there " is above " here)
        if (top(from) == "render" && top(to) == "engine" && !(there in may)) bad("render sees of the engine only" " " seen)
        if (top(from) != "engine" && to == "engine/program/op.h") bad("op.h is private to the engine")
    }
    END { exit failed }' >&2 || exit 1

prints=$(git ls-files 'engine/*.[ch]' | xargs grep -nE '[^a-z_](printf|puts|perror) *\(' || true)
if [ -n "$prints" ]; then
    echo "the engine prints nothing, but:" >&2
    echo "$prints" >&2
    exit 1
fi

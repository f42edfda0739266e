#!/bin/sh
# check_includes: includes go only app → render → engine; SDL stays in render/*_sdl.c; op.h stays in the engine.
set -eu
cd "$(dirname "$0")/.."
status=0
forbid() { # forbid WHAT PATTERN FILE …
    what=$1
    pattern=$2
    shift 2
    if grep -nE "$pattern" "$@" /dev/null; then
        echo "$what" >&2
        status=1
    fi
}
engine=$(git ls-files 'engine/*.[ch]')
render=$(git ls-files 'render/*.[ch]')
app=$(git ls-files 'app/*.[ch]')
not_sdl=$(echo "$render" | grep -v '_sdl\.[ch]$')
[ -n "$engine" ] && [ -n "$render" ] && [ -n "$app" ]

# shellcheck disable=SC2086
{
    forbid 'the engine includes nothing of render or app' '#include "(\.\./)?(render|app)/' $engine
    forbid 'the engine prints nothing and knows no SDL' '#include [<"]SDL|[^a-z_](printf|puts|perror) *\(' $engine
    forbid 'render includes nothing of app' '#include "(\.\./)?app/' $render
    forbid 'only render/*_sdl.[ch] includes SDL' '#include [<"]SDL' $not_sdl $app
    forbid 'op.h is private to the engine' '#include "(engine/)?op\.h"' $render $app
}
seen=$(grep -hoE '#include "engine/[a-z_]+\.h"' $render | sort -u | grep -vE '/(err|program|view|text|formula)\.h' || true)
if [ -n "$seen" ]; then
    echo "render sees of the engine only err, program, view, text and formula, but includes: $seen" >&2
    status=1
fi
exit $status

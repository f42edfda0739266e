#!/bin/sh
# check_house: no file over 800 lines, no function over 60, every file opens by saying what it is for.
set -eu
cd "$(dirname "$0")/.."
status=0
for file in $(git ls-files '*.c' '*.h'); do
    lines=$(wc -l <"$file")
    if [ "$lines" -gt 800 ]; then
        echo "$file has $lines lines; at most 800: split it by subject" >&2
        status=1
    fi
    case $(head -n 1 "$file") in
    '/* '*) ;;
    *) echo "$file does not open with one sentence that says what it is for" >&2
       status=1 ;;
    esac
    awk -v file="$file" '
        (/^[A-Za-z_].*\(.*\{$/ && !/= *\{$/) || (/^\{$/ && start == 0) { start = NR }
        /^[A-Za-z_].*\($/ || /^[A-Za-z_].*,$/ { if (start == 0) head = NR }
        /^}/ { if (start && NR - start > 60) { print file ":" start ": a function of " NR - start " lines; at most 60"; bad = 1 } start = 0 }
        END { exit bad }' "$file" >&2 || status=1
done
exit $status

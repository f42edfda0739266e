#!/bin/sh
# check_format: every C file looks as clang-format with the project's settings writes it.
set -eu
cd "$(dirname "$0")/.."
git ls-files '*.c' '*.h' | xargs clang-format --dry-run --Werror

#!/bin/sh
# test_hardened: the program has what meson.build asks for against attackers. Usage: test_hardened.sh BACKSTEP
set -u
backstep=$1
failed=0

# has WHAT PATTERN TEXT
has() {
    if echo "$3" | grep -qE "$2"; then echo "ok: $1"; else failed=$((failed + 1)); echo "FAILED: $1: no /$2/"; fi
}

segments=$(readelf -lW "$backstep")
symbols=$(readelf --dyn-syms -W "$backstep")
has 'loaded at a random place (PIE)' 'DYN ' "$(readelf -hW "$backstep")"
has 'tables are read-only once it is loaded (RELRO)' 'GNU_RELRO' "$segments"
has 'all of them are (BIND_NOW)' 'BIND_NOW|FLAGS_1.*NOW' "$(readelf -dW "$backstep")"
has 'the stack is no code' 'GNU_STACK .* RW ' "$segments"
has 'stack protector' '__stack_chk_fail' "$symbols"
has 'FORTIFY' '__[a-z]+_chk(@|$)' "$(echo "$symbols" | grep -v stack_chk)"

# Jumps land where they may (CET), where the compiler was told so: main begins with a landing place.
if [ "$(uname -m)" = x86_64 ] && command -v objdump >/dev/null; then
    has 'landing places for jumps (CET)' 'endbr64' "$(objdump -d --no-show-raw-insn "$backstep" | grep -A1 '<main>:')"
fi
[ $failed -eq 0 ]

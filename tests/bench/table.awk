# table: the rows of all rounds (what, who, number, unit, between tabs) as one table, the best of each; then how
# backstep stands to its limits.
BEGIN { FS = "\t" }

NF == 4 {
    key = $1 FS $2
    if (!(key in best)) {
        if (!($1 in count)) groups[++group_count] = $1
        rows[$1, ++count[$1]] = $2
        best[key] = $3
        unit[key] = $4
    } else if (more_is_better($4) ? $3 > best[key] : $3 < best[key])
        best[key] = $3
    if ($2 ~ /^backstep/ && !($1 in ours)) ours[$1] = key
    if ($2 ~ /fused loop|products alone/ && !($1 in yardstick)) yardstick[$1] = key
}

function more_is_better(unit) { return unit == "1/s" || unit == "%" }

function ratio(key, of) { return of in best && best[of] > 0 ? sprintf("%8.2f", best[key] / best[of]) : "" }

function number(value) { return value >= 1000 ? sprintf("%.0f", value) : sprintf("%.4g", value) }

function group(name,    i, key, compared) {
    compared = name in ours
    printf "\n%s%s\n", name, compared ? sprintf("%*s", 90 - length(name), "x yardstick  x backstep") : ""
    for (i = 1; i <= count[name]; i++) {
        key = name FS rows[name, i]
        printf "  %-50s %9s %-3s", rows[name, i], number(best[key]), unit[key]
        if (compared) printf "  %11s %11s", ratio(key, yardstick[name]), ratio(key, ours[name])
        print ""
    }
}

# At most `most` times `of`, or of the unit where `of` is empty; at least −most where it is negative.
function limit(what, who, of, most,    key, got) {
    key = what FS who
    if (!(key in best) || (of != "" && !((what FS of) in best))) return
    got = of == "" ? best[key] : best[key] / best[what FS of]
    printf "  %-6s %8s  %s %-6s %s: %s%s\n", (most < 0 ? got >= -most : got <= most) ? "holds" : "MISSED", number(got),
        most < 0 ? ">=" : "<=", most < 0 ? -most : most, what, who, of == "" ? ", " unit[key] : " / " of
}

END {
    for (i = 1; i <= group_count; i++) group(groups[i])
    print "\nAgainst the limits"
    x2 = "x2-relu, one epoch"
    fused = "one fused loop, AVX-512"
    limit(x2, "backstep, avx512", fused, 4.5)
    limit(x2, "backstep, avx2", fused, 8)
    limit(x2, "backstep, base", fused, 12)
    limit(x2, "backstep, avx2", "one fused loop, AVX2", 4.5) # where there is no AVX-512: as for vectors of its own width
    for (t = 1; t <= 2; t++)
        for (n = 1; n <= 2; n++) {
            net = (n == 1 ? "784-128-10, " : "784-300-100-10, ") (t == 1 ? "1 thread" : "2 threads")
            if (!(net in ours)) continue
            split(ours[net], us, FS)
            limit(net, us[2], "its matrix products alone, OpenBLAS", 1.3)
            limit(net, us[2], "NumPy, by hand", 1)
            limit(net, us[2], "PyTorch, torch.nn", n == 1 ? 1 : 0.77)
        }
    limit("stepping", "one forward, beyond its arithmetic", "", 1)
    limit("stepping", "one back, slowest of a hundred", "", 20)
    limit("stepping", "any moment of 10000 epochs, slowest of a hundred", "", 1)
    limit("stepping", "any moment of 1000000 epochs, slowest of a hundred", "", 16)
    limit("drag x2-relu 1280x720", "frames a second", "", -60)
    limit("drag x2-relu 1920x1080", "frames a second", "", -30)
    limit("point x2-relu 1280x720", "frames a second", "", -60)
    limit("point x2-relu 1920x1080", "frames a second", "", -30)
    for (n = 1; n <= 2; n++) {
        name = n == 1 ? "x2-relu" : "mnist-300-100"
        limit("worst " name " 1920x1080", "a whole frame, slowest of all", "", n * 10)
        limit("worst " name " 3840x2160", "a whole frame, slowest of all", "", n * 35)
        limit("worst " name " 1920x1080", "a step, slowest of all", "", n * 5)
        limit("start " name " 1280x720", "first frame", "", 150)
    }
    limit("start x2-relu 1280x720", "memory beyond an empty window's", "", 40)
    limit("keys digits 1280x720", "all keys, slowest of twenty", "", 16.7)
    limit("keys mnist-300-100 1280x720", "all keys, slowest of twenty", "", 16.7)
}

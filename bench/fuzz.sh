#!/usr/bin/env bash
# Runs fuzz targets for a time each, one after the other, and says how many executions that were.
# bench/fuzz.sh [TIME] [TARGET…]     TIME in seconds, or with m or h (default 60); TARGET as Class.method, or part of it
set -euo pipefail

here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
fuzz="$here/../fuzz"
time=${1:-60}
shift $(($# > 0 ? 1 : 0))

case $time in
    *h) seconds=$((${time%h} * 3600)) ;;
    *m) seconds=$((${time%m} * 60)) ;;
    *[!0-9]* | '') echo "fuzz: a time is a number of seconds, or minutes with m, or hours with h, not '$time'" >&2; exit 2 ;;
    *) seconds=$time ;;
esac

cd "$fuzz"
# shellcheck source=bench/test-classes disable=SC1091
source ../bench/test-classes
FUZZ_CLASSES=${FUZZ_CLASSES:-$(test_classes fuzz)}

targets() {
    awk '/class [A-Za-z]*FuzzTest/ { match($0, /[A-Za-z]+FuzzTest/); name = substr($0, RSTART, RLENGTH) }
         /@FuzzTest/ { wanted = 1 }
         wanted && /void / { sub(/\(.*/, ""); sub(/.*void /, ""); print name "." $0; wanted = 0 }' \
        src/test/java/io/xenscope/fuzz/*FuzzTest.java
}

if [ $# -gt 0 ]; then
    chosen=$(for part in "$@"; do targets | grep -F -- "$part" || { echo "fuzz: no target $part" >&2; exit 2; }; done)
else
    chosen=$(targets)
fi

status=0
printf '| Target | Seconds | Executions | per second | Coverage | Finds |\n|---|---|---|---|---|---|\n'
for target in $chosen; do
    class=${target%.*}
    method=${target#*.}
    work=target/fuzz/$target
    mkdir -p "$work/corpus" "$work/finds"
    # shellcheck disable=SC2086
    ${FUZZ_JAVA:-java} -Xmx1g -Dxenscope.finds="$work/finds" -cp "$FUZZ_CLASSES" com.code_intelligence.jazzer.Jazzer \
        --target_class="io.xenscope.fuzz.$class" --target_method="$method" \
        --instrumentation_includes='io.xenscope.dissect.**:io.xenscope.capture.**' \
        -max_total_time="$seconds" -print_final_stats=1 -timeout=25 -rss_limit_mb=3072 \
        -artifact_prefix="$work/finds/" "$work/corpus" >"$work/log" 2>&1 || status=1
    figure() { sed -n "s/^stat::$1: *//p" "$work/log" | tail -1; }
    took=$(sed -n 's/^Done .* runs in \([0-9]*\) second.*/\1/p' "$work/log" | tail -1)
    coverage=$(grep -o 'cov: [0-9]*' "$work/log" | tail -1 | cut -d' ' -f2)
    finds=$(find "$work/finds" -type f ! -name 'slow-unit-*' | wc -l)
    printf '| %s | %s | %s | %s | %s | %s |\n' "$target" "${took:--}" "$(figure number_of_executed_units)" \
        "$(figure average_exec_per_sec)" "${coverage:--}" "$finds"
done
[ "$status" = 0 ] || echo "fuzz: see target/fuzz/*/log; keep an input as src/test/resources/io/xenscope/fuzz/CLASSInputs/METHOD/NAME" >&2
exit $status

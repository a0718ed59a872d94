# SPDX-License-Identifier: GPL-3.0-or-later
# The long legs of ./test --all: each builds a preset of its own and returns 0 (green), 1 (red) or
# 77 (left out, with the reason in `leftOut`). Sourced by ./test after lib.sh.
# shellcheck shell=bash disable=SC2034,SC2154

allLegs=(rtsan asan-ubsan tsan coverage fuzz whole-song all-seeds arm64 valgrind long-session crash-points)
leftOut=

# runCtest PRESET LABEL [ctest arguments]: prints failing tests in full, passing ones not at all, and
# leaves ctest's closing lines in `summary`.
runCtest() {
    local preset=$1 label=$2 log status=0
    shift 2
    log="$logs/test-$preset.log"
    mkdir -p "$logs"
    [ -t 1 ] && printf '%s ...' "$label"
    { ${launcher[@]+"${launcher[@]}"} ctest --test-dir "$root/build/$preset" -j "$cores" --output-on-failure "$@" 2>&1 </dev/null; } |
        tee "$log" | progress "$label" || status=$?
    summary=$(grep -E 'tests passed, .* failed out of|^Total Test time' "$log" || true)
    if grep -q 'No tests were found' "$log"; then
        say "$label: no test matches"
        return 1
    fi
    if [ "$status" -ne 0 ]; then
        # Everything but the lines of tests that passed or were only started.
        grep -v -E '^(Internal ctest|Test project) |^ *(Start +[0-9]+:|[0-9]+/[0-9]+ Test +#[0-9]+: .*(Passed|Skipped))' "$log" |
            sed '/tests passed, .* failed out of/,$d' | cut -c1-400 | tail -n 400
        [ -n "$summary" ] || tail -n 20 "$log"
    fi
    # Which tests failed or were skipped, without ctest's own headings of labels and times.
    sed -n '/^The following tests/,$p' "$log" | grep -v -E '^Errors while running|^$' | cut -c1-160 || true
    return "$status"
}

haveCompiler() {
    command -v clang++-22 >/dev/null && return
    leftOut="clang-22 is not available here"
    return 77
}

# The tests that need neither a window nor the checks of the source tree; of the demo song the live one,
# since a sanitizer multiplies the time of those that render it many times.
leftAside='mustfail|Blocks/DemoSong|DemoSong.IsFinished'
engineTests=(-LE 'e2e|check' -E "$leftAside")

# useSanitizer PRESET: its options, and in `launcher` what its programs are started through.
useSanitizer() {
    local symbolizer
    launcher=()
    case $1 in
    rtsan)
        # It doesn't look for the program that names functions by itself.
        symbolizer=$(command -v llvm-symbolizer-22 llvm-symbolizer | head -n 1)
        export RTSAN_OPTIONS=halt_on_error=true${symbolizer:+:external_symbolizer_path=$symbolizer}
        ;;
    asan-ubsan)
        export LSAN_OPTIONS=suppressions="$root/tests/support/leaks.supp":print_suppressions=0
        export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1 UBSAN_OPTIONS=print_stacktrace=1
        ;;
    tsan)
        # ThreadSanitizer of g++ 12 cannot place its shadow where a kernel randomises more than 28 bits.
        if setarch "$(uname -m)" -R true 2>/dev/null; then launcher=(setarch "$(uname -m)" -R); fi
        export TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1
        ;;
    esac
}

# testSanitized PRESET
testSanitized() {
    local status=0
    useSanitizer "$1"
    { configure "$1" && build "$1" all && runCtest "$1" "Testing $1" "${engineTests[@]}"; } || status=1
    launcher=()
    return $status
}

leg_rtsan() {
    haveCompiler || return
    testSanitized rtsan
}

leg_asan-ubsan() { testSanitized asan-ubsan; }

leg_tsan() { testSanitized tsan; }

leg_coverage() {
    command -v gcovr >/dev/null || { leftOut="gcovr is not available here"; return 77; }
    configure coverage && build coverage all || return 1
    find "$root/build/coverage" -name '*.gcda' -delete
    # Counters cannot be written where a test forbids the program to write files.
    runCtest coverage "Testing coverage" -LE 'e2e|check' -E "$leftAside|AFullDiskWhileRendering" || return 1
    logged "Coverage of audio, core, model, project (80 % of lines)" coverage.log \
        gcovr --root "$root" --object-directory "$root/build/coverage" -j "$cores" \
        --filter "$root/src/(audio|core|model|project)/" --exclude-throw-branches \
        --exclude-unreachable-branches --print-summary --fail-under-line 80 \
        --output "$root/build/coverage/lines.txt" || return 1
    say "   $(grep -h '^lines:' "$logs/coverage.log" || true)"
}

# Every fuzzer FUZZ_SECONDS long, with the dictionary and the corpus beside its source.
leg_fuzz() {
    local fuzzer noun found options
    haveCompiler || return
    configure fuzz && build fuzz fuzzers || return 1
    for fuzzer in "$root"/build/fuzz/bin/fuzz_*; do
        [ -x "$fuzzer" ] || { leftOut="there is no fuzzer"; return 77; }
        noun=$(basename "$fuzzer" | sed 's/^fuzz_//')
        found="$root/build/fuzz/found/$noun"
        mkdir -p "$found"
        options=("-max_total_time=${FUZZ_SECONDS:-60}" -timeout=10 -rss_limit_mb=2048 "-artifact_prefix=$found/")
        [ ! -f "$root/tests/fuzz/$noun.dict" ] || options+=("-dict=$root/tests/fuzz/$noun.dict")
        options+=("$found")
        [ ! -d "$root/tests/fuzz/corpus/$noun" ] || options+=("$root/tests/fuzz/corpus/$noun")
        logged "Fuzzing $noun, ${FUZZ_SECONDS:-60} s" "fuzz-$noun.log" "$fuzzer" "${options[@]}" || return 1
    done
}

# The quick tests render eleven bars of the demo song in blocks of every size; here it is all of it.
leg_whole-song() {
    configure release && build release all || return 1
    CPPMUSIC_WHOLE_SONG=1 runCtest release "Testing the whole song" -R DemoSong
}

# The quick tests render some of the random mixes; here it is all 200, in blocks of every size, with any
# number of threads and batches of any size.
leg_all-seeds() {
    configure release && build release tests_audio || return 1
    CPPMUSIC_ALL_SEEDS=1 runCtest release "Testing 200 random mixes" -R '^audio\.SameBits\.'
}

# The same bits on another processor: a part of the demo song, rendered by cppmusic-cli for 64-bit ARM in an
# emulator, has the SHA-256 that it has here.
leg_arm64() {
    local program song="$root/content/demo.dawproj" libraries="$root/build/arm64-libraries" log="$logs/arm64-render.log"
    local here there
    for program in aarch64-linux-gnu-g++ qemu-aarch64-static apt-get dpkg; do
        command -v "$program" >/dev/null && continue
        leftOut="$program is not available here"
        return 77
    done
    if ! logged "Fetching libraries for arm64" arm64-libraries.log "$root/tools/arm64-libraries.sh" "$libraries"; then
        leftOut="the distribution's libraries for arm64 cannot be had here"
        return 77
    fi
    configure release && build release cppmusic-cli || return 1
    configure arm64 "-DCPPMUSIC_ARM64_LIBRARIES=$libraries" && build arm64 cppmusic-cli || return 1
    here=$("$root/build/release/bin/cppmusic-cli" render "$song" --range "${ARM64_RANGE:-1:9}" \
        -o "$root/build/release/arm64-leg.wav" --json 2>"$log" | sed -n 's/.*"sha256":"\([0-9a-f]*\)".*/\1/p')
    there=$(qemu-aarch64-static -L /usr/aarch64-linux-gnu "$root/build/arm64/bin/cppmusic-cli" render "$song" \
        --range "${ARM64_RANGE:-1:9}" -o "$root/build/arm64/arm64-leg.wav" --json 2>>"$log" |
        sed -n 's/.*"sha256":"\([0-9a-f]*\)".*/\1/p')
    if [ -z "$here" ] || [ "$here" != "$there" ]; then
        say "arm64 renders $there, this machine $here"
        tail -n 5 "$log"
        return 1
    fi
    summary="the demo song's ${ARM64_RANGE:-1:9} has the same bits on arm64: $here"
}

# Every read of memory that nobody wrote and every block that nobody frees: in a render of some bars and in
# the tests of the structures that everything stands on.
leg_valgrind() {
    local memcheck render
    command -v valgrind >/dev/null || { leftOut="valgrind is not available here"; return 77; }
    configure release && build release cppmusic-cli tests_core || return 1
    # Threads that wait for each other in turns get turns.
    memcheck=(valgrind --quiet --fair-sched=yes --error-exitcode=99 --leak-check=full
        --show-leak-kinds=definite --errors-for-leak-kinds=definite)
    render="$root/build/release/valgrind-leg.wav"
    rm -f "$render"
    logged "Rendering under Valgrind" valgrind-render.log "${memcheck[@]}" "$root/build/release/bin/cppmusic-cli" \
        render "$root/content/demo.dawproj" --range "${VALGRIND_RANGE:-17:18}" -o "$render" || return 1
    logged "Testing core under Valgrind" valgrind-core.log "${memcheck[@]}" "$root/build/release/bin/tests_core" || return 1
    summary="no error, no definite leak in $(grep -o '[0-9]* tests' "$logs/valgrind-core.log" | tail -n 1) and a render"
}

# Somebody fidgets with the demo song while four threads render ten minutes of it, as fast as they can.
leg_long-session() {
    local preset length=${SESSION_SECONDS:-600} status=0
    for preset in rtsan tsan; do
        [ $preset != rtsan ] || haveCompiler || continue
        useSanitizer $preset
        { configure $preset && build $preset tests_session &&
            CPPMUSIC_SESSION_SECONDS=$length logged "Playing $length s of music, $preset" "session-$preset.log" \
                ${launcher[@]+"${launcher[@]}"} "$root/build/$preset/bin/tests_session" \
                --gtest_filter='*RandomSession.*/4'; } || status=1
    done
    launcher=()
    return $status
}

# A program that dies, a power cut, a disk that fails: at 20,000 points instead of 1,000.
leg_crash-points() {
    configure release && build release tests_fault cppmusic-cli || return 1
    CPPMUSIC_CRASH_POINTS=${CRASH_POINTS:-20000} runCtest release "Testing crashes" -R '^fault\.'
}

# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by ./run, ./test and .ci/run. Sets `root` and offers: say, fail, installPackages, configure,
# build, logged. Everything long goes to a file in build/logs; the terminal sees one line per step.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cores=$(nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2)
logs="$root/build/logs"

# The same objects from the cache in every clone, wherever it stands.
export CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=1
export NINJA_STATUS='[%f/%t] '

say() { printf '%s\n' "$*"; }
fail() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# packagesOf FILE SECTION...: the names listed in those sections of a package list.
packagesOf() {
    local file=$1
    shift
    awk -v wanted=" $* " '
        /^#/ || /^[[:space:]]*$/ { next }
        /^\[/ { gsub(/[][]/, ""); isWanted = index(wanted, " " $1 " "); next }
        isWanted { print $1 }' "$file"
}

# installPackages SECTION...: installs what is missing; a second call only asks dpkg and returns.
installPackages() {
    case $(uname -s) in
    Linux)
        command -v dpkg-query >/dev/null ||
            fail "only Debian and Ubuntu packages can be installed; install what tools/packages-debian.txt lists by hand"
        installDebian "$@"
        ;;
    Darwin)
        command -v brew >/dev/null || fail "Homebrew is missing; see https://brew.sh"
        local have missing
        have=$(brew list --formula -1)
        missing=$(packagesOf "$root/tools/packages-macos.txt" "$@" | grep -vxF "$have" || true)
        [ -z "$missing" ] && return
        say "Installing with Homebrew (untested): $(echo "$missing" | tr '\n' ' ')"
        # shellcheck disable=SC2086
        logged "Installing" install.log brew install --quiet $missing
        ;;
    *) fail "on Windows use run.ps1" ;;
    esac
}

missingDebian() {
    local wanted installed
    wanted=$(packagesOf "$root/tools/packages-debian.txt" "$@")
    # shellcheck disable=SC2086,SC2016
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $wanted 2>/dev/null | sed -n 's/^installed //p' || true)
    printf '%s\n' "$wanted" | grep -vxF "$installed" || true
}

installDebian() {
    local missing
    missing=$(missingDebian "$@")
    # shellcheck disable=SC2086
    [ -z "$missing" ] || installNamed $missing
}

# installNamed PACKAGE...: as root or through sudo.
installNamed() {
    local asRoot=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "please run as root: apt-get install $*"
        asRoot=(sudo)
    fi
    say "Missing packages: $*"
    logged "Reading package lists" apt-update.log ${asRoot[@]+"${asRoot[@]}"} apt-get update -q || return
    logged "Installing packages" apt-install.log ${asRoot[@]+"${asRoot[@]}"} env DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends "$@"
}

seconds() {
    local s=$1
    if [ "$s" -ge 120 ]; then echo "$((s / 60)) min $((s % 60)) s"; else echo "$s s"; fi
}

# Reads a log on standard input, shows "[done/total]" of ninja or "n/total Test" of ctest in place.
progress() {
    local label=$1 line shown=
    [ -t 1 ] || { cat >/dev/null; return; }
    while IFS= read -r line; do
        if [[ $line =~ ^\[([0-9]+)/([0-9]+)\] || $line =~ ^\ *([0-9]+)/([0-9]+)\ Test ]]; then
            [ "${BASH_REMATCH[1]}" = "$shown" ] && continue
            shown=${BASH_REMATCH[1]}
            printf '\r%s %s/%s\033[K' "$label" "$shown" "${BASH_REMATCH[2]}"
        fi
    done
    printf '\r\033[K'
}

# logged LABEL LOGFILE COMMAND...: runs it with its output in the log; on failure shows the log's end.
# Returns the command's exit code to callers that test it, else ends the program.
logged() {
    local label=$1 log="$logs/$2" began=$SECONDS status=0
    shift 2
    mkdir -p "$logs"
    [ -t 1 ] && printf '%s ...' "$label"
    { "$@" 2>&1 </dev/null; } | tee "$log" | progress "$label" || status=$?
    [ -t 1 ] && printf '\r\033[K'
    if [ "$status" -ne 0 ]; then
        say "$label: failed after $(seconds $((SECONDS - began))); from ${log#"$root"/}:"
        # The first failed step of a build says more than its last line.
        if grep -q '^FAILED:' "$log"; then
            sed -n '/^FAILED:/,$p' "$log" | grep -v -E '^: && |^\[[0-9]+/[0-9]+\]|^/usr/bin/(ccache|c\+\+|clang)' | head -n 40
        else
            tail -n 25 "$log"
        fi | cut -c1-300
        return "$status"
    fi
    say "$label: done ($(seconds $((SECONDS - began))))"
}

# configure PRESET [CMake arguments]: nothing to do when the build folder knows these settings already.
configure() {
    local preset=$1 stamp
    shift
    stamp="$root/build/$preset/.configured"
    if [ -f "$stamp" ] && [ -f "$root/build/$preset/build.ninja" ] &&
        [ "$(cat "$stamp")" = "$*" ] && [ "$stamp" -nt "$root/CMakePresets.json" ]; then
        return
    fi
    logged "Configuring $preset" "configure-$preset.log" \
        cmake -S "$root" --preset "$preset" "$@" || return
    printf '%s' "$*" >"$stamp"
}

# What programs of the build are started through; a leg may set it.
launcher=()

# build PRESET TARGET...
build() {
    local preset=$1
    shift
    logged "Building $preset" "build-$preset.log" \
        ${launcher[@]+"${launcher[@]}"} cmake --build "$root/build/$preset" --parallel "$cores" --target "$@"
}

# installOptionalPackages SECTION...: installs those that the distribution offers; never fails.
installOptionalPackages() {
    local name missing offered=()
    [ "$(uname -s)" = Linux ] || { installPackages "$@" || true; return; }
    missing=$(missingDebian "$@")
    for name in $missing; do
        if apt-cache policy "$name" 2>/dev/null | grep -q 'Candidate: [^(]'; then
            offered+=("$name")
        else
            say "$name: not offered by this distribution"
        fi
    done
    [ ${#offered[@]} -eq 0 ] || installNamed "${offered[@]}" || true
}

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# arm64-libraries.sh FOLDER: the libraries that cppmusic-cli needs, for 64-bit ARM, from the distribution
# (Debian, Ubuntu) into a folder of their own. Nothing on the system changes. For cmake/toolchains/arm64-linux.cmake.
set -euo pipefail
folder=$(mkdir -p "$1" && cd "$1" && pwd)
[ -e "$folder/complete" ] && exit 0
packages="libsndfile1-dev libsoxr-dev libebur128-dev libhwy-dev libssl-dev libfmt-dev nlohmann-json3-dev libcli11-dev"

state="$folder/apt"
rm -rf "$state" "$folder/sysroot"
mkdir -p "$state/state/lists/partial" "$state/cache/archives/partial" "$folder/sysroot"
touch "$state/status"
apt() {
  apt-get -qq -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o Dir::State="$state/state" \
    -o Dir::State::status="$state/status" -o Dir::Cache="$state/cache" -o Acquire::Languages=none \
    -o APT::Sandbox::User="$(id -un)" -o Debug::NoLocking=1 "$@"
}
apt update
# shellcheck disable=SC2086
apt install --download-only --no-install-recommends -y $packages
for package in "$state"/cache/archives/*.deb; do
  # The C and C++ libraries are the cross compiler's own.
  case $(basename "$package") in
    libc6* | libc-dev* | linux-libc-dev* | libstdc++* | gcc-* | libcrypt* | libnsl* | libtirpc*) continue ;;
  esac
  dpkg -x "$package" "$folder/sysroot"
done
rm -rf "$state"
touch "$folder/complete"

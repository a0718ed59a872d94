# SPDX-License-Identifier: GPL-3.0-or-later
# Builds CPPMusic on Windows and opens the demo song. Written, never run: nobody has built it there yet.
# Needs Visual Studio 2022 with C++, CMake, Ninja and vcpkg (VCPKG_ROOT set), from a developer prompt.
param([switch]$Headless, [switch]$BuildOnly)
$ErrorActionPreference = "Stop"
$root = $PSScriptRoot
if (-not $env:VCPKG_ROOT) { throw "Set VCPKG_ROOT to the folder of vcpkg (https://vcpkg.io)" }

cmake -S $root -B "$root/build/release" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCPPMUSIC_TESTS=OFF `
    "-DCMAKE_TOOLCHAIN_FILE=$env:VCPKG_ROOT/scripts/buildsystems/vcpkg.cmake"
if ($LASTEXITCODE) { exit $LASTEXITCODE }
cmake --build "$root/build/release" --parallel
if ($LASTEXITCODE -or $BuildOnly) { exit $LASTEXITCODE }

$programs = "$root/build/release/bin"
$demo = "$root/content/demo.dawproj"
if ($Headless) { & "$programs/cppmusic-cli.exe" render $demo -o "$root/build/demo.wav" }
else { & "$programs/cppmusic.exe" $demo }
exit $LASTEXITCODE

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/BenchFiles.h"
#include "cli/BenchProject.h"
#include "cli/Console.h"
#include "core/Result.h"

#include <string>
#include <vector>

namespace cppmusic::cli {

/// What all benchmarks take, as typed.
struct BenchOptions {
    int tracks = 16;
    std::string variant = "dry";
    std::string files;   ///< a folder; empty: made for the time
    std::string project; ///< live: a song's folder instead of a song made for the time
    double seconds = 60.0;
    double rate = 0.0; ///< live: 0 for that of the files, 48 kHz for a project
    int threads = 1;
    int block = 2048;
    int bits = 24;
    bool isMeasured = false; ///< loudness and hash of the render too
    bool isPaced = false;    ///< live: a block whenever a device would ask for one
    bool isPinned = false;   ///< live: the audio thread stays on one core
};

/// The files of the options, those found or those written into `scratch`.
core::Result<std::vector<BenchFile>> benchFiles(const BenchOptions&,
                                                const std::filesystem::path& scratch);

// The benchmarks; each gives the exit code.
int benchRender(const BenchOptions&, Console&);
int benchLive(const BenchOptions&, Console&);
int benchEdit(const BenchOptions&, Console&);

} // namespace cppmusic::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/time/TempoMap.h"
#include "session/services/SongRenderer.h"

#include <string>

namespace cppmusic::cli {

/// `render`'s options as typed.
struct RenderOptions {
    std::string project;
    std::string output;
    std::string stems;
    std::string format; ///< empty: from the output's name, else wav
    std::string bits = "24";
    std::string range;
    std::string block = "512";
    double rate = 48000.0;
    int threads = 1;
    std::uint64_t seed = 1;
};

/// Understands them, except for the range. The error's place is the option.
[[nodiscard]] core::Result<session::RenderSettings> settingsOf(const RenderOptions&);

/// "5:9": from the start of bar 5 to the start of bar 9, "5:" to the end; "2.5s:10s" in seconds.
[[nodiscard]] core::Status applyRange(const std::string& text, const core::TempoMap&,
                                      session::RenderSettings&);

} // namespace cppmusic::cli

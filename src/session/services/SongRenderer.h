// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/jobs/CancellationToken.h"
#include "core/time/Units.h"
#include "model/Project.h"
#include "session/Problem.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cppmusic::session {

enum class RenderFormat : std::uint8_t { wav, aiff, flac, ogg, opus, mp3 };
enum class RenderBits : std::uint8_t { int16, int24, float32 };

/// How a song is rendered to files.
struct RenderSettings {
    std::filesystem::path output; ///< the mix; empty: none (stems only)
    std::filesystem::path stems;  ///< a folder for one file per track; empty: none
    RenderFormat format = RenderFormat::wav;
    RenderBits bits = RenderBits::int24; ///< for formats that have a choice
    core::SampleRate rate{48000.0};      ///< 8,000–192,000
    std::optional<core::Beats> from;     ///< absent: the start of the song
    std::optional<core::Beats> to;       ///< absent: the last clip's end and what rings after it
    core::Seconds longestTail{10.0};     ///< what may ring after the last clip
    int blockFrames = 2048;              ///< 1–16,384; changes nothing in the sound
    int threads = 1;                     ///< 1–64; changes nothing in the sound
    std::optional<std::uint64_t>
        randomBlocks;       ///< a seed: blocks of changing size up to blockFrames
    bool isMeasured = true; ///< loudness, true peak and sha256 of the result; else they stay empty
};

/// What a render came to.
struct RenderResult {
    std::vector<std::filesystem::path> files;
    std::int64_t frames = 0;
    core::SampleRate rate{48000.0};
    double seconds = 0.0;        ///< length of the sound
    double elapsedSeconds = 0.0; ///< time it took
    double realTimeFactor = 0.0; ///< seconds / elapsedSeconds
    std::optional<double>
        loudnessLufs;           ///< integrated, ITU-R BS.1770-4; empty: silence or too short
    double truePeakDb = -144.0; ///< dBTP of the mix
    std::string sha256;         ///< of the mix's samples before they became a file format
    std::vector<Problem> problems;
};

/// 0–1, and may be called from the rendering thread.
using RenderProgress = std::function<void(double)>;

/// Renders a snapshot with nodes of its own: what is open in a session is not disturbed. Files
/// appear whole under their names or not at all. Blocks its thread until done. [job]
/// `projectFolder` is where the assets are.
[[nodiscard]] core::Result<RenderResult>
renderSong(const model::Project&, const std::filesystem::path& projectFolder, const RenderSettings&,
           const RenderProgress& = {}, const core::CancellationToken& = {});

} // namespace cppmusic::session

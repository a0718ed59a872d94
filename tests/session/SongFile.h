// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <filesystem>

namespace cppmusic::test {

/// Writes a stereo WAV of a tone that fades out.
core::Status writeTone(const std::filesystem::path&, double hz, double seconds, int sampleRate);

/// Makes a project folder with a song that uses everything: patterns, synthesizer, sampler, audio
/// clips at 48 kHz and 44.1 kHz, automation, sends before and behind the fader, a group, delay,
/// reverb, and a limiter with latency.
core::Status writeRichSong(const std::filesystem::path& folder);

} // namespace cppmusic::test

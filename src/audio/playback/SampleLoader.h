// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/playback/SampleContent.h"
#include "core/Result.h"

#include <filesystem>
#include <memory>

namespace cppmusic::audio {

inline constexpr double maxSampleSeconds = 60.0;

/// Reads a whole short file for the Sampler, at its own rate; of more than two channels the first
/// two. Longer than maxSampleSeconds or empty: an Error that says so. [main or job]
core::Result<std::shared_ptr<const SampleData>> loadSample(const std::filesystem::path&);

} // namespace cppmusic::audio

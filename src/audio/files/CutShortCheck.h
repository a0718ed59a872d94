// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>

namespace cppmusic::audio {

/// How many bytes of sound a WAV, RF64, AIFF or AIFC file's header promises beyond what the file
/// holds: 0 if it is whole, is of another kind, or says that its length is unknown (recorders and
/// pipes write the largest number there). Reads chunk headers only. [main, job or disk thread]
[[nodiscard]] std::uint64_t missingSoundBytes(const std::filesystem::path&);

} // namespace cppmusic::audio

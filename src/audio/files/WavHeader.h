// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/files/AudioFileFormat.h"

#include <cstdint>
#include <string>

namespace cppmusic::audio {

/// The largest number of bytes that fits a header with 32-bit sizes, some kept for the header.
inline constexpr std::uint64_t maxPlainWavBytes = 0xFFFFFFFFull - 65536;

/// Everything before the samples of a WAV file of `frames` frames: RIFF/WAVE with PCM, IEEE float
/// or, above two channels, WAVE_FORMAT_EXTENSIBLE. The length of the header depends on the spec
/// only. Where spec.expectedFrames is 0 or too many for 32 bits there is room for 64-bit sizes: a
/// JUNK chunk, which becomes ds64 and the file RF64 when it grows beyond (EBU Tech 3306).
[[nodiscard]] std::string wavHeader(const AudioFileSpec&, std::int64_t frames);
/// Whether the header has that room.
[[nodiscard]] bool wavHeaderHas64Bits(const AudioFileSpec&) noexcept;
/// Bytes of the samples; without the padding byte that follows an odd number.
[[nodiscard]] std::uint64_t wavSoundBytes(const AudioFileSpec&, std::int64_t frames) noexcept;

} // namespace cppmusic::audio

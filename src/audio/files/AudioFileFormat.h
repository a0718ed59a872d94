// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cppmusic::audio {

enum class AudioFileFormat : std::uint8_t { wav, aiff, flac, ogg, opus, mp3 };
enum class SampleFormat : std::uint8_t { int16, int24, float32 };

/// How a new audio file shall be.
struct AudioFileSpec {
    AudioFileFormat format = AudioFileFormat::wav;
    SampleFormat samples = SampleFormat::int24; ///< ignored by ogg, opus and mp3
    int sampleRate = 48000;
    int channels = 2;
    bool hasDither = true; ///< integer samples: triangular noise of ±1 LSB before rounding
    std::uint64_t ditherSeed = 1;
    float quality = 0.8f;            ///< ogg, opus, mp3: 0 (small) … 1 (best)
    std::int64_t expectedFrames = 0; ///< if known: a WAV that stays below 4 GB gets the plainest
                                     ///< header; 0 for unknown: RF64-ready
    std::uint64_t maxBytes = UINT64_MAX; ///< the file may grow so far; beyond is noSpace
};

/// wav, aiff, flac, ogg, opus, mp3 (also aif, oga), any case, with or without a dot.
[[nodiscard]] std::optional<AudioFileFormat> audioFileFormatFromName(std::string_view);
/// "wav", "aiff", …: also the file extension.
[[nodiscard]] std::string_view audioFileFormatName(AudioFileFormat) noexcept;
/// Whether such a file can be made; the error says what to choose instead.
core::Status checkAudioFileSpec(const AudioFileSpec&);

} // namespace cppmusic::audio

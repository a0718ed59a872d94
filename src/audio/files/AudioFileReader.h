// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/files/PcmFile.h"
#include "audio/graph/AudioBlock.h"
#include "core/Result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace cppmusic::audio {

/// What an audio file says it is, checked.
struct AudioFileInfo {
    double sampleRate = 0; ///< frames a second, 1 000 … 768 000
    int channels = 0;      ///< 1 … 256
    std::int64_t frames = 0;
    std::string formatName;         ///< for people: "WAV (Microsoft), Signed 16 bit PCM"
    bool canSeekExactly = true;     ///< false for MP3, Ogg Vorbis and Opus: see ConformedFile
    std::int64_t missingFrames = 0; ///< above 0 only if opened with CutShort::accept
};

/// Reads WAV, RF64, W64, AIFF, FLAC, CAF, AU, Ogg Vorbis, Opus and MP3 as float, full scale ±1.
/// Movable; not for two threads at once. [main, job or disk thread]
class AudioFileReader {
public:
    /// What to do with a file whose header promises more than the file holds.
    enum class CutShort { refuse, accept };

    /// notFound, permissionDenied, corrupt or unsupported, with the path as place.
    static core::Result<AudioFileReader> open(const std::filesystem::path&,
                                              CutShort = CutShort::refuse);
    AudioFileReader(AudioFileReader&&) noexcept;
    AudioFileReader& operator=(AudioFileReader&&) noexcept;
    ~AudioFileReader();

    [[nodiscard]] const AudioFileInfo& info() const noexcept;
    [[nodiscard]] const std::filesystem::path& path() const noexcept;

    /// Fills `out` from frame `startFrame` of the file. Frames before 0 and after the end are
    /// silent; NaN and infinity become 0. Channels of `out` beyond the file's are silent, channels
    /// of the file beyond `out`'s are left out. Gives the number of frames that lie in the file.
    /// Reading on where the last call ended costs no seek.
    core::Result<int> read(std::int64_t startFrame, const AudioBlock& out);

    /// Where the samples lie when they need no decoder (PCM of 16, 24 or 32 bits and 32-bit float
    /// in WAV, RF64, W64, AIFF, CAF and AU); whoever wants can read them with PcmFile.
    [[nodiscard]] std::optional<PcmPlace> pcmPlace() const;
    /// For the others: `count` frames, all in the file, channel beside channel; NaN and infinity
    /// become 0.
    core::Status readInterleaved(std::int64_t frame, int count, float* out);

private:
    struct State;
    explicit AudioFileReader(std::unique_ptr<State>);
    std::unique_ptr<State> state_;
};

} // namespace cppmusic::audio

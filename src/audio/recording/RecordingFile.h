// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/files/AudioFileFormat.h"
#include "core/Result.h"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace cppmusic::audio {

/// A WAV file that grows while it is recorded. It has its name from the start, and its header is
/// brought up to date again and again behind the sound, so whatever ends the program leaves a file
/// that can be read up to the last update. It becomes RF64 beyond 4 GB. [disk thread]
class RecordingFile {
public:
    /// A new file of float or of 24 or 16 bits without dither (what a converter gave in so many
    /// bits stays the same bits); alreadyExists rather than overwriting. Folders are made.
    static core::Result<RecordingFile> create(const std::filesystem::path&, SampleFormat,
                                              int sampleRate);

    /// Appends interleaved stereo. After an error (noSpace, ioFailure) the header counts what was
    /// written whole before.
    core::Status append(std::span<const float> interleaved);
    /// Everything so far is on the disk and in the header.
    core::Status update();
    /// update() and close.
    core::Status finish();

    [[nodiscard]] std::int64_t frames() const noexcept { return frames_; }
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    struct Closer {
        void operator()(std::FILE* file) const noexcept { std::fclose(file); }
    };
    RecordingFile(std::filesystem::path, const AudioFileSpec&, std::FILE*);
    core::Status writeHeader(std::int64_t frames);
    [[nodiscard]] core::Error failure() const;

    std::filesystem::path path_;
    AudioFileSpec spec_;
    std::unique_ptr<std::FILE, Closer> file_;
    std::int64_t frames_ = 0;
    std::vector<std::int32_t> integers_;
    std::vector<std::byte> bytes_;
};

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/files/AudioFileFormat.h"
#include "audio/graph/AudioBlock.h"
#include "core/Result.h"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace cppmusic::audio {

/// Writes an audio file under a temporary name beside its target and renames it when finished, so
/// that nothing half-written is ever seen. The same input gives the same bytes: no times, no random
/// numbers; Ogg streams get a fixed serial number. Movable; one thread at a time. [main or job]
class AudioFileWriter {
public:
    static core::Result<AudioFileWriter> create(const std::filesystem::path& target,
                                                const AudioFileSpec&);
    AudioFileWriter(AudioFileWriter&&) noexcept;
    AudioFileWriter& operator=(AudioFileWriter&&) noexcept;
    ~AudioFileWriter(); ///< unless finished: removes the temporary file

    /// Appends frames. `block` must have the spec's channels. Values beyond full scale are clipped
    /// in integer formats; NaN and infinity become 0. How the frames are cut into blocks doesn't
    /// matter. After an error (noSpace, ioFailure, place = target) the temporary file is gone.
    core::Status write(const ConstAudioBlock& block);
    /// Writes the rest, flushes to the disk, renames. Replaces an existing file.
    core::Status finish();
    /// Removes the temporary file; the target stays as it was.
    void abandon() noexcept;

    [[nodiscard]] std::int64_t framesWritten() const noexcept;

private:
    struct State;
    explicit AudioFileWriter(std::unique_ptr<State>);
    std::unique_ptr<State> state_;
};

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/files/AudioFileReader.h"
#include "core/Result.h"

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>

namespace cppmusic::audio {

/// An audio file that several streams read. It is closed while nobody needs it and opened again on
/// demand, so a song may have more clips than the system allows open files. Any thread but audio.
class StreamFile {
public:
    static core::Result<std::shared_ptr<StreamFile>> open(const std::filesystem::path&);

    [[nodiscard]] const AudioFileInfo& info() const noexcept { return info_; }
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

    /// As AudioFileReader::read; a file that has become another one meanwhile is corrupt.
    core::Status read(std::int64_t frame, const AudioBlock& out);
    void close();
    [[nodiscard]] bool isOpen() const;
    /// Called once per round: closes the file when nobody read it for `idleRounds` rounds.
    void noteRound(int idleRounds);

private:
    StreamFile(std::filesystem::path path, AudioFileReader&& reader);

    std::filesystem::path path_;
    AudioFileInfo info_;
    mutable std::mutex mutex_;
    std::optional<AudioFileReader> reader_;
    int roundsIdle_ = 0;
};

} // namespace cppmusic::audio

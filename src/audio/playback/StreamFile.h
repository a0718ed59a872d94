// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/files/AudioFileReader.h"
#include "audio/playback/StreamSource.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace cppmusic::audio {

/// How many files a group of StreamFiles has open, and how many it keeps open: a file beyond is
/// opened for each reading.
struct OpenFiles {
    std::atomic<int> count{0};
    const int budget = static_cast<int>(openFileBudget());
};

/// An audio file that several streams read; of files with more than two channels the first two. It
/// is closed while nobody needs it and opened again on demand, so a song may have more clips than
/// the system allows open files. Plain PCM is handed out as it is in the file, everything else as
/// decoded floats. Any thread but audio.
class StreamFile final : public StreamSource {
public:
    static core::Result<std::shared_ptr<StreamFile>>
    open(const std::filesystem::path&, std::shared_ptr<OpenFiles> = std::make_shared<OpenFiles>());
    ~StreamFile() override;

    [[nodiscard]] const AudioFileInfo& info() const noexcept { return info_; }
    [[nodiscard]] PcmLayout layout() const noexcept override { return layout_; }
    [[nodiscard]] std::int64_t numFrames() const noexcept override { return info_.frames; }
    [[nodiscard]] const std::filesystem::path& path() const noexcept override { return path_; }

    /// A file that has become another one meanwhile is corrupt.
    core::Status read(std::int64_t frame, int count, std::byte* into) override;
    /// Called once per round: closes the file when nobody read it for `idleRounds` rounds.
    void noteRound(int idleRounds);

private:
    StreamFile(std::filesystem::path path, AudioFileReader&& reader, std::shared_ptr<OpenFiles>);
    [[nodiscard]] bool isOpen() const { return pcm_.has_value() || decoder_.has_value(); }
    core::Status reopen();
    core::Status readPcm(std::int64_t frame, int count, std::byte* into);
    core::Status decode(std::int64_t frame, int count, std::byte* into);
    void drop();

    std::filesystem::path path_;
    AudioFileInfo info_;
    PcmLayout layout_;
    std::optional<PcmPlace> place_; ///< of plain PCM
    std::shared_ptr<OpenFiles> openFiles_;
    std::mutex mutex_; ///< of what follows
    std::optional<PcmFile> pcm_;
    std::optional<AudioFileReader> decoder_;
    std::vector<std::byte> wide_; ///< all channels, where the file has more than two
    int roundsIdle_ = 0;
};

} // namespace cppmusic::audio

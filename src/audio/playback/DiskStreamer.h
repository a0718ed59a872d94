// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioGraph.h"
#include "audio/playback/AudioClipContent.h"
#include "audio/playback/SampleStream.h"
#include "core/Result.h"
#include "core/time/Units.h"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace cppmusic::audio {

class StreamSource;

/// Makes SampleStreams and keeps them filled from one disk thread, the chunk that will be heard
/// first first. Their memory comes from one pool, so a song of many clips costs what sounds.
/// [main or job] unless marked.
class DiskStreamer {
public:
    /// What went wrong with streams since the last takeReport.
    struct Report {
        std::uint64_t missedFrames = 0; ///< played as silence because the disk was late
        std::uint64_t failedChunks = 0; ///< played as silence because the file can't be read
    };

    explicit DiskStreamer(const StreamSize& = {});
    DiskStreamer(const DiskStreamer&) = delete;
    DiskStreamer& operator=(const DiskStreamer&) = delete;
    ~DiskStreamer(); ///< stops the thread; streams that live on give what they hold

    /// A stream for one clip that starts at frame `headFrame` of the file, whose first chunks are
    /// read soon and kept (StreamSize::keepsStarts). The file must be at the engine's rate and able
    /// to seek exactly (ConformedFile makes both true), else invalidArgument.
    core::Result<std::shared_ptr<SampleStream>>
    open(const std::filesystem::path&, core::SampleRate engineRate, std::int64_t headFrame = 0);
    /// The same for frames from elsewhere, which are at the engine's rate.
    std::shared_ptr<SampleStream> openSource(std::shared_ptr<StreamSource>,
                                             std::int64_t headFrame = 0);

    /// Starts the disk thread. Not needed for offline rendering.
    void start();
    void stop();

    /// Keeps the place where song frame `songFrame` falls in these clips in memory: call when the
    /// loop changes (its start) and before a locate.
    void cue(const AudioClipContent&, std::int64_t songFrame);
    void cue(const AudioGraph&, std::int64_t songFrame);

    /// Offline: reads now whatever the clips of a graph need for song frames fromFrame …
    /// fromFrame + frames − 1 (at most maxPrepareFrames()). An unreadable file is an Error.
    core::Status prepareBlock(const AudioGraph&, std::int64_t fromFrame, std::int64_t frames);
    core::Status prepareBlock(const AudioClipContent&, std::int64_t fromFrame, std::int64_t frames);
    /// Whatever the kind of file.
    [[nodiscard]] std::int64_t maxPrepareFrames() const noexcept;

    /// Serves all streams once, on this thread, until nothing is missing. For tests and for a host
    /// that has no disk thread.
    void serveAll();
    Report takeReport();
    /// Held by all living streams, in bytes.
    [[nodiscard]] std::size_t bytesInMemory() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/engine/DawEngine.h"
#include "audio/engine/EngineContext.h"

#include <vector>

namespace cppmusic::test {

using StereoAudio = std::vector<std::vector<float>>; ///< [channel][frame]

/// Collects reports.
struct ReportLog final : audio::EngineObserver {
    void onReport(const audio::EngineReport& report) override { reports.push_back(report); }
    [[nodiscard]] int count(audio::EngineReport::Kind kind) const
    {
        int found = 0;
        for (const auto& report : reports) found += report.kind == kind ? 1 : 0;
        return found;
    }
    std::vector<audio::EngineReport> reports;
};

/// Asks a context for audio in blocks of the given size, on the calling thread.
inline StereoAudio pull(audio::EngineContext& context, int numFrames, int blockFrames,
                        bool isOffline = true, int numChannels = 2)
{
    StereoAudio audio(static_cast<std::size_t>(numChannels),
                      std::vector<float>(static_cast<std::size_t>(numFrames), -99.0f));
    std::vector<float*> channels(static_cast<std::size_t>(numChannels));
    for (int done = 0; done < numFrames; done += blockFrames) {
        for (std::size_t c = 0; c < channels.size(); ++c) channels[c] = audio[c].data() + done;
        const int frames = std::min(blockFrames, numFrames - done);
        context.realtime().processBlock({channels.data(), numChannels, frames}, isOffline);
    }
    return audio;
}

} // namespace cppmusic::test

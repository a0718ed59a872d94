// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/PeakBuilder.h"

#include "audio/files/PeakLevels.h"

#include <algorithm>
#include <utility>

namespace cppmusic::audio {

PeakBuilder::PeakBuilder(int channels) : pending_(static_cast<std::size_t>(channels))
{
    PeakLevel finest;
    finest.framesPerPeak = Peaks::finestFramesPerPeak;
    finest.channels.resize(static_cast<std::size_t>(channels));
    peaks_.levels.push_back(std::move(finest));
}

std::int64_t PeakBuilder::append(const ConstAudioBlock& block)
{
    constexpr int framesPerPeak = Peaks::finestFramesPerPeak;
    const std::int64_t firstPeak = peaks_.frames / framesPerPeak;
    if (block.numFrames <= 0) return peaks_.frames;
    for (std::size_t c = 0; c < pending_.size(); ++c) {
        auto& pending = pending_[c];
        auto& peaks = peaks_.levels.front().channels[c];
        peaks.resize(static_cast<std::size_t>(firstPeak)); // without the unfinished one
        const float* samples = block.channels[c];
        for (int done = 0; done < block.numFrames;) {
            const int room = framesPerPeak - static_cast<int>(pending.size());
            const int count = std::min(room, block.numFrames - done);
            pending.insert(pending.end(), samples + done, samples + done + count);
            done += count;
            peaks.push_back(peakOf(pending.data(), static_cast<int>(pending.size())));
            if (count == room) pending.clear();
        }
    }
    peaks_.frames += block.numFrames;
    updateCoarserLevels(peaks_, static_cast<std::size_t>(firstPeak));
    return firstPeak * framesPerPeak;
}

core::Result<Peaks> buildPeaks(AudioFileReader& reader, const core::CancellationToken& token,
                               const FileProgress& progress)
{
    constexpr int chunkFrames = 64 * Peaks::finestFramesPerPeak;
    const auto channels = static_cast<std::size_t>(reader.info().channels);
    std::vector<std::vector<float>> samples(channels, std::vector<float>(chunkFrames));
    std::vector<float*> pointers;
    for (auto& channel : samples) pointers.push_back(channel.data());
    const std::vector<const float*> readable(pointers.begin(), pointers.end());
    const AudioBlock block{pointers.data(), static_cast<int>(channels), chunkFrames};

    PeakBuilder builder(static_cast<int>(channels));
    std::int64_t done = 0;
    for (int got = chunkFrames; got == chunkFrames; done += got) {
        if (token.isCancelled())
            return core::makeError(core::ErrorCode::cancelled, "stopped", reader.path().string());
        const auto read = reader.read(done, block);
        if (!read) return read.error();
        got = *read;
        builder.append({readable.data(), static_cast<int>(channels), got});
        const auto total = static_cast<double>(std::max<std::int64_t>(reader.info().frames, 1));
        if (progress) progress(std::min(1.0, static_cast<double>(done + got) / total));
    }
    return builder.take();
}

} // namespace cppmusic::audio

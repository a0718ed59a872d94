// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"
#include "audio/playback/AudioClipContent.h"
#include "audio/playback/SampleStream.h"

#include <vector>

namespace cppmusic::audio {

/// Plays AudioClipContent in stereo: clips that overlap are summed in the content's order, mono
/// goes to both sides at full level. The gain of a frame depends only on its place in the clip, so
/// every cut into blocks gives the same bits. While the transport stands still: silence.
class AudioClipPlayer final : public AudioNode {
public:
    AudioClipPlayer();
    [[nodiscard]] NodePorts ports() const noexcept override;
    void prepare(const PrepareSpec&) override;
    void reset() noexcept CPPMUSIC_NONBLOCKING override;
    void process(ProcessContext&) noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] const void* batchKey() const noexcept CPPMUSIC_NONBLOCKING override;
    void prefetch() const noexcept CPPMUSIC_NONBLOCKING override;
    /// Until half a second before the next clip, whose file is then announced to the disk.
    [[nodiscard]] std::int64_t
    sleepsUntil(const ProcessContext&) const noexcept CPPMUSIC_NONBLOCKING override;

private:
    void playAlone(const TimedAudioClip&, const ProcessContext&) noexcept CPPMUSIC_NONBLOCKING;
    void readClip(const TimedAudioClip&, std::int64_t begin, float* left, float* right, int count,
                  const ProcessContext&) noexcept CPPMUSIC_NONBLOCKING;
    void addClip(const TimedAudioClip&, const ProcessContext&) noexcept CPPMUSIC_NONBLOCKING;

    /// What the next block will look at, if it goes on as the last one did. Only asked for, never
    /// read: it may be gone.
    struct Ahead {
        const void* content = nullptr;
        const void* ends = nullptr;
        const void* clip = nullptr;
        SampleStream::Ahead stream;
    };

    Ahead ahead_;
    std::int64_t lookAheadFrames_ = 24000;
    std::vector<float> left_, right_;
};

} // namespace cppmusic::audio

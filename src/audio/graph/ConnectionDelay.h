// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace cppmusic::audio {

/// Delays the channels of an output port by a fixed number of frames, at least 1. Belongs to the
/// port, not to a plan, so it keeps what is in flight when plans are swapped. [audio]
class ConnectionDelay {
public:
    ConnectionDelay(int channels, int frames) // [main]
        : line_(static_cast<std::size_t>(channels) * static_cast<std::size_t>(frames)),
          channels_(channels),
          frames_(frames),
          silentFrames_(frames)
    {
    }

    [[nodiscard]] int frames() const noexcept { return frames_; }
    [[nodiscard]] int channels() const noexcept { return channels_; }

    /// Nothing but silence is on its way: silence in is silence out.
    [[nodiscard]] bool isEmpty() const noexcept CPPMUSIC_NONBLOCKING
    {
        return silentFrames_ >= frames_;
    }

    /// `source` and `target` are channel 0; the others lie `stride` floats apart. They don't
    /// overlap. `isSilent`: the source counts as zeros and isn't read, and all channels of the
    /// source are where channel 0 is.
    void process(const float* source, float* target, std::size_t stride, int numFrames,
                 bool isSilent) noexcept CPPMUSIC_NONBLOCKING
    {
        int position = position_;
        for (int c = 0; c < channels_; ++c) {
            const auto at = static_cast<std::size_t>(c);
            const float* in = isSilent ? source : source + at * stride;
            position = pass(line_.data() + at * static_cast<std::size_t>(frames_), in,
                            target + at * stride, numFrames);
        }
        position_ = position;
        silentFrames_ = isSilent ? std::min(frames_, silentFrames_ + numFrames) : 0;
    }
    void reset() noexcept CPPMUSIC_NONBLOCKING
    {
        for (float& sample : line_) sample = 0.0f;
        silentFrames_ = frames_;
    }

private:
    /// One channel; the place in the line at which the next block begins.
    int pass(float* line, const float* in, float* out,
             int numFrames) const noexcept CPPMUSIC_NONBLOCKING
    {
        int position = position_;
        for (int done = 0; done < numFrames;) {
            const int count = std::min(numFrames - done, frames_ - position);
            std::copy_n(line + position, count, out + done);
            std::copy_n(in + done, count, line + position);
            done += count;
            position += count;
            if (position == frames_) position = 0;
        }
        return position;
    }

    std::vector<float> line_; // channel after channel
    int channels_;
    int frames_;
    int position_ = 0;
    int silentFrames_; // so many of the latest frames were silent
};

} // namespace cppmusic::audio

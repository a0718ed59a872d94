// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/Event.h"
#include "core/RealtimeAttributes.h"

#include <cstdint>
#include <vector>

namespace cppmusic::audio {

/// Delays one channel of a connection by a fixed number of frames. Belongs to the connection, not
/// to a plan, so it keeps what is in flight when plans are swapped. [audio]
class ConnectionDelay {
public:
    explicit ConnectionDelay(int frames) : line_(static_cast<std::size_t>(frames)) {} // [main]

    [[nodiscard]] int frames() const noexcept { return static_cast<int>(line_.size()); }

    /// `target` may be `source`.
    void process(const float* source, float* target, int numFrames) noexcept CPPMUSIC_NONBLOCKING
    {
        for (int i = 0; i < numFrames; ++i) {
            const float in = source[i];
            target[i] = line_[position_];
            line_[position_] = in;
            if (++position_ == line_.size()) position_ = 0;
        }
    }
    void reset() noexcept CPPMUSIC_NONBLOCKING
    {
        for (float& sample : line_) sample = 0.0f;
    }

private:
    std::vector<float> line_;
    std::size_t position_ = 0;
};

/// Delays the events of a connection. [audio]
class EventDelay {
public:
    EventDelay(int frames, std::size_t capacity) : waiting_(capacity), frames_(frames) {} // [main]

    [[nodiscard]] int frames() const noexcept { return frames_; }

    /// Takes the events of a block and gives out those that are due in it. Returns how many were
    /// lost because too many were waiting or `out` was full.
    int process(std::span<const Event> in, int numFrames,
                EventBuffer& out) noexcept CPPMUSIC_NONBLOCKING
    {
        int lost = 0;
        for (const Event& event : in) {
            if (count_ == waiting_.size()) {
                ++lost;
                continue;
            }
            waiting_[(first_ + count_++) % waiting_.size()] = {now_ + event.frame + frames_, event};
        }
        while (count_ > 0 && waiting_[first_].due < now_ + numFrames) {
            Event event = waiting_[first_].event;
            event.frame = static_cast<std::int32_t>(waiting_[first_].due - now_);
            if (!out.push(event)) ++lost;
            first_ = (first_ + 1) % waiting_.size();
            --count_;
        }
        now_ += numFrames;
        return lost;
    }
    void reset() noexcept CPPMUSIC_NONBLOCKING { first_ = count_ = 0; }

private:
    struct Waiting {
        std::int64_t due = 0;
        Event event;
    };
    std::vector<Waiting> waiting_;
    std::size_t first_ = 0;
    std::size_t count_ = 0;
    std::int64_t now_ = 0;
    int frames_ = 0;
};

} // namespace cppmusic::audio

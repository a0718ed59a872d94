// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/Event.h"
#include "core/RealtimeAttributes.h"

#include <cstdint>
#include <vector>

namespace cppmusic::audio {

/// Delays the events of a connection. Belongs to the connection, not to a plan. [audio]
class EventDelay {
public:
    EventDelay(int frames, std::size_t capacity) : waiting_(capacity), frames_(frames) {} // [main]

    [[nodiscard]] int frames() const noexcept { return frames_; }
    [[nodiscard]] bool isEmpty() const noexcept CPPMUSIC_NONBLOCKING { return count_ == 0; }

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

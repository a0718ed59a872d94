// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/Event.h"
#include "core/RealtimeAttributes.h"

#include <utility>
#include <vector>

namespace cppmusic::audio {

/// Which of two events at one frame comes first: releases, then controllers and parameters, then
/// note-ons, so that a retriggered key is released before it is struck and struck with the new
/// settings.
[[nodiscard]] constexpr int eventRank(EventType type) noexcept CPPMUSIC_NONBLOCKING
{
    switch (type) {
    case EventType::allNotesOff: return 0;
    case EventType::noteOff: return 1;
    case EventType::noteOn: return 3;
    default: return 2;
    }
}

/// Merges lists of events into one, sorted by frame and rank; equal ones stay in the order in which
/// the lists were added. [audio]
class EventMerger {
public:
    explicit EventMerger(std::size_t capacity) : merged_(capacity), other_(capacity) {} // [main]

    void clear() noexcept CPPMUSIC_NONBLOCKING
    {
        count_ = 0;
        run_ = 0;
    }
    /// Adds to the list being gathered; false when full.
    bool push(const Event& event) noexcept CPPMUSIC_NONBLOCKING
    {
        if (count_ == merged_.size()) return false;
        merged_[count_++] = event;
        return true;
    }
    /// Ends the list being gathered and merges it with the earlier ones.
    void endList() noexcept CPPMUSIC_NONBLOCKING
    {
        if (count_ == run_) return;
        const auto at = [this](std::size_t i) { return merged_.data() + i; };
        for (std::size_t i = run_ + 1; i < count_; ++i) { // nearly always sorted already
            for (std::size_t k = i; k > run_ && isBefore(*at(k), *at(k - 1)); --k) {
                std::swap(*at(k), *at(k - 1));
            }
        }
        if (run_ > 0 && isBefore(*at(run_), *at(run_ - 1))) {
            std::size_t left = 0, right = run_;
            for (std::size_t k = 0; k < count_; ++k) {
                const bool takesRight =
                    left == run_ || (right < count_ && isBefore(*at(right), *at(left)));
                other_[k] = *at(takesRight ? right++ : left++);
            }
            std::swap(merged_, other_);
        }
        run_ = count_;
    }
    [[nodiscard]] std::span<const Event> events() const noexcept CPPMUSIC_NONBLOCKING
    {
        return {merged_.data(), run_};
    }

private:
    static bool isBefore(const Event& a, const Event& b) noexcept CPPMUSIC_NONBLOCKING
    {
        if (a.frame != b.frame) return a.frame < b.frame;
        return eventRank(a.type) < eventRank(b.type);
    }

    std::vector<Event> merged_;
    std::vector<Event> other_;
    std::size_t count_ = 0;
    std::size_t run_ = 0; // start of the list being gathered
};

} // namespace cppmusic::audio

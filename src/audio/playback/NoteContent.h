// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/NodeContent.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace cppmusic::audio {

/// A note on the song's frame axis.
struct TimedNote {
    std::int64_t onFrame = 0;
    std::int64_t offFrame = 1; ///< above onFrame
    float velocity = 0.8f;
    float releaseVelocity = 0.5f;
    std::uint8_t key = 60;
    std::uint8_t channel = 0;
};

/// A controller, bend, pressure or programme change on the song's frame axis (see Event for the
/// fields).
struct TimedControl {
    std::int64_t frame = 0;
    float value = 0.0f;
    std::uint8_t type = 0; ///< an EventType
    std::uint8_t channel = 0;
    std::uint8_t number = 0;
};

/// What one clip plays on one instrument: immutable, memoised by the compiler per clip. Already cut
/// to the clip.
struct NoteSequence {
    std::int64_t startFrame = 0;
    std::int64_t endFrame = 0;
    std::int64_t longestNote = 0;       ///< frames, so that a search backwards knows where to stop
    std::vector<TimedNote> notes;       ///< sorted by onFrame, then key
    std::vector<TimedControl> controls; ///< sorted by frame
};

/// Everything one PatternPlayer plays: sequences sorted by startFrame; they may overlap.
struct NoteContent final : NodeContent {
    std::vector<std::shared_ptr<const NoteSequence>> sequences;

    /// Call when `sequences` is complete: makes looking up O(log n). Without it the player looks at
    /// every sequence each block. [main or job]
    void buildIndex();

    /// Calls visit(sequence) for each sequence that overlaps [from, to), in their order. [any]
    template <class Visit>
    void forEachOverlapping(std::int64_t from, std::int64_t to, Visit&& visit) const
    {
        if (starts_.size() != sequences.size()) {
            for (const auto& sequence : sequences)
                if (sequence->endFrame > from && sequence->startFrame < to) visit(*sequence);
            return;
        }
        if (!starts_.empty()) descend(1, 0, latestEnds_.size() / 2, from, to, visit);
    }

private:
    template <class Visit>
    void descend(std::size_t node, std::size_t first, std::size_t width, std::int64_t from,
                 std::int64_t to, Visit& visit) const
    {
        if (first >= starts_.size() || latestEnds_[node] <= from || starts_[first] >= to) return;
        if (width == 1) {
            visit(*sequences[first]);
            return;
        }
        descend(2 * node, first, width / 2, from, to, visit);
        descend(2 * node + 1, first + width / 2, width / 2, from, to, visit);
    }

    std::vector<std::int64_t> starts_;
    std::vector<std::int64_t>
        latestEnds_; // a binary tree over the sequences: root 1, leaves behind
};

} // namespace cppmusic::audio

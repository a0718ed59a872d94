// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/Event.h"
#include "core/RealtimeAttributes.h"

#include <cstdint>
#include <vector>

namespace cppmusic::audio {

/// What waits for a node's next block from outside the graph: parameters that were set, and notes
/// that a person plays on it. Belongs to the node, not to a plan: nothing is lost when plans are
/// swapped. [audio]
class NodeInbox {
public:
    static constexpr std::size_t noteCapacity = 128;

    NodeInbox(std::size_t numParameters, bool takesNotes) // [main]
        : isPending_(numParameters, 0),
          pending_(numParameters),
          notes_(takesNotes ? noteCapacity : 0)
    {
    }

    /// The node shall hear of this parameter's slot; several times in a block count once.
    void noteParameter(int index) noexcept CPPMUSIC_NONBLOCKING
    {
        auto& isPending = isPending_[static_cast<std::size_t>(index)];
        if (isPending) return;
        isPending = 1;
        pending_[numPending_++] = index;
    }
    /// A full inbox turns a release into "all notes off" (no note hangs) and loses a note-on, which
    /// returns false. A node without an event input loses all.
    bool addNote(const Event& event) noexcept CPPMUSIC_NONBLOCKING
    {
        if (numNotes_ < notes_.size()) {
            notes_[numNotes_++] = event;
            return true;
        }
        if (notes_.empty()) return true;
        if (event.type == EventType::noteOn) return false;
        notes_.back() = {};
        notes_.back().type = EventType::allNotesOff;
        return true;
    }
    [[nodiscard]] bool isEmpty() const noexcept CPPMUSIC_NONBLOCKING
    {
        return numPending_ == 0 && numNotes_ == 0;
    }

    /// Calls emit(parameterIndex) → bool for each that waits; what is refused waits on.
    template <class Emit>
    void takeParameters(Emit&& emit) noexcept
    {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < numPending_; ++i) {
            const int index = pending_[i];
            if (emit(index)) {
                isPending_[static_cast<std::size_t>(index)] = 0;
            } else {
                pending_[kept++] = index;
            }
        }
        numPending_ = kept;
    }
    /// The same for notes, in the order played.
    template <class Emit>
    void takeNotes(Emit&& emit) noexcept
    {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < numNotes_; ++i) {
            if (!emit(notes_[i])) notes_[kept++] = notes_[i];
        }
        numNotes_ = kept;
    }

private:
    std::vector<std::uint8_t> isPending_;
    std::vector<int> pending_;
    std::vector<Event> notes_;
    std::size_t numPending_ = 0;
    std::size_t numNotes_ = 0;
};

} // namespace cppmusic::audio

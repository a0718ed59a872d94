// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/playback/NoteContent.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace cppmusic::audio {

void NoteContent::buildIndex()
{
    starts_.clear();
    latestEnds_.clear();
    if (sequences.empty()) return;
    const std::size_t leaves = std::bit_ceil(sequences.size());
    latestEnds_.assign(2 * leaves, std::numeric_limits<std::int64_t>::min());
    for (std::size_t i = 0; i < sequences.size(); ++i) {
        starts_.push_back(sequences[i]->startFrame);
        latestEnds_[leaves + i] = sequences[i]->endFrame;
    }
    for (std::size_t node = leaves - 1; node > 0; --node)
        latestEnds_[node] = std::max(latestEnds_[2 * node], latestEnds_[2 * node + 1]);
}

} // namespace cppmusic::audio

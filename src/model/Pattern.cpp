// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/Pattern.h"

#include <algorithm>
#include <tuple>

namespace cppmusic::model {

core::Beats Pattern::computeContentLength() const
{
    core::Beats end = length;
    for (const auto& [track, lane] : lanes)
        for (const auto& note : lane->notes)
            end = std::max(end, note.event.start + note.event.duration);
    return end;
}

std::vector<Note> Pattern::getNotesInRange(TrackId lane, core::Beats from, core::Beats to) const
{
    std::vector<Note> found;
    const auto place = lanes.find(lane);
    if (place == lanes.end()) return found;
    for (const auto& note : place->second->notes) {
        if (note.event.start >= to) break;
        if (note.event.start + note.event.duration > from) found.push_back(note);
    }
    return found;
}

bool comesBefore(const Note& a, const Note& b) noexcept
{
    return std::tie(a.event.start, a.event.pitch, a.id) <
           std::tie(b.event.start, b.event.pitch, b.id);
}

void sortLane(PatternLane& lane)
{
    const auto byPlace = [](const auto& a, const auto& b) { return a.at < b.at; };
    std::stable_sort(lane.notes.begin(), lane.notes.end(), comesBefore);
    std::stable_sort(lane.controls.begin(), lane.controls.end(), byPlace);
    std::stable_sort(lane.opaque.begin(), lane.opaque.end(), byPlace);
}

} // namespace cppmusic::model

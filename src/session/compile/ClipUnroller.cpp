// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/ClipUnroller.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <tuple>

namespace cppmusic::session {

namespace {

void chaseControls(UnrolledLane& unrolled, const PatternPlacement& place,
                   const model::PatternLane& lane, core::Beats before)
{
    using Key = std::tuple<model::ControlEvent::Kind, std::uint8_t, std::uint8_t>;
    std::map<Key, const model::ControlEvent*> last;
    for (const auto& control : lane.controls) {
        if (control.at >= before) break;
        const bool isNumbered = control.kind == model::ControlEvent::Kind::controlChange ||
                                control.kind == model::ControlEvent::Kind::polyPressure;
        last[Key{control.kind, control.channel, isNumbered ? control.number : std::uint8_t{0}}] =
            &control;
    }
    for (const auto& [key, control] : last) unrolled.controls.push_back({place.start, control});
}

/// One pass through the pattern whose beat 0 lies at `origin` in the song.
void addPass(UnrolledLane& unrolled, const PatternPlacement& place, const model::PatternLane& lane,
             core::Beats origin)
{
    const core::Beats end = place.start + place.length;
    const auto isInside = [&](core::Beats at) { return at >= place.start && at < end; };
    for (const auto& note : lane.notes) {
        if (note.event.start >= place.patternLength) break;
        const core::Beats on = origin + note.event.start;
        if (note.isMuted || !isInside(on)) continue;
        unrolled.notes.push_back({on, std::min(on + note.event.duration, end), &note});
    }
    for (const auto& control : lane.controls) {
        if (control.at >= place.patternLength) break;
        if (isInside(origin + control.at))
            unrolled.controls.push_back({origin + control.at, &control});
    }
    for (const auto& event : lane.opaque) {
        if (event.at >= place.patternLength) break;
        if (isInside(origin + event.at)) unrolled.opaque.push_back({origin + event.at, &event});
    }
}

} // namespace

PatternPlacement placementOf(const model::Clip& clip, const model::PatternClip& content,
                             const model::Pattern& pattern)
{
    return {clip.start, clip.length, content.offset, pattern.length, content.isLooped};
}

UnrolledLane unrollClip(const PatternPlacement& place, const model::PatternLane& lane)
{
    UnrolledLane unrolled;
    core::Beats offset = place.offset;
    if (place.isLooped) {
        const double passes = std::floor(place.offset / place.patternLength);
        offset = place.offset - place.patternLength * passes;
    }
    chaseControls(unrolled, place, lane, offset);
    const core::Beats first = place.start - offset;
    addPass(unrolled, place, lane, first);
    const bool isEmpty = lane.notes.empty() && lane.controls.empty() && lane.opaque.empty();
    if (place.isLooped && !isEmpty) {
        const core::Beats end = place.start + place.length;
        // Multiples rather than a running sum: a thousandth repetition is exactly where it belongs.
        for (double pass = 1.0; first + place.patternLength * pass < end; pass += 1.0)
            addPass(unrolled, place, lane, first + place.patternLength * pass);
    }
    return unrolled;
}

} // namespace cppmusic::session

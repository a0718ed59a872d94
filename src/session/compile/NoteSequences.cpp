// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/NoteSequences.h"

#include "audio/graph/Event.h"

#include <algorithm>
#include <tuple>

namespace cppmusic::session {

namespace {

audio::EventType eventTypeOf(model::ControlEvent::Kind kind)
{
    using Kind = model::ControlEvent::Kind;
    switch (kind) {
    case Kind::controlChange: return audio::EventType::controlChange;
    case Kind::pitchBend: return audio::EventType::pitchBend;
    case Kind::channelPressure: return audio::EventType::channelPressure;
    case Kind::polyPressure: return audio::EventType::polyPressure;
    case Kind::programChange: return audio::EventType::programChange;
    }
    return audio::EventType::controlChange;
}

audio::TimedNote timedNote(const core::NoteEvent& event, std::int64_t on, std::int64_t off)
{
    audio::TimedNote note;
    note.onFrame = on;
    note.offFrame = std::max(off, on + 1);
    note.velocity = event.velocity;
    note.releaseVelocity = event.releaseVelocity;
    note.key = event.pitch;
    note.channel = event.channel;
    return note;
}

audio::TimedControl timedControl(const model::ControlEvent& control, std::int64_t frame)
{
    audio::TimedControl timed;
    timed.frame = frame;
    timed.value = control.value;
    timed.type = static_cast<std::uint8_t>(eventTypeOf(control.kind));
    timed.channel = control.channel;
    timed.number = control.number;
    return timed;
}

} // namespace

std::shared_ptr<const audio::NoteSequence> buildNoteSequence(const PatternPlacement& place,
                                                             const model::PatternLane& lane,
                                                             const core::TempoMap& tempo,
                                                             core::SampleRate rate)
{
    const auto framesAt = [&](core::Beats beat) { return tempo.framesAt(beat, rate).value; };
    auto sequence = std::make_shared<audio::NoteSequence>();
    sequence->startFrame = framesAt(place.start);
    sequence->endFrame = framesAt(place.start + place.length);
    const auto unrolled = unrollClip(place, lane);
    for (const auto& [on, off, note] : unrolled.notes) {
        const std::int64_t onFrame = framesAt(on);
        if (onFrame >= sequence->endFrame) continue;
        sequence->notes.push_back(timedNote(note->event, onFrame, framesAt(off)));
        const auto& last = sequence->notes.back();
        sequence->longestNote = std::max(sequence->longestNote, last.offFrame - last.onFrame);
    }
    for (const auto& [at, control] : unrolled.controls)
        sequence->controls.push_back(timedControl(*control, framesAt(at)));
    std::stable_sort(sequence->notes.begin(), sequence->notes.end(),
                     [](const auto& a, const auto& b) {
                         return std::tie(a.onFrame, a.key) < std::tie(b.onFrame, b.key);
                     });
    return sequence;
}

} // namespace cppmusic::session

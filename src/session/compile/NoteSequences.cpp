// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/NoteSequences.h"

#include "audio/graph/Event.h"

#include <algorithm>
#include <cmath>
#include <map>
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

/// Builds one sequence; a method per part of the work.
class SequenceBuilder {
public:
    SequenceBuilder(const PatternPlacement& place, const core::TempoMap& tempo,
                    core::SampleRate rate)
        : place_(place), tempo_(tempo), rate_(rate), end_(place.start + place.length)
    {
        sequence_.startFrame = framesAt(place.start);
        sequence_.endFrame = framesAt(end_);
    }

    void chaseControls(const model::PatternLane& lane, core::Beats before)
    {
        using Key = std::tuple<model::ControlEvent::Kind, std::uint8_t, std::uint8_t>;
        std::map<Key, const model::ControlEvent*> last;
        for (const auto& control : lane.controls) {
            if (control.at >= before) break;
            const bool isNumbered = control.kind == model::ControlEvent::Kind::controlChange ||
                                    control.kind == model::ControlEvent::Kind::polyPressure;
            const std::uint8_t number = isNumbered ? control.number : std::uint8_t{0};
            last[Key{control.kind, control.channel, number}] = &control;
        }
        for (const auto& [key, control] : last) addControl(*control, place_.start);
    }

    /// One pass through the pattern whose beat 0 lies at `origin` in the song.
    void addPass(const model::PatternLane& lane, core::Beats origin)
    {
        for (const auto& note : lane.notes) {
            if (note.event.start >= place_.patternLength) break;
            if (!note.isMuted) addNote(note.event, origin);
        }
        for (const auto& control : lane.controls) {
            if (control.at >= place_.patternLength) break;
            const core::Beats at = origin + control.at;
            if (at >= place_.start && at < end_) addControl(control, at);
        }
    }

    std::shared_ptr<const audio::NoteSequence> finish()
    {
        std::stable_sort(sequence_.notes.begin(), sequence_.notes.end(),
                         [](const auto& a, const auto& b) {
                             return std::tie(a.onFrame, a.key) < std::tie(b.onFrame, b.key);
                         });
        std::stable_sort(sequence_.controls.begin(), sequence_.controls.end(),
                         [](const auto& a, const auto& b) { return a.frame < b.frame; });
        return std::make_shared<const audio::NoteSequence>(std::move(sequence_));
    }

private:
    [[nodiscard]] std::int64_t framesAt(core::Beats beat) const
    {
        return tempo_.framesAt(beat, rate_).value;
    }

    void addNote(const core::NoteEvent& event, core::Beats origin)
    {
        const core::Beats on = origin + event.start;
        if (on < place_.start || on >= end_) return;
        audio::TimedNote note;
        note.onFrame = framesAt(on);
        if (note.onFrame >= sequence_.endFrame) return;
        const std::int64_t off = std::min(framesAt(on + event.duration), sequence_.endFrame);
        note.offFrame = std::max(off, note.onFrame + 1);
        note.velocity = event.velocity;
        note.releaseVelocity = event.releaseVelocity;
        note.key = event.pitch;
        note.channel = event.channel;
        sequence_.longestNote = std::max(sequence_.longestNote, note.offFrame - note.onFrame);
        sequence_.notes.push_back(note);
    }

    void addControl(const model::ControlEvent& control, core::Beats at)
    {
        audio::TimedControl timed;
        timed.frame = framesAt(at);
        timed.value = control.value;
        timed.type = static_cast<std::uint8_t>(eventTypeOf(control.kind));
        timed.channel = control.channel;
        timed.number = control.number;
        sequence_.controls.push_back(timed);
    }

    const PatternPlacement& place_;
    const core::TempoMap& tempo_;
    core::SampleRate rate_;
    core::Beats end_;
    audio::NoteSequence sequence_;
};

} // namespace

PatternPlacement placementOf(const model::Clip& clip, const model::PatternClip& content,
                             const model::Pattern& pattern)
{
    return {clip.start, clip.length, content.offset, pattern.length, content.isLooped};
}

std::shared_ptr<const audio::NoteSequence> buildNoteSequence(const PatternPlacement& place,
                                                             const model::PatternLane& lane,
                                                             const core::TempoMap& tempo,
                                                             core::SampleRate rate)
{
    SequenceBuilder builder(place, tempo, rate);
    core::Beats offset = place.offset;
    if (place.isLooped) {
        const double passes = std::floor(place.offset / place.patternLength);
        offset = place.offset - place.patternLength * passes;
    }
    builder.chaseControls(lane, offset);
    const core::Beats first = place.start - offset;
    builder.addPass(lane, first);
    if (place.isLooped) {
        const core::Beats end = place.start + place.length;
        // Multiples rather than a running sum: a thousandth repetition is exactly where it belongs.
        for (double pass = 1.0; first + place.patternLength * pass < end; pass += 1.0)
            builder.addPass(lane, first + place.patternLength * pass);
    }
    return builder.finish();
}

} // namespace cppmusic::session

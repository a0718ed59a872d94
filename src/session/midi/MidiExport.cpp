// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/midi/MidiExport.h"

#include "model/Queries.h"
#include "session/compile/ClipUnroller.h"
#include "session/midi/MidiResolution.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <string>
#include <utility>

namespace cppmusic::session {

namespace {

using audio::MidiFileEvent;

/// What a track plays, at places of the song.
struct TrackEvents {
    std::string name;
    std::deque<UnrolledLane> clips;
};

int sevenBits(float value)
{
    return std::clamp(static_cast<int>(std::lround(value * 127.0f)), 0, 127);
}

int velocityBits(float value)
{
    return std::max(1, sevenBits(value)); // 0 would be a release
}

/// All clips that sound on a track, in song order.
TrackEvents collectTrack(const model::Project& project, const model::Track& track)
{
    TrackEvents events{track.name, {}};
    for (const auto& owner : project.tracks) {
        for (const auto& clip : owner->clips) {
            const auto* content = std::get_if<model::PatternClip>(&clip->content);
            if (content == nullptr || clip->isMuted) continue;
            const auto* pattern = model::findPattern(project, content->pattern);
            if (pattern == nullptr) continue;
            const auto place = placementOf(*clip, *content, **pattern);
            for (const auto& [laneTrack, lane] : (*pattern)->lanes)
                if ((laneTrack.isValid() ? laneTrack : owner->id) == track.id)
                    events.clips.push_back(unrollClip(place, *lane));
        }
    }
    return events;
}

bool isEmpty(const TrackEvents& events)
{
    return std::all_of(events.clips.begin(), events.clips.end(), [](const UnrolledLane& clip) {
        return clip.notes.empty() && clip.controls.empty() && clip.opaque.empty();
    });
}

/// Tempo points with ramps turned into steps.
std::vector<core::TempoPoint> tempoSteps(const core::TempoMap& tempo)
{
    constexpr double stepsPerBeat = 8.0;
    std::vector<core::TempoPoint> steps;
    const auto& points = tempo.tempos();
    for (std::size_t i = 0; i < points.size(); ++i) {
        const bool isRamp = points[i].rampToNext && i + 1 < points.size();
        steps.push_back({points[i].at, points[i].tempo, false});
        if (!isRamp) continue;
        double step = std::floor(points[i].at.value * stepsPerBeat) + 1.0;
        for (; step / stepsPerBeat < points[i + 1].at.value; step += 1.0) {
            const core::Beats at{step / stepsPerBeat};
            steps.push_back({at, tempo.tempoAt(at), false});
        }
    }
    return steps;
}

class Exporter {
public:
    explicit Exporter(const model::Project& project)
        : project_(project), tempos_(tempoSteps(*project.tempo))
    {
        for (const auto& track : project.tracks) {
            auto events = collectTrack(project, *track);
            if (!isEmpty(events)) tracks_.push_back(std::move(events));
        }
    }

    audio::StandardMidiFile write()
    {
        chooseDivision();
        file_.format = 1;
        file_.tracks.push_back(conductor());
        for (const auto& track : tracks_) file_.tracks.push_back(writeTrack(track));
        return std::move(file_);
    }

private:
    void chooseDivision()
    {
        std::vector<core::Beats> places;
        for (const auto& tempo : tempos_) places.push_back(tempo.at);
        for (const auto& signature : project_.tempo->signatures()) places.push_back(signature.at);
        for (const auto& marker : project_.markers) places.push_back(marker.at);
        for (const auto& track : tracks_) {
            for (const auto& clip : track.clips) {
                for (const auto& note : clip.notes) {
                    places.push_back(note.on);
                    places.push_back(note.off);
                }
                for (const auto& control : clip.controls) places.push_back(control.at);
                for (const auto& event : clip.opaque) places.push_back(event.at);
            }
        }
        file_.division.ticksPerQuarter = chooseTicksPerQuarter(places);
    }

    [[nodiscard]] std::int64_t tickAt(core::Beats at) const
    {
        return std::llround(at.value * file_.division.ticksPerQuarter);
    }

    /// Sorted by tick, equal ones in the order they were added; the end behind the last.
    static audio::MidiFileTrack finish(std::vector<MidiFileEvent> events)
    {
        std::stable_sort(events.begin(), events.end(),
                         [](const auto& a, const auto& b) { return a.tick < b.tick; });
        audio::MidiFileTrack track;
        track.endTick = events.empty() ? 0 : events.back().tick;
        track.events = std::move(events);
        return track;
    }

    [[nodiscard]] audio::MidiFileTrack conductor() const
    {
        std::vector<MidiFileEvent> events;
        events.push_back(MidiFileEvent::meta(0, 0x03, project_.name));
        for (const auto& point : project_.tempo->signatures())
            events.push_back(MidiFileEvent::timeSignature(
                tickAt(point.at), point.signature.numerator, point.signature.denominator));
        for (const auto& point : tempos_)
            events.push_back(MidiFileEvent::tempo(
                tickAt(point.at), static_cast<int>(std::lround(60.0e6 / point.tempo.value))));
        for (const auto& marker : project_.markers)
            events.push_back(MidiFileEvent::meta(tickAt(marker.at), 0x06, marker.name));
        return finish(std::move(events));
    }

    /// At one tick: ends of notes, then what is kept, controllers, beginnings of notes.
    [[nodiscard]] audio::MidiFileTrack writeTrack(const TrackEvents& track) const
    {
        std::vector<MidiFileEvent> events;
        events.push_back(MidiFileEvent::meta(0, 0x03, track.name));
        for (const auto& clip : track.clips)
            for (const auto& note : clip.notes) {
                const auto& event = note.note->event;
                events.push_back(MidiFileEvent::channelEvent(endTick(note), 0x80 | event.channel,
                                                             event.pitch,
                                                             sevenBits(event.releaseVelocity)));
            }
        for (const auto& clip : track.clips)
            for (const auto& [at, event] : clip.opaque) addOpaque(events, tickAt(at), *event);
        for (const auto& clip : track.clips)
            for (const auto& [at, control] : clip.controls)
                events.push_back(controlEvent(tickAt(at), *control));
        for (const auto& clip : track.clips)
            for (const auto& note : clip.notes) {
                const auto& event = note.note->event;
                events.push_back(MidiFileEvent::channelEvent(tickAt(note.on), 0x90 | event.channel,
                                                             event.pitch,
                                                             velocityBits(event.velocity)));
            }
        return finish(std::move(events));
    }

    [[nodiscard]] std::int64_t endTick(const UnrolledLane::Note& note) const
    {
        return std::max(tickAt(note.off), tickAt(note.on) + 1);
    }

    static void addOpaque(std::vector<MidiFileEvent>& events, std::int64_t tick,
                          const model::OpaqueEvent& kept)
    {
        MidiFileEvent event;
        event.tick = tick;
        event.status = kept.status;
        event.metaType = kept.metaType;
        event.bytes = kept.bytes;
        events.push_back(std::move(event));
    }

    static MidiFileEvent controlEvent(std::int64_t tick, const model::ControlEvent& control)
    {
        using Kind = model::ControlEvent::Kind;
        const auto make = [&](int kind, int data1, int data2 = 0) {
            return MidiFileEvent::channelEvent(tick, kind | control.channel, data1, data2);
        };
        switch (control.kind) {
        case Kind::controlChange: return make(0xB0, control.number, sevenBits(control.value));
        case Kind::polyPressure: return make(0xA0, control.number, sevenBits(control.value));
        case Kind::channelPressure: return make(0xD0, sevenBits(control.value));
        case Kind::programChange: return make(0xC0, control.number);
        case Kind::pitchBend: break;
        }
        const int bend =
            std::clamp(static_cast<int>(std::lround(control.value * 8192.0f)) + 8192, 0, 16383);
        return make(0xE0, bend % 128, bend / 128);
    }

    const model::Project& project_;
    std::vector<core::TempoPoint> tempos_;
    std::vector<TrackEvents> tracks_;
    audio::StandardMidiFile file_;
};

} // namespace

audio::StandardMidiFile exportMidi(const model::Project& project)
{
    return Exporter(project).write();
}

} // namespace cppmusic::session

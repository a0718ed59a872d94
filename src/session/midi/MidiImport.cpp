// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/midi/MidiImport.h"

#include "model/Queries.h"
#include "session/midi/MidiClock.h"
#include "session/midi/MidiTrackReader.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace cppmusic::session {

namespace {

/// What is longer is a mistake in the file: a week at 120 bpm.
constexpr core::Beats longestSong{1.0e6};

/// One lane of the file on its way to a track.
struct Part {
    std::string name;
    model::PatternLane lane;
    core::Beats end;
    bool isPlayed = true; ///< has events for an instrument
};

bool isConductor(const audio::StandardMidiFile& file, std::size_t index,
                 const MidiTrackContent& content)
{
    return file.format == 1 && index == 0 && file.tracks.size() > 1 && content.channels.empty();
}

std::string partName(const MidiTrackContent& content, std::size_t trackIndex, int channel)
{
    std::string name =
        content.name.empty() ? "Track " + std::to_string(trackIndex + 1) : content.name;
    if (content.channels.size() > 1) name += " ch " + std::to_string(channel + 1);
    return name;
}

/// The bar line at or behind a place, at least one bar.
core::Beats endOfBar(const core::TempoMap& tempo, core::Beats at)
{
    const auto place = tempo.barPositionAt(at);
    const core::Beats start = tempo.barStart(place.bar);
    return at > start ? tempo.barStart(place.bar + 1) : std::max(start, tempo.barStart(2));
}

class Importer {
public:
    Importer(const audio::StandardMidiFile& file, const model::Project& project,
             const std::function<std::uint64_t()>& newId)
        : file_(file), project_(project), newId_(newId), isSongEmpty_(!hasClips(project))
    {
    }

    core::Result<MidiImport> import(const std::string& name)
    {
        import_.edit.label = "Import " + name;
        readParts();
        for (const auto& part : parts_)
            if (part.end > longestSong)
                return core::makeError(core::ErrorCode::corrupt,
                                       "the file is longer than a million beats");
        addTempo();
        for (auto& marker : markers_) {
            marker.id = model::MarkerId{newId_()};
            import_.edit.commands.emplace_back(project::AddMarker{std::move(marker)});
        }
        addName(name);
        for (auto& part : parts_) addPart(std::move(part));
        if (file_.format == 2)
            import_.problems.push_back({name, "its tracks are independent sequences; they were "
                                              "placed side by side"});
        return std::move(import_);
    }

private:
    static bool hasClips(const model::Project& project)
    {
        return std::any_of(project.tracks.begin(), project.tracks.end(),
                           [](const auto& track) { return !track->clips.empty(); });
    }

    void readParts()
    {
        MidiTrackContent conductor;
        for (std::size_t i = 0; i < file_.tracks.size(); ++i) {
            auto content = readMidiTrack(file_.tracks[i], file_.division,
                                         "track " + std::to_string(i + 1), import_.problems);
            for (auto& marker : content.markers) markers_.push_back(std::move(marker));
            if (isConductor(file_, i, content)) {
                songName_ = content.name;
                conductor = std::move(content);
                continue;
            }
            if (file_.format == 0) songName_ = content.name;
            addParts(std::move(content), i);
        }
        if (conductor.opaque.empty()) return;
        if (parts_.empty()) parts_.push_back({songName_, {}, {}, false});
        Part& first = parts_.front();
        first.end = std::max(first.end, conductor.end);
        first.lane.opaque.insert(first.lane.opaque.begin(), conductor.opaque.begin(),
                                 conductor.opaque.end());
        model::sortLane(first.lane);
    }

    void addParts(MidiTrackContent content, std::size_t trackIndex)
    {
        if (content.channels.empty()) {
            if (content.opaque.empty()) return;
            Part part{partName(content, trackIndex, 0), {}, content.end, false};
            part.lane.opaque = std::move(content.opaque);
            parts_.push_back(std::move(part));
            return;
        }
        bool isFirst = true;
        for (auto& [channel, lane] : content.channels) {
            if (std::exchange(isFirst, false)) lane.opaque = std::move(content.opaque);
            parts_.push_back(
                {partName(content, trackIndex, channel), std::move(lane), content.end, true});
        }
    }

    void addTempo()
    {
        auto map = tempoMapOf(file_, import_.problems);
        if (isSongEmpty_)
            import_.edit.commands.emplace_back(
                project::SetTempoMap{core::Shared<core::TempoMap>(map)});
        tempo_ = isSongEmpty_ ? std::move(map) : *project_.tempo;
    }

    void addName(const std::string& fileName)
    {
        if (!isSongEmpty_ || project_.name != model::makeEmptyProject().name) return;
        const auto stem = fileName.substr(0, fileName.rfind('.'));
        const std::string& name = songName_.empty() ? stem : songName_;
        if (!name.empty()) import_.edit.commands.emplace_back(project::RenameProject{name});
    }

    void addPart(Part part)
    {
        model::Pattern pattern;
        pattern.id = model::PatternId{newId_()};
        pattern.name = part.name;
        pattern.length = endOfBar(tempo_, part.end);
        for (auto& note : part.lane.notes) note.id = model::NoteId{newId_()};
        const bool isPlayed = part.isPlayed;
        pattern.lanes.emplace(model::TrackId{}, std::move(part.lane));

        model::Clip clip;
        clip.id = model::ClipId{newId_()};
        clip.length = pattern.length;
        clip.content = model::PatternClip{pattern.id, core::Beats{0.0}, false};

        model::Track track = makeTrack(std::move(part.name), isPlayed);
        import_.tracks.push_back(track.id);
        import_.clips.push_back(clip.id);
        const auto trackId = track.id;
        auto& commands = import_.edit.commands;
        commands.emplace_back(
            project::AddPattern{core::Shared<model::Pattern>(std::move(pattern))});
        commands.emplace_back(
            project::AddTrack{core::Shared<model::Track>(std::move(track)), trackPlace()});
        commands.emplace_back(
            project::InsertClip{trackId, core::Shared<model::Clip>(std::move(clip))});
    }

    model::Track makeTrack(std::string name, bool isPlayed)
    {
        model::Track track;
        track.id = model::TrackId{newId_()};
        track.name = std::move(name);
        const std::size_t row = project_.tracks.size() + import_.tracks.size();
        track.colour.index = static_cast<std::int8_t>(row % 16);
        if (!isPlayed) return track;
        model::Device synth;
        synth.id = model::DeviceId{newId_()};
        synth.type = "cppmusic.synth";
        track.instrument = core::Shared<model::Device>(std::move(synth));
        // Unrelated parts add up by power; leave room for all of them.
        const auto numPlayed = static_cast<double>(
            std::count_if(parts_.begin(), parts_.end(), [](const Part& p) { return p.isPlayed; }));
        track.strip.gainDb = static_cast<float>(-std::round(10.0 * std::log10(numPlayed)));
        return track;
    }

    /// Above a master that is last, behind what was imported before.
    [[nodiscard]] std::size_t trackPlace() const
    {
        const auto& tracks = project_.tracks;
        const bool isMasterLast =
            !tracks.empty() && tracks.back()->kind == model::TrackKind::master;
        return tracks.size() - (isMasterLast ? 1 : 0) + import_.tracks.size() - 1;
    }

    const audio::StandardMidiFile& file_;
    const model::Project& project_;
    const std::function<std::uint64_t()>& newId_;
    bool isSongEmpty_;
    MidiImport import_;
    std::vector<Part> parts_;
    std::vector<model::Marker> markers_;
    std::string songName_;
    core::TempoMap tempo_;
};

} // namespace

core::Result<MidiImport> importMidi(const audio::StandardMidiFile& file,
                                    const model::Project& project, const std::string& name,
                                    const std::function<std::uint64_t()>& newId)
{
    return Importer(file, project, newId).import(name);
}

} // namespace cppmusic::session

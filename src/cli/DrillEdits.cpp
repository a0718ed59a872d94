// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/DrillEdits.h"

#include "model/Queries.h"

#include <algorithm>
#include <iterator>
#include <random>
#include <string>
#include <utility>

namespace cppmusic::cli {

namespace {

using core::Beats;
using model::Project;

/// Makes up one edit for a project.
class DrillEdit {
public:
    DrillEdit(const Project& project, std::uint64_t number)
        : project_(project), generator_(0xd911'0000 + number * 7919), nextId_(project.nextId)
    {
    }

    [[nodiscard]] std::size_t below(std::size_t bound) { return generator_() % bound; }

    [[nodiscard]] project::Command make()
    {
        switch (below(14)) {
        case 0: return addTrack();
        case 1: return project::RenameTrack{track(), word()};
        case 2: return project::SetTrackGain{track(), -static_cast<float>(below(600)) / 10.0f};
        case 3:
            return project::SetTrackPan{track(), static_cast<float>(below(201)) / 100.0f - 1.0f};
        case 4: return project::SetTrackMute{track(), below(2) == 0};
        case 5: return addPattern();
        case 6:
        case 7:
        case 8: return addNotes();
        case 9: return addClip();
        case 10: return moveClip();
        case 11:
            return project::SetTempo{Beats{static_cast<double>(below(64)) * 4.0},
                                     core::Bpm{60.0 + static_cast<double>(below(120))}};
        case 12: return addMarker();
        default: return project::RenameProject{word()};
        }
    }

private:
    template <class IdType>
    IdType newId()
    {
        return IdType{nextId_++};
    }
    std::string word()
    {
        static constexpr const char* words[] = {"Bass",    "Häuser", "Lead", "夜",  "Kick \"909\"",
                                                "Strings", "Été",    "Drop", "Vox", "Pad"};
        return std::string(words[below(std::size(words))]) + " " + std::to_string(below(1000));
    }
    double beat() { return static_cast<double>(below(256)) / 4.0; }
    model::TrackId track()
    {
        auto found = project_.tracks.begin();
        std::advance(found, static_cast<std::ptrdiff_t>(below(project_.tracks.size())));
        return (*found)->id;
    }
    model::PatternId pattern()
    {
        if (project_.patterns.empty()) return {};
        auto found = project_.patterns.begin();
        std::advance(found, static_cast<std::ptrdiff_t>(below(project_.patterns.size())));
        return found->first;
    }
    model::Note note()
    {
        model::Note made;
        made.id = newId<model::NoteId>();
        made.event.start = Beats{beat() / 16.0};
        made.event.pitch = static_cast<std::uint8_t>(36 + below(48));
        made.event.velocity = 0.25f + static_cast<float>(below(4)) / 8.0f;
        return made;
    }

    project::Command addTrack()
    {
        // Songs stay small, so that a drill measures edits and not size.
        if (project_.tracks.size() > 24) return project::RenameTrack{track(), word()};
        model::Track made;
        made.id = newId<model::TrackId>();
        made.name = word();
        made.colour.index = static_cast<std::int8_t>(below(16));
        return project::AddTrack{core::Shared<model::Track>(std::move(made)), 0};
    }
    project::Command addPattern()
    {
        if (project_.patterns.size() > 24) return project::RemovePattern{pattern()};
        model::Pattern made;
        made.id = newId<model::PatternId>();
        made.name = word();
        return project::AddPattern{core::Shared<model::Pattern>(std::move(made))};
    }
    project::Command addNotes()
    {
        std::vector<model::Note> notes;
        for (auto count = 1 + below(4); count > 0; --count) notes.push_back(note());
        return project::InsertNotes{pattern(), {}, std::move(notes)};
    }
    project::Command addClip()
    {
        model::Clip made;
        made.id = newId<model::ClipId>();
        made.start = Beats{beat()};
        made.content = model::PatternClip{pattern(), {}, true};
        return project::InsertClip{track(), core::Shared<model::Clip>(std::move(made))};
    }
    project::Command moveClip()
    {
        for (const auto& candidate : project_.tracks)
            if (!candidate->clips.empty())
                return project::MoveClip{(*candidate->clips.begin())->id, {}, Beats{beat()}};
        return addClip();
    }
    project::Command addMarker()
    {
        model::Marker made;
        made.id = newId<model::MarkerId>();
        made.name = word();
        made.at = Beats{beat()};
        return project::AddMarker{std::move(made)};
    }

    const Project& project_;
    std::mt19937_64 generator_;
    std::uint64_t nextId_;
};

} // namespace

Project makeDrillSong()
{
    project::ProjectModel model;
    for (const char* name : {"Drums", "Bass", "Lead"}) {
        model::Track track;
        track.id = model.newId<model::TrackId>();
        track.name = name;
        (void)model.execute(project::AddTrack{core::Shared<model::Track>(std::move(track)), 0});
    }
    model::Pattern pattern;
    pattern.id = model.newId<model::PatternId>();
    pattern.name = "Riff";
    (void)model.execute(project::AddPattern{core::Shared<model::Pattern>(std::move(pattern))});
    model::AutomationLane lane;
    lane.id = model.newId<model::LaneId>();
    lane.parameter = "gain";
    lane.points = {{Beats{0}, -6.0f}, {Beats{4}, 0.0f}};
    const auto first = (*model.snapshot()->tracks.begin())->id;
    (void)model.execute(
        project::AddLane{first, core::Shared<model::AutomationLane>(std::move(lane))});
    (void)model.execute(project::RenameProject{"Drill"});
    return *model.snapshot();
}

core::Status performDrillEdit(project::ProjectModel& model, std::uint64_t number)
{
    std::mt19937_64 generator(number);
    const auto kind = generator() % 12;
    if (kind == 0 && model.undo()) return {};
    if (kind == 1 && model.redo()) return {};
    const auto snapshot = model.snapshot();
    // Some that are made up don't apply; then the next one.
    for (std::uint64_t attempt = 0; attempt < 100; ++attempt) {
        DrillEdit edit(*snapshot, number * 100 + attempt);
        if (model.execute(edit.make())) return {};
    }
    return model.execute(project::RenameProject{"Edit " + std::to_string(number)});
}

} // namespace cppmusic::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/SelectiveUndo.h"

#include "model/Queries.h"
#include "project/ApplyCommand.h"

#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace cppmusic::project {

using core::ErrorCode;
using core::makeError;

namespace {

const core::Shared<model::Track>* trackOf(const model::Project& project, model::TrackId id)
{
    return model::findTrack(project, id);
}

std::set<model::PatternId> patternsOf(const model::Project& project, model::TrackId id)
{
    std::set<model::PatternId> patterns;
    const auto* track = trackOf(project, id);
    if (track == nullptr) return patterns;
    for (const auto& clip : (*track)->clips)
        if (const auto* content = std::get_if<model::PatternClip>(&clip->content))
            patterns.insert(content->pattern);
    return patterns;
}

bool isTouched(const model::Project& before, const model::Project& after, model::TrackId id)
{
    const auto* was = trackOf(before, id);
    const auto* is = trackOf(after, id);
    if ((was == nullptr) != (is == nullptr)) return true;
    if (was == nullptr) return false;
    if (!(*was == *is)) return true;
    for (const auto pattern : patternsOf(after, id)) {
        const auto old = before.patterns.find(pattern);
        const auto now = after.patterns.find(pattern);
        const bool wasThere = old != before.patterns.end(), isThere = now != after.patterns.end();
        if (wasThere != isThere || (isThere && !(old->second == now->second))) return true;
    }
    return false;
}

bool isSameSong(const model::Project& a, model::Project b)
{
    b.nextId = a.nextId; // the counter may run ahead
    return a == b;
}

core::Error dependsOn(const UndoTree& tree, Revision later, Revision wanted)
{
    return makeError(ErrorCode::invalidArgument,
                     "'" + tree.node(wanted).entry->label + "' can't be undone alone: the later '" +
                         tree.node(later).entry->label + "' (revision " + std::to_string(later) +
                         ") depends on it. Undo that one first.",
                     "revision " + std::to_string(wanted));
}

} // namespace

core::Result<SelectiveUndo> undoLastOfTrack(const model::Project& project, const UndoTree& tree,
                                            model::TrackId track)
{
    // Back along the line until an edit touched the track; what comes after it is kept.
    std::vector<Revision> later;
    model::Project after = project;
    for (auto revision = tree.current(); !tree.isOrigin(revision);
         revision = tree.node(revision).parent) {
        const auto& entry = *tree.node(revision).entry;
        auto undone = applyCommand(after, entry.inverse);
        if (!undone) return undone.error();
        if (!isTouched(undone->after, after, track)) {
            later.push_back(revision);
            after = std::move(undone->after);
            continue;
        }
        auto command = entry.inverse;
        command.nextIdAfter = 0; // ids of later edits stay taken
        // Each later edit in turn must come out the same with and without it.
        auto with = std::move(after), without = std::move(undone->after);
        for (auto next = later.rbegin(); next != later.rend(); ++next) {
            auto stepWith = applyCommand(with, tree.node(*next).entry->forward);
            auto stepWithout = applyCommand(without, tree.node(*next).entry->forward);
            if (!stepWith || !stepWithout) return dependsOn(tree, *next, revision);
            with = std::move(stepWith->after);
            without = std::move(stepWithout->after);
            const auto alone = applyCommand(with, command);
            if (!alone || !isSameSong(alone->after, without))
                return dependsOn(tree, *next, revision);
        }
        return SelectiveUndo{revision, Batch{"Undo " + entry.label, {std::move(command)}}};
    }
    return makeError(ErrorCode::notFound, "No edit of this track is in the history.",
                     "track " + std::to_string(track.value));
}

} // namespace cppmusic::project

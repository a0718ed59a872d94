// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/SelectiveUndo.h"

#include "model/Queries.h"
#include "project/ApplyCommand.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <variant>
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

/// Ids of later edits stay taken.
void keepIds(Command& command)
{
    command.nextIdAfter = 0;
    if (auto* batch = std::get_if<Batch>(&command.body))
        for (auto& each : batch->commands) keepIds(each);
}

/// What takes this edit alone back.
Batch takingBack(const UndoEntry& entry)
{
    auto command = entry.inverse;
    keepIds(command);
    return Batch{"Undo " + entry.label, {std::move(command)}};
}

/// The edits that led to the current revision, newest first.
std::vector<Revision> lineOf(const UndoTree& tree)
{
    std::vector<Revision> line;
    for (auto at = tree.current(); !tree.isOrigin(at); at = tree.node(at).parent)
        line.push_back(at);
    return line;
}

/// Edits that were taken back alone, by what took them back, and the reverse.
std::map<Revision, Revision> pairsOf(const UndoTree& tree, const std::vector<Revision>& line)
{
    std::map<Revision, Revision> pairs;
    for (auto later = line.begin(); later != line.end(); ++later) {
        const auto* batch = std::get_if<Batch>(&tree.node(*later).entry->forward.body);
        if (batch == nullptr || !batch->label.starts_with("Undo ") || pairs.contains(*later))
            continue;
        const auto earlier = std::find_if(std::next(later), line.end(), [&](Revision each) {
            return !pairs.contains(each) && takingBack(*tree.node(each).entry) == *batch;
        });
        if (earlier == line.end()) continue;
        pairs.emplace(*later, *earlier);
        pairs.emplace(*earlier, *later);
    }
    return pairs;
}

/// Whether taking `wanted` back now gives what the song would be without it: each of `later` in
/// turn must come out the same with and without it.
core::Result<SelectiveUndo> takeBack(const model::Project& now, const UndoTree& tree,
                                     Revision wanted, model::Project without,
                                     const std::vector<Revision>& later)
{
    const auto& entry = *tree.node(wanted).entry;
    auto first = applyCommand(without, entry.forward);
    if (!first) return first.error();
    auto with = std::move(first->after);
    const auto command = takingBack(entry);
    for (const auto next : later) {
        auto stepWith = applyCommand(with, tree.node(next).entry->forward);
        auto stepWithout = applyCommand(without, tree.node(next).entry->forward);
        if (!stepWith || !stepWithout) return dependsOn(tree, next, wanted);
        with = std::move(stepWith->after);
        without = std::move(stepWithout->after);
        const auto alone = applyCommand(with, command);
        if (!alone || !isSameSong(alone->after, without)) return dependsOn(tree, next, wanted);
    }
    if (!isSameSong(with, now)) return dependsOn(tree, tree.current(), wanted);
    return SelectiveUndo{wanted, command};
}

} // namespace

core::Result<SelectiveUndo> undoLastOfTrack(const model::Project& project, const UndoTree& tree,
                                            model::TrackId track)
{
    const auto line = lineOf(tree);
    const auto pairs = pairsOf(tree, line);
    model::Project after = project;
    std::vector<Revision> passed; // newest first
    for (const auto revision : line) {
        auto undone = applyCommand(after, tree.node(revision).entry->inverse);
        if (!undone) return undone.error();
        if (!pairs.contains(revision) && isTouched(undone->after, after, track)) {
            // What was taken back alone counts as never done, if it began after this one.
            std::vector<Revision> later;
            for (const auto each : passed) {
                const auto pair = pairs.find(each);
                if (pair == pairs.end() || pair->second < revision) later.push_back(each);
            }
            std::reverse(later.begin(), later.end());
            return takeBack(project, tree, revision, std::move(undone->after), later);
        }
        passed.push_back(revision);
        after = std::move(undone->after);
    }
    return makeError(ErrorCode::notFound, "No edit of this track is in the history.",
                     "track " + std::to_string(track.value));
}

} // namespace cppmusic::project

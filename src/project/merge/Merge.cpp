// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/merge/Merge.h"

#include "core/io/Checksum.h"
#include "model/Queries.h"
#include "model/Validate.h"
#include "project/merge/IdRenumbering.h"
#include "project/merge/JsonLists.h"
#include "project/merge/JsonMerge.h"
#include "project/merge/Mend.h"
#include "project/merge/ProjectTree.h"
#include "project/serialization/ProjectJson.h"

#include <algorithm>

namespace cppmusic::project {

namespace {

using core::ErrorCode;
using core::makeError;
using model::Project;

bool hasMaster(const Project& project, model::TrackId id)
{
    const auto* track = model::findTrack(project, id);
    return track != nullptr && (*track)->kind == model::TrackKind::master;
}

core::Status checkKinship(const Project& base, const Project& ours, const Project& theirs)
{
    const auto master = model::masterTrack(base).id;
    if (hasMaster(ours, master) && hasMaster(theirs, master)) return {};
    return makeError(ErrorCode::invalidArgument,
                     "These are not versions of one song: their master tracks differ.");
}

/// A text that tells two versions apart, the same on every machine.
std::string fingerprint(const Project& project)
{
    const auto files = writeProjectFiles(project);
    std::string all;
    if (files)
        for (const auto& [path, text] : *files) all += path + core::sha256Hex(text);
    return core::sha256Hex(all);
}

std::vector<std::string> keysOfTracks(const Project& project)
{
    std::vector<std::string> keys;
    for (const auto& track : project.tracks) keys.push_back(std::to_string(track->id.value));
    return keys;
}

class ProjectMerger {
public:
    ProjectMerger(const Project& base, const Project& ours, const Project& theirs, bool isOursFirst)
        : base_(base), ours_(ours), theirs_(theirs), merger_(isOursFirst)
    {
    }

    core::Result<Project> run()
    {
        auto status = mergeSong();
        if (status) status = mergeTracks();
        if (status) status = mergePatterns();
        if (!status) return status.error();
        return std::move(result_);
    }

    std::vector<Clash> takeClashes() { return std::move(merger_.clashes); }

private:
    core::Status mergeSong()
    {
        const auto base = songTree(base_), ours = songTree(ours_), theirs = songTree(theirs_);
        merger_.push("song", &ours);
        auto tree = merger_.merge(&base, &ours, &theirs);
        auto song = songOf(*tree);
        if (!song) song = withOurTempo(*tree, ours);
        merger_.pop();
        if (!song) return song.error();
        result_ = std::move(*song);
        const auto &b = base_.nextId, &o = ours_.nextId, &t = theirs_.nextId;
        result_.nextId = o == t || b == t ? o : b == o ? t : std::max(o, t);
        return {};
    }

    // Changes of metre on both sides may put one in the middle of a bar.
    core::Result<Project> withOurTempo(JsonValue tree, const JsonValue& ours)
    {
        const auto* mine = findMember(std::get<JsonObject>(ours.content), "tempo");
        for (auto& [name, value] : std::get<JsonObject>(tree.content)) {
            if (name != "tempo" || mine == nullptr) continue;
            merger_.clashes.push_back({Clash::Kind::value, {{"song", {}}}, "tempo", *mine, value});
            value = *mine;
        }
        return songOf(tree);
    }

    // One thing in three versions; shares what didn't change. None: it isn't in the result.
    template <class Noun, class Read>
    core::Status mergeNoun(const std::string& list, const core::Shared<Noun>* base,
                           const core::Shared<Noun>* ours, const core::Shared<Noun>* theirs,
                           Read&& read, std::optional<core::Shared<Noun>>& merged)
    {
        const auto isEqual = [](const auto* a, const auto* b) {
            return a == nullptr || b == nullptr ? a == b : *a == *b;
        };
        const auto take = [&](const core::Shared<Noun>* noun) {
            if (noun != nullptr) merged = *noun;
            return core::Status{};
        };
        if (isEqual(ours, theirs) || isEqual(base, theirs)) return take(ours);
        if (isEqual(base, ours)) return take(theirs);
        const auto treeOrNone = [](const core::Shared<Noun>* noun) {
            return noun == nullptr ? std::optional<JsonValue>{} : std::optional(treeOf(**noun));
        };
        const auto before = treeOrNone(base), left = treeOrNone(ours), right = treeOrNone(theirs);
        const auto pointer = [](const std::optional<JsonValue>& tree) {
            return tree ? &*tree : nullptr;
        };
        merger_.push(list, pointer(left ? left : right));
        auto tree = merger_.merge(pointer(before), pointer(left), pointer(right));
        merger_.pop();
        if (!tree) return {};
        auto noun = read(*tree);
        if (!noun) return noun.error();
        merged = core::Shared<Noun>(std::move(*noun));
        return {};
    }

    core::Status mergeTracks()
    {
        std::map<std::string, core::Shared<model::Track>> merged;
        const auto take = [&](model::TrackId id) -> core::Status {
            std::optional<core::Shared<model::Track>> track;
            auto status = mergeNoun("tracks", base_.tracks.find(id), ours_.tracks.find(id),
                                    theirs_.tracks.find(id), trackOf, track);
            if (track) merged.emplace(std::to_string(id.value), std::move(*track));
            return status;
        };
        for (const auto& track : ours_.tracks)
            if (auto status = take(track->id); !status) return status;
        for (const auto& track : theirs_.tracks)
            if (ours_.tracks.find(track->id) == nullptr)
                if (auto status = take(track->id); !status) return status;
        merger_.push("song", nullptr);
        const auto order = merger_.mergeOrder(
            "tracks", keysOfTracks(base_), keysOfTracks(ours_), keysOfTracks(theirs_),
            [&](const std::string& key) { return merged.contains(key); });
        merger_.pop();
        for (const auto& key : order) result_.tracks.push_back(merged.at(key));
        return {};
    }

    core::Status mergePatterns()
    {
        const auto take = [&](model::PatternId id) -> core::Status {
            std::optional<core::Shared<model::Pattern>> pattern;
            auto status =
                mergeNoun("patterns", model::findPattern(base_, id), model::findPattern(ours_, id),
                          model::findPattern(theirs_, id), patternOf, pattern);
            if (pattern) result_.patterns.emplace(id, std::move(*pattern));
            return status;
        };
        for (const auto& [id, pattern] : ours_.patterns)
            if (auto status = take(id); !status) return status;
        for (const auto& [id, pattern] : theirs_.patterns)
            if (!ours_.patterns.contains(id))
                if (auto status = take(id); !status) return status;
        return {};
    }

    const Project& base_;
    const Project& ours_;
    const Project& theirs_;
    JsonMerger merger_;
    Project result_;
};

} // namespace

core::Result<MergedProject> mergeProjects(const Project& base, const Project& ours,
                                          const Project& theirs, const MusicLabels& labels)
{
    if (auto status = checkKinship(base, ours, theirs); !status) return status.error();
    if (ours == theirs || base == theirs) return MergedProject{ours, {}};
    if (base == ours) return MergedProject{theirs, {}};
    const bool isOursFirst = fingerprint(ours) <= fingerprint(theirs);
    const auto& first = isOursFirst ? ours : theirs;
    std::uint64_t nextId = std::max({base.nextId, ours.nextId, theirs.nextId});
    const auto before = nextId;
    const auto second = renumber(base, first, isOursFirst ? theirs : ours, nextId);
    const auto& left = isOursFirst ? first : second;
    const auto& right = isOursFirst ? second : first;

    ProjectMerger merger(base, left, right, isOursFirst);
    auto project = merger.run();
    if (!project) return project.error();
    MergedProject merged{std::move(*project), {}};
    if (nextId > before) merged.project.nextId = nextId;
    auto told = restoreUsed(merged.project, {&left, &right, &base});
    for (auto& sentence : mend(merged.project, &left)) told.push_back(std::move(sentence));
    merged.conflicts = describeClashes(merger.takeClashes(), merged.project, labels);
    for (auto& sentence : told) merged.conflicts.push_back({"Song", std::move(sentence)});
    if (const auto wrong = model::validate(merged.project); !wrong.empty())
        return makeError(ErrorCode::corrupt,
                         "The two versions can't be merged: " + wrong.front().message,
                         wrong.front().place);
    return merged;
}

} // namespace cppmusic::project

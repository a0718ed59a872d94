// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/storage/HistoryAudio.h"

#include "model/Queries.h"
#include "project/ApplyCommand.h"
#include "project/storage/Replay.h"

#include <map>
#include <utility>
#include <vector>

namespace cppmusic::project {

namespace {

template <class Visit>
void visitAssets(const model::Track& track, Visit&& visit)
{
    for (const auto& clip : track.clips)
        if (const auto* audio = std::get_if<model::AudioClip>(&clip->content)) visit(audio->asset);
    const auto visitDevice = [&](const model::Device& device) {
        for (const auto& sample : device.samples) visit(sample.asset);
    };
    if (track.instrument) visitDevice(**track.instrument);
    for (const auto& device : track.inserts) visitDevice(*device);
}

/// Goes through the states of a history, each made from the one before it.
class Walk {
public:
    explicit Walk(const Replay& replay) : replay_(replay), tree_(replay.tree())
    {
        children_.resize(static_cast<std::size_t>(tree_.count()), 0);
        for (Revision revision = 0; revision < tree_.count(); ++revision)
            if (!tree_.isOrigin(revision)) ++childrenOf(tree_.node(revision).parent);
    }

    core::Result<std::set<std::string>> run()
    {
        for (Revision revision = 0; revision < tree_.count(); ++revision) {
            auto state = tree_.isOrigin(revision) ? replay_.stateOf(revision) : next(revision);
            if (!state) return state.error();
            if (childrenOf(revision) > 0) states_.emplace(revision, std::move(*state));
        }
        return std::move(files_);
    }

private:
    std::size_t& childrenOf(Revision revision)
    {
        return children_[static_cast<std::size_t>(revision)];
    }

    core::Result<model::Project> next(Revision revision)
    {
        const auto parent = tree_.node(revision).parent;
        const auto before = states_.find(parent);
        auto applied = applyCommand(before->second, tree_.node(revision).entry->forward);
        if (!applied)
            return core::makeError(core::ErrorCode::corrupt,
                                   "The history can't be followed: " + applied.error().message,
                                   "revision " + std::to_string(revision));
        if (tree_.isOrigin(parent)) see(before->second, nullptr);
        see(applied->after, &before->second);
        if (--childrenOf(parent) == 0) states_.erase(before);
        return std::move(applied->after);
    }

    /// What both have in common was seen already.
    void see(const model::Project& state, const model::Project* before)
    {
        const bool isComparable = before != nullptr && state.assets.isSame(before->assets);
        for (std::size_t index = 0; index < state.tracks.size(); ++index) {
            const auto& track = state.tracks[index];
            if (isComparable && index < before->tracks.size() &&
                before->tracks[index].identity() == track.identity())
                continue;
            visitAssets(*track, [&](model::AssetId id) {
                if (const auto* asset = model::findAsset(state, id)) files_.insert((*asset)->file);
            });
        }
    }

    const Replay& replay_;
    const UndoTree& tree_;
    std::vector<std::size_t> children_;         // still to come, by revision
    std::map<Revision, model::Project> states_; // of those that have some
    std::set<std::string> files_;
};

} // namespace

std::set<model::AssetId> assetsPlayed(const model::Project& project)
{
    std::set<model::AssetId> played;
    for (const auto& track : project.tracks)
        visitAssets(*track, [&](model::AssetId id) { played.insert(id); });
    return played;
}

core::Result<std::set<std::string>> audioOfHistory(std::span<const JournalRow> journal)
{
    const auto replay = Replay::of(journal);
    if (!replay) return replay.error();
    return Walk(*replay).run();
}

} // namespace cppmusic::project

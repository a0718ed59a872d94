// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/GraphBuilder.h"

#include "model/Queries.h"
#include "session/compile/NodeIds.h"
#include "session/compile/SoloState.h"
#include "session/compile/TrackLanes.h"
#include "session/compile/VcaGroups.h"

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

namespace cppmusic::session {

/// One build.
struct GraphBuilder::Update {
    Update(GraphBuilder& theOwner, const model::Project& theProject)
        : owner(theOwner),
          project(theProject),
          vcas(theProject),
          builder(theProject, theOwner.nodes_, theOwner.contents_),
          router(model::masterTrack(theProject).id, theOwner.nodes_, theOwner.contents_)
    {
        for (const auto& track : project.tracks) tracks.emplace(track->id, &track);
    }

    TrackSurroundings surroundingsOf(const model::Track& track,
                                     const VcaAutomation& automation) const
    {
        TrackSurroundings around;
        const auto feeds = owner.feeds_.find(track.id);
        around.isFed = feeds != owner.feeds_.end() && feeds->second > 0;
        if (const auto out = owner.soloedOut_.find(track.id); out != owner.soloedOut_.end())
            around.solo = out->second;
        around.vca = vcas.effectOn(track);
        around.vcaLane = automation.lane == nullptr ? nullptr : automation.lane->identity();
        around.vcaOffsetDb = automation.offsetDb;
        return around;
    }
    TrackSurroundings surroundingsOf(const model::Track& track) const
    {
        return surroundingsOf(track, vcas.automationOn(track));
    }

    /// The fragment is taken out.
    void take(model::TrackId id)
    {
        owner.contents_.release(id);
        owner.withProblems_.erase(id);
        const auto found = owner.fragments_.find(id);
        if (found == owner.fragments_.end()) return;
        gone.push_back(std::move(found->second));
        owner.fragments_.erase(found);
    }
    void make(const Ids& ids)
    {
        Ids withInstruments;
        for (const auto id : ids)
            if ((*tracks.at(id))->instrument) withInstruments.insert(id);
        std::map<model::TrackId, std::vector<LaneOnTrack>> lanes;
        if (!withInstruments.empty()) lanes = collectLanes(project, &withInstruments);
        for (const auto id : ids) {
            take(id);
            const auto& track = *tracks.at(id);
            const auto automation = vcas.automationOn(*track);
            const auto lane =
                automation.lane == nullptr ? std::nullopt : std::optional(*automation.lane);
            const auto found = lanes.find(id);
            static const std::vector<LaneOnTrack> none;
            owner.fragments_.emplace(id,
                                     builder.build(track, surroundingsOf(*track, automation), lane,
                                                   found == lanes.end() ? none : found->second));
        }
        made.insert(ids.begin(), ids.end());
    }
    /// Tracks into which something can flow now and couldn't before, or the other way round.
    Ids otherHeads() const
    {
        Ids others;
        for (const auto& old : gone) {
            const auto* now = owner.nodesOf(old.track->id);
            if (now == nullptr || now->input != old.taps.input ||
                now->channels != old.taps.channels)
                others.insert(old.track->id);
        }
        std::unordered_set<std::uint64_t> known;
        for (const auto& old : gone) known.insert(old.track->id.value);
        for (const auto id : made)
            if (!known.contains(id.value)) others.insert(id);
        return others;
    }
    void remakeWhatFeeds(const Ids& targets)
    {
        if (targets.empty()) return;
        Ids feeding;
        for (const auto& [id, fragment] : owner.fragments_)
            if (!made.contains(id) &&
                std::any_of(fragment.targets.begin(), fragment.targets.end(),
                            [&](auto target) { return targets.contains(target); }))
                feeding.insert(id);
        make(feeding);
    }

    GraphBuilder& owner;
    const model::Project& project;
    VcaGroups vcas;
    FragmentBuilder builder;
    FragmentRouter router;
    std::unordered_map<model::TrackId, const core::Shared<model::Track>*> tracks;
    std::vector<TrackFragment> gone;
    Ids made;
};

audio::AudioGraph GraphBuilder::build(const model::Project& project, core::SampleRate rate,
                                      std::vector<Problem>& problems)
{
    static const model::Project nothing;
    if (!contents_.begin(project.tempo, rate)) mustAskAgain_ = true;
    const bool isFirst = !before_;
    const auto differences = compareSongs(isFirst ? nothing : *before_, project);
    const bool isEverything = isFirst || mustAskAgain_ || differences.isEverything;
    Update update(*this, project);

    Ids dirty = differences.notes;
    dirty.merge(toRemake_);
    toRemake_.clear();
    bool hasOtherVcas = false;
    for (const auto& [old, now] : differences.tracks) {
        for (const auto* track : {old, now})
            hasOtherVcas =
                hasOtherVcas || (track != nullptr && (*track)->kind == model::TrackKind::vca);
        if (now != nullptr)
            dirty.insert((*now)->id);
        else
            update.take((*old)->id);
    }
    countFeeds(differences, dirty);
    findSolos(project, dirty);
    for (const auto& [id, fragment] : fragments_) {
        if (differences.assets.empty() && !hasOtherVcas && !isEverything) break;
        const bool hasOtherAssets =
            std::any_of(fragment.assets.begin(), fragment.assets.end(),
                        [&](auto asset) { return differences.assets.contains(asset); });
        const bool isOther =
            hasOtherVcas && update.surroundingsOf(*fragment.track) != fragment.around;
        if (isEverything || hasOtherAssets || isOther) dirty.insert(id);
    }
    std::erase_if(dirty, [&](auto id) { return !update.tracks.contains(id); });

    update.make(dirty);
    update.remakeWhatFeeds(update.otherHeads());
    const auto nodes = [this](model::TrackId id) { return nodesOf(id); };
    for (const auto id : update.made) update.router.route(fragments_.at(id), nodes);
    graph_.setTempoMap(project.tempo.pointer());
    merge(update.gone, update.made);
    addSidechains(project);
    const auto* master = nodesOf(model::masterTrack(project).id);
    graph_.setOutput(master != nullptr ? master->stereo.node : audio::NodeId{});
    for (const auto& old : update.gone)
        for (const auto id : old.leases) nodes_.release(id);
    nodes_.forgetUnused();
    contents_.forgetUnused();
    before_ = project;
    mustAskAgain_ = false;
    collectProblems(project, problems);
    return graph_;
}

void GraphBuilder::clear()
{
    mustAskAgain_ = true;
    before_.reset();
    graph_ = {};
    fragments_.clear();
    feeds_.clear();
    soloedOut_.clear();
    withProblems_.clear();
    gates_.clear();
    sidechains_.clear();
    sidechainProblems_.clear();
}

const TrackNodes* GraphBuilder::nodesOf(model::TrackId id) const
{
    const auto found = fragments_.find(id);
    if (found == fragments_.end() || !found->second.taps.strip.isValid()) return nullptr;
    return &found->second.taps;
}

/// Adds the tracks that begin or end to be fed.
void GraphBuilder::countFeeds(const SongDifferences& differences, Ids& changed)
{
    std::unordered_map<model::TrackId, int> more;
    for (const auto& [old, now] : differences.tracks) {
        if (old != nullptr) forEachFed(**old, [&](model::TrackId id) { --more[id]; });
        if (now != nullptr) forEachFed(**now, [&](model::TrackId id) { ++more[id]; });
    }
    for (const auto& [id, count] : more) {
        if (count == 0) continue;
        int& feeds = feeds_[id];
        if ((feeds > 0) != (feeds + count > 0)) changed.insert(id);
        feeds += count;
        if (feeds == 0) feeds_.erase(id);
    }
}

/// Adds the tracks of which the solo of others leaves something else than before.
void GraphBuilder::findSolos(const model::Project& project, Ids& changed)
{
    auto out = soloedOut(project);
    const auto addMissing = [&changed](const auto& these, const auto& those) {
        for (const auto& [track, solo] : these) {
            const auto other = those.find(track);
            if (other == those.end() || other->second != solo) changed.insert(track);
        }
    };
    addMissing(out, soloedOut_);
    addMissing(soloedOut_, out);
    soloedOut_ = std::move(out);
}

void GraphBuilder::connect(const TrackFragment::Wire& wire, std::vector<Problem>& problems)
{
    const auto status = graph_.connect(wire.connection);
    if (!status) problems.push_back({wire.place, status.error().message});
}

/// Takes out what is gone and puts in what was made.
void GraphBuilder::merge(const std::vector<TrackFragment>& gone, const Ids& made)
{
    for (const auto& connection : sidechains_) graph_.disconnect(connection);
    for (const auto& old : gone) {
        gates_.erase(old.gate);
        for (const auto& wire : old.wires) graph_.disconnect(wire.connection);
        for (const auto& value : old.values) graph_.clearParameter(value.first);
        for (const auto& curve : old.automation) graph_.clearAutomation(curve.first);
    }
    std::unordered_set<audio::NodeId> here;
    for (const auto id : made)
        for (const auto& node : fragments_.at(id).nodes) here.insert(node.id);
    for (const auto& old : gone)
        for (const auto& node : old.nodes)
            if (!here.contains(node.id)) graph_.remove(node.id);
    for (const auto id : made) {
        const TrackFragment& fragment = fragments_.at(id);
        for (const auto& node : fragment.nodes)
            graph_.add(node.id, node.entry.node, node.entry.name, node.entry.content);
        for (const auto& [ref, value] : fragment.values) graph_.setParameter(ref, value);
        for (const auto& [ref, curve] : fragment.automation) graph_.setAutomation(ref, curve);
    }
    for (const auto id : made) {
        TrackFragment& fragment = fragments_.at(id);
        if (fragment.gate.isValid()) gates_.insert(fragment.gate);
        for (const auto& wire : fragment.wires) connect(wire, fragment.routeProblems);
        if (!fragment.buildProblems.empty() || !fragment.routeProblems.empty() ||
            !fragment.automationProblems.empty())
            withProblems_.insert(id);
    }
}

void GraphBuilder::addSidechains(const model::Project& project)
{
    sidechains_.clear();
    sidechainProblems_.clear();
    for (const auto& sidechain : project.routing.sidechains) addSidechain(sidechain);
}

/// Into the first audio input that the device's track doesn't use: port 1 of an effect, port 0 of
/// an instrument.
void GraphBuilder::addSidechain(const model::Sidechain& sidechain)
{
    auto target = nodeIdOf(sidechain.targetDevice, NodeRole::insert);
    std::size_t port = 1;
    if (!graph_.nodes().contains(target)) {
        target = nodeIdOf(sidechain.targetDevice, NodeRole::instrument);
        port = 0;
    }
    const auto node = graph_.nodes().find(target);
    if (node == graph_.nodes().end()) return; // bypassed
    const auto* source = nodesOf(sidechain.source);
    const std::string& name = node->second.name;
    if (source == nullptr || node->second.node->ports().audioInputs.size() <= port) {
        sidechainProblems_.push_back({name, "its sidechain has no source or no input"});
        return;
    }
    const auto from = sidechain.isPreFader ? source->stereoPreFader : source->stereo;
    if (!from.node.isValid()) return;
    const audio::Connection connection{from.node, from.port, target, static_cast<int>(port),
                                       audio::PortKind::audio};
    const auto numBefore = sidechainProblems_.size();
    connect({connection, name}, sidechainProblems_);
    if (sidechainProblems_.size() == numBefore) sidechains_.push_back(connection);
}

void GraphBuilder::collectProblems(const model::Project& project,
                                   std::vector<Problem>& problems) const
{
    const auto addAll = [&](std::vector<Problem> TrackFragment::*list) {
        for (const auto& track : project.tracks) {
            if (withProblems_.empty()) return;
            if (!withProblems_.contains(track->id)) continue;
            const auto& found = fragments_.at(track->id).*list;
            problems.insert(problems.end(), found.begin(), found.end());
        }
    };
    addAll(&TrackFragment::buildProblems);
    addAll(&TrackFragment::routeProblems);
    problems.insert(problems.end(), sidechainProblems_.begin(), sidechainProblems_.end());
    addAll(&TrackFragment::automationProblems);
}

} // namespace cppmusic::session

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioGraph.h"
#include "model/Project.h"
#include "session/Problem.h"
#include "session/compile/ContentCache.h"
#include "session/compile/FragmentBuilder.h"
#include "session/compile/FragmentRouter.h"
#include "session/compile/NodeStore.h"
#include "session/compile/SongDifferences.h"
#include "session/compile/TrackFragment.h"

#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

namespace cppmusic::session {

/// Keeps the graph of a project: what each track contributes (TrackFragment), wired together, and
/// the sidechains. A project that differs in a few tracks from the one before costs those tracks;
/// the graph is the same as one built from nothing. [main, or one job]
class GraphBuilder {
public:
    GraphBuilder(NodeStore& nodes, ContentCache& contents) : nodes_(nodes), contents_(contents) {}

    /// The graph of the project, with contents for this rate. Problems are added to the list, those
    /// that were there before too.
    [[nodiscard]] audio::AudioGraph build(const model::Project&, core::SampleRate,
                                          std::vector<Problem>&);
    /// The next build asks for all contents again.
    void askAgain() { mustAskAgain_ = true; }
    /// The next build makes what this track contributes anew.
    void remake(model::TrackId track) { toRemake_.insert(track); }
    void clear();
    /// The nodes of the graph that close outputs for a solo.
    [[nodiscard]] const std::set<audio::NodeId>& gates() const noexcept { return gates_; }

private:
    using Ids = std::set<model::TrackId>;
    struct Update;

    void countFeeds(const SongDifferences&, Ids& changed);
    void findSolos(const model::Project&, Ids& changed);
    void connect(const TrackFragment::Wire&, std::vector<Problem>&);
    void addSidechains(const model::Project&);
    void addSidechain(const model::Sidechain&);
    void merge(const std::vector<TrackFragment>& gone, const Ids& made);
    void collectProblems(const model::Project&, std::vector<Problem>&) const;
    [[nodiscard]] const TrackNodes* nodesOf(model::TrackId) const;

    NodeStore& nodes_;
    ContentCache& contents_;
    bool mustAskAgain_ = true;
    Ids toRemake_;
    std::optional<model::Project> before_;
    audio::AudioGraph graph_;
    std::unordered_map<model::TrackId, TrackFragment> fragments_;
    std::unordered_map<model::TrackId, int> feeds_; // how often each track is fed
    std::map<model::TrackId, TrackSolo> soloedOut_;
    Ids withProblems_;
    std::set<audio::NodeId> gates_;
    std::vector<audio::Connection> sidechains_;
    std::vector<Problem> sidechainProblems_;
};

} // namespace cppmusic::session

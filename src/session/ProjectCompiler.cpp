// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/ProjectCompiler.h"

#include "session/compile/ContentCache.h"
#include "session/compile/GraphBuilder.h"
#include "session/compile/NodeIds.h"
#include "session/compile/NodeStore.h"
#include "session/compile/TrackLanes.h"

#include <utility>

namespace cppmusic::session {

struct ProjectCompiler::State {
    explicit State(AssetSource& assets) : contents(assets, counts), graph(nodes, contents) {}

    CompileCounts counts;
    NodeStore nodes;
    ContentCache contents;
    GraphBuilder graph;
};

ProjectCompiler::ProjectCompiler(AssetSource& assets) : state_(std::make_unique<State>(assets)) {}

ProjectCompiler::~ProjectCompiler() = default;

CompiledProject ProjectCompiler::compile(const model::Project& project, core::SampleRate rate)
{
    CompiledProject compiled;
    compiled.graph = state_->graph.build(project, rate, compiled.problems);
    compiled.gates = state_->graph.gates();
    state_->counts.nodes = state_->nodes.made();
    return compiled;
}

std::optional<NoteChanges> ProjectCompiler::compileNotes(const model::Project& before,
                                                         const model::Project& after,
                                                         core::SampleRate rate)
{
    const auto tracks = findTracksWithOtherNotes(before, after);
    if (!tracks) return std::nullopt;
    if (!state_->contents.begin(after.tempo, rate)) {
        state_->graph.askAgain();
        return std::nullopt;
    }
    auto lanes = collectLanes(after, &*tracks);
    NoteChanges changes;
    for (const auto track : *tracks)
        changes.emplace_back(nodeIdOf(track, NodeRole::patternPlayer),
                             state_->contents.notes(track, lanes[track]));
    state_->contents.forgetUnused();
    return changes;
}

void ProjectCompiler::setRecordings(
    std::map<model::TrackId, std::shared_ptr<const audio::NodeContent>> recordings)
{
    for (const auto& [track, content] : state_->contents.recordings()) state_->graph.remake(track);
    for (const auto& [track, content] : recordings) state_->graph.remake(track);
    state_->contents.setRecordings(std::move(recordings));
}

void ProjectCompiler::retryMissing()
{
    state_->contents.forgetFailed();
    state_->graph.askAgain();
}

void ProjectCompiler::clear()
{
    state_->graph.clear();
    state_->contents.clear();
    state_->nodes.clear();
}

const CompileCounts& ProjectCompiler::counts() const noexcept
{
    return state_->counts;
}

} // namespace cppmusic::session

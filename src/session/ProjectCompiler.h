// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioGraph.h"
#include "core/time/Units.h"
#include "model/Project.h"
#include "session/Problem.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace cppmusic::session {

class AssetSource;

/// What the engine is to run for a project, and what could not be had.
struct CompiledProject {
    audio::AudioGraph graph;
    std::vector<Problem> problems;
    std::set<audio::NodeId> gates; ///< nodes of the graph that close outputs for a solo
};

/// Pattern players and what they are to play.
using NoteChanges =
    std::vector<std::pair<audio::NodeId, std::shared_ptr<const audio::NodeContent>>>;

/// Counts of work really done, for tests and for the performance view.
struct CompileCounts {
    std::uint64_t noteSequences = 0; ///< built anew
    std::uint64_t noteContents = 0;
    std::uint64_t audioContents = 0;
    std::uint64_t sampleContents = 0;
    std::uint64_t curves = 0;
    std::uint64_t nodes = 0;
    friend bool operator==(const CompileCounts&, const CompileCounts&) = default;
};

/// model::Project → audio::AudioGraph. Remembers by identity (Shared<T>::identity) what it made, so
/// that only what changed is made again; a node is made once per track or device and role and lives
/// as long as that is in the project, so its state survives every edit. [main, or one job]
class ProjectCompiler {
public:
    explicit ProjectCompiler(AssetSource&);
    ~ProjectCompiler();
    ProjectCompiler(const ProjectCompiler&) = delete;
    ProjectCompiler& operator=(const ProjectCompiler&) = delete;

    /// Never fails as a whole: what can't be had is silence or a bypass, and a problem in the list.
    /// A routing that feeds back is found later, by EngineContext::setGraph.
    [[nodiscard]] CompiledProject compile(const model::Project&, core::SampleRate);

    /// When between the two projects only notes have changed: the new contents of the players they
    /// concern, else an empty optional. `before` was compiled last, at this rate.
    [[nodiscard]] std::optional<NoteChanges>
    compileNotes(const model::Project& before, const model::Project& after, core::SampleRate);

    /// What the recording taps of tracks write to; those that aren't named write nowhere. For the
    /// next compile.
    void setRecordings(std::map<model::TrackId, std::shared_ptr<const audio::NodeContent>>);
    /// What could not be had is asked for again in the next compile.
    void retryMissing();
    /// Forgets nodes and contents, for a project that replaces another.
    void clear();
    [[nodiscard]] const CompileCounts& counts() const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace cppmusic::session

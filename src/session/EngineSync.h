// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/time/Units.h"
#include "model/Ids.h"
#include "session/Problem.h"

#include <map>
#include <memory>
#include <vector>

namespace cppmusic::audio {
class EngineContext;
struct NodeContent;
} // namespace cppmusic::audio
namespace cppmusic::project {
class ProjectModel;
}

namespace cppmusic::session {

class AssetSource;
class ProjectCompiler;

/// Keeps the engine playing what the document says: observes the model, compiles, hands the graph
/// to EngineContext::setGraph. A change of values only is exactly one message per value and no
/// plan. A change of tempo keeps the place in bars. [main]
class EngineSync {
public:
    EngineSync(project::ProjectModel&, audio::EngineContext&, AssetSource&);
    ~EngineSync();
    EngineSync(const EngineSync&) = delete;
    EngineSync& operator=(const EngineSync&) = delete;

    /// Compiles again although nothing changed: the engine's rate did, or a file came back.
    void refresh();
    /// From now on the taps of these tracks write there, the others nowhere; recording goes on for
    /// `late` behind the end of the punch range, because what belongs there arrives so much later.
    void setRecordings(std::map<model::TrackId, std::shared_ptr<const audio::NodeContent>>,
                       core::Frames late);
    /// Of the last compile: missing samples, unknown devices.
    [[nodiscard]] const std::vector<Problem>& problems() const noexcept;
    /// Whether the engine took the last graph; a cycle in the routing is an Error and the previous
    /// graph plays on.
    [[nodiscard]] const core::Status& status() const noexcept;
    [[nodiscard]] const ProjectCompiler& compiler() const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace cppmusic::session

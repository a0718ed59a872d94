// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/engine/EngineReport.h"
#include "core/Result.h"
#include "core/time/Units.h"
#include "model/AutomationLane.h"
#include "model/Ids.h"

#include <memory>
#include <string>

namespace cppmusic::audio {
class EngineContext;
}
namespace cppmusic::project {
class ProjectModel;
}

namespace cppmusic::session {

/// What an automation lane names.
struct AutomationTarget {
    model::TrackId track;
    model::DeviceId device; ///< null: the strip
    std::string parameter;
    friend bool operator==(const AutomationTarget&, const AutomationTarget&) = default;
};

/// Writes what hands do while the song plays into automation lanes. A lane's mode says when: touch,
/// from a hand's touch to its release, after which the line glides back to what was drawn; latch,
/// from the touch until playback stops; write, from play to stop. What was performed comes back
/// from the engine with exact places, is thinned (thinningBoundFor) and becomes one WriteAutomation
/// command: one entry in the history. [main]
class AutomationRecorder {
public:
    /// A value that is set is reached, and after a release the drawn line is, in this time.
    static constexpr core::Seconds glide{0.02};

    AutomationRecorder(project::ProjectModel&, audio::EngineContext&);
    ~AutomationRecorder();
    AutomationRecorder(const AutomationRecorder&) = delete;
    AutomationRecorder& operator=(const AutomationRecorder&) = delete;

    /// A hand takes the parameter, automation lets go. True: it is a performance, change it by
    /// perform() until release(); false: changes are edits of the document.
    bool touch(const AutomationTarget&);
    /// Plain units; what isn't being performed is left alone.
    void perform(const AutomationTarget&, float value);
    void release(const AutomationTarget&);
    [[nodiscard]] bool isPerforming(const AutomationTarget&) const;

    /// Just before the transport is told so.
    void willPlay();
    void willStop();
    /// Everything the engine says, in order.
    void onReport(const audio::EngineReport&);

    /// Of the last take that was written; ok before there is one.
    [[nodiscard]] const core::Status& lastStatus() const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace cppmusic::session

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"

#include <map>

namespace cppmusic::session {

/// What the VCAs above a track do to it, nested ones together.
struct VcaEffect {
    float gainDb = 0.0f; ///< the sum of their gains, −90 (silence: one of them is down) … +36
    bool isMuted = false;
    bool isSoloed = false;
    bool isSoloSafe = false;
    friend bool operator==(const VcaEffect&, const VcaEffect&) = default;
};

/// The lane that moves a track's VCA gain: that of the nearest automated VCA above it, and what the
/// others add (their faders; of theirs no automation is played).
struct VcaAutomation {
    const core::Shared<model::AutomationLane>* lane = nullptr; ///< null: none is automated
    float offsetDb = 0.0f;
};

/// The VCAs of a project. Valid as long as the project. [any]
class VcaGroups {
public:
    explicit VcaGroups(const model::Project&);
    [[nodiscard]] VcaEffect effectOn(const model::Track&) const;
    [[nodiscard]] VcaAutomation automationOn(const model::Track&) const;
    /// Whether a VCA moves the track, directly or through others.
    [[nodiscard]] bool isMember(const model::Track&, model::TrackId vca) const;

private:
    std::map<model::TrackId, const model::Track*> vcas_;
};

} // namespace cppmusic::session

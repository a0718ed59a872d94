// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/parameters/AutomationCurve.h"
#include "core/params/ParameterSpec.h"
#include "core/time/TempoMap.h"
#include "core/time/Units.h"
#include "model/AutomationLane.h"

#include <memory>

namespace cppmusic::session {

/// A lane on the song's frame axis, values brought into the parameter's range. Straight lines are
/// straight in beats: where the tempo changes inside one, a point is added; inside a tempo ramp,
/// one each beat. Null when the lane has no points. `offset` is added to
/// every value above the range's minimum. [main or job]
[[nodiscard]] std::shared_ptr<const audio::AutomationCurve>
buildAutomationCurve(const model::AutomationLane&, const core::ParameterSpec&,
                     const core::TempoMap&, core::SampleRate, float offset = 0.0f);

} // namespace cppmusic::session

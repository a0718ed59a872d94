// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/params/ParameterSpec.h"
#include "model/Device.h"
#include "model/Ids.h"
#include "session/AutomationRecorder.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cppmusic::audio {
class EngineContext;
}
namespace cppmusic::project {
class ProjectModel;
}

namespace cppmusic::session {

/// A kind of instrument or effect that can be put on a track.
struct DeviceType {
    std::string_view id;    ///< "cppmusic.synth"
    std::string_view label; ///< "Synthesizer"
    bool isInstrument = false;
};

/// Instruments and inserts of tracks, and their parameters. [main]
class DeviceController {
public:
    /// Without a recorder every change is an edit.
    DeviceController(project::ProjectModel&, audio::EngineContext&, AutomationRecorder* = nullptr);

    /// Every kind this program can make, in a fixed order.
    [[nodiscard]] static const std::vector<DeviceType>& types();
    /// The parameters of a kind; empty when the kind is unknown.
    [[nodiscard]] static std::span<const core::ParameterSpec> parametersOf(std::string_view type);

    core::Result<model::DeviceId> setInstrument(model::TrackId, std::string type);
    /// At a place among the inserts, counted from 0; behind the last one if beyond it.
    core::Result<model::DeviceId> addInsert(model::TrackId, std::string type,
                                            std::size_t index = static_cast<std::size_t>(-1));
    core::Status removeDevice(model::DeviceId);
    core::Status moveInsert(model::DeviceId, std::size_t index);
    core::Status setEnabled(model::DeviceId, bool);
    core::Status setSamples(model::DeviceId, std::vector<model::DeviceSample>);

    /// In a lane that is being written (AutomationRecorder), what follows is a performance.
    void beginGesture(model::DeviceId, std::string_view parameter);
    /// Plain units, brought into the parameter's range. In a gesture: one undo entry.
    core::Status setParameter(model::DeviceId, std::string_view parameter, float plainValue);
    void endGesture();
    /// The value in force, automation included; empty if there is no such parameter.
    [[nodiscard]] std::optional<float> displayedValue(model::DeviceId,
                                                      std::string_view parameter) const;

private:
    project::ProjectModel& model_;
    audio::EngineContext& engine_;
    AutomationRecorder* recorder_;
    std::uint64_t gesture_ = 0;
    AutomationTarget held_; // during a gesture
    bool isPerforming_ = false;
};

} // namespace cppmusic::session

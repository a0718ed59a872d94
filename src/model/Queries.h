// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"

namespace cppmusic::model {

/// Null when there is no such thing. The pointers live as long as the project value. [any]
[[nodiscard]] const core::Shared<Track>* findTrack(const Project&, TrackId);
[[nodiscard]] const core::Shared<Pattern>* findPattern(const Project&, PatternId);
[[nodiscard]] const core::Shared<Asset>* findAsset(const Project&, AssetId);
[[nodiscard]] const core::Shared<Clip>* findClip(const Project&, ClipId, TrackId* track = nullptr);
[[nodiscard]] const core::Shared<Device>* findDevice(const Project&, DeviceId,
                                                     TrackId* track = nullptr);
[[nodiscard]] const core::Shared<AutomationLane>* findLane(const Project&, LaneId,
                                                           TrackId* track = nullptr);
[[nodiscard]] const Track& masterTrack(const Project&);
/// Where the last clip ends.
[[nodiscard]] core::Beats songEnd(const Project&);

} // namespace cppmusic::model

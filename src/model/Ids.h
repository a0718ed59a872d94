// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Id.h"

namespace cppmusic::model {

using TrackId = core::Id<struct TrackTag>;
using ClipId = core::Id<struct ClipTag>;
using PatternId = core::Id<struct PatternTag>;
using NoteId = core::Id<struct NoteTag>;
using DeviceId = core::Id<struct DeviceTag>;
using LaneId = core::Id<struct LaneTag>;
using PointId = core::Id<struct PointTag>;
using AssetId = core::Id<struct AssetTag>;
using MarkerId = core::Id<struct MarkerTag>;

} // namespace cppmusic::model

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tools/demo/SongBuilder.h"

/// The settings of the demo song's instruments and effects: ParameterSpec id → plain value.
namespace cppmusic::demo {

[[nodiscard]] Parameters bassPatch();
[[nodiscard]] Parameters padPatch();
[[nodiscard]] Parameters keysPatch();
[[nodiscard]] Parameters pluckPatch();
[[nodiscard]] Parameters leadPatch();
[[nodiscard]] Parameters bellPatch();

[[nodiscard]] Parameters drumVoice(float releaseSeconds);
[[nodiscard]] Parameters hatVoice();

[[nodiscard]] Parameters hallReverb();
[[nodiscard]] Parameters pingPongDelay();
[[nodiscard]] Parameters drumGlue();
[[nodiscard]] Parameters padFilter();
[[nodiscard]] Parameters masterLimiter();

} // namespace cppmusic::demo

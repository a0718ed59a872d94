// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <span>

namespace cppmusic::audio {

/// target = ((+0 + sources[0]) + sources[1]) + …, one channel. At most 8 sources, none is the
/// target. No source gives +0; a source of silence could be left out without changing a bit, since
/// a sum that starts from +0 never is −0. [audio]
void sumSignals(std::span<const float* const> sources, float* target,
                int numFrames) noexcept CPPMUSIC_NONBLOCKING;

} // namespace cppmusic::audio

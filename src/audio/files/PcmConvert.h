// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/files/PcmLayout.h"
#include "core/RealtimeAttributes.h"

#include <cstddef>

namespace cppmusic::audio {

/// Interleaved PCM to one float array per channel, full scale ±1: the bits that libsndfile's float
/// reading gives, except that NaN and infinity become 0. The first `numChannels` channels of each
/// frame are converted; `numChannels` is 1 … layout.channels. `bytes` needs no alignment. The same
/// bits on every processor. [any]
void pcmToFloat(const PcmLayout& layout, const std::byte* bytes, int numFrames,
                float* const* channels, int numChannels) noexcept CPPMUSIC_NONBLOCKING;

} // namespace cppmusic::audio

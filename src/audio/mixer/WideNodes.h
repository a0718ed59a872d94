// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"

#include <memory>
#include <string>
#include <string_view>

namespace cppmusic::audio {

/// Makes the mixer's nodes for widths other than stereo from ids that carry the width:
/// "cppmusic.strip-6", "cppmusic.sum-6", "cppmusic.send-6" (3 … maxBusChannels), and those of
/// ChannelMatrix. Null for any other id. [main or job]
[[nodiscard]] std::unique_ptr<AudioNode> makeWideNode(std::string_view id);

/// The ids. [any]
[[nodiscard]] std::string wideNodeId(std::string_view stereoId, int channels);
[[nodiscard]] std::string convertNodeId(int from, int to, int first = 0);

} // namespace cppmusic::audio

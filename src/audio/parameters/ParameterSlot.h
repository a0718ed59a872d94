// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>

namespace cppmusic::audio {

/// The running value of one parameter inside a node, in plain units.
/// Written by the audio thread, or by the main thread before the node's first plan; read by anyone
/// for display.
struct ParameterSlot {
    std::atomic<float> value{0.0f}; ///< the target that is now in force (base or automated)
    float base = 0.0f;              ///< what the document or the user last set [audio]
    bool isTouched = false;         ///< a hand is on it: automation lets go [audio]
};

} // namespace cppmusic::audio

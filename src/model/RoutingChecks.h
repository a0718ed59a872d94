// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"

#include <string>
#include <vector>

namespace cppmusic::model {

/// A way from a track through outputs, sends (enabled or not) and sidechains back to itself: the
/// tracks in the order of the signal, the first also being the last. Empty: there is none. [any]
[[nodiscard]] std::vector<TrackId> findRoutingCycle(const Project& project);

/// "Bass → Drum bus → Bass".
[[nodiscard]] std::string describeCycle(const Project& project, const std::vector<TrackId>& cycle);

/// What is wrong with a track's output, a send, a sidechain within this project (unknown or
/// unsuitable targets; not cycles), as a sentence; empty: nothing. [any]
[[nodiscard]] std::string problemWithOutput(const Project& project, const Track& track);
[[nodiscard]] std::string problemWithSend(const Project& project, const Track& track,
                                          const Send& send);
[[nodiscard]] std::string problemWithSidechain(const Project& project, const Sidechain& sidechain);

} // namespace cppmusic::model

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"

#include <string>
#include <vector>

namespace cppmusic::model {

/// A way from a track through outputs, sends (enabled or not), sidechains and further outputs of
/// devices back to itself: the tracks in the order of the signal, the first also being the last.
/// Empty: there is none. [any]
[[nodiscard]] std::vector<TrackId> findRoutingCycle(const Project& project);
/// The same for ways that lead from `start` to itself: all that can have come into being when only
/// the ways that leave `start` have changed. Looks at no more than what `start` feeds. [any]
[[nodiscard]] std::vector<TrackId> findRoutingCycle(const Project& project, TrackId start);
/// From a track through the VCAs it is a member of back to a track met before; empty: there is
/// none. [any]
[[nodiscard]] std::vector<TrackId> findVcaCycle(const Project& project, TrackId start);

/// "Bass → Drum bus → Bass".
[[nodiscard]] std::string describeCycle(const Project& project, const std::vector<TrackId>& cycle);

/// What is wrong with a track's output, a send, a sidechain within this project (unknown or
/// unsuitable targets; not cycles), as a sentence; empty: nothing. [any]
[[nodiscard]] std::string problemWithOutput(const Project& project, const Track& track);
[[nodiscard]] std::string problemWithSend(const Project& project, const Track& track,
                                          const Send& send);
[[nodiscard]] std::string problemWithSidechain(const Project& project, const Sidechain& sidechain);
[[nodiscard]] std::string problemWithVca(const Project& project, const Track& track);
[[nodiscard]] std::string problemWithDeviceOutputs(const Project& project, TrackId ownTrack,
                                                   const Device& device);
/// A VCA that has something only a track with sound can have; a bus that is armed.
[[nodiscard]] std::string problemWithKind(const Track& track);

} // namespace cppmusic::model

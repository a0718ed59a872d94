// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

namespace cppmusic::test {

/// What speaks against a node's latency in its answer to a single sample at frame `at`; empty when
/// it is right to the frame. Nothing may come before `at`. A node that delays (it looks ahead, or
/// its phase is linear) has the largest sample at + latency and the same on both sides of it; one
/// that reports none answers at once, with a tenth of its largest sample at least, and isn't an
/// even answer around a later frame.
[[nodiscard]] std::string mistakeInLatency(std::span<const float> answer, int at, int latency);

} // namespace cppmusic::test

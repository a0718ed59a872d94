// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <array>

namespace cppmusic::audio {

/// One channel that is added to others.
struct SumTerm {
    const float* samples = nullptr;
    float gain = 1.0f;
    bool isScaled = false; ///< 0 + sanitise(sample)·gain is added, as GainKernel gives it
};

/// target = ((+0 + terms[0]) + terms[1]) + …, one channel. No term is the target. A term of silence
/// could be left out without changing a bit, since a sum that starts from +0 never is −0.
struct SumRun {
    static constexpr int maxTerms = 8;
    std::array<SumTerm, maxTerms> terms;
    int count = 0; ///< 1 … maxTerms
    float* target = nullptr;
    int frames = 0;
};

using SumKernel = void (*)(const SumRun&) noexcept CPPMUSIC_NONBLOCKING;
/// For the instruction set in use. [main]
[[nodiscard]] SumKernel sumKernel();

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/FFT.h"
#include "support/NodeHarness.h"

#include <complex>
#include <vector>

namespace cppmusic::test {

/// How far the magnitude of a node's answer to a faint impulse lies from 0 dB at most, from 20 Hz
/// to 20 kHz.
[[nodiscard]] inline double unflatness(audio::AudioNode& node, double sampleRate = 48000.0)
{
    constexpr std::size_t size = 65536;
    constexpr float impulse = 0.01f;
    NodeHarness harness(node, sampleRate);
    harness.input = {{impulse}, {impulse}};
    const auto out = harness.render(static_cast<int>(size));
    std::vector<std::complex<double>> data(size);
    for (std::size_t i = 0; i < size; ++i) data[i] = static_cast<double>(out[1][i] / impulse);
    audio::FFT(size).forward(data);
    double worst = 0.0;
    for (std::size_t k = 1; k < size / 2; ++k) {
        const double hz = static_cast<double>(k) * sampleRate / static_cast<double>(size);
        if (hz >= 20.0 && hz <= 20000.0) worst = std::max(worst, std::abs(toDb(std::abs(data[k]))));
    }
    return worst;
}

} // namespace cppmusic::test

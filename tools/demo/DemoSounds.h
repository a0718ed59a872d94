// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace cppmusic::demo {

/// Planar audio, full scale ±1, with its own rate.
struct Sound {
    double sampleRate = 48000.0;
    std::vector<std::vector<float>> channels;
};

/// The demo song's own drum kit, each about −3 dBFS peak. Deterministic: the same bits on every
/// machine.
[[nodiscard]] Sound makeKick();
[[nodiscard]] Sound makeSnare();
[[nodiscard]] Sound makeClap();
[[nodiscard]] Sound makeClosedHat();
[[nodiscard]] Sound makeOpenHat();
[[nodiscard]] Sound makeShaker();
[[nodiscard]] Sound makeRim();
[[nodiscard]] Sound makeCrash();

/// Rising filtered noise that ends exactly after `seconds`; stereo, 48 kHz.
[[nodiscard]] Sound makeRiser(double seconds);

/// A plucked string at a time.
struct Pluck {
    double atSeconds = 0.0;
    double key = 60.0;     ///< MIDI key
    double velocity = 0.8; ///< 0–1
};
/// Plucked strings (Karplus and Strong 1983, with a fractional delay) in stereo at 44.1 kHz.
[[nodiscard]] Sound makeGuitar(const std::vector<Pluck>& plucks, double seconds);

} // namespace cppmusic::demo

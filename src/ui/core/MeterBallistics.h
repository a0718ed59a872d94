// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cmath>

namespace cppmusic::ui {

/// How a meter's needle moves: peaks jump up and fall 20 dB a second, the hold line stays two
/// seconds, the clip lamp stays until reset. Levels in dB, floor −90. [any]
class MeterBallistics {
public:
    static constexpr float floorDb = -90.0f;
    static constexpr float fallDbPerSecond = 20.0f;
    static constexpr float holdSeconds = 2.0f;

    /// New levels (linear, full scale 1), `seconds` after the last ones.
    void update(float peak, float rms, float seconds) noexcept
    {
        const float peakDb = toDb(peak);
        peakDb_ = std::max({peakDb, peakDb_ - fallDbPerSecond * seconds, floorDb});
        rmsDb_ += (toDb(rms) - rmsDb_) * std::min(1.0f, seconds / 0.12f);
        holdAge_ += seconds;
        if (peakDb >= holdDb_) {
            holdDb_ = peakDb;
            holdAge_ = 0.0f;
        } else if (holdAge_ > holdSeconds) {
            holdDb_ = std::max(peakDb_, holdDb_ - fallDbPerSecond * seconds);
        }
        hasClipped_ = hasClipped_ || peak > 1.0f;
        loudestDb_ = std::max(loudestDb_, peakDb);
    }
    void resetClip() noexcept
    {
        hasClipped_ = false;
        loudestDb_ = floorDb;
    }

    [[nodiscard]] float peakDb() const noexcept { return peakDb_; }
    [[nodiscard]] float rmsDb() const noexcept { return rmsDb_; }
    [[nodiscard]] float holdDb() const noexcept { return holdDb_; }
    /// The highest peak since the last reset.
    [[nodiscard]] float loudestDb() const noexcept { return loudestDb_; }
    [[nodiscard]] bool hasClipped() const noexcept { return hasClipped_; }
    [[nodiscard]] bool isAtRest() const noexcept
    {
        return peakDb_ <= floorDb && holdDb_ <= floorDb && rmsDb_ < floorDb + 1.0f;
    }

private:
    static float toDb(float level) noexcept
    {
        return level > 3.2e-5f ? std::min(20.0f * std::log10(level), 24.0f) : floorDb;
    }

    float peakDb_ = floorDb, rmsDb_ = floorDb, holdDb_ = floorDb, loudestDb_ = floorDb;
    float holdAge_ = 0.0f;
    bool hasClipped_ = false;
};

/// Left and right.
using StereoBallistics = std::array<MeterBallistics, 2>;

} // namespace cppmusic::ui

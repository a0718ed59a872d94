// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace cppmusic::audio {

/// How two channels belong together: correlation, balance, and the points of a goniometer. The same
/// sound in other blocks gives the same numbers. Allocates when it is made. [main or job]
class StereoImage {
public:
    /// A sample of both channels turned by 45°: x = side, y = mid; a mono sound is a vertical line.
    struct Point {
        float x = 0.0f, y = 0.0f;
    };

    /// `points`: how many the goniometer keeps.
    explicit StereoImage(double sampleRate, std::size_t points = 2048);

    void add(const float* left, const float* right, int frames);
    /// Σlr / √(Σl²·Σr²) with a memory of 300 ms: +1 mono, 0 unrelated or silent, −1 one channel
    /// upside down.
    [[nodiscard]] double correlation() const;
    /// −1 all left, +1 all right, by power, with the same memory.
    [[nodiscard]] double balance() const;
    /// The last samples, oldest first; returns how many there were.
    std::size_t points(std::span<Point> to) const;
    void reset();

private:
    double keep_; // of the sums, a sample
    double leftLeft_ = 0.0, rightRight_ = 0.0, leftRight_ = 0.0;
    std::vector<Point> points_; // a ring
    std::size_t count_ = 0;
};

} // namespace cppmusic::audio

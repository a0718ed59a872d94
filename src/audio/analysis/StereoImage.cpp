// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/analysis/StereoImage.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::audio {

namespace {

constexpr double memorySeconds = 0.3;
constexpr double quietPower = 1.0e-14; // −140 dB: there is nothing to compare

// Numbers that only decay become denormal, which is slow.
double audible(double power)
{
    return std::abs(power) < 1.0e-30 ? 0.0 : power;
}

double finite(float sample)
{
    return std::isfinite(sample) ? static_cast<double>(sample) : 0.0;
}

} // namespace

StereoImage::StereoImage(double sampleRate, std::size_t points)
    : keep_(std::exp(-1.0 / (memorySeconds * sampleRate))),
      points_(std::max<std::size_t>(1, points))
{
}

void StereoImage::reset()
{
    leftLeft_ = rightRight_ = leftRight_ = 0.0;
    count_ = 0;
}

void StereoImage::add(const float* left, const float* right, int frames)
{
    constexpr double half = 0.70710678118654752440;
    for (int i = 0; i < frames; ++i) {
        const double l = finite(left[i]), r = finite(right[i]);
        leftLeft_ = audible(keep_ * leftLeft_) + (1.0 - keep_) * l * l;
        rightRight_ = audible(keep_ * rightRight_) + (1.0 - keep_) * r * r;
        leftRight_ = audible(keep_ * leftRight_) + (1.0 - keep_) * l * r;
        points_[count_ % points_.size()] = {static_cast<float>(half * (r - l)),
                                            static_cast<float>(half * (l + r))};
        ++count_;
    }
}

double StereoImage::correlation() const
{
    if (leftLeft_ < quietPower || rightRight_ < quietPower) return 0.0;
    return std::clamp(leftRight_ / std::sqrt(leftLeft_ * rightRight_), -1.0, 1.0);
}

double StereoImage::balance() const
{
    const double all = leftLeft_ + rightRight_;
    return all < quietPower ? 0.0 : (rightRight_ - leftLeft_) / all;
}

std::size_t StereoImage::points(std::span<Point> to) const
{
    const std::size_t kept = std::min({to.size(), points_.size(), count_});
    for (std::size_t i = 0; i < kept; ++i) to[i] = points_[(count_ - kept + i) % points_.size()];
    return kept;
}

} // namespace cppmusic::audio

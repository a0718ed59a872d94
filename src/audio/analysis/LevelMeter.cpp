// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/analysis/LevelMeter.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cppmusic::audio {

namespace {

constexpr double pi = 3.14159265358979323846;
constexpr double sineRmsDb = 3.0102999566398120; // a sine's peak above its RMS

// Falls of `dB` in `seconds` as a factor a sample.
double fallOf(double dB, double seconds, double rate)
{
    return std::pow(10.0, -dB / 20.0 / (seconds * rate));
}

double toDecibels(double gain)
{
    return gain > 0.0 ? 20.0 * std::log10(gain) : -std::numeric_limits<double>::infinity();
}

// Numbers that only decay become denormal, which is slow.
constexpr double inaudible = 1.0e-13; // −260 dB

double audible(double value)
{
    return value < inaudible ? 0.0 : value;
}

bool isMean(LevelScale scale)
{
    return scale == LevelScale::rms || scale == LevelScale::k12 || scale == LevelScale::k14 ||
           scale == LevelScale::k20;
}

} // namespace

LevelMeter::LevelMeter(LevelScale scale, double sampleRate) : scale_(scale), rate_(sampleRate)
{
    // A pair of followers comes close to a capacitor behind a rectifier's resistance. Their rates
    // (1/s) are fitted to the bursts of 5 kHz in IEC 60268-10, table 1: within 0.4 dB.
    const auto follow = [&](double slow, double fast, double gain, double dB, double seconds) {
        attackOne_ = slow / rate_;
        attackTwo_ = fast / rate_;
        offsetDb_ = toDecibels(gain);
        fall_ = fallOf(dB, seconds, rate_);
    };
    switch (scale) {
    case LevelScale::peak: fall_ = fallOf(20.0, 1.7, rate_); break;
    case LevelScale::ppmDin: follow(485.2, 1096.9, 0.51129, 20.0, 1.7); break;
    case LevelScale::ppmBritish: follow(180.2, 976.3, 0.51446, 24.0, 2.8); break;
    case LevelScale::vu: {
        // A pointer of the second order that overshoots by 1.25 % and is at 99 % after 300 ms.
        constexpr double angular = 13.5120, dampingRatio = 0.812717;
        stiffness_ = angular * angular / (rate_ * rate_);
        damping_ = 2.0 * dampingRatio * angular / rate_;
        offsetDb_ = toDecibels(pi / 2.0) + 18.0; // it reads the mean of the magnitude
        break;
    }
    case LevelScale::rms: offsetDb_ = sineRmsDb; break;
    case LevelScale::k12: offsetDb_ = sineRmsDb + 12.0; break;
    case LevelScale::k14: offsetDb_ = sineRmsDb + 14.0; break;
    case LevelScale::k20: offsetDb_ = sineRmsDb + 20.0; break;
    }
    if (isMean(scale)) {
        cellFrames_ = std::max<std::size_t>(1, static_cast<std::size_t>(rate_ / 100.0));
        cells_.assign(scale == LevelScale::rms ? 30 : 60, 0.0);
    }
}

void LevelMeter::reset()
{
    one_ = two_ = sum_ = value_ = highest_ = 0.0;
    inCell_ = cell_ = 0;
    std::fill(cells_.begin(), cells_.end(), 0.0);
}

void LevelMeter::addToPeak(double magnitude)
{
    value_ = std::max(magnitude, audible(value_ * fall_));
}

void LevelMeter::addToPpm(double magnitude)
{
    one_ = audible(one_ * fall_);
    two_ = audible(two_ * fall_);
    if (magnitude > one_) one_ += attackOne_ * (magnitude - one_);
    if (magnitude > two_) two_ += attackTwo_ * (magnitude - two_);
    value_ = one_ + two_;
}

void LevelMeter::addToVu(double magnitude)
{
    two_ += stiffness_ * (magnitude - one_) - damping_ * two_;
    one_ += two_;
    if (magnitude == 0.0 && std::abs(one_) < inaudible) one_ = two_ = 0.0;
    value_ = std::max(0.0, one_);
}

void LevelMeter::addToMean(double square)
{
    sum_ += square;
    if (++inCell_ < cellFrames_) return;
    cells_[cell_] = sum_;
    cell_ = (cell_ + 1) % cells_.size();
    sum_ = 0.0;
    inCell_ = 0;
    double all = 0.0;
    for (const double cell : cells_) all += cell;
    value_ = std::sqrt(all / static_cast<double>(cells_.size() * cellFrames_));
}

void LevelMeter::add(const float* samples, int frames)
{
    for (int i = 0; i < frames; ++i) {
        const double sample = std::isfinite(samples[i]) ? static_cast<double>(samples[i]) : 0.0;
        if (scale_ == LevelScale::peak)
            addToPeak(std::abs(sample));
        else if (scale_ == LevelScale::vu)
            addToVu(std::abs(sample));
        else if (isMean(scale_))
            addToMean(sample * sample);
        else
            addToPpm(std::abs(sample));
        highest_ = std::max(highest_, value_);
    }
}

double LevelMeter::level() const
{
    return toDecibels(value_) + offsetDb_;
}

double LevelMeter::maximum() const
{
    return toDecibels(highest_) + offsetDb_;
}

} // namespace cppmusic::audio

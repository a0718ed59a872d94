// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/FeedbackDelayNetwork.h"

#include "audio/dsp/Sanitise.h"
#include "core/MathUtils.h"

#include <algorithm>

namespace cppmusic::audio {

namespace math = core::math;

namespace {

/// Lengths at size 1 in milliseconds: spread evenly by ratio, without common divisors in frames.
constexpr std::array<double, FeedbackDelayNetwork::numLines> milliseconds{
    29.73, 33.17, 36.61, 40.39, 43.79, 47.93, 52.31, 56.87,
    61.13, 66.29, 71.57, 77.03, 82.91, 88.57, 94.99, 101.33};
constexpr double longest = 101.33 * 1.35;
constexpr double maxDepthFrames = 64.0;
constexpr double maxSlide = 0.25; // frames a frame: how fast a change of size bends the pitch

} // namespace

void FeedbackDelayNetwork::prepare(double sampleRate)
{
    sampleRate_ = sampleRate;
    const auto needed = static_cast<int>(longest * 0.001 * sampleRate + maxDepthFrames) + 4;
    for (auto& line : lines_) line.ring.prepare(needed);
    clear();
}

void FeedbackDelayNetwork::clear() noexcept CPPMUSIC_NONBLOCKING
{
    for (auto& line : lines_) line.ring.clear();
    damped_.fill(0.0f);
}

void FeedbackDelayNetwork::update(const Settings& settings, bool isImmediate,
                                  bool isEmpty) noexcept CPPMUSIC_NONBLOCKING
{
    if (isImmediate || settings.size != settings_.size ||
        settings.decaySeconds != settings_.decaySeconds ||
        settings.dampingHz != settings_.dampingHz)
        updateLosses(settings);
    const bool jumps = isImmediate || isEmpty;
    const bool isSameSize = !jumps && settings.size == settings_.size;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        auto& line = lines_[i];
        if (isSameSize && i % 5 != 0 && line.slope == 0.0) continue; // stands where it should
        const double length = milliseconds[i] * 0.001 * sampleRate_ * settings.size;
        // Reading between samples costs treble with every pass, so only every fifth line swings;
        // the matrix spreads it. The others have whole lengths.
        const double target =
            i % 5 == 0
                ? length + settings.depthFrames * static_cast<double>(settings.modulation[i & 3u])
                : static_cast<double>(static_cast<int>(length + 0.5));
        line.delay += line.slope * std::min(sinceControl_, controlInterval);
        if (jumps) line.delay = target;
        line.slope = std::clamp((target - line.delay) / controlInterval, -maxSlide, maxSlide);
        whole_[i] = static_cast<int>(line.delay);
        fraction_[i] = static_cast<float>(line.delay - static_cast<double>(whole_[i]));
        slope_[i] = static_cast<float>(line.slope);
    }
    for (auto& state : damped_) state = flushTiny(state);
    settings_ = settings;
    sinceControl_ = 0;
}

void FeedbackDelayNetwork::updateLosses(const Settings& settings) noexcept CPPMUSIC_NONBLOCKING
{
    constexpr double logSixtyDb = -6.907755278982137; // ln 0.001
    const double falling = logSixtyDb / (settings.decaySeconds * sampleRate_);
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        const double length = milliseconds[i] * 0.001 * sampleRate_ * settings.size;
        gain_[i] = static_cast<float>(math::exp(falling * length));
    }
    const double g = math::tan(math::pi * std::min(settings.dampingHz / sampleRate_, 0.49));
    const bool isOff = settings.dampingHz >= Settings::dampingOffHz;
    damping_.set(isOff ? 1.0f : static_cast<float>(g / (1.0 + g)));
}

/// As the kernel reckons.
void FeedbackDelayNetwork::findGrowth(int frame, std::array<int, numLines>& growth) const noexcept
    CPPMUSIC_NONBLOCKING
{
    const auto k = static_cast<float>(std::min(frame, controlInterval));
    for (std::size_t i = 0; i < numLines; ++i) {
        const float offset = fraction_[i] + slope_[i] * k;
        const int towardsZero = static_cast<int>(offset);
        growth[i] = towardsZero - (static_cast<float>(towardsZero) > offset ? 1 : 0);
    }
}

/// Frame by frame, where the whole part of a delay changes within a run.
void FeedbackDelayNetwork::gatherTaps(ReverbRun& run,
                                      std::size_t index) noexcept CPPMUSIC_NONBLOCKING
{
    auto& rooms = rooms_[index];
    for (int i = 0; i < run.frames; ++i) {
        std::array<int, numLines> growth;
        findGrowth(run.position + i, growth);
        const int newest = whole_[index] + growth[index] - 1 - i;
        for (int tap = 0; tap < 4; ++tap) {
            rooms[static_cast<std::size_t>(tap)][static_cast<std::size_t>(i)] =
                lines_[index].ring.read(newest + tap);
        }
    }
    run.lines[index].taps = {rooms[0].data(), rooms[1].data(), rooms[2].data(), rooms[3].data()};
}

void FeedbackDelayNetwork::begin(ReverbRun& run) noexcept CPPMUSIC_NONBLOCKING
{
    run.position = sinceControl_;
    run.damping = damping_;
    run.damped = &damped_;
    std::array<int, numLines> first, last;
    findGrowth(run.position, first);
    findGrowth(run.position + run.frames - 1, last);
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        auto& line = run.lines[i];
        line.gain = gain_[i];
        line.fraction = fraction_[i];
        line.slope = slope_[i];
        if (first[i] != last[i]) {
            gatherTaps(run, i);
            continue;
        }
        const float* oldest = lines_[i].ring.view(whole_[i] + first[i] + 2, rooms_[i][0]);
        line.taps = {oldest + 3, oldest + 2, oldest + 1, oldest};
    }
}

void FeedbackDelayNetwork::end(const ReverbRun& run) noexcept CPPMUSIC_NONBLOCKING
{
    for (std::size_t i = 0; i < lines_.size(); ++i)
        lines_[i].ring.write(run.rows[i].data(), run.frames);
    sinceControl_ += run.frames;
}

} // namespace cppmusic::audio

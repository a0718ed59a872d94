// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/FeedbackDelayNetwork.h"

#include "audio/dsp/Sanitise.h"
#include "core/MathUtils.h"

#include <algorithm>
#include <bit>

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

constexpr float sign(int line) noexcept
{
    return (line & 2) != 0 ? -1.0f : 1.0f;
}

} // namespace

void FeedbackDelayNetwork::prepare(double sampleRate)
{
    sampleRate_ = sampleRate;
    const auto needed = static_cast<std::uint32_t>(longest * 0.001 * sampleRate + maxDepthFrames) +
                        2 * controlInterval;
    const std::uint32_t size = std::bit_ceil(needed);
    mask_ = size - 1;
    for (auto& line : lines_) line.samples.assign(size, 0.0f);
    clear();
}

void FeedbackDelayNetwork::clear() noexcept CPPMUSIC_NONBLOCKING
{
    for (auto& line : lines_) std::fill(line.samples.begin(), line.samples.end(), 0.0f);
    damped_.fill(0.0f);
}

void FeedbackDelayNetwork::update(const Settings& settings, bool isImmediate,
                                  bool isEmpty) noexcept CPPMUSIC_NONBLOCKING
{
    if (isImmediate || settings.size != settings_.size ||
        settings.decaySeconds != settings_.decaySeconds ||
        settings.dampingHz != settings_.dampingHz)
        updateLosses(settings);
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        auto& line = lines_[i];
        const double length = milliseconds[i] * 0.001 * sampleRate_ * settings.size;
        const double target =
            length + settings.depthFrames * static_cast<double>(settings.modulation[i & 3u]);
        line.delay += line.slope * std::min(sinceControl_, controlInterval);
        if (isImmediate || isEmpty) line.delay = target;
        line.slope = std::clamp((target - line.delay) / controlInterval, -maxSlide, maxSlide);
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
    dampingFactor_ = static_cast<float>(g / (1.0 + g));
}

void FeedbackDelayNetwork::readLine(int index, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    const auto lane = static_cast<std::size_t>(index);
    const auto& line = lines_[lane];
    const float* samples = line.samples.data();
    for (int i = 0; i < frames; ++i) {
        const int k = std::min(sinceControl_ + i, controlInterval);
        const double delay = line.delay + line.slope * static_cast<double>(k);
        const auto whole = static_cast<std::uint32_t>(delay);
        const float t = static_cast<float>(delay - static_cast<double>(whole));
        const std::uint32_t place = position_ + static_cast<std::uint32_t>(i) - whole;
        const float a = samples[(place + 1) & mask_];
        const float b = samples[place & mask_];
        const float c = samples[(place - 1) & mask_];
        const float d = samples[(place - 2) & mask_];
        const float c1 = 0.5f * (c - a);
        const float c2 = a - 2.5f * b + 2.0f * c - 0.5f * d;
        const float c3 = 0.5f * (d - a) + 1.5f * (b - c);
        run_[static_cast<std::size_t>(i)][lane] = b + t * (c1 + t * (c2 + t * c3));
    }
}

/// The Hadamard matrix of order 16, scaled to keep the energy.
void FeedbackDelayNetwork::mix(Lanes& v) noexcept CPPMUSIC_NONBLOCKING
{
    for (std::size_t width = 1; width < numLines; width *= 2) {
        Lanes w;
        for (std::size_t i = 0; i < numLines; i += 2 * width) {
            for (std::size_t k = i; k < i + width; ++k) {
                w[k] = v[k] + v[k + width];
                w[k + width] = v[k] - v[k + width];
            }
        }
        v = w;
    }
    for (auto& x : v) x *= 0.25f;
}

void FeedbackDelayNetwork::process(float* left, float* right,
                                   int frames) noexcept CPPMUSIC_NONBLOCKING
{
    for (int line = 0; line < numLines; ++line) readLine(line, frames);
    for (int i = 0; i < frames; ++i) {
        auto& v = run_[static_cast<std::size_t>(i)];
        float outLeft = 0.0f;
        float outRight = 0.0f;
        for (std::size_t k = 0; k < numLines; ++k) {
            const float step = (v[k] * gain_[k] - damped_[k]) * dampingFactor_;
            v[k] = damped_[k] + step;
            damped_[k] = v[k] + step;
        }
        for (int k = 0; k < numLines; k += 2) {
            outLeft += sign(k) * v[static_cast<std::size_t>(k)];
            outRight += sign(k) * v[static_cast<std::size_t>(k + 1)];
        }
        mix(v);
        for (int k = 0; k < numLines; k += 2) {
            v[static_cast<std::size_t>(k)] += left[i];
            v[static_cast<std::size_t>(k + 1)] += right[i];
        }
        left[i] = outLeft;
        right[i] = outRight;
    }
    for (std::size_t k = 0; k < numLines; ++k) {
        float* samples = lines_[k].samples.data();
        for (int i = 0; i < frames; ++i)
            samples[(position_ + static_cast<std::uint32_t>(i)) & mask_] =
                run_[static_cast<std::size_t>(i)][k];
    }
    position_ += static_cast<std::uint32_t>(frames);
    sinceControl_ += frames;
}

} // namespace cppmusic::audio

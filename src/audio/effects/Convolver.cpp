// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/Convolver.h"

#include "audio/dsp/Sanitise.h"
#include "core/MathUtils.h"

#include <algorithm>

namespace cppmusic::audio {

namespace {

using core::Taper;

constexpr std::array<core::ParameterSpec, Convolver::numParameters> table{{
    {"preDelay", "Pre-delay", "s", 0.0f, 0.25f, 0.0f, Taper::linear, true, {}},
    {"lowCut", "Low cut", "Hz", 20.0f, 1000.0f, 20.0f, Taper::logarithmic, true, {}},
    {"highCut", "High cut", "Hz", 1000.0f, 20000.0f, 20000.0f, Taper::logarithmic, true, {}},
    {"width", "Width", "", 0.0f, 1.0f, 1.0f, Taper::linear, true, {}},
    {"gain", "Gain", "dB", -24.0f, 24.0f, 0.0f, Taper::linear, true, {}},
    {"mix", "Mix", "", 0.0f, 1.0f, 0.25f, Taper::linear, true, {}},
}};

constexpr double leftOverSeconds = 0.003; // to 1/e

} // namespace

Convolver::Convolver() : StereoEffect(table) {}

void Convolver::prepareEffect(const PrepareSpec& spec)
{
    convolution_.prepare(spec.sampleRate.value);
    for (auto& line : preDelays_) line.prepare(static_cast<int>(spec.sampleRate.value * 0.25) + 4);
    leftOverFall_ =
        static_cast<float>(core::math::exp(-1.0 / (leftOverSeconds * spec.sampleRate.value)));
}

void Convolver::clear() noexcept CPPMUSIC_NONBLOCKING
{
    convolution_.clear();
    for (auto& line : preDelays_) line.clear();
    for (auto& filter : low_) filter.reset();
    for (auto& filter : high_) filter.reset();
    last_ = leftOver_ = {};
}

double Convolver::tailSeconds(const Values& values) const noexcept CPPMUSIC_NONBLOCKING
{
    return ImpulseResponse::maxSeconds + static_cast<double>(values[preDelay]) + 0.25;
}

/// Another room: the old one's sound in progress goes, its last sample falls away smoothly.
void Convolver::change(const ImpulseResponse* response) noexcept CPPMUSIC_NONBLOCKING
{
    response_ = response;
    if (isClear()) return;
    const auto last = last_;
    convolution_.clear();
    leftOver_ = last;
}

void Convolver::process(ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    const auto* response = static_cast<const ImpulseResponse*>(context.content);
    if (response != response_) change(response);
    if (isClear()) { // wherever it begins
        const std::int64_t grid = std::max<std::int64_t>(0, context.transport->gridFrame);
        convolution_.placeAt(grid / controlInterval);
        sinceControl_ = static_cast<int>(grid % controlInterval);
    }
    StereoEffect::process(context);
}

void Convolver::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    if (isClear())
        convolution_.placeAt(std::max<std::int64_t>(0, point.gridFrame) / controlInterval);
    else
        convolution_.step(response_);
    sinceControl_ = 0;
    for (auto& filter : low_) filter.flush();
    for (auto& filter : high_) filter.flush();
    for (auto& rest : leftOver_) rest = flushTiny(rest);
    if (!point.hasChanged) return;
    for (auto& filter : low_) filter.setCutoff(static_cast<double>(value(lowCut)), sampleRate());
    for (auto& filter : high_) filter.setCutoff(static_cast<double>(value(highCut)), sampleRate());
    hasLowCut_ = value(lowCut) > 20.0f; // at the ends of their ranges the cuts are off
    hasHighCut_ = value(highCut) < 20000.0f;
    move(delayFrames_, value(preDelay) * static_cast<float>(sampleRate()), point.isImmediate);
    move(width_, value(width), point.isImmediate);
    move(gain_, core::math::dbToGain(value(gain)), point.isImmediate);
    move(mix_, value(mix), point.isImmediate);
}

void Convolver::processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    Rows in, out;
    for (std::size_t c = 0; c < 2; ++c) {
        const float* sound = c == 0 ? left : right;
        for (int i = 0; i < frames; ++i) {
            const float filtered = hasLowCut_ ? low_[c].high(sound[i]) : sound[i];
            const float cut = hasHighCut_ ? high_[c].low(filtered) : filtered;
            preDelays_[c].push(cut);
            const float delay = delayFrames_.at(i);
            const float delayed = delay >= 1.0f ? preDelays_[c].read(delay)
                                                : cut + delay * (preDelays_[c].read(1.0f) - cut);
            in[c][static_cast<std::size_t>(i)] = delay > 0.0f ? delayed : cut;
        }
    }
    convolution_.process(response_, sinceControl_, frames, in, out);
    for (int i = 0; i < frames; ++i) {
        const auto k = static_cast<std::size_t>(i);
        for (std::size_t c = 0; c < 2; ++c) {
            leftOver_[c] *= leftOverFall_;
            last_[c] = out[c][k] + leftOver_[c];
        }
        const float level = gain_.at(i), share = mix_.at(i);
        const float middle = 0.5f * (last_[0] + last_[1]);
        const float side = width_.at(i) * (0.5f * (last_[0] - last_[1]));
        left[i] += share * (level * (middle + side) - left[i]);
        right[i] += share * (level * (middle - side) - right[i]);
    }
    sinceControl_ += frames;
    delayFrames_.advance(frames);
    width_.advance(frames);
    gain_.advance(frames);
    mix_.advance(frames);
}

} // namespace cppmusic::audio

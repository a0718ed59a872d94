// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/Reverb.h"

#include <algorithm>

namespace cppmusic::audio {

namespace {

using core::Taper;

constexpr std::array<core::ParameterSpec, Reverb::numParameters> table{{
    {"decay", "Decay", "s", 0.1f, 20.0f, 1.8f, Taper::logarithmic, true, {}},
    {"size", "Size", "", 0.0f, 1.0f, 0.6f, Taper::linear, true, {}},
    {"preDelay", "Pre-delay", "s", 0.0f, 0.25f, 0.015f, Taper::linear, true, {}},
    {"damping", "Damping", "Hz", 1000.0f, 20000.0f, 7000.0f, Taper::logarithmic, true, {}},
    {"lowCut", "Low cut", "Hz", 20.0f, 1000.0f, 120.0f, Taper::logarithmic, true, {}},
    {"modulation", "Modulation", "", 0.0f, 1.0f, 0.4f, Taper::linear, true, {}},
    {"width", "Width", "", 0.0f, 1.0f, 1.0f, Taper::linear, true, {}},
    {"mix", "Mix", "", 0.0f, 1.0f, 0.25f, Taper::linear, true, {}},
}};

constexpr std::array<std::array<double, 4>, 2> diffuserMilliseconds{
    {{4.771, 3.595, 12.73, 9.307}, {4.523, 3.821, 12.21, 9.713}}};
constexpr std::array<float, 4> diffuserGains{0.75f, 0.75f, 0.625f, 0.625f};
constexpr std::array<double, 2> modulationHz{0.37, 0.61};
constexpr double depthMilliseconds = 0.25;
constexpr float wetLevel =
    0.30f; // as loud as the dry signal at the default settings, by ear and meter

} // namespace

Reverb::Reverb() : StereoEffect(table) {}

void Reverb::prepareEffect(const PrepareSpec& spec)
{
    const double rate = spec.sampleRate.value;
    network_.prepare(rate);
    maxPreDelay_ = static_cast<int>(rate * 0.25) + 2;
    for (std::size_t c = 0; c < 2; ++c) {
        preDelays_[c].prepare(maxPreDelay_ + 2);
        for (std::size_t d = 0; d < numDiffusers; ++d) {
            auto& diffuser = diffusers_[c][d];
            diffuser.delay =
                std::max(1, static_cast<int>(rate * 0.001 * diffuserMilliseconds[c][d]));
            diffuser.gain = diffuserGains[d];
            diffuser.line.prepare(diffuser.delay);
        }
    }
    for (std::size_t i = 0; i < lfos_.size(); ++i) lfos_[i].setRate(modulationHz[i], rate);
}

void Reverb::clear() noexcept CPPMUSIC_NONBLOCKING
{
    network_.clear();
    for (auto& line : preDelays_) line.clear();
    for (auto& filter : lowCuts_) filter.reset();
    for (auto& channel : diffusers_)
        for (auto& diffuser : channel) diffuser.line.clear();
}

double Reverb::tailSeconds(const Values& values) const noexcept CPPMUSIC_NONBLOCKING
{
    return 2.0 * static_cast<double>(values[decay]) + static_cast<double>(values[preDelay]) + 0.5;
}

void Reverb::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    if (point.isGridContinuous)
        for (auto& lfo : lfos_) lfo.advance(controlInterval);
    else
        for (auto& lfo : lfos_) lfo.placeAt(point.gridFrame);

    FeedbackDelayNetwork::Settings settings;
    settings.size = 0.35 + static_cast<double>(value(size));
    settings.decaySeconds = static_cast<double>(value(decay));
    settings.dampingHz = static_cast<double>(value(damping));
    settings.depthFrames =
        static_cast<double>(value(modulation)) * depthMilliseconds * 0.001 * sampleRate();
    settings.modulation = {lfos_[0].value(LfoShape::sine), lfos_[1].value(LfoShape::sine),
                           lfos_[0].valueAhead(LfoShape::sine, 0.25),
                           lfos_[1].valueAhead(LfoShape::sine, 0.25)};
    network_.update(settings, point.isImmediate, isClear());
    for (auto& filter : lowCuts_) filter.flush();
    if (!point.hasChanged) return;
    for (auto& filter : lowCuts_)
        filter.setCutoff(static_cast<double>(value(lowCut)), sampleRate());
    move(width_, value(width), point.isImmediate);
    move(mix_, value(mix), point.isImmediate);
    move(preDelayFrames_, value(preDelay) * static_cast<float>(sampleRate()), point.isImmediate);
}

void Reverb::processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    std::array<std::array<float, controlInterval>, 2> wet;
    const float* dry[2] = {left, right};
    for (std::size_t c = 0; c < 2; ++c) {
        for (int i = 0; i < frames; ++i) {
            preDelays_[c].write(lowCuts_[c].high(dry[c][i]));
            const double delay = 1.0 + static_cast<double>(std::max(0.0f, preDelayFrames_.at(i)));
            float x = preDelays_[c].readLinear(delay);
            for (auto& diffuser : diffusers_[c]) x = diffuser.next(x);
            wet[c][static_cast<std::size_t>(i)] = x * wetLevel;
        }
    }
    network_.process(wet[0].data(), wet[1].data(), frames);
    for (int i = 0; i < frames; ++i) {
        const auto k = static_cast<std::size_t>(i);
        const float middle = 0.5f * (wet[0][k] + wet[1][k]);
        const float side = 0.5f * (wet[0][k] - wet[1][k]) * width_.at(i);
        const float share = mix_.at(i);
        left[i] += share * (middle + side - left[i]);
        right[i] += share * (middle - side - right[i]);
    }
    width_.advance(frames);
    mix_.advance(frames);
    preDelayFrames_.advance(frames);
}

} // namespace cppmusic::audio

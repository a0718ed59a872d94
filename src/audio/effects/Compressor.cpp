// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/Compressor.h"

#include "audio/dsp/LevelDetector.h"
#include "core/Prefetch.h"

#include <algorithm>

namespace cppmusic::audio {

namespace {

using core::Taper;

constexpr std::array<core::ParameterSpec, Compressor::numParameters> table{{
    {"threshold", "Threshold", "dB", -60.0f, 0.0f, -18.0f, Taper::linear, true, {}},
    {"ratio", "Ratio", ":1", 1.0f, 20.0f, 3.0f, Taper::logarithmic, true, {}},
    {"attack", "Attack", "s", 0.0001f, 0.3f, 0.01f, Taper::logarithmic, true, {}},
    {"release", "Release", "s", 0.005f, 3.0f, 0.15f, Taper::logarithmic, true, {}},
    {"knee", "Knee", "dB", 0.0f, 24.0f, 6.0f, Taper::linear, true, {}},
    {"makeUp", "Make-up", "dB", -12.0f, 24.0f, 0.0f, Taper::linear, true, {}},
    {"mix", "Mix", "", 0.0f, 1.0f, 1.0f, Taper::linear, true, {}},
    {"sidechain", "Sidechain", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Off|On"},
}};

constexpr char batchKeyOfAll = 0;

} // namespace

Compressor::Compressor() : BatchedEffect(table, {true, false}) {}

void Compressor::prefetch() const noexcept CPPMUSIC_NONBLOCKING
{
    StereoEffect::prefetch();
    core::prefetch(&kernel_, sizeof kernel_ + sizeof lane_);
}

const void* Compressor::batchKey() const noexcept CPPMUSIC_NONBLOCKING
{
    return &batchKeyOfAll;
}

double Compressor::tailSeconds(const Values& values) const noexcept CPPMUSIC_NONBLOCKING
{
    return 10.0 * static_cast<double>(values[release]) + 0.1;
}

void Compressor::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    if (!point.hasChanged && !point.isImmediate) return;
    isKeyed_ = step(sidechain) != 0;
    const float slope = 1.0f / value(ratio) - 1.0f;
    const float width = value(knee);
    // Below this width the knee is hard: its curve would be beyond numbers.
    const float curve = width < 1.0e-3f ? 0.0f : slope / (2.0f * width);
    const std::array<float, CompressorLane::numControls> values{
        value(threshold), slope, 0.5f * width, curve, value(makeUp), value(mix)};
    if (point.isImmediate)
        lane_.controls.snapTo(values);
    else
        lane_.controls.rampTo(values);
    const auto factor = [this](int index) {
        return static_cast<float>(smoothingFactor(static_cast<double>(value(index)), sampleRate()));
    };
    lane_.attackFactor = factor(attack);
    lane_.releaseFactor = factor(release);
}

float Compressor::staticGain(float levelDb, float thresholdDb, float slope,
                             float kneeDb) noexcept CPPMUSIC_NONBLOCKING
{
    const float over = levelDb - thresholdDb;
    const float half = 0.5f * kneeDb;
    if (over <= -half) return 0.0f;
    if (over >= half) return slope * over;
    const float into = over + half;
    return slope * into * into / (2.0f * kneeDb);
}

void Compressor::runLanes(LaneRun& run,
                          std::span<const BatchItem> items) noexcept CPPMUSIC_NONBLOCKING
{
    std::array<CompressorLane*, LaneRun::maxNodes> lanes;
    for (std::size_t i = 0; i < items.size(); ++i)
        lanes[i] = &static_cast<Compressor*>(items[i].node)->lane_;
    kernel_(run, lanes.data());
}

} // namespace cppmusic::audio

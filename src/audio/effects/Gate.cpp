// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/Gate.h"

#include "audio/dsp/FastMath.h"
#include "audio/dsp/LevelDetector.h"
#include "core/Prefetch.h"

#include <algorithm>

namespace cppmusic::audio {

namespace {

using core::Taper;

constexpr std::array<core::ParameterSpec, Gate::numParameters> table{{
    {"threshold", "Threshold", "dB", -80.0f, 0.0f, -40.0f, Taper::linear, true, {}},
    {"hysteresis", "Hysteresis", "dB", 0.0f, 24.0f, 4.0f, Taper::linear, true, {}},
    {"ratio", "Ratio", ":1", 1.0f, 100.0f, 20.0f, Taper::logarithmic, true, {}},
    {"range", "Range", "dB", -90.0f, 0.0f, -80.0f, Taper::linear, true, {}},
    {"attack", "Attack", "s", 0.0001f, 0.1f, 0.001f, Taper::logarithmic, true, {}},
    {"hold", "Hold", "s", 0.0f, 2.0f, 0.02f, Taper::linear, true, {}},
    {"release", "Release", "s", 0.005f, 3.0f, 0.1f, Taper::logarithmic, true, {}},
    {"sidechain", "Sidechain", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Off|On"},
    {"keyLowCut",
     "Key low cut",
     "Hz",
     KeyPath::lowestHz,
     2000.0f,
     KeyPath::lowestHz,
     Taper::logarithmic,
     true,
     {}},
    {"keyHighCut",
     "Key high cut",
     "Hz",
     200.0f,
     KeyPath::highestHz,
     KeyPath::highestHz,
     Taper::logarithmic,
     true,
     {}},
    {"listen", "Listen to key", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Off|On"},
    {"lookAhead", "Look-ahead", "s", 0.0f, 0.02f, 0.0f, Taper::linear, false, {}},
}};

constexpr char batchKeyOfAll = 0;

template <class ValueOf>
KeyPath::Settings pathOf(ValueOf valueOf) noexcept CPPMUSIC_NONBLOCKING
{
    KeyPath::Settings settings;
    settings.lowCutHz = valueOf(Gate::keyLowCut);
    settings.highCutHz = valueOf(Gate::keyHighCut);
    settings.isListening = valueOf(Gate::listen) >= 0.5f;
    return settings;
}

} // namespace

Gate::Gate() : DynamicsEffect(table) {}

void Gate::prepareEffect(const PrepareSpec& spec)
{
    path().prepare(spec.sampleRate.value, static_cast<double>(parameterValue(lookAhead)));
}

void Gate::prefetch() const noexcept CPPMUSIC_NONBLOCKING
{
    StereoEffect::prefetch();
    core::prefetch(hotMembers(), sizeof kernel_ + sizeof lane_ + 32);
}

const void* Gate::batchKey() const noexcept CPPMUSIC_NONBLOCKING
{
    return &batchKeyOfAll;
}

double Gate::tailSeconds(const Values& values) const noexcept CPPMUSIC_NONBLOCKING
{
    const auto settings = pathOf(
        [&](int index) CPPMUSIC_NONBLOCKING { return values[static_cast<std::size_t>(index)]; });
    return 150.0 / fallDbPerSecond + static_cast<double>(values[hold]) +
           10.0 * static_cast<double>(values[release]) + path().memorySeconds(settings);
}

/// Closed, as silence that lasts leaves it.
void Gate::clear() noexcept CPPMUSIC_NONBLOCKING
{
    path().clear();
    close();
}

void Gate::close() noexcept CPPMUSIC_NONBLOCKING
{
    auto& v = lane_.values;
    v[GateLane::envelope] = 6.0205999f * fastLog2(1.0e-7f); // the least level that is measured
    v[GateLane::held] = 0.0f;
    const float below = v[GateLane::slope] * (v[GateLane::envelope] - v[GateLane::open]);
    v[GateLane::gain] = std::max(v[GateLane::range], std::min(below, 0.0f));
}

void Gate::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    const bool isNew = point.hasChanged || point.isImmediate;
    if (isNew || !isPathSteady())
        updatePath(pathOf([this](int index) CPPMUSIC_NONBLOCKING { return value(index); }),
                   point.isImmediate);
    if (!isNew) return;
    isKeyed_ = step(sidechain) != 0;
    const auto factor = [this](int index) {
        return static_cast<float>(smoothingFactor(static_cast<double>(value(index)), sampleRate()));
    };
    auto& v = lane_.values;
    v[GateLane::open] = value(threshold);
    v[GateLane::close] = value(threshold) - value(hysteresis);
    v[GateLane::slope] = value(ratio) - 1.0f;
    v[GateLane::range] = value(range);
    v[GateLane::attack] = factor(attack);
    v[GateLane::release] = factor(release);
    v[GateLane::fall] = static_cast<float>(fallDbPerSecond / sampleRate());
    v[GateLane::holdFrames] =
        static_cast<float>(static_cast<int>(static_cast<double>(value(hold)) * sampleRate()));
    // Nothing sounds: it stands where silence would bring it.
    if (isClear()) close();
}

void Gate::runKernel(LaneRun& run, std::span<const BatchItem> items) noexcept CPPMUSIC_NONBLOCKING
{
    std::array<GateLane*, LaneRun::maxNodes> lanes{};
    for (std::size_t i = 0; i < items.size(); ++i)
        lanes[i] = &static_cast<Gate*>(items[i].node)->lane_;
    kernel_(run, lanes.data());
    for (std::size_t i = 0; i < items.size(); ++i)
        static_cast<Gate*>(items[i].node)->note(lanes[i]->values[GateLane::gain]);
}

} // namespace cppmusic::audio

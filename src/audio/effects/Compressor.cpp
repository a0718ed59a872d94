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
    {"topology", "Topology", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Feed-forward|Feed-back"},
    {"detector", "Detector", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Peak|RMS"},
    {"rmsTime", "RMS time", "s", 0.001f, 0.3f, 0.01f, Taper::logarithmic, true, {}},
    {"autoRelease", "Auto release", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Off|On"},
    {"autoMakeUp", "Auto make-up", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Off|On"},
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
    settings.lowCutHz = valueOf(Compressor::keyLowCut);
    settings.highCutHz = valueOf(Compressor::keyHighCut);
    settings.isListening = valueOf(Compressor::listen) >= 0.5f;
    settings.isRms = valueOf(Compressor::detector) >= 0.5f;
    settings.rmsSeconds = static_cast<double>(valueOf(Compressor::rmsTime));
    return settings;
}

} // namespace

Compressor::Compressor() : DynamicsEffect(table) {}

void Compressor::prefetch() const noexcept CPPMUSIC_NONBLOCKING
{
    StereoEffect::prefetch();
    core::prefetch(hotMembers(), sizeof kernel_ + sizeof lane_ + 32);
}

void Compressor::prepareEffect(const PrepareSpec& spec)
{
    path().prepare(spec.sampleRate.value, static_cast<double>(parameterValue(lookAhead)));
}

void Compressor::clear() noexcept CPPMUSIC_NONBLOCKING
{
    lane_.gainDb = 0.0f;
    loop_.start(0.0f);
    path().clear();
}

const void* Compressor::batchKey() const noexcept CPPMUSIC_NONBLOCKING
{
    return &batchKeyOfAll;
}

double Compressor::tailSeconds(const Values& values) const noexcept CPPMUSIC_NONBLOCKING
{
    const auto settings = pathOf(
        [&](int index) CPPMUSIC_NONBLOCKING { return values[static_cast<std::size_t>(index)]; });
    const auto seconds = static_cast<double>(values[release]);
    const double slow = std::min(CompressorLoop::riseTimes * seconds, CompressorLoop::slowestRise);
    return 10.0 * (values[autoRelease] < 0.5f ? seconds : slow) + 0.1 +
           path().memorySeconds(settings);
}

/// Attack and release go to the kernel, or to the loop in its place.
void Compressor::updateTimes(bool isImmediate) noexcept CPPMUSIC_NONBLOCKING
{
    const bool isLoop = step(topology) != 0 || step(autoRelease) != 0;
    if (isLoop && (lane_.loop == nullptr || isImmediate)) loop_.start(lane_.gainDb);
    lane_.loop = isLoop ? &loop_ : nullptr;
    lane_.attackFactor = lane_.releaseFactor = 0.0f;
    if (isLoop) {
        loop_.set(step(topology) != 0, step(autoRelease) != 0, value(attack), value(release),
                  value(ratio), sampleRate());
        return;
    }
    const auto factor = [this](int index) CPPMUSIC_NONBLOCKING {
        return static_cast<float>(smoothingFactor(static_cast<double>(value(index)), sampleRate()));
    };
    lane_.attackFactor = factor(attack);
    lane_.releaseFactor = factor(release);
}

void Compressor::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    const bool isNew = point.hasChanged || point.isImmediate;
    if (isNew || !isPathSteady())
        updatePath(pathOf([this](int index) CPPMUSIC_NONBLOCKING { return value(index); }),
                   point.isImmediate);
    if (!isNew) return;
    isKeyed_ = step(sidechain) != 0;
    const CompressorCurve curve{value(threshold), value(ratio), value(knee)};
    const float added = step(autoMakeUp) != 0 ? curve.autoMakeUpDb() : 0.0f;
    const std::array<float, CompressorLane::numControls> values{
        curve.thresholdDb, curve.slope(),         0.5f * curve.kneeDb,
        curve.bend(),      value(makeUp) + added, value(mix)};
    if (point.isImmediate)
        lane_.controls.snapTo(values);
    else
        lane_.controls.rampTo(values);
    updateTimes(point.isImmediate);
}

void Compressor::runKernel(LaneRun& run,
                           std::span<const BatchItem> items) noexcept CPPMUSIC_NONBLOCKING
{
    std::array<CompressorLane*, LaneRun::maxNodes> lanes{};
    for (std::size_t i = 0; i < items.size(); ++i)
        lanes[i] = &static_cast<Compressor*>(items[i].node)->lane_;
    kernel_(run, lanes.data());
    for (std::size_t i = 0; i < items.size(); ++i)
        static_cast<Compressor*>(items[i].node)->note(lanes[i]->gainDb);
}

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/MultibandCompressor.h"

#include "audio/dsp/CompressorCurve.h"
#include "audio/dsp/LevelDetector.h"
#include "core/MathUtils.h"

#include <algorithm>

namespace cppmusic::audio {

namespace {

using core::ParameterSpec;
using core::Taper;
using Multiband = MultibandCompressor;

struct BandNames {
    std::string_view id, label;
};
using Names = std::array<BandNames, Multiband::perBand>;

constexpr std::array<Names, Multiband::maxBands> names{{
    {{{"threshold1", "Threshold 1"},
      {"ratio1", "Ratio 1"},
      {"attack1", "Attack 1"},
      {"release1", "Release 1"},
      {"knee1", "Knee 1"},
      {"makeUp1", "Make-up 1"},
      {"solo1", "Solo 1"},
      {"bypass1", "Bypass 1"}}},
    {{{"threshold2", "Threshold 2"},
      {"ratio2", "Ratio 2"},
      {"attack2", "Attack 2"},
      {"release2", "Release 2"},
      {"knee2", "Knee 2"},
      {"makeUp2", "Make-up 2"},
      {"solo2", "Solo 2"},
      {"bypass2", "Bypass 2"}}},
    {{{"threshold3", "Threshold 3"},
      {"ratio3", "Ratio 3"},
      {"attack3", "Attack 3"},
      {"release3", "Release 3"},
      {"knee3", "Knee 3"},
      {"makeUp3", "Make-up 3"},
      {"solo3", "Solo 3"},
      {"bypass3", "Bypass 3"}}},
    {{{"threshold4", "Threshold 4"},
      {"ratio4", "Ratio 4"},
      {"attack4", "Attack 4"},
      {"release4", "Release 4"},
      {"knee4", "Knee 4"},
      {"makeUp4", "Make-up 4"},
      {"solo4", "Solo 4"},
      {"bypass4", "Bypass 4"}}},
}};

/// Labels and ids are the table's.
constexpr ParameterSpec bandSpec(std::size_t band, std::size_t parameter)
{
    constexpr std::array<ParameterSpec, Multiband::perBand> first{{
        {"", "", "dB", -60.0f, 0.0f, -20.0f, Taper::linear, true, {}},
        {"", "", ":1", 1.0f, 20.0f, 2.0f, Taper::logarithmic, true, {}},
        {"", "", "s", 0.0001f, 0.3f, 0.01f, Taper::logarithmic, true, {}},
        {"", "", "s", 0.005f, 3.0f, 0.15f, Taper::logarithmic, true, {}},
        {"", "", "dB", 0.0f, 24.0f, 6.0f, Taper::linear, true, {}},
        {"", "", "dB", -12.0f, 24.0f, 0.0f, Taper::linear, true, {}},
        {"", "", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Off|On"},
        {"", "", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Off|On"},
    }};
    ParameterSpec spec = first[parameter];
    spec.id = names[band][parameter].id;
    spec.label = names[band][parameter].label;
    return spec;
}

constexpr std::array<ParameterSpec, Multiband::numParameters> makeTable()
{
    std::array<ParameterSpec, Multiband::numParameters> specs{};
    for (std::size_t band = 0; band < Multiband::maxBands; ++band)
        for (std::size_t p = 0; p < Multiband::perBand; ++p)
            specs[band * Multiband::perBand + p] = bandSpec(band, p);
    specs[Multiband::crossover1] = {"crossover1", "Crossover 1",      "Hz", 40.0f, 1000.0f,
                                    150.0f,       Taper::logarithmic, true, {}};
    specs[Multiband::crossover2] = {"crossover2", "Crossover 2",      "Hz", 200.0f, 6000.0f,
                                    1200.0f,      Taper::logarithmic, true, {}};
    specs[Multiband::crossover3] = {"crossover3", "Crossover 3",      "Hz", 1000.0f, 16000.0f,
                                    6000.0f,      Taper::logarithmic, true, {}};
    specs[Multiband::output] = {"output", "Output",      "dB", -24.0f, 24.0f,
                                0.0f,     Taper::linear, true, {}};
    specs[Multiband::bands] = {"bands", "Bands",        "",    3.0f, 4.0f,
                               4.0f,    Taper::stepped, false, "3|4"};
    return specs;
}

constexpr auto table = makeTable();

} // namespace

MultibandCompressor::MultibandCompressor() : StereoEffect(table) {}

void MultibandCompressor::prepareEffect(const PrepareSpec& spec)
{
    numBands_ = parameterValue(bands) < 3.5f ? 3 : 4;
    fadeStep_ =
        static_cast<float>(std::min(1.0, controlInterval / (fadeSeconds * spec.sampleRate.value)));
}

void MultibandCompressor::clear() noexcept CPPMUSIC_NONBLOCKING
{
    for (auto* crossover : {&middle_, &lower_, &upper_}) crossover->reset();
    lowsThroughUpper_.reset();
    highsThroughLower_.reset();
    for (auto& lane : lanes_) lane.gainDb = 0.0f;
}

double MultibandCompressor::tailSeconds(const Values& values) const noexcept CPPMUSIC_NONBLOCKING
{
    float longest = 0.0f;
    for (int band = 0; band < maxBands; ++band)
        longest = std::max(longest, values[static_cast<std::size_t>(indexOf(band, release))]);
    // The lowest crossover's poles, four of a kind, fall by 120 dB in 5 of its periods.
    return 10.0 * static_cast<double>(longest) + 0.1 +
           20.0 / static_cast<double>(values[crossover1]);
}

void MultibandCompressor::flush() noexcept CPPMUSIC_NONBLOCKING
{
    for (auto* crossover : {&middle_, &lower_, &upper_}) crossover->flush();
    lowsThroughUpper_.flush();
    highsThroughLower_.flush();
}

/// Never out of their order.
void MultibandCompressor::updateCrossovers(bool isImmediate) noexcept CPPMUSIC_NONBLOCKING
{
    double lowest = 0.0;
    for (std::size_t k = 0; k < tunings_.size(); ++k) {
        const auto hz = static_cast<double>(value(crossover1 + static_cast<int>(k)));
        lowest = std::max(lowest, hz);
        tunings_[k].tune(lowest, sampleRate(), isImmediate);
        isSteady_ = isSteady_ && !tunings_[k].isMoving();
    }
}

void MultibandCompressor::updateBand(int band, bool isAnySolo,
                                     bool isImmediate) noexcept CPPMUSIC_NONBLOCKING
{
    const auto at = [this, band](BandParameter p)
                        CPPMUSIC_NONBLOCKING { return value(indexOf(band, p)); };
    const auto b = static_cast<std::size_t>(band);
    CompressorLane& lane = lanes_[b];
    const CompressorCurve curve{at(threshold), at(ratio), at(knee)};
    const std::array<float, CompressorLane::numControls> values{
        curve.thresholdDb, curve.slope(), 0.5f * curve.kneeDb,
        curve.bend(),      at(makeUp),    at(bypass) >= 0.5f ? 0.0f : 1.0f};
    if (isImmediate)
        lane.controls.snapTo(values);
    else
        lane.controls.rampTo(values);
    const auto factor = [this](float seconds) CPPMUSIC_NONBLOCKING {
        return static_cast<float>(smoothingFactor(static_cast<double>(seconds), sampleRate()));
    };
    lane.attackFactor = factor(at(attack));
    lane.releaseFactor = factor(at(release));
    const float wanted = !isAnySolo || at(solo) >= 0.5f ? 1.0f : 0.0f;
    heard_[b] =
        isImmediate ? wanted : std::clamp(wanted, heard_[b] - fadeStep_, heard_[b] + fadeStep_);
    move(levels_[b], heard_[b], isImmediate);
    isSteady_ = isSteady_ && heard_[b] == wanted && !levels_[b].isMoving() &&
                std::all_of(lane.controls.delta.begin(), lane.controls.delta.end(),
                            [](float delta) CPPMUSIC_NONBLOCKING { return delta == 0.0f; });
}

void MultibandCompressor::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    isAtPoint_ = true;
    flush();
    if (!point.hasChanged && !point.isImmediate && isSteady_) return;
    isSteady_ = true;
    updateCrossovers(point.isImmediate);
    bool isAnySolo = false;
    for (int band = 0; band < numBands_; ++band)
        isAnySolo = isAnySolo || step(indexOf(band, solo)) != 0;
    for (int band = 0; band < numBands_; ++band) updateBand(band, isAnySolo, point.isImmediate);
    move(output_, core::math::dbToGain(value(output)), point.isImmediate);
    isSteady_ = isSteady_ && !output_.isMoving();
}

/// From the whole in rows_[0] to the bands. What passes a crossover by gets its phase.
void MultibandCompressor::part(int frames) noexcept CPPMUSIC_NONBLOCKING
{
    for (auto& tuning : tunings_) tuning.begin(frames);
    StereoRun highs;
    middle_.run(tunings_[1], rows_[0], rows_[0], highs, frames);
    highsThroughLower_.run(tunings_[0], highs, frames);
    if (numBands_ == 4) {
        lowsThroughUpper_.run(tunings_[2], rows_[0], frames);
        upper_.run(tunings_[2], highs, rows_[2], rows_[3], frames);
    } else {
        rows_[2] = highs;
    }
    lower_.run(tunings_[0], rows_[0], rows_[0], rows_[1], frames);
}

void MultibandCompressor::compress(int frames) noexcept CPPMUSIC_NONBLOCKING
{
    LaneRun run;
    run.count = numBands_;
    run.frames = frames;
    run.phase = isAtPoint_ ? 0 : 1; // one chunk either way
    isAtPoint_ = false;
    std::array<CompressorLane*, LaneRun::maxNodes> lanes{};
    for (std::size_t b = 0; b < static_cast<std::size_t>(numBands_); ++b) {
        float* left = rows_[b][0].data();
        float* right = rows_[b][1].data();
        run.lanes[b].in = {left, right};
        run.lanes[b].out = {left, right};
        lanes[b] = &lanes_[b];
    }
    kernel_(run, lanes.data());
}

void MultibandCompressor::processRun(float* left, float* right,
                                     int frames) noexcept CPPMUSIC_NONBLOCKING
{
    std::copy_n(left, frames, rows_[0][0].data());
    std::copy_n(right, frames, rows_[0][1].data());
    part(frames);
    compress(frames);
    std::fill_n(left, frames, 0.0f);
    std::fill_n(right, frames, 0.0f);
    for (std::size_t b = 0; b < static_cast<std::size_t>(numBands_); ++b) {
        for (int i = 0; i < frames; ++i) {
            const float level = levels_[b].at(i) * output_.at(i);
            left[i] += level * rows_[b][0][static_cast<std::size_t>(i)];
            right[i] += level * rows_[b][1][static_cast<std::size_t>(i)];
        }
        levels_[b].advance(frames);
        bandMeters_[b].note(lanes_[b].gainDb);
        meter_.note(lanes_[b].gainDb);
    }
    output_.advance(frames);
}

} // namespace cppmusic::audio

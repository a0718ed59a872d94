// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/Saturator.h"

#include "audio/dsp/Sanitise.h"
#include "core/MathUtils.h"

#include <algorithm>

namespace cppmusic::audio {

namespace math = core::math;

namespace {

using core::Taper;

constexpr std::array<core::ParameterSpec, Saturator::numParameters> table{{
    {"drive", "Drive", "dB", 0.0f, 36.0f, 9.0f, Taper::linear, true, {}},
    {"output", "Output", "dB", -24.0f, 12.0f, 0.0f, Taper::linear, true, {}},
    {"mix", "Mix", "", 0.0f, 1.0f, 1.0f, Taper::linear, true, {}},
    {"character", "Character", "", 0.0f, 3.0f, 0.0f, Taper::stepped, true, "Warm|Tape|Tube|Clip"},
    {"bias", "Bias", "", -1.0f, 1.0f, 0.0f, Taper::linear, true, {}},
    {"tone", "Tone", "dB", -6.0f, 6.0f, 0.0f, Taper::linear, true, {}},
    {"oversampling", "Oversampling", "", 0.0f, 3.0f, 1.0f, Taper::stepped, false, "Off|2x|4x|8x"},
    {"phase", "Phase", "", 0.0f, 1.0f, 0.0f, Taper::stepped, false, "Linear|Minimum"},
}};

constexpr char batchKeyOfAll = 0;
constexpr double fadeSeconds = 0.01, settleSeconds = 0.03;
constexpr double blockerHz = 4.0, toneHz = 800.0;
constexpr float mostBias = 0.7f;

/// One of the characters: its curve, the bias it has by itself, and how much less (dB) the lows
/// below 3 kHz drive it than the highs, as a recording head is driven with raised highs.
struct Character {
    ShaperCurve curve;
    float bias;
    double lowsDb;
};
constexpr std::array<Character, 4> characters{{{ShaperCurve::hyperbolic, 0.0f, 0.0},
                                               {ShaperCurve::smooth, 0.0f, -5.0},
                                               {ShaperCurve::smooth, 0.4f, 0.0},
                                               {ShaperCurve::cubic, 0.0f, 0.0}}};

/// The ramp's values at the frames of a run.
void writeRamp(const ControlRamp& ramp, int frames, float* row) noexcept CPPMUSIC_NONBLOCKING
{
    if (ramp.isMoving())
        for (int i = 0; i < frames; ++i) row[i] = ramp.at(i);
    else
        std::fill_n(row, frames, ramp.at(0));
}

} // namespace

Saturator::Saturator() : BatchedEffect(table) {}

const void* Saturator::batchKey() const noexcept CPPMUSIC_NONBLOCKING
{
    return &batchKeyOfAll;
}

void Saturator::prepareEffect(const PrepareSpec& spec)
{
    const double rate = spec.sampleRate.value;
    setting_.doublings = static_cast<int>(parameterValue(oversampling) + 0.5f);
    setting_.phase =
        parameterValue(phase) < 0.5f ? Oversampling::Phase::linear : Oversampling::Phase::minimum;
    kernel_ = shaperKernel();
    up_.prepare(setting_);
    down_.prepare(setting_);
    fadeStep_ = static_cast<float>(std::min(1.0, controlInterval / (fadeSeconds * rate)));
    settlePoints_ =
        (setting_.memoryFrames() + static_cast<int>(settleSeconds * rate)) / controlInterval + 1;
    tonePole_ = poleShare(toneHz, rate);
    blockerPole_ = poleShare(blockerHz, rate);
    offsetMemory_ = static_cast<int>(13.8 * rate / (math::twoPi * blockerHz));
}

void Saturator::clear() noexcept CPPMUSIC_NONBLOCKING
{
    up_.reset();
    down_.reset();
    shelf_ = unshelf_ = tone_ = blocker_ = lastIn_ = {};
    for (auto& channel : last_) channel.fill(0.0f);
    for (auto& channel : dry_) channel.fill(0.0f);
}

double Saturator::tailSeconds(const Values& values) const noexcept CPPMUSIC_NONBLOCKING
{
    const bool hasOffset = values[bias] != 0.0f || values[character] > 1.5f;
    const int frames = 2 * setting_.latencyFrames() + setting_.memoryFrames() + 8;
    return (static_cast<double>(frames) + (hasOffset ? offsetMemory_ : 0)) / sampleRate() + 0.02;
}

bool Saturator::isSteady() const noexcept CPPMUSIC_NONBLOCKING
{
    bool isMoving = isFading_ || (offset_.isOn && offset_.unusedFrames > 0);
    for (const auto* ramp : {&drive_, &level_, &output_, &mix_, &bias_, &scale_, &highs_, &lows_})
        isMoving = isMoving || ramp->isMoving();
    return !isMoving;
}

void Saturator::choose(bool isImmediate) noexcept CPPMUSIC_NONBLOCKING
{
    const int before = character_.now;
    character_.wanted = std::clamp(step(character), 0, static_cast<int>(characters.size()) - 1);
    isFading_ = character_.move(fadeStep_, settlePoints_, isImmediate);
    if (isImmediate || before != character_.now) {
        const Character& now = characters[static_cast<std::size_t>(character_.now)];
        shaper_.curve = now.curve;
        shelves_ = ShelfPair::of(3000.0, now.lowsDb, sampleRate());
        lift_ = static_cast<float>(math::pow(10.0, -now.lowsDb / 20.0));
    }
}

void Saturator::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    if (!isSteady() || point.isImmediate || point.hasChanged) {
        const bool hadOffset = offset_.isOn;
        offset_.note(bias_.target() != 0.0f || bias_.isMoving(), offsetMemory_, true);
        if (hadOffset && !offset_.isOn) blocker_ = {};
    }
    if (!point.hasChanged && !point.isImmediate && !isFading_) return;
    choose(point.isImmediate);
    const Character& now = characters[static_cast<std::size_t>(character_.now)];
    const bool isNow = point.isImmediate;
    const float gain = math::dbToGain(value(drive));
    move(drive_, gain, isNow);
    const float shift = now.bias + mostBias * value(bias) * (1.0f - std::abs(now.bias));
    const Shaper shaper = Shaper::of(now.curve, shift);
    // Half the way from the top of a tone of −12 dBFS to its bottom stays what it was.
    const float reach = 0.5f * (shaper.at(0.25f * gain) - shaper.at(-0.25f * gain));
    move(level_, 0.25f / reach, isNow);
    move(bias_, shift, isNow);
    move(scale_, shaper.scale, isNow);
    move(output_, math::dbToGain(value(output)), isNow);
    move(mix_, value(mix) * character_.amount, isNow);
    const double tilt = 0.5 * static_cast<double>(value(tone)) / 20.0;
    move(highs_, static_cast<float>(math::pow(10.0, tilt)), isNow);
    move(lows_, static_cast<float>(math::pow(10.0, -tilt)), isNow);
    if (isNow) offset_ = {};
    offset_.note(shift != 0.0f, offsetMemory_, false);
}

/// Drive, the curve at the higher rate, and back.
void Saturator::shape(Pair& rows, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    constexpr std::size_t history = 16;
    using WideRow = std::array<float, history + maxOversampledFrames + 32>;
    const int count = frames << setting_.doublings;
    const bool hasShelf = shelves_.gain != 0.0f;
    Row drives;
    writeRamp(drive_, frames, drives.data());
    for (std::size_t c = 0; c < 2; ++c) {
        float* row = rows[c].data();
        if (hasShelf)
            for (int i = 0; i < frames; ++i)
                row[i] =
                    lift_ * (row[i] + shelves_.gain * lowPass(row[i], shelves_.pole, shelf_[c]));
        for (int i = 0; i < frames; ++i) row[i] *= drives[static_cast<std::size_t>(i)];
    }
    std::array<WideRow, 2> wide, shaped;
    up_.process({rows[0].data(), rows[1].data()},
                {wide[0].data() + history, wide[1].data() + history}, frames);
    const bool isBiasMoving = bias_.isMoving() || scale_.isMoving();
    WideRow biases, scales;
    if (isBiasMoving) {
        for (int n = 0; n < count; ++n) {
            biases[static_cast<std::size_t>(n)] = bias_.at(n >> setting_.doublings);
            scales[static_cast<std::size_t>(n)] = scale_.at(n >> setting_.doublings);
        }
        std::fill_n(biases.data() + count, 16, 0.0f);
        std::fill_n(scales.data() + count, 16, 0.0f);
    } else {
        shaper_ = Shaper::of(shaper_.curve, bias_.at(0));
    }
    for (std::size_t c = 0; c < 2; ++c) {
        float* in = wide[c].data() + history;
        float* out = shaped[c].data() + history;
        in[-1] = lastIn_[c];
        lastIn_[c] = in[count - 1];
        std::fill_n(in + count, 16, 0.0f);
        if (isBiasMoving)
            kernel_.shapeMoving(shaper_.curve, in, biases.data(), scales.data(), out, count);
        else
            kernel_.shape(shaper_, in, out, count);
        std::copy_n(last_[c].data(), 4, out - 4);
        std::copy_n(out + count - 4, 4, last_[c].data());
        if (shaper_.curve != ShaperCurve::hyperbolic) {
            kernel_.correct(out, in, count);
            std::copy_n(in, count, out);
        }
    }
    down_.process({shaped[0].data() + history, shaped[1].data() + history},
                  {rows[0].data(), rows[1].data()}, frames);
}

/// Level, tone, and the dry part.
void Saturator::finish(Pair& rows, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    const bool hasShelf = shelves_.gain != 0.0f;
    const bool hasTone = highs_.isMoving() || highs_.at(0) != 1.0f;
    const int latency = setting_.latencyFrames();
    float levels[controlInterval], mixes[controlInterval], outputs[controlInterval];
    writeRamp(level_, frames, levels);
    writeRamp(mix_, frames, mixes);
    writeRamp(output_, frames, outputs);
    for (std::size_t c = 0; c < 2; ++c) {
        float* row = rows[c].data();
        if (hasShelf)
            for (int i = 0; i < frames; ++i)
                row[i] = (row[i] + shelves_.inverseGain *
                                       lowPass(row[i], shelves_.inversePole, unshelf_[c])) *
                         (1.0f / lift_);
        if (offset_.isOn)
            for (int i = 0; i < frames; ++i) row[i] -= lowPass(row[i], blockerPole_, blocker_[c]);
        if (hasTone) {
            for (int i = 0; i < frames; ++i) {
                const float low = lowPass(row[i], tonePole_, tone_[c]);
                row[i] = highs_.at(i) * (row[i] - low) + lows_.at(i) * low;
            }
        }
        float* dry = dry_[c].data();
        for (int i = 0; i < frames; ++i) {
            const float wet = row[i] * levels[i];
            row[i] = (dry[i] + mixes[i] * (wet - dry[i])) * outputs[i] + 0.0f;
        }
        std::copy(dry + frames, dry + frames + latency, dry);
    }
}

void Saturator::runChunk(Pair& rows, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    const int latency = setting_.latencyFrames();
    for (std::size_t c = 0; c < 2; ++c)
        std::copy_n(rows[c].data(), frames, dry_[c].data() + latency);
    shape(rows, frames);
    finish(rows, frames);
    for (auto* ramp : {&drive_, &level_, &output_, &mix_, &bias_, &scale_, &highs_, &lows_})
        ramp->advance(frames);
}

void Saturator::run(const LaneRun& run, LaneRun::Lane& lane) noexcept CPPMUSIC_NONBLOCKING
{
    lane.sounded = 0;
    Pair rows;
    int gridPhase = run.phase;
    for (int at = 0, chunk = 0; at < run.frames; ++chunk) {
        const int frames = std::min(run.frames - at, controlInterval - gridPhase);
        if (gridPhase == 0) {
            up_.flush();
            down_.flush();
            for (auto* pair : {&shelf_, &unshelf_, &tone_, &blocker_})
                for (float& state : *pair) state = flushTiny(state);
        }
        bool hasSounded = false;
        for (std::size_t c = 0; c < 2; ++c) {
            const float* in = lane.in[c] + run.begin + at;
            float greatest = 0.0f;
            for (int i = 0; i < frames; ++i) {
                const float x = sanitise(in[i]);
                rows[c][static_cast<std::size_t>(i)] = x;
                greatest = std::max(greatest, std::abs(x));
            }
            hasSounded = hasSounded || greatest > 0.0f;
        }
        if (hasSounded) lane.sounded |= 1u << chunk;
        runChunk(rows, frames);
        for (std::size_t c = 0; c < 2; ++c)
            std::copy_n(rows[c].data(), frames, lane.out[c] + run.begin + at);
        at += frames;
        gridPhase = 0;
    }
}

void Saturator::runLanes(LaneRun& run,
                         std::span<const BatchItem> items) noexcept CPPMUSIC_NONBLOCKING
{
    for (std::size_t i = 0; i < items.size(); ++i)
        static_cast<Saturator*>(items[i].node)->run(run, run.lanes[i]);
}

} // namespace cppmusic::audio

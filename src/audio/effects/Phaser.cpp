// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/Phaser.h"

#include "audio/dsp/NoteValues.h"
#include "audio/dsp/Sanitise.h"
#include "audio/dsp/StateVariableFilter.h"
#include "core/MathUtils.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::audio {

namespace {

using core::Taper;

constexpr std::array<core::ParameterSpec, Phaser::numParameters> table{{
    {"sync", "Sync", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Off|On"},
    {"rate", "Rate", "Hz", 0.01f, 10.0f, 0.3f, Taper::logarithmic, true, {}},
    {"note", "Note", "", 0.0f, lastNote, 14.0f, Taper::stepped, true, noteNames},
    {"stages", "Stages", "", 0.0f, 5.0f, 2.0f, Taper::stepped, true, "2|4|6|8|10|12"},
    {"centre", "Centre", "Hz", 50.0f, 8000.0f, 800.0f, Taper::logarithmic, true, {}},
    {"depth", "Depth", "oct", 0.0f, 4.0f, 1.5f, Taper::linear, true, {}},
    {"feedback", "Feedback", "", -0.95f, 0.95f, 0.3f, Taper::linear, true, {}},
    {"spread", "Spread", "", 0.0f, 1.0f, 0.25f, Taper::linear, true, {}},
    {"mix", "Mix", "", 0.0f, 1.0f, 0.5f, Taper::linear, true, {}},
    {"gain", "Gain", "dB", -12.0f, 12.0f, 0.0f, Taper::linear, true, {}},
}};

constexpr double lowestHz = 20.0;

} // namespace

Phaser::Phaser() : StereoEffect(table, {false, true}) {}

void Phaser::clear() noexcept CPPMUSIC_NONBLOCKING
{
    for (auto& channel : channels_) {
        channel.states.fill(0.0f);
        channel.back = 0.0f;
    }
}

bool Phaser::isSteady() const noexcept CPPMUSIC_NONBLOCKING
{
    return !mix_.isMoving() && !gain_.isMoving() && !feedback_.isMoving() &&
           std::none_of(ends_.begin(), ends_.end(),
                        [](const ControlRamp& end) { return end.isMoving(); });
}

double Phaser::tailSeconds(const Values& values) const noexcept CPPMUSIC_NONBLOCKING
{
    // Each stage falls as exp(−2πft); a pass through all of them takes their delays at 0 Hz.
    const double down = core::math::exp2(-static_cast<double>(values[depth]));
    const double hz = std::max(lowestHz, static_cast<double>(values[centre]) * down);
    const double count = 2.0 * (static_cast<double>(values[stages]) + 1.0);
    const double pass = count / (core::math::pi * hz);
    const double back = std::abs(static_cast<double>(values[feedback]));
    const double passes = back < 0.001 ? 0.0 : -13.815510557964274 / core::math::log(back);
    return pass * passes + (4.0 + count) * 3.0 / (core::math::twoPi * hz) + 0.01;
}

void Phaser::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    if (step(sync) != 0)
        lfo_.runWithSong(beatsOfNote(step(note)), point.tempo, sampleRate());
    else
        lfo_.runFreely(static_cast<double>(value(rate)), sampleRate());
    lfo_.step(point);
    for (std::size_t c = 0; c < 2; ++c) {
        const double offset = c == 0 ? 0.0 : 0.5 * static_cast<double>(value(spread));
        const double octaves = static_cast<double>(value(depth)) *
                               static_cast<double>(lfo_.value(LfoShape::sine, offset));
        const double hz = static_cast<double>(value(centre)) * core::math::exp2(octaves);
        const float g = svfGain(std::max(lowestHz, hz), sampleRate());
        auto& channel = channels_[c];
        move(channel.factor, g / (1.0f + g), point.isImmediate || isClear());
        channel.back = flushTiny(channel.back);
        for (auto& state : channel.states) state = flushTiny(state);
    }
    if (!point.hasChanged) return;
    for (int end = 0; end < maxStages / 2; ++end)
        move(ends_[static_cast<std::size_t>(end)], end == step(stages) ? 1.0f : 0.0f,
             point.isImmediate);
    move(feedback_, value(feedback), point.isImmediate);
    move(mix_, value(mix), point.isImmediate);
    move(gain_, core::math::dbToGain(value(gain)), point.isImmediate);
}

void Phaser::processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    for (std::size_t c = 0; c < 2; ++c) {
        auto& channel = channels_[c];
        float* sound = c == 0 ? left : right;
        for (int i = 0; i < frames; ++i) {
            const float factor = channel.factor.at(i);
            float through = sanitise(sound[i] + feedback_.at(i) * channel.back);
            float wet = 0.0f;
            for (std::size_t end = 0; end < ends_.size(); ++end) {
                for (std::size_t stage = 2 * end; stage < 2 * end + 2; ++stage) {
                    float& state = channel.states[stage];
                    const float difference = (through - state) * factor;
                    const float low = state + difference;
                    state = low + difference;
                    through = 2.0f * low - through;
                }
                wet += ends_[end].at(i) * through;
            }
            channel.back = wet;
            sound[i] = gain_.at(i) * (sound[i] + mix_.at(i) * (wet - sound[i]));
        }
        channel.factor.advance(frames);
    }
    for (auto& end : ends_) end.advance(frames);
    feedback_.advance(frames);
    mix_.advance(frames);
    gain_.advance(frames);
}

} // namespace cppmusic::audio

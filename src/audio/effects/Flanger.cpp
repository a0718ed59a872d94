// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/Flanger.h"

#include "audio/dsp/NoteValues.h"
#include "audio/dsp/Sanitise.h"
#include "core/MathUtils.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::audio {

namespace {

using core::Taper;

constexpr std::array<core::ParameterSpec, Flanger::numParameters> table{{
    {"sync", "Sync", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Off|On"},
    {"rate", "Rate", "Hz", 0.01f, 10.0f, 0.2f, Taper::logarithmic, true, {}},
    {"note", "Note", "", 0.0f, lastNote, 14.0f, Taper::stepped, true, noteNames},
    {"shape", "Shape", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Sine|Triangle"},
    {"delay", "Delay", "s", 0.0001f, 0.01f, 0.0005f, Taper::logarithmic, true, {}},
    {"depth", "Depth", "s", 0.0f, 0.01f, 0.0035f, Taper::linear, true, {}},
    {"feedback", "Feedback", "", -0.95f, 0.95f, 0.4f, Taper::linear, true, {}},
    {"spread", "Spread", "", 0.0f, 1.0f, 0.3f, Taper::linear, true, {}},
    {"mix", "Mix", "", 0.0f, 1.0f, 0.5f, Taper::linear, true, {}},
    {"gain", "Gain", "dB", -12.0f, 12.0f, 0.0f, Taper::linear, true, {}},
}};

} // namespace

Flanger::Flanger() : StereoEffect(table, {false, true}) {}

void Flanger::prepareEffect(const PrepareSpec& spec)
{
    const int longest = static_cast<int>(spec.sampleRate.value * 0.0205) + 4;
    for (auto& channel : channels_) channel.line.prepare(longest);
}

void Flanger::clear() noexcept CPPMUSIC_NONBLOCKING
{
    for (auto& channel : channels_) {
        channel.line.clear();
        channel.back = 0.0f;
    }
}

double Flanger::tailSeconds(const Values& values) const noexcept CPPMUSIC_NONBLOCKING
{
    const double back = std::abs(static_cast<double>(values[feedback]));
    const double passes = back < 0.001 ? 1.0 : 1.0 - 13.815510557964274 / core::math::log(back);
    return static_cast<double>(values[delay] + values[depth]) * passes + 0.01;
}

void Flanger::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    if (step(sync) != 0)
        lfo_.runWithSong(beatsOfNote(step(note)), point.tempo, sampleRate());
    else
        lfo_.runFreely(static_cast<double>(value(rate)), sampleRate());
    lfo_.step(point);
    const auto form = step(shape) == 0 ? LfoShape::sine : LfoShape::triangle;
    const float framesPerSecond = static_cast<float>(sampleRate());
    for (std::size_t c = 0; c < 2; ++c) {
        const double offset = c == 0 ? 0.0 : 0.5 * static_cast<double>(value(spread));
        const float swing = 0.5f + 0.5f * lfo_.value(form, offset);
        // The newest sample is one frame old when it is read again.
        const float frames = (value(delay) + swing * value(depth)) * framesPerSecond;
        auto& channel = channels_[c];
        move(channel.delay, std::max(1.0f, frames), point.isImmediate || isClear());
        channel.back = flushTiny(channel.back);
    }
    if (!point.hasChanged) return;
    move(feedback_, value(feedback), point.isImmediate);
    move(mix_, value(mix), point.isImmediate);
    move(gain_, core::math::dbToGain(value(gain)), point.isImmediate);
}

void Flanger::processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    for (std::size_t c = 0; c < 2; ++c) {
        auto& channel = channels_[c];
        float* sound = c == 0 ? left : right;
        for (int i = 0; i < frames; ++i) {
            channel.line.push(sanitise(sound[i] + feedback_.at(i) * channel.back));
            channel.back = channel.line.read(channel.delay.at(i));
            sound[i] = gain_.at(i) * (sound[i] + mix_.at(i) * (channel.back - sound[i]));
        }
        channel.delay.advance(frames);
    }
    feedback_.advance(frames);
    mix_.advance(frames);
    gain_.advance(frames);
}

} // namespace cppmusic::audio

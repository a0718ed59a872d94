// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/Chorus.h"

#include "audio/dsp/NoteValues.h"
#include "core/MathUtils.h"

#include <algorithm>

namespace cppmusic::audio {

namespace {

using core::Taper;

constexpr std::array<core::ParameterSpec, Chorus::numParameters> table{{
    {"sync", "Sync", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Off|On"},
    {"rate", "Rate", "Hz", 0.02f, 10.0f, 0.6f, Taper::logarithmic, true, {}},
    {"note", "Note", "", 0.0f, lastNote, 13.0f, Taper::stepped, true, noteNames},
    {"delay", "Delay", "s", 0.001f, 0.03f, 0.012f, Taper::logarithmic, true, {}},
    {"depth", "Depth", "s", 0.0f, 0.01f, 0.002f, Taper::linear, true, {}},
    {"voices", "Voices", "", 1.0f, 6.0f, 2.0f, Taper::stepped, true, {}},
    {"spread", "Spread", "", 0.0f, 1.0f, 1.0f, Taper::linear, true, {}},
    {"lowCut", "Low cut", "Hz", 20.0f, 1000.0f, 100.0f, Taper::logarithmic, true, {}},
    {"highCut", "High cut", "Hz", 1000.0f, 20000.0f, 12000.0f, Taper::logarithmic, true, {}},
    {"mix", "Mix", "", 0.0f, 1.0f, 0.5f, Taper::linear, true, {}},
    {"gain", "Gain", "dB", -12.0f, 12.0f, 0.0f, Taper::linear, true, {}},
}};

// Unrelated copies add by power.
constexpr std::array<float, Chorus::maxVoices> levels{1.0f, 0.70710678f, 0.57735027f,
                                                      0.5f, 0.44721360f, 0.40824829f};

} // namespace

Chorus::Chorus() : StereoEffect(table, {false, true}) {}

void Chorus::prepareEffect(const PrepareSpec& spec)
{
    const int longest = static_cast<int>(spec.sampleRate.value * 0.041) + 4;
    for (auto& channel : channels_) channel.line.prepare(longest);
}

void Chorus::clear() noexcept CPPMUSIC_NONBLOCKING
{
    for (auto& channel : channels_) {
        channel.line.clear();
        channel.low.reset();
        channel.high.reset();
    }
}

double Chorus::tailSeconds(const Values& values) const noexcept CPPMUSIC_NONBLOCKING
{
    // The low cut rings longer than the lines.
    return static_cast<double>(values[delay] + values[depth]) +
           3.0 / static_cast<double>(values[lowCut]);
}

bool Chorus::isSteady() const noexcept CPPMUSIC_NONBLOCKING
{
    const auto& voicesOfBoth = channels_[0].voices; // levels are those of the other channel too
    return !mix_.isMoving() && !gain_.isMoving() &&
           std::none_of(voicesOfBoth.begin(), voicesOfBoth.end(),
                        [](const Voice& v) { return v.level.isMoving(); });
}

void Chorus::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    if (step(sync) != 0)
        lfo_.runWithSong(beatsOfNote(step(note)), point.tempo, sampleRate());
    else
        lfo_.runFreely(static_cast<double>(value(rate)), sampleRate());
    lfo_.step(point);

    const bool jumps = point.isImmediate || isClear();
    const int count = step(voices);
    const float middle = value(delay) * static_cast<float>(sampleRate());
    const float swing = std::min(value(depth) * static_cast<float>(sampleRate()), middle - 2.0f);
    for (std::size_t c = 0; c < 2; ++c) {
        auto& channel = channels_[c];
        channel.low.flush();
        channel.high.flush();
        for (int v = 0; v < maxVoices; ++v) {
            // A quarter of the cycle between the channels: where one is highest, the other crosses.
            double offset = static_cast<double>(v % count) / static_cast<double>(count);
            if (c == 1) offset += 0.25 * static_cast<double>(value(spread));
            offset -= offset >= 1.0 ? 1.0 : 0.0;
            auto& voice = channel.voices[static_cast<std::size_t>(v)];
            move(voice.delay, middle + swing * lfo_.value(LfoShape::sine, offset), jumps);
            const float level = v < count ? levels[static_cast<std::size_t>(count - 1)] : 0.0f;
            move(voice.level, level, point.isImmediate);
        }
        if (!point.hasChanged) continue;
        channel.low.setCutoff(static_cast<double>(value(lowCut)), sampleRate());
        channel.high.setCutoff(static_cast<double>(value(highCut)), sampleRate());
    }
    if (!point.hasChanged) return;
    move(mix_, value(mix), point.isImmediate);
    move(gain_, core::math::dbToGain(value(gain)), point.isImmediate);
}

void Chorus::processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    for (std::size_t c = 0; c < 2; ++c) {
        auto& channel = channels_[c];
        float* sound = c == 0 ? left : right;
        for (int i = 0; i < frames; ++i) {
            channel.line.push(channel.high.low(channel.low.high(sound[i])));
            float wet = 0.0f;
            for (const auto& voice : channel.voices)
                if (!voice.level.isZero())
                    wet += voice.level.at(i) * channel.line.read(voice.delay.at(i));
            sound[i] = gain_.at(i) * (sound[i] + mix_.at(i) * (wet - sound[i]));
        }
        for (auto& voice : channel.voices) {
            voice.delay.advance(frames);
            voice.level.advance(frames);
        }
    }
    mix_.advance(frames);
    gain_.advance(frames);
}

} // namespace cppmusic::audio

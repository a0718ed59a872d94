// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/Tremolo.h"

#include "audio/dsp/NoteValues.h"
#include "core/MathUtils.h"

namespace cppmusic::audio {

namespace {

using core::Taper;

constexpr std::array<core::ParameterSpec, Tremolo::numParameters> table{{
    {"sync", "Sync", "", 0.0f, 1.0f, 1.0f, Taper::stepped, true, "Off|On"},
    {"rate", "Rate", "Hz", 0.02f, 40.0f, 5.0f, Taper::logarithmic, true, {}},
    {"note", "Note", "", 0.0f, lastNote, 5.0f, Taper::stepped, true, noteNames},
    {"shape", "Shape", "", 0.0f, 4.0f, 0.0f, Taper::stepped, true,
     "Sine|Triangle|Rising|Falling|Square"},
    {"depth", "Depth", "", 0.0f, 1.0f, 0.5f, Taper::linear, true, {}},
    {"phase", "Phase", "", 0.0f, 0.5f, 0.0f, Taper::linear, true, {}},
    {"smooth", "Smooth", "s", 0.0f, 0.05f, 0.002f, Taper::linear, true, {}},
    {"gain", "Gain", "dB", -12.0f, 12.0f, 0.0f, Taper::linear, true, {}},
}};

struct Shape {
    LfoShape shape;
    float sign;
};
constexpr std::array<Shape, 5> shapes{{{LfoShape::sine, 1.0f},
                                       {LfoShape::triangle, 1.0f},
                                       {LfoShape::saw, 1.0f},
                                       {LfoShape::saw, -1.0f},
                                       {LfoShape::square, 1.0f}}};

} // namespace

Tremolo::Tremolo() : StereoEffect(table, {false, true}) {}

void Tremolo::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    if (step(sync) != 0)
        lfo_.runWithSong(beatsOfNote(step(note)), point.tempo, sampleRate());
    else
        lfo_.runFreely(static_cast<double>(value(rate)), sampleRate());
    lfo_.step(point);
    // What nobody hears stands where it is going, so that sleeping changes nothing.
    const bool jumps = point.isImmediate || isClear();
    const double seconds = static_cast<double>(value(smooth));
    const float keep =
        jumps || seconds <= 0.0
            ? 0.0f
            : static_cast<float>(core::math::exp(-controlInterval / (seconds * sampleRate())));
    const float level = core::math::dbToGain(value(gain));
    const auto& form = shapes[static_cast<std::size_t>(step(shape))];
    for (std::size_t c = 0; c < 2; ++c) {
        const double offset = c == 0 ? 0.0 : static_cast<double>(value(phase));
        const float swing = form.sign * lfo_.value(form.shape, offset);
        smoothed_[c] = swing + keep * (smoothed_[c] - swing);
        const float swung = 1.0f - value(depth) * (0.5f - 0.5f * smoothed_[c]);
        move(gains_[c], level * swung, jumps);
    }
}

void Tremolo::processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    for (int i = 0; i < frames; ++i) {
        left[i] *= gains_[0].at(i);
        right[i] *= gains_[1].at(i);
    }
    for (auto& ramp : gains_) ramp.advance(frames);
}

} // namespace cppmusic::audio

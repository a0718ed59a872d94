// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/AnalogModeledEQ.h"

#include <array>

namespace cppmusic::audio {

namespace {

using core::ParameterSpec;
using core::Taper;
using Text = std::string_view;

constexpr ParameterSpec onSpec(Text id, Text label, float value)
{
    return {id, label, "", 0.0f, 1.0f, value, Taper::stepped, true, "Off|On"};
}
constexpr ParameterSpec typeSpec(Text id, Text label, float value)
{
    return {id,
            label,
            "",
            0.0f,
            6.0f,
            value,
            Taper::stepped,
            true,
            "Peak|Low shelf|High shelf|High pass|Low pass|Notch|Band pass"};
}
constexpr ParameterSpec frequencySpec(Text id, Text label, float value)
{
    return {id, label, "Hz", 20.0f, 20000.0f, value, Taper::logarithmic, true, {}};
}
constexpr ParameterSpec gainSpec(Text id, Text label)
{
    return {id, label, "dB", -20.0f, 20.0f, 0.0f, Taper::linear, true, {}};
}
constexpr ParameterSpec qSpec(Text id, Text label, float value)
{
    return {id, label, "", 0.1f, 10.0f, value, Taper::logarithmic, true, {}};
}
constexpr ParameterSpec driveSpec(Text id, Text label)
{
    return {id, label, "dB", -12.0f, 24.0f, 0.0f, Taper::linear, true, {}};
}
constexpr ParameterSpec saturationSpec(Text id, Text label)
{
    return {id, label, "", 0.0f, 1.0f, 0.0f, Taper::linear, true, {}};
}
constexpr ParameterSpec mixSpec(Text id, Text label)
{
    return {id, label, "", 0.0f, 1.0f, 1.0f, Taper::linear, true, {}};
}

constexpr std::array<ParameterSpec, AnalogModeledEQ::numParameters> table{{
    onSpec("on1", "Band 1", 0.0f),
    typeSpec("type1", "Type 1", 3.0f),
    frequencySpec("frequency1", "Frequency 1", 30.0f),
    gainSpec("gain1", "Gain 1"),
    qSpec("q1", "Q 1", 0.7071f),
    onSpec("on2", "Band 2", 1.0f),
    typeSpec("type2", "Type 2", 1.0f),
    frequencySpec("frequency2", "Frequency 2", 120.0f),
    gainSpec("gain2", "Gain 2"),
    qSpec("q2", "Q 2", 0.7071f),
    onSpec("on3", "Band 3", 1.0f),
    typeSpec("type3", "Type 3", 0.0f),
    frequencySpec("frequency3", "Frequency 3", 500.0f),
    gainSpec("gain3", "Gain 3"),
    qSpec("q3", "Q 3", 1.0f),
    onSpec("on4", "Band 4", 1.0f),
    typeSpec("type4", "Type 4", 0.0f),
    frequencySpec("frequency4", "Frequency 4", 2500.0f),
    gainSpec("gain4", "Gain 4"),
    qSpec("q4", "Q 4", 1.0f),
    onSpec("on5", "Band 5", 1.0f),
    typeSpec("type5", "Type 5", 2.0f),
    frequencySpec("frequency5", "Frequency 5", 8000.0f),
    gainSpec("gain5", "Gain 5"),
    qSpec("q5", "Q 5", 0.7071f),
    driveSpec("drive1", "Drive 1"),
    saturationSpec("saturation1", "Saturation 1"),
    mixSpec("mix1", "Mix 1"),
    driveSpec("drive2", "Drive 2"),
    saturationSpec("saturation2", "Saturation 2"),
    mixSpec("mix2", "Mix 2"),
    driveSpec("drive3", "Drive 3"),
    saturationSpec("saturation3", "Saturation 3"),
    mixSpec("mix3", "Mix 3"),
    driveSpec("drive4", "Drive 4"),
    saturationSpec("saturation4", "Saturation 4"),
    mixSpec("mix4", "Mix 4"),
    driveSpec("drive5", "Drive 5"),
    saturationSpec("saturation5", "Saturation 5"),
    mixSpec("mix5", "Mix 5"),
    {"model", "Amplifier", "", 0.0f, 3.0f, 0.0f, Taper::stepped, true, "Clean|Iron|Console|Valve"},
    {"modelDrive", "Amplifier drive", "dB", -12.0f, 24.0f, 0.0f, Taper::linear, true, {}},
    {"character", "Saturation of bands", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Tube|Tape"},
    {"response", "Response", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Cookbook|Matched"},
    {"output", "Output", "dB", -24.0f, 24.0f, 0.0f, Taper::linear, true, {}},
    {"oversampling", "Oversampling", "", 0.0f, 3.0f, 0.0f, Taper::stepped, false, "Off|2x|4x|8x"},
    {"phase", "Phase", "", 0.0f, 1.0f, 0.0f, Taper::stepped, false, "Linear|Minimum"},
}};

} // namespace

std::span<const core::ParameterSpec> AnalogModeledEQ::specs() noexcept
{
    return table;
}

} // namespace cppmusic::audio

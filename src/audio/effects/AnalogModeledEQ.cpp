// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/AnalogModeledEQ.h"

#include "core/Prefetch.h"

#include <algorithm>
#include <array>

namespace cppmusic::audio {

namespace {

using core::ParameterSpec;
using core::Taper;
using Text = std::string_view;
using Step = EqualiserStep;

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
}};

constexpr char batchKeyOfAll = 0;

BandType typeOf(int step) noexcept CPPMUSIC_NONBLOCKING
{
    return static_cast<BandType>(std::clamp(step, 0, static_cast<int>(BandType::bandPass)));
}

} // namespace

AnalogModeledEQ::AnalogModeledEQ() : BatchedEffect(table) {}

void AnalogModeledEQ::prefetch() const noexcept CPPMUSIC_NONBLOCKING
{
    StereoEffect::prefetch();
    core::prefetch(&kernel_, sizeof kernel_ + sizeof lane_);
}

const void* AnalogModeledEQ::batchKey() const noexcept CPPMUSIC_NONBLOCKING
{
    return &batchKeyOfAll;
}

void AnalogModeledEQ::prepareEffect(const PrepareSpec& spec)
{
    fadeStep_ =
        static_cast<float>(std::min(1.0, controlInterval / (fadeSeconds * spec.sampleRate.value)));
    for (Band& band : bands_) band.design = {}; // of another sample rate
}

void AnalogModeledEQ::clear() noexcept CPPMUSIC_NONBLOCKING
{
    for (auto& channel : lane_.states) channel.fill(0.0f);
}

double AnalogModeledEQ::tailSeconds(const Values& values) const noexcept CPPMUSIC_NONBLOCKING
{
    double seconds = 0.01;
    for (int b = 0; b < numBands; ++b) {
        const auto at = [&](BandParameter p) {
            return values[static_cast<std::size_t>(indexOf(b, p))];
        };
        if (at(on) < 0.5f) continue;
        const EqualiserBand band{typeOf(static_cast<int>(at(type) + 0.5f)),
                                 static_cast<double>(at(frequency)), static_cast<double>(at(gain)),
                                 static_cast<double>(at(q))};
        seconds += SvfDesign::of(band, sampleRate()).decaySeconds(sampleRate());
    }
    return seconds;
}

/// A type that is about to change leaves the band as it is until it has faded out.
void AnalogModeledEQ::readParameters(int index) noexcept CPPMUSIC_NONBLOCKING
{
    Band& band = bands_[static_cast<std::size_t>(index)];
    band.isOn = step(indexOf(index, on)) != 0;
    band.wanted = typeOf(step(indexOf(index, type)));
    EqualiserBand next;
    next.type = band.amount > 0.0f ? band.now.type : band.wanted;
    next.hz = static_cast<double>(value(indexOf(index, frequency)));
    next.gainDb = static_cast<double>(value(indexOf(index, gain)));
    next.q = static_cast<double>(value(indexOf(index, q)));
    if (next == band.now && band.design.g > 0.0) return;
    band.now = next;
    band.design = SvfDesign::of(next, sampleRate());
}

/// One control interval's step of the fade towards what is wanted.
void AnalogModeledEQ::fade(int index, bool isImmediate) noexcept CPPMUSIC_NONBLOCKING
{
    Band& band = bands_[static_cast<std::size_t>(index)];
    if (isImmediate) {
        band.amount = 0.0f;
        readParameters(index);
        band.amount = band.isOn ? 1.0f : 0.0f;
        return;
    }
    if (band.amount == 0.0f && band.now.type != band.wanted) readParameters(index);
    const bool isOpening = band.isOn && band.now.type == band.wanted;
    const float target = isOpening ? 1.0f : 0.0f;
    band.amount = std::clamp(target, band.amount - fadeStep_, band.amount + fadeStep_);
    if (band.amount != target || (band.isOn && band.now.type != band.wanted)) isFading_ = true;
}

void AnalogModeledEQ::writeCoefficients(int index, float* to) const noexcept CPPMUSIC_NONBLOCKING
{
    const Band& band = bands_[static_cast<std::size_t>(index)];
    if (band.amount == 0.0f) {
        std::fill_n(to, static_cast<int>(Step::numCoefficients), 0.0f);
        to[Step::through] = 1.0f;
        return;
    }
    const auto& [g, k, m0, m1, m2] = band.design;
    const double a1 = 1.0 / (1.0 + g * (g + k));
    const double a2 = g * a1;
    const double a3 = g * a2;
    const auto amount = static_cast<double>(band.amount);
    const auto write = [to](Step::Coefficient coefficient, double value) {
        to[coefficient] = static_cast<float>(value);
    };
    write(Step::drive, 2.0 * a2);
    write(Step::damp, 2.0 * g * (g + k) * a1);
    write(Step::lift, 2.0 * a3);
    write(Step::through, 1.0 + amount * (m0 + m1 * a2 + m2 * a3 - 1.0));
    write(Step::fromFirst, amount * (m1 * a1 + m2 * a2));
    write(Step::fromSecond, amount * (m2 * (1.0 - a3) - m1 * a2));
}

void AnalogModeledEQ::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    if (!point.hasChanged && !point.isImmediate && !isFading_) return;
    isFading_ = false;
    lane_.activeBands = 0;
    std::array<float, EqualiserLane::numControls> controls{};
    for (int b = 0; b < numBands; ++b) {
        const auto place = static_cast<std::size_t>(b);
        if (point.hasChanged) readParameters(b);
        const bool wasSilent = bands_[place].amount == 0.0f;
        fade(b, point.isImmediate);
        const bool isSilent = bands_[place].amount == 0.0f;
        writeCoefficients(b, controls.data() + place * Step::numCoefficients);
        if (!isSilent || !wasSilent) {
            lane_.activeBands |= 1u << b;
            isFading_ = isFading_ || isSilent; // its last line ends at the next control point
        } else {
            for (auto& channel : lane_.states) channel[2 * place] = channel[2 * place + 1] = 0.0f;
        }
    }
    if (point.isImmediate)
        lane_.controls.snapTo(controls);
    else
        lane_.controls.rampTo(controls);
}

bool AnalogModeledEQ::isSteady() const noexcept CPPMUSIC_NONBLOCKING
{
    return !isFading_ && !lane_.controls.isMoving;
}

void AnalogModeledEQ::runLanes(LaneRun& run,
                               std::span<const BatchItem> items) noexcept CPPMUSIC_NONBLOCKING
{
    std::array<EqualiserLane*, LaneRun::maxNodes> lanes;
    for (std::size_t i = 0; i < items.size(); ++i)
        lanes[i] = &static_cast<AnalogModeledEQ*>(items[i].node)->lane_;
    kernel_(run, lanes.data());
}

} // namespace cppmusic::audio

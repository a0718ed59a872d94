// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/AnalogModeledEQ.h"

#include "core/MathUtils.h"
#include "core/Prefetch.h"

#include <algorithm>
#include <array>

namespace cppmusic::audio {

namespace {

namespace math = core::math;
using Step = EqualiserStep;
using Colour = EqualiserColour;

constexpr char batchKeyOfAll = 0;

BandType typeOf(int step) noexcept CPPMUSIC_NONBLOCKING
{
    return static_cast<BandType>(std::clamp(step, 0, static_cast<int>(BandType::bandPass)));
}

/// Shapers are at half their way at this level, ahead of the drive: +6 dBFS.
constexpr double headroom = 2.0;

Shaper bandShaper(int character) noexcept CPPMUSIC_NONBLOCKING
{
    return Shaper::of(ShaperCurve::smooth, character == 0 ? 0.4f : 0.0f);
}

/// Iron: a transformer, whose core saturates with the lows. Console: straight, then a firm knee,
/// the highs a little earlier. Valve: one-sided, lows held back by the coupling.
StageModel stageOf(int model) noexcept CPPMUSIC_NONBLOCKING
{
    switch (model) {
    case 2: return {Shaper::of(ShaperCurve::cubic, 0.12f), 1500.0, -3.0};
    case 3: return {Shaper::of(ShaperCurve::smooth, 0.45f), 60.0, -6.0};
    default: return {Shaper::of(ShaperCurve::smooth, 0.1f), 110.0, 9.0};
    }
}

} // namespace

AnalogModeledEQ::AnalogModeledEQ()
    : BatchedEffect(specs()), colour_(std::make_unique<EqualiserColour>())
{
}
AnalogModeledEQ::~AnalogModeledEQ() = default;

int AnalogModeledEQ::latencyFrames() const noexcept
{
    return colour_->oversampling().latencyFrames();
}

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
    Oversampling setting;
    setting.doublings = static_cast<int>(parameterValue(oversampling) + 0.5f);
    setting.phase =
        parameterValue(phase) < 0.5f ? Oversampling::Phase::linear : Oversampling::Phase::minimum;
    colour_->prepare(setting, spec.sampleRate.value);
    settlePoints_ =
        (setting.memoryFrames() + static_cast<int>(settleSeconds * spec.sampleRate.value)) /
            controlInterval +
        1;
}

void AnalogModeledEQ::clear() noexcept CPPMUSIC_NONBLOCKING
{
    for (auto& channel : lane_.states) channel.fill(0.0f);
    if (isColoured_) colour_->clear();
}

double AnalogModeledEQ::tailSeconds(const Values& values) const noexcept CPPMUSIC_NONBLOCKING
{
    double seconds = 0.01;
    bool isBending = values[model] >= 0.5f;
    for (int b = 0; b < numBands; ++b)
        isBending = isBending || values[static_cast<std::size_t>(indexOf(b, saturation))] > 0.0f;
    if (isBending)
        seconds += static_cast<double>(colour_->memoryFrames()) / sampleRate();
    else
        seconds += static_cast<double>(colour_->oversampling().latencyFrames()) / sampleRate();
    const auto curve = values[response] < 0.5f ? BandResponse::cookbook : BandResponse::matched;
    for (int b = 0; b < numBands; ++b) {
        const auto at = [&](BandParameter p) {
            return values[static_cast<std::size_t>(indexOf(b, p))];
        };
        if (at(on) < 0.5f) continue;
        const EqualiserBand band{typeOf(static_cast<int>(at(type) + 0.5f)),
                                 static_cast<double>(at(frequency)), static_cast<double>(at(gain)),
                                 static_cast<double>(at(q)), curve};
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
    next.response = step(response) == 0 ? BandResponse::cookbook : BandResponse::matched;
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
    const double amount =
        static_cast<double>(band.amount) * static_cast<double>(value(indexOf(index, mix)));
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

/// What drives a band's shaper: of bells and shelves what they raise or lower, of the others what
/// they let through; and how much of what is bent is added.
void AnalogModeledEQ::writePick(int index, float* to) const noexcept CPPMUSIC_NONBLOCKING
{
    const Band& band = bands_[static_cast<std::size_t>(index)];
    const double amount = static_cast<double>(band.amount) *
                          static_cast<double>(value(indexOf(index, mix))) *
                          static_cast<double>(value(indexOf(index, saturation))) *
                          static_cast<double>(character_.amount);
    if (amount == 0.0) return;
    const auto& [g, k, m0, m1, m2] = band.design;
    const double gained = math::pow(10.0, band.now.gainDb / 20.0);
    double n0 = m0, n1 = m1, n2 = m2;
    switch (band.now.type) {
    case BandType::peaking: n0 = 0.0, n1 = k * gained, n2 = 0.0; break;
    case BandType::lowShelf: n0 = 0.0, n1 = 0.0, n2 = gained; break;
    case BandType::highShelf: n0 = gained, n1 = -k * gained, n2 = -gained; break;
    default: break;
    }
    const double a1 = 1.0 / (1.0 + g * (g + k));
    const double a2 = g * a1;
    const double a3 = g * a2;
    const double driven =
        static_cast<double>(math::dbToGain(value(indexOf(index, drive)))) / headroom;
    const auto write = [to](Colour::BandControl control, double value) {
        to[control] = static_cast<float>(value);
    };
    write(Colour::through, driven * (n0 + n1 * a2 + n2 * a3));
    write(Colour::fromFirst, driven * (n1 * a1 + n2 * a2));
    write(Colour::fromSecond, driven * (n2 * (1.0 - a3) - n1 * a2));
    write(Colour::weight, amount / driven);
}

void AnalogModeledEQ::chooseShapers(bool isImmediate) noexcept CPPMUSIC_NONBLOCKING
{
    const int before = model_.now;
    const int beforeCharacter = character_.now;
    character_.wanted = step(character);
    model_.wanted = step(model);
    // What isn't heard needs no fade.
    if (model_.now == 0 && model_.wanted != 0 && colour_->isQuiet()) {
        model_.amount = 0.0f;
        model_.now = model_.wanted;
    }
    const bool isCharacterFading =
        character_.move(fadeStep_, settlePoints_, isImmediate || !isColoured_);
    const bool isModelFading = model_.move(fadeStep_, settlePoints_, isImmediate);
    if (isCharacterFading || isModelFading) isFading_ = true;
    if ((isImmediate || before != model_.now) && model_.now != 0)
        colour_->setStage(stageOf(model_.now));
    if (isImmediate || beforeCharacter != character_.now)
        colour_->setBandShaper(bandShaper(character_.now));
}

void AnalogModeledEQ::updateColour(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    chooseShapers(point.isImmediate);
    Colour::Controls controls{};
    bool isBending = model_.now != 0;
    for (int b = 0; b < numBands; ++b) {
        float* to = controls.data() + static_cast<std::size_t>(b) * Colour::perBand;
        writePick(b, to);
        isBending = isBending || to[Colour::weight] != 0.0f;
    }
    const double driven = static_cast<double>(math::dbToGain(value(modelDrive))) / headroom;
    controls[Colour::stageGain] = static_cast<float>(driven);
    if (model_.now != 0)
        controls[Colour::stageWeight] =
            static_cast<float>(static_cast<double>(model_.amount) / driven);
    const auto& setting = colour_->oversampling();
    const bool isTurning = setting.phase == Oversampling::Phase::minimum && setting.doublings > 0;
    const float whole = isBending && isTurning ? 1.0f : 0.0f;
    blend_ = point.isImmediate ? whole : std::clamp(whole, blend_ - fadeStep_, blend_ + fadeStep_);
    if (blend_ != whole) isFading_ = true;
    controls[Colour::blend] = blend_;
    controls[Colour::output] = math::dbToGain(value(output));
    const bool isNeeded = isBending || blend_ > 0.0f || controls[Colour::output] != 1.0f ||
                          setting.latencyFrames() > 0;
    const bool isNew = isNeeded && !isColoured_;
    if (isNew || point.isImmediate) {
        // From nothing, where nothing was.
        Colour::Controls nothing = controls;
        for (std::size_t b = 0; b < Colour::numBands; ++b)
            nothing[b * Colour::perBand + Colour::weight] = 0.0f;
        nothing[Colour::stageWeight] = nothing[Colour::blend] = 0.0f;
        nothing[Colour::output] = 1.0f;
        colour_->moveTo(point.isImmediate ? controls : nothing, true);
        colour_->clear();
    }
    isColoured_ = isNeeded || (isColoured_ && !point.isImmediate &&
                               (colour_->isMoving() || !colour_->isQuiet()));
    isWinding_ = isColoured_ && !isNeeded;
    if (isColoured_ && !point.isImmediate) colour_->moveTo(controls, false);
}

void AnalogModeledEQ::updateBands(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
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

void AnalogModeledEQ::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    if (!point.hasChanged && !point.isImmediate && !isFading_ && !isWinding_) return;
    isFading_ = false;
    updateBands(point);
    updateColour(point);
}

bool AnalogModeledEQ::isSteady() const noexcept CPPMUSIC_NONBLOCKING
{
    return !isFading_ && !lane_.controls.isMoving && !isWinding_ &&
           !(isColoured_ && colour_->isMoving());
}

void AnalogModeledEQ::runLanes(LaneRun& run,
                               std::span<const BatchItem> items) noexcept CPPMUSIC_NONBLOCKING
{
    bool isAnyColoured = false;
    std::array<EqualiserLane*, LaneRun::maxNodes> lanes;
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto* node = static_cast<AnalogModeledEQ*>(items[i].node);
        lanes[i] = &node->lane_;
        isAnyColoured = isAnyColoured || node->isColoured_;
    }
    if (isAnyColoured)
        runSomeColoured(run, items);
    else
        kernel_(run, lanes.data());
}

/// The bands of all whose shapers don't listen to them together; the rest one by one.
void AnalogModeledEQ::runSomeColoured(LaneRun& run, std::span<const BatchItem> items) noexcept
    CPPMUSIC_NONBLOCKING
{
    LaneRun clean = run;
    clean.count = 0;
    std::array<EqualiserLane*, LaneRun::maxNodes> lanes;
    std::array<std::size_t, LaneRun::maxNodes> places;
    const auto nodeAt = [items](std::size_t i) CPPMUSIC_NONBLOCKING {
        return static_cast<AnalogModeledEQ*>(items[i].node);
    };
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto* node = nodeAt(i);
        if (node->isColoured_ && node->colour_->needsBands()) {
            node->colour_->run(run, i, node->lane_);
            continue;
        }
        const auto place = static_cast<std::size_t>(clean.count++);
        lanes[place] = &node->lane_;
        places[place] = i;
        clean.lanes[place] = run.lanes[i];
    }
    if (clean.count == 0) return;
    kernel_(clean, lanes.data());
    for (std::size_t place = 0; place < static_cast<std::size_t>(clean.count); ++place) {
        run.lanes[places[place]].sounded = clean.lanes[place].sounded;
        auto* node = nodeAt(places[place]);
        if (node->isColoured_) node->colour_->runBehind(run, clean.lanes[place]);
    }
}

} // namespace cppmusic::audio

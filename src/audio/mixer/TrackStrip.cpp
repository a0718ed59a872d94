// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/mixer/TrackStrip.h"

#include "audio/dsp/PanLaw.h"
#include "audio/mixer/ChannelWidths.h"
#include "core/MathUtils.h"
#include "core/Prefetch.h"

#include <algorithm>
#include <array>

namespace cppmusic::audio {

namespace {

using core::Taper;

constexpr std::array<core::ParameterSpec, TrackStrip::numParameters> table{{
    {"gain", "Volume", "dB", -90.0f, 6.0f, 0.0f, Taper::fader, true, {}},
    {"pan", "Pan", "", -1.0f, 1.0f, 0.0f, Taper::linear, true, {}},
    {"mute", "Mute", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Off|On"},
    {"soloSilence", "Silenced by solo", "", 0.0f, 1.0f, 0.0f, Taper::stepped, false, "Off|On"},
    {"panLaw", "Pan law", "", 0.0f, 3.0f, 1.0f, Taper::stepped, false, "0 dB|-3 dB|-4.5 dB|-6 dB"},
    {"polarity", "Polarity", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Normal|Inverted"},
    {"vca", "VCA", "dB", -90.0f, 36.0f, 0.0f, Taper::linear, false, {}},
}};

int framesToControlPoint(const ProcessContext& context, int frame) noexcept CPPMUSIC_NONBLOCKING
{
    return controlInterval -
           static_cast<int>((context.transport->gridFrame + frame) % controlInterval);
}

constexpr char batchKeys[maxBusChannels]{}; // by channels

} // namespace

TrackStrip::TrackStrip(int inputChannels)
    : AudioNode(table),
      inputChannels_(std::clamp(inputChannels, 1, maxBusChannels)),
      wideMeters_(isWide() ? std::make_unique<MeterTap[]>(pairsOf(inputChannels_)) : nullptr),
      parameters_(*this)
{
}

NodePorts TrackStrip::ports() const noexcept
{
    NodePorts ports;
    ports.audioInputs = onePortOf(inputChannels_);
    ports.audioOutputs = onePortOf(std::max(2, inputChannels_));
    ports.canProcessInPlace = inputChannels_ >= 2;
    return ports;
}

void TrackStrip::prepare(const PrepareSpec& spec)
{
    muteFrames_ = static_cast<int>(spec.sampleRate.value * muteSeconds + 0.5);
    reset();
}

void TrackStrip::reset() noexcept CPPMUSIC_NONBLOCKING
{
    parameters_.snapToSlots();
    open_.snapTo(isSilenced() ? 0.0f : 1.0f);
    (void)parameters_.takeChanged();
    isAnchor_ = false;
    isJump_ = true;
    updateGains(controlInterval);
    for (MeterTap& meter : meters()) meter.reset();
}

bool TrackStrip::isSilenced() const noexcept CPPMUSIC_NONBLOCKING
{
    return parameters_.step(mute) != 0 || parameters_.step(soloSilence) != 0;
}

std::array<float, 2> TrackStrip::gainsAhead(int frames) const noexcept CPPMUSIC_NONBLOCKING
{
    const auto law = static_cast<PanLaw>(parameters_.step(panLaw));
    const float position = parameters_.ahead(pan, frames);
    const auto gains = isWide()              ? PanGains{}
                       : inputChannels_ == 1 ? panMono(position, law)
                                             : balanceStereo(position, law);
    const float own = parameters_.ahead(gain, frames);
    const float added = parameters_.ahead(vca, frames);
    const bool isSilent = own <= table[gain].min || added <= table[vca].min;
    const float fader = isSilent ? 0.0f
                                 : core::math::dbToGain(own + added) *
                                       (parameters_.step(polarity) != 0 ? -1.0f : 1.0f);
    return {fader * gains.left, fader * gains.right};
}

void TrackStrip::updateGains(int frames) noexcept CPPMUSIC_NONBLOCKING
{
    if (isJump_) {
        const auto now = gainsAhead(0);
        left_.snapTo(now[0]);
        right_.snapTo(now[1]);
    }
    if (parameters_.takeChanged() || isJump_) {
        const int length = parameters_.straightFrames(frames);
        const auto next = gainsAhead(length);
        left_.rampTo(next[0], length);
        right_.rampTo(next[1], length);
    }
    isAnchor_ = isJump_ = false;
}

void TrackStrip::apply(const Event& event) noexcept CPPMUSIC_NONBLOCKING
{
    parameters_.apply(event);
    if (event.type != EventType::parameter) return;
    isAnchor_ = true;
    isJump_ = isJump_ || event.rampFrames <= 0;
    const float target = isSilenced() ? 0.0f : 1.0f;
    if (open_.target() != target) open_.rampTo(target, muteFrames_);
}

bool TrackStrip::isAsleep() const noexcept CPPMUSIC_NONBLOCKING
{
    return parameters_.isAtRest() && !left_.isMoving() && !right_.isMoving() && !open_.isMoving();
}

bool TrackStrip::isClosed() const noexcept CPPMUSIC_NONBLOCKING
{
    return open_.current() == 0.0f || (left_.at(0) == 0.0f && right_.at(0) == 0.0f);
}

void TrackStrip::prefetch() const noexcept CPPMUSIC_NONBLOCKING
{
    core::prefetch(this, sizeof *this - sizeof parameters_ + 64);
}

const void* TrackStrip::batchKey() const noexcept CPPMUSIC_NONBLOCKING
{
    return &batchKeys[inputChannels_ - 1];
}

void TrackStrip::process(ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    processOne(context);
}

void TrackStrip::processBatch(std::span<const BatchItem> items) noexcept CPPMUSIC_NONBLOCKING
{
    for (const BatchItem& item : items)
        static_cast<TrackStrip*>(item.node)->processOne(*item.context);
}

void TrackStrip::processOne(const ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    const bool isSteady = context.events.empty() && isAsleep();
    if ((context.silentInputs & 1u) != 0 || (isSteady && isClosed())) {
        runSilence(context);
        return;
    }
    if (isSteady) {
        runGains(context, 0, context.numFrames, nullptr);
        for (MeterTap& meter : meters()) meter.publish();
        return;
    }
    context.forEachRun([this](const Event& event) { apply(event); },
                       [&](int begin, int end, bool isControlPoint) {
                           if (isControlPoint || isAnchor_)
                               updateGains(framesToControlPoint(context, begin));
                           const int frames = end - begin;
                           std::array<float, controlInterval> factors;
                           runGains(context, begin, end, nextFactors(open_, frames, factors));
                           advance(frames);
                       });
    for (MeterTap& meter : meters()) meter.publish();
}

void TrackStrip::runGains(const ProcessContext& context, int begin, int end,
                          const float* factors) noexcept CPPMUSIC_NONBLOCKING
{
    if (isWide())
        stage_.runWide(context, begin, end, left_, factors, meters());
    else
        stage_.run(context, begin, end, {&left_, &right_, factors}, &meter_);
}

std::span<MeterTap> TrackStrip::meters() noexcept CPPMUSIC_NONBLOCKING
{
    if (isWide()) return {wideMeters_.get(), pairsOf(inputChannels_)};
    return {&meter_, 1};
}

/// The output is 0; ramps go on.
void TrackStrip::runSilence(const ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    context.forEachRun([this](const Event& event) { apply(event); },
                       [&](int begin, int end, bool isControlPoint) {
                           if (isControlPoint || isAnchor_)
                               updateGains(framesToControlPoint(context, begin));
                           open_.advance(end - begin);
                           advance(end - begin);
                       });
    for (MeterTap& meter : meters()) {
        meter.addSilence(static_cast<int>(context.transport->gridFrame % controlInterval),
                         context.numFrames);
        meter.publish();
    }
    context.setSilent(0);
}

void TrackStrip::advance(int frames) noexcept CPPMUSIC_NONBLOCKING
{
    left_.advance(frames);
    right_.advance(frames);
    parameters_.advance(frames);
}

bool TrackStrip::takeMeter(MeterReading& reading) noexcept
{
    reading = MeterTap::takeAll(meters(), std::max(2, inputChannels_));
    return true;
}

} // namespace cppmusic::audio

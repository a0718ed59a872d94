// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/mixer/TrackStrip.h"

#include "audio/dsp/PanLaw.h"
#include "audio/dsp/Sanitise.h"
#include "core/MathUtils.h"

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
}};

constexpr std::array<int, 1> oneChannel{1};
constexpr std::array<int, 1> twoChannels{2};

} // namespace

TrackStrip::TrackStrip(int inputChannels)
    : AudioNode(table), inputChannels_(inputChannels == 1 ? 1 : 2), parameters_(*this)
{
}

NodePorts TrackStrip::ports() const noexcept
{
    NodePorts ports;
    ports.audioInputs = inputChannels_ == 1 ? oneChannel : twoChannels;
    ports.audioOutputs = twoChannels;
    ports.canProcessInPlace = inputChannels_ == 2;
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
    updateGains(true);
    meter_.reset();
}

bool TrackStrip::isSilenced() const noexcept CPPMUSIC_NONBLOCKING
{
    return parameters_.step(mute) != 0 || parameters_.step(soloSilence) != 0;
}

void TrackStrip::updateGains(bool isImmediate) noexcept CPPMUSIC_NONBLOCKING
{
    if (!parameters_.takeChanged() && !isImmediate) return;
    const auto law = static_cast<PanLaw>(parameters_.step(panLaw));
    const float position = parameters_.value(pan);
    const auto gains = inputChannels_ == 1 ? panMono(position, law) : balanceStereo(position, law);
    const float fader = core::math::dbToGain(parameters_.value(gain)) *
                        (parameters_.step(polarity) != 0 ? -1.0f : 1.0f);
    if (isImmediate) {
        left_.snapTo(fader * gains.left);
        right_.snapTo(fader * gains.right);
    } else {
        left_.rampTo(fader * gains.left);
        right_.rampTo(fader * gains.right);
    }
}

void TrackStrip::apply(const Event& event) noexcept CPPMUSIC_NONBLOCKING
{
    parameters_.apply(event);
    if (event.type != EventType::parameter) return;
    const float target = isSilenced() ? 0.0f : 1.0f;
    if (open_.target() != target) open_.rampTo(target, muteFrames_);
}

void TrackStrip::process(ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    const auto& in = context.inputs[0];
    const auto& out = context.outputs[0];
    const float* inLeft = in.channels[0];
    const float* inRight = in.channels[in.numChannels > 1 ? 1 : 0];
    float* outLeft = out.channels[0];
    float* outRight = out.channels[1];
    context.forEachRun([this](const Event& event) { apply(event); },
                       [&](int begin, int end, bool isControlPoint) {
                           if (isControlPoint) updateGains(false);
                           for (int i = begin; i < end; ++i) {
                               const float open = open_.next();
                               const float l = sanitise(inLeft[i]);
                               const float r = sanitise(inRight[i]);
                               outLeft[i] = l * (left_.at(i - begin) * open);
                               outRight[i] = r * (right_.at(i - begin) * open);
                           }
                           left_.advance(end - begin);
                           right_.advance(end - begin);
                           parameters_.advance(end - begin);
                           meter_.add(outLeft + begin, outRight + begin, end - begin);
                       });
    meter_.publish();
}

bool TrackStrip::takeMeter(MeterReading& reading) noexcept
{
    reading = meter_.take();
    return true;
}

} // namespace cppmusic::audio

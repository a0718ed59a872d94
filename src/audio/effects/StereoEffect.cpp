// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/StereoEffect.h"

#include "audio/dsp/Sanitise.h"

#include <algorithm>

namespace cppmusic::audio {

namespace {
constexpr std::array<int, 1> stereo{2};
}

StereoEffect::StereoEffect(std::span<const core::ParameterSpec> specs)
    : AudioNode(specs), parameters_(*this)
{
}

NodePorts StereoEffect::ports() const noexcept
{
    NodePorts ports;
    ports.audioInputs = stereo;
    ports.audioOutputs = stereo;
    ports.canProcessInPlace = true;
    return ports;
}

std::int64_t StereoEffect::toFrames(double seconds) const noexcept CPPMUSIC_NONBLOCKING
{
    return static_cast<std::int64_t>(std::min(seconds, 36000.0) * sampleRate_) + 1;
}

std::int64_t StereoEffect::tailFrames() const noexcept
{
    Values values{};
    for (std::size_t i = 0; i < parameters().size(); ++i)
        values[i] = parameterValue(static_cast<int>(i));
    return toFrames(tailSeconds(values)) + 2 * controlInterval;
}

void StereoEffect::prepare(const PrepareSpec& spec)
{
    sampleRate_ = spec.sampleRate.value;
    prepareEffect(spec);
    reset();
}

void StereoEffect::reset() noexcept CPPMUSIC_NONBLOCKING
{
    parameters_.snapToSlots();
    static_cast<void>(parameters_.takeChanged());
    clear();
    silentFrames_ = 0;
    expectedGrid_ = -1;
    isClear_ = true;
    updateTail();
    updateControls({true, true, 120.0, 0, false});
}

void StereoEffect::updateTail() noexcept CPPMUSIC_NONBLOCKING
{
    Values values{};
    for (std::size_t i = 0; i < parameters().size(); ++i) values[i] = parameters_.value(i);
    tail_ = toFrames(tailSeconds(values));
}

void StereoEffect::control(const ProcessContext& context, int frame) noexcept CPPMUSIC_NONBLOCKING
{
    const auto& transport = *context.transport;
    ControlPoint point;
    point.hasChanged = parameters_.takeChanged();
    point.gridFrame = transport.gridFrame + frame;
    point.isGridContinuous = point.gridFrame == expectedGrid_;
    point.tempo = transport.tempo.value;
    if (transport.tempoMap != nullptr) {
        const core::Frames place(transport.startFrame + (transport.isPlaying ? frame : 0));
        const auto& map = *transport.tempoMap;
        point.tempo = map.tempoAt(map.beatsAt(place, transport.sampleRate)).value;
    }
    expectedGrid_ = point.gridFrame + controlInterval;
    if (point.hasChanged) updateTail();
    if (!isClear_ && silentFrames_ >= tail_) {
        clear();
        isClear_ = true;
    }
    updateControls(point);
}

void StereoEffect::takeRun(const ConstAudioBlock& in, int begin, int frames, float* left,
                           float* right) noexcept CPPMUSIC_NONBLOCKING
{
    const float* sourceLeft = in.channels[0] + begin;
    const float* sourceRight = in.channels[in.numChannels > 1 ? 1 : 0] + begin;
    for (int i = 0; i < frames; ++i) {
        left[i] = sanitise(sourceLeft[i]);
        right[i] = sanitise(sourceRight[i]);
        const bool isSilent = left[i] == 0.0f && right[i] == 0.0f;
        silentFrames_ = isSilent ? silentFrames_ + 1 : 0;
    }
    if (silentFrames_ < frames) isClear_ = false;
}

void StereoEffect::process(ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    const auto& in = context.inputs[0];
    const auto& out = context.outputs[0];
    context.forEachRun([this](const Event& event) { parameters_.apply(event); },
                       [&](int begin, int end, bool isControlPoint) {
                           if (isControlPoint) control(context, begin);
                           std::array<float, controlInterval> left;
                           std::array<float, controlInterval> right;
                           const int frames = end - begin;
                           takeRun(in, begin, frames, left.data(), right.data());
                           processRun(left.data(), right.data(), frames);
                           std::copy_n(left.data(), frames, out.channels[0] + begin);
                           std::copy_n(right.data(), frames, out.channels[1] + begin);
                           parameters_.advance(frames);
                       });
}

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/StereoEffect.h"

#include "audio/dsp/MirroredRing.h"
#include "audio/dsp/Sanitise.h"
#include "core/Prefetch.h"

#include <algorithm>
#include <bit>

namespace cppmusic::audio {

namespace {
constexpr std::array<int, 2> stereoPorts{2, 2};
}

StereoEffect::StereoEffect(std::span<const core::ParameterSpec> specs, Traits traits)
    : AudioNode(specs), traits_(traits), parameters_(*this)
{
}

NodePorts StereoEffect::ports() const noexcept
{
    NodePorts ports;
    ports.audioInputs = std::span(stereoPorts).first(traits_.hasSidechain ? 2 : 1);
    ports.audioOutputs = std::span(stereoPorts).first(1);
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
    return toFrames(tailSeconds(values)) + 3 * controlInterval;
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
    silentCells_ = 0;
    hasCellSounded_ = false;
    expectedGrid_ = -1;
    isClear_ = true;
    updateTail();
    updateControls({.isImmediate = true, .hasChanged = true});
}

void StereoEffect::updateTail() noexcept CPPMUSIC_NONBLOCKING
{
    Values values{};
    for (std::size_t i = 0; i < parameters().size(); ++i) values[i] = parameters_.value(i);
    tail_ = toFrames(tailSeconds(values)) + controlInterval;
}

void StereoEffect::place(const TransportBlock& transport, int frame,
                         ControlPoint& point) const noexcept CPPMUSIC_NONBLOCKING
{
    point.isPlaying = transport.isPlaying;
    point.tempo = transport.tempo.value;
    if (!traits_.usesTempo || transport.tempoMap == nullptr) return;
    const core::Frames frames(transport.startFrame + (transport.isPlaying ? frame : 0));
    const auto& map = *transport.tempoMap;
    const auto beat = map.beatsAt(frames, transport.sampleRate);
    point.beat = beat.value;
    point.tempo = map.tempoAt(beat).value;
}

void StereoEffect::control(const ProcessContext& context, int frame) noexcept CPPMUSIC_NONBLOCKING
{
    const auto& transport = *context.transport;
    ControlPoint point;
    point.hasChanged = parameters_.takeChanged();
    point.gridFrame = transport.gridFrame + frame;
    point.isGridContinuous = point.gridFrame == expectedGrid_;
    place(transport, frame, point);
    expectedGrid_ = point.gridFrame + controlInterval;
    if (point.hasChanged) updateTail();
    silentCells_ = hasCellSounded_ ? 0 : silentCells_ + 1;
    hasCellSounded_ = false;
    if (!isClear_ && silentCells_ * controlInterval >= tail_) {
        clear();
        isClear_ = true;
    }
    updateControls(point);
}

int StereoEffect::quietPoints() const noexcept CPPMUSIC_NONBLOCKING
{
    if (!parameters_.isAtRest() || !isSteady()) return 0;
    // A memory that is clear now can get sound in the first frame.
    const std::int64_t silent = isClear_ ? 0 : silentCells_;
    const std::int64_t points = (tail_ - 1) / controlInterval - silent;
    return static_cast<int>(std::clamp<std::int64_t>(points, 0, 1000));
}

void StereoEffect::pass(int frames, int toPoint,
                        std::uint32_t sounded) noexcept CPPMUSIC_NONBLOCKING
{
    parameters_.advance(frames);
    if (sounded != 0) isClear_ = false;
    hasCellSounded_ = hasCellSounded_ || (sounded & 1u) != 0;
    for (int point = toPoint; point < frames; point += controlInterval) {
        sounded >>= 1;
        silentCells_ = hasCellSounded_ ? 0 : silentCells_ + 1;
        hasCellSounded_ = (sounded & 1u) != 0;
        expectedGrid_ += controlInterval;
    }
}

void StereoEffect::prefetch() const noexcept CPPMUSIC_NONBLOCKING
{
    core::prefetch(this, 128);
}

bool StereoEffect::isAsleep() const noexcept CPPMUSIC_NONBLOCKING
{
    return isClear_ && parameters_.isAtRest() && isSteady();
}

void StereoEffect::skip(const ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    const std::int64_t grid = context.transport->gridFrame;
    const std::int64_t end = grid + context.numFrames;
    const std::int64_t first = (grid + controlInterval - 1) / controlInterval * controlInterval;
    if (first >= end) {
        skipRun(context.numFrames);
        return;
    }
    const std::int64_t last = (end - 1) / controlInterval * controlInterval;
    // All control points but the last at once, the last as ever.
    if (first < last) {
        if (first == expectedGrid_)
            skipControls(static_cast<int>((last - first) / controlInterval));
        else
            expectedGrid_ = -1; // placed anew by the last
        if (expectedGrid_ >= 0) expectedGrid_ = last;
    }
    control(context, static_cast<int>(last - grid));
    skipRun(static_cast<int>(end - last));
}

bool StereoEffect::takeRun(const ConstAudioBlock& in, int begin, int frames, float* left,
                           float* right) noexcept CPPMUSIC_NONBLOCKING
{
    const float* sourceLeft = in.channels[0] + begin;
    const float* sourceRight = in.channels[in.numChannels > 1 ? 1 : 0] + begin;
    std::uint32_t bits = 0; // of any magnitude
    for (int i = 0; i < frames; ++i) {
        left[i] = sanitise(sourceLeft[i]);
        right[i] = sanitise(sourceRight[i]);
        bits |= (std::bit_cast<std::uint32_t>(left[i]) | std::bit_cast<std::uint32_t>(right[i]))
                << 1;
    }
    return bits != 0;
}

void StereoEffect::process(ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    const auto& in = context.inputs[0];
    const auto& out = context.outputs[0];
    context.forEachRun([this](const Event& event) { apply(event); },
                       [&](int begin, int end, bool isControlPoint) {
                           if (isControlPoint) control(context, begin);
                           std::array<float, controlInterval> left;
                           std::array<float, controlInterval> right;
                           const int frames = end - begin;
                           const bool hasSounded =
                               takeRun(in, begin, frames, left.data(), right.data());
                           processRun(left.data(), right.data(), frames);
                           copyRun(left.data(), frames, out.channels[0] + begin);
                           copyRun(right.data(), frames, out.channels[1] + begin);
                           pass(frames, controlInterval, hasSounded ? 1u : 0u);
                       });
}

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/mixer/SumNode.h"

#include "audio/mixer/ChannelWidths.h"
#include "core/Prefetch.h"

#include <algorithm>

namespace cppmusic::audio {

namespace {
constexpr char batchKeys[maxBusChannels]{}; // by channels
} // namespace

SumNode::SumNode(int channels)
    : channels_(std::clamp(channels, 2, maxBusChannels)),
      wideMeters_(channels_ > 2 ? std::make_unique<MeterTap[]>(pairsOf(channels_)) : nullptr)
{
}

NodePorts SumNode::ports() const noexcept
{
    NodePorts ports;
    ports.audioInputs = ports.audioOutputs = onePortOf(channels_);
    ports.canProcessInPlace = true;
    return ports;
}

void SumNode::prepare(const PrepareSpec&)
{
    reset();
}

void SumNode::reset() noexcept CPPMUSIC_NONBLOCKING
{
    for (MeterTap& meter : meters()) meter.reset();
}

void SumNode::prefetch() const noexcept CPPMUSIC_NONBLOCKING
{
    core::prefetch(this, sizeof *this);
}

const void* SumNode::batchKey() const noexcept CPPMUSIC_NONBLOCKING
{
    return &batchKeys[channels_ - 1];
}

void SumNode::process(ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    processOne(context);
}

void SumNode::processBatch(std::span<const BatchItem> items) noexcept CPPMUSIC_NONBLOCKING
{
    for (const BatchItem& item : items) static_cast<SumNode*>(item.node)->processOne(*item.context);
}

void SumNode::processOne(const ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    if ((context.silentInputs & 1u) != 0) {
        for (MeterTap& meter : meters())
            meter.addSilence(static_cast<int>(context.transport->gridFrame % controlInterval),
                             context.numFrames);
        context.setSilent(0);
    } else {
        ControlRamp unity;
        unity.snapTo(1.0f);
        if (channels_ > 2)
            stage_.runWide(context, 0, context.numFrames, unity, nullptr, meters());
        else
            stage_.run(context, 0, context.numFrames, {&unity, &unity, nullptr}, &meter_);
    }
    for (MeterTap& meter : meters()) meter.publish();
}

std::span<MeterTap> SumNode::meters() noexcept CPPMUSIC_NONBLOCKING
{
    if (channels_ > 2) return {wideMeters_.get(), pairsOf(channels_)};
    return {&meter_, 1};
}

bool SumNode::takeMeter(MeterReading& reading) noexcept
{
    reading = MeterTap::takeAll(meters(), channels_);
    return true;
}

} // namespace cppmusic::audio

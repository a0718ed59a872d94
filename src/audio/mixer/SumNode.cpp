// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/mixer/SumNode.h"

#include "core/Prefetch.h"

#include <array>

namespace cppmusic::audio {

namespace {
constexpr char batchKeyOfAll = 0;
constexpr std::array<int, 1> stereo{2};
} // namespace

NodePorts SumNode::ports() const noexcept
{
    NodePorts ports;
    ports.audioInputs = stereo;
    ports.audioOutputs = stereo;
    ports.canProcessInPlace = true;
    return ports;
}

void SumNode::prepare(const PrepareSpec&)
{
    reset();
}

void SumNode::reset() noexcept CPPMUSIC_NONBLOCKING
{
    meter_.reset();
}

void SumNode::prefetch() const noexcept CPPMUSIC_NONBLOCKING
{
    core::prefetch(this, sizeof *this);
}

const void* SumNode::batchKey() const noexcept CPPMUSIC_NONBLOCKING
{
    return &batchKeyOfAll;
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
        meter_.addSilence(static_cast<int>(context.transport->gridFrame % controlInterval),
                          context.numFrames);
        context.setSilent(0);
    } else {
        ControlRamp unity;
        unity.snapTo(1.0f);
        stage_.run(context, 0, context.numFrames, {&unity, &unity, nullptr}, &meter_);
    }
    meter_.publish();
}

bool SumNode::takeMeter(MeterReading& reading) noexcept
{
    reading = meter_.take();
    return true;
}

} // namespace cppmusic::audio

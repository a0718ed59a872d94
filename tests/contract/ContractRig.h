// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/engine/NodeFactory.h"

#include <functional>
#include <memory>
#include <random>
#include <vector>

namespace cppmusic::test {

/// Audio of all ports of a node: [port][channel][frame].
using PortAudio = std::vector<std::vector<std::vector<float>>>;

/// What a node is fed with for a while.
struct Stimulus {
    int numFrames = 0;
    PortAudio inputs;
    std::vector<audio::Event> events; ///< frame counts from the start; sorted
    std::shared_ptr<const audio::NodeContent> content;
};

/// What it answered.
struct Response {
    PortAudio outputs;
    std::vector<audio::Event> events; ///< frame counts from the start
};

using BlockSizes = std::function<int()>;
inline BlockSizes blocksOf(int frames)
{
    return [frames] { return frames; };
}

inline constexpr audio::PrepareSpec contractSpec{core::SampleRate(48000.0), 512};

/// A node of the type, prepared.
std::unique_ptr<audio::AudioNode> makePrepared(const audio::NodeType&);
/// Noise at −12 dBFS on all inputs; notes, controllers and parameter changes at random.
Stimulus randomStimulus(const audio::NodeType&, const audio::AudioNode&, int numFrames,
                        unsigned seed, bool hasEvents = true);
/// Processes as the engine does (real-time section, flush to zero), playing from frame 0 of the
/// song. Frames that the node did not write stay NaN.
Response run(audio::AudioNode&, const Stimulus&, const BlockSizes&, std::int64_t songFrame = 0);

bool isFinite(const PortAudio&);
float peakOf(const PortAudio&, int firstFrame = 0);
/// Bit for bit, also for events.
bool isSame(const Response&, const Response&);

} // namespace cppmusic::test

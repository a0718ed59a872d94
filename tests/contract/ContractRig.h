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

/// Pointers of one block into planar audio.
template <class Sample>
struct PortPointers {
    std::vector<std::vector<Sample*>> channels;
    std::vector<audio::BasicAudioBlock<Sample>> blocks;
};

/// The blocks of one node, one after the other: next(), process the context, finish().
class NodeRun {
public:
    NodeRun(audio::AudioNode&, const Stimulus&, std::int64_t songFrame = 0);
    [[nodiscard]] int framesLeft() const
    {
        return stimulus_.numFrames - done_ - context_.numFrames;
    }
    audio::ProcessContext& next(int frames);
    /// Tells the context which inputs are silent and asks for silent outputs.
    void watchSilence();
    /// Neither sound nor event comes in; behind watchSilence().
    [[nodiscard]] bool isInputSilent() const;
    void finish();
    [[nodiscard]] const Response& response() const { return response_; }

private:
    template <class Pointers, class Audio>
    void point(Pointers&, Audio&, int frames);

    audio::AudioNode& node_;
    const Stimulus& stimulus_;
    std::int64_t songFrame_;
    int done_ = 0;
    std::size_t nextEvent_ = 0;
    Response response_;
    PortPointers<const float> in_;
    PortPointers<float> out_;
    std::vector<audio::Event> emitted_, now_;
    audio::EventBuffer eventOutput_;
    audio::TransportBlock transport_;
    audio::ProcessContext context_;
    bool wasStreamMissed_ = false;
    std::uint32_t silentOutputs_ = 0;
};

/// All nodes, which have one batch key, in one batch. Stimuli are of one length. Every second node
/// is told about silence.
std::vector<Response> runTogether(std::span<const std::unique_ptr<audio::AudioNode>> nodes,
                                  std::span<const Stimulus> stimuli, const BlockSizes&);

struct SleepyResponse {
    Response response;
    int framesAsleep = 0;
};
/// As run(), but skips silent blocks while the node is asleep, many blocks at once.
SleepyResponse runSleepy(audio::AudioNode&, const Stimulus&, const BlockSizes&);

bool isFinite(const PortAudio&);
float peakOf(const PortAudio&, int firstFrame = 0);
/// Bit for bit, also for events.
bool isSame(const Response&, const Response&);

} // namespace cppmusic::test

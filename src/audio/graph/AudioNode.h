// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/ProcessContext.h"
#include "audio/parameters/ParameterSlot.h"
#include "core/Id.h"
#include "core/RealtimeAttributes.h"
#include "core/params/ParameterSpec.h"
#include "core/time/Units.h"

#include <array>
#include <memory>
#include <optional>
#include <span>

namespace cppmusic::audio {

using NodeId = core::Id<struct NodeTag>;

/// The channel counts of a node's ports. Fixed for the life of the node.
struct NodePorts {
    std::span<const int>
        audioInputs; ///< channels of each audio input port; port 1 and up are sidechains
    std::span<const int> audioOutputs; ///< channels of each audio output port
    bool hasEventInput = false;
    bool hasEventOutput = false;
    bool canProcessInPlace = false; ///< output 0 may be the same memory as input 0
};

struct PrepareSpec {
    core::SampleRate sampleRate{48000.0};
    int maxBlockFrames = 512; ///< process() never gets more
    friend bool operator==(const PrepareSpec&, const PrepareSpec&) = default;
};

/// The most channels a strip, a send or a bus has.
inline constexpr int maxBusChannels = 16;

/// Levels of one point since the last reading; linear, full scale 1.
struct MeterReading {
    struct Level {
        float peak = 0.0f, rms = 0.0f;
    };
    /// The loudest of channels 1, 3, 5 … and of 2, 4, 6 …
    float peakLeft = 0.0f, peakRight = 0.0f;
    float rmsLeft = 0.0f, rmsRight = 0.0f;
    int numChannels = 2;
    std::array<Level, maxBusChannels> channels{};
};

class AudioNode;

/// One node of a batch with what it gets for this block.
struct BatchItem {
    AudioNode* node = nullptr;
    ProcessContext* context = nullptr;
};

/// One processor of the graph. State lives here; wiring and content live in the plan, so a node
/// survives any number of plans with its state intact.
///
/// Contract, tested for every node that NodeFactory knows (tests/contract): process() and reset()
/// neither allocate, lock, call the system nor throw; the same input cut into any blocks gives the
/// same bits; finite in gives finite out, also for NaN, Inf and denormal input; silence in gives
/// silence out after tailFrames(); reset() makes it start again identically; latencyFrames() is the
/// measured latency. The first block of a node may lie anywhere in the song. What runs freely (an
/// LFO) restarts when transport->hasJumped while playing, so playing equals rendering.
class AudioNode {
public:
    /// `parameters` must outlive the node (a static table). Slots start at the defaults.
    explicit AudioNode(std::span<const core::ParameterSpec> parameters = {})
        : parameters_(parameters), slots_(std::make_unique<ParameterSlot[]>(parameters.size()))
    {
        for (std::size_t i = 0; i < parameters.size(); ++i)
            initialiseParameter(static_cast<int>(i), parameters[i].defaultValue);
    }
    AudioNode(const AudioNode&) = delete;
    AudioNode& operator=(const AudioNode&) = delete;
    virtual ~AudioNode() = default; // [main]

    [[nodiscard]] virtual NodePorts ports() const noexcept = 0;            // [any] fixed for life
    [[nodiscard]] virtual int latencyFrames() const noexcept { return 0; } // [main & prepared]
    /// Frames after which silence in has become silence out; −1 for endless (an oscillator).
    [[nodiscard]] virtual std::int64_t tailFrames() const noexcept
    {
        return 0;
    } // [main & prepared]

    [[nodiscard]] std::span<const core::ParameterSpec> parameters() const noexcept
    {
        return parameters_;
    } // [any]

    virtual void prepare(const PrepareSpec&) = 0; // [main] may allocate; never while in a plan
    /// Silence; parameters stay and smoothers stand on them.
    virtual void reset() noexcept CPPMUSIC_NONBLOCKING = 0; // [audio, or main & in no plan]
    /// Fills every frame of every output.
    virtual void process(ProcessContext&) noexcept CPPMUSIC_NONBLOCKING = 0; // [audio]

    /// Nodes with the same key, not null, can be processed together, one in each lane of a SIMD
    /// register; a type has one key per shape (mono, stereo). Fixed for life. [any]
    [[nodiscard]] virtual const void* batchKey() const noexcept CPPMUSIC_NONBLOCKING
    {
        return nullptr;
    }
    /// As process() of each item, with the same bits, whatever else is in the batch. Called on any
    /// item's node; all have its key, none depends on another; frames and transport are the same
    /// for all. [audio]
    virtual void processBatch(std::span<const BatchItem> items) noexcept CPPMUSIC_NONBLOCKING
    {
        for (const BatchItem& item : items) item.node->process(*item.context);
    }

    /// True when a block of silent inputs and no events would give silence and leave nothing behind
    /// that could be heard later, wherever the transport is: tails are over, no ramp moves, nothing
    /// runs freely. The plan then calls skip() instead of process() for such blocks. [audio]
    [[nodiscard]] virtual bool isAsleep() const noexcept CPPMUSIC_NONBLOCKING { return false; }
    /// For nodes that play content: the song frame up to which isAsleep() holds, and no event is
    /// sent, if playback goes on from this block without a jump (hasJumped wakes every node). The
    /// plan doesn't ask again before. Context has no events and silent inputs. [audio]
    [[nodiscard]] virtual std::int64_t
    sleepsUntil(const ProcessContext& context) const noexcept CPPMUSIC_NONBLOCKING
    {
        return isAsleep() ? TransportBlock::never : context.transport->startFrame;
    }
    /// Frames passed while asleep: clocks go on. Leaves the node as process() would. May stand for
    /// many blocks at once, with more frames than maxBlockFrames; context.transport is then that of
    /// the first, and there was no jump behind it. [audio]
    virtual void skip(const ProcessContext&) noexcept CPPMUSIC_NONBLOCKING {}

    /// Whether constantGain() can ever say something. Fixed for life. [any]
    [[nodiscard]] virtual bool isGain() const noexcept { return false; }
    /// For a node with one stereo input and one stereo output: the number, if every sample of this
    /// block's output is 0 + sanitise(input)·number and nothing else happens in it. The plan may
    /// then multiply where it adds the output to others, instead of calling process(). The context
    /// has no outputs. [audio]
    [[nodiscard]] virtual std::optional<float>
    constantGain(const ProcessContext&) const noexcept CPPMUSIC_NONBLOCKING
    {
        return std::nullopt;
    }

    /// Asks for the memory that the next block will touch (core::prefetch), while the plan works on
    /// other nodes. Reads nothing but the node itself, and changes nothing. [audio]
    virtual void prefetch() const noexcept CPPMUSIC_NONBLOCKING {}

    /// The levels since the last call, for nodes that measure; false if this one doesn't. [main]
    virtual bool takeMeter(MeterReading&) noexcept { return false; }

    /// Sets a value before the node is in a plan; call reset() or prepare() afterwards. [main & in
    /// no plan]
    void initialiseParameter(int index, float plainValue) noexcept
    {
        auto& slot = slots_[static_cast<std::size_t>(index)];
        slot.base = core::clampToRange(parameters_[static_cast<std::size_t>(index)], plainValue);
        slot.value.store(slot.base, std::memory_order_relaxed);
    }
    /// The value in force, for display. [any]
    [[nodiscard]] float parameterValue(int index) const noexcept CPPMUSIC_NONBLOCKING
    {
        return slots_[static_cast<std::size_t>(index)].value.load(std::memory_order_relaxed);
    }
    /// [audio] for the plan and the engine only.
    [[nodiscard]] ParameterSlot& slot(int index) noexcept CPPMUSIC_NONBLOCKING
    {
        return slots_[static_cast<std::size_t>(index)];
    }

    /// Whether a plan that exists holds the node: then it must not be prepared. [main]
    [[nodiscard]] bool isInPlan() const noexcept { return numPlans_ > 0; }

private:
    friend struct PlanBody;
    int numPlans_ = 0; // [main]
    std::span<const core::ParameterSpec> parameters_;
    std::unique_ptr<ParameterSlot[]> slots_;
};

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioGraph.h"
#include "audio/graph/AudioNode.h"
#include "audio/parameters/Smoother.h"

#include <cstdint>
#include <vector>

/// Nodes so simple that every sample they give can be said in advance. For tests only.
namespace cppmusic::test {

/// Passes its input on, `latency` frames later; says so, or lies about it.
class LatencyNode final : public audio::AudioNode {
public:
    explicit LatencyNode(int latency, int channels = 1, bool canProcessInPlace = false)
        : line_(static_cast<std::size_t>(channels)),
          channels_(channels),
          latency_(latency),
          canProcessInPlace_(canProcessInPlace)
    {
    }
    audio::NodePorts ports() const noexcept override
    {
        return {{&channels_, 1}, {&channels_, 1}, false, false, canProcessInPlace_};
    }
    int latencyFrames() const noexcept override { return latency_; }
    std::int64_t tailFrames() const noexcept override { return latency_; }
    void prepare(const audio::PrepareSpec&) override
    {
        ++timesPrepared;
        for (auto& line : line_) line.assign(static_cast<std::size_t>(latency_) + 1, 0.0f);
        position_ = 0;
    }
    void reset() noexcept CPPMUSIC_NONBLOCKING override
    {
        for (auto& line : line_) {
            for (float& sample : line) sample = 0.0f;
        }
    }
    void process(audio::ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING override
    {
        for (int i = 0; i < context.numFrames; ++i) {
            const std::size_t length = static_cast<std::size_t>(latency_) + 1;
            const std::size_t read = (position_ + 1) % length;
            for (int c = 0; c < channels_; ++c) {
                auto& line = line_[static_cast<std::size_t>(c)];
                line[position_] = context.inputs[0].channels[c][i];
                context.outputs[0].channels[c][i] = line[read];
            }
            position_ = read;
        }
    }
    int timesPrepared = 0;

private:
    std::vector<std::vector<float>> line_;
    std::size_t position_ = 0;
    int channels_;
    int latency_;
    bool canProcessInPlace_;
};

/// An impulse of height 1 at one frame of the song while playing, or every `period` frames.
class ImpulseNode final : public audio::AudioNode {
public:
    explicit ImpulseNode(std::int64_t frame, std::int64_t period = 0)
        : frame_(frame), period_(period)
    {
    }
    audio::NodePorts ports() const noexcept override
    {
        static constexpr int mono = 1;
        return {{}, {&mono, 1}};
    }
    void prepare(const audio::PrepareSpec&) override {}
    void reset() noexcept CPPMUSIC_NONBLOCKING override {}
    void process(audio::ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING override
    {
        for (int i = 0; i < context.numFrames; ++i) {
            const std::int64_t at = context.transport->startFrame + i;
            const bool isHit = period_ > 0 ? at % period_ == frame_ : at == frame_;
            context.outputs[0].channels[0][i] = context.transport->isPlaying && isHit ? 1.0f : 0.0f;
        }
    }

private:
    std::int64_t frame_;
    std::int64_t period_;
};

inline constexpr core::ParameterSpec testParameters[] = {
    {"level", "Level", "", 0.0f, 10.0f, 1.0f, core::Taper::linear, true, {}},
    {"other", "Other", "", -10.0f, 10.0f, 0.0f, core::Taper::linear, true, {}},
};

/// A counter that never stops: frame k of its life puts out k (times the level). Whoever loses or
/// repeats a frame is seen at once. Records every event it gets.
class CounterNode final : public audio::AudioNode {
public:
    explicit CounterNode(int channels = 1) : AudioNode(testParameters), channels_(channels) {}
    audio::NodePorts ports() const noexcept override
    {
        return {{}, {&channels_, 1}, true, false, false};
    }
    void prepare(const audio::PrepareSpec&) override
    {
        ++timesPrepared;
        count_ = 0;
        snap();
    }
    void reset() noexcept CPPMUSIC_NONBLOCKING override
    {
        count_ = 0;
        snap();
    }
    void process(audio::ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING override
    {
        std::size_t next = 0;
        for (int i = 0; i < context.numFrames; ++i) {
            for (; next < context.events.size() && context.events[next].frame <= i; ++next) {
                handle(context.events[next]);
            }
            const float value = static_cast<float>(count_++ % modulus) * level_;
            for (int c = 0; c < channels_; ++c) context.outputs[0].channels[c][i] = value;
        }
    }
    static constexpr std::int64_t modulus = 1 << 20; // exact in a float
    int timesPrepared = 0;
    int notesOn = 0;
    int notesOff = 0;
    int parameterEvents = 0;

private:
    void snap() noexcept { level_ = parameterValue(0); }
    void handle(const audio::Event& event) noexcept
    {
        if (event.type == audio::EventType::noteOn) ++notesOn;
        if (event.type == audio::EventType::noteOff) ++notesOff;
        if (event.type != audio::EventType::parameter) return;
        ++parameterEvents;
        if (event.parameter == 0) level_ = event.value;
    }
    std::int64_t count_ = 0;
    float level_ = 1.0f;
    int channels_;
};

/// Puts out its level parameter as a signal, following ramps: what automation sounds like.
class LevelNode final : public audio::AudioNode {
public:
    LevelNode() : AudioNode(testParameters) {}
    audio::NodePorts ports() const noexcept override
    {
        static constexpr int mono = 1;
        return {{}, {&mono, 1}, false, false, false};
    }
    void prepare(const audio::PrepareSpec&) override { reset(); }
    void reset() noexcept CPPMUSIC_NONBLOCKING override { level_.snapTo(parameterValue(0)); }
    void process(audio::ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING override
    {
        context.forEachRun(
            [this](const audio::Event& event) {
                if (event.type == audio::EventType::parameter && event.parameter == 0) {
                    level_.rampTo(event.value, event.rampFrames);
                }
            },
            [&](int begin, int end, bool) {
                for (int i = begin; i < end; ++i) context.outputs[0].channels[0][i] = level_.next();
            });
    }

private:
    audio::Smoother level_;
};

/// Adds its inputs' channels: a stereo bus with a sidechain that it adds as well.
class BusNode final : public audio::AudioNode {
public:
    audio::NodePorts ports() const noexcept override
    {
        static constexpr int inputs[] = {2, 2};
        static constexpr int outputs[] = {2};
        return {inputs, outputs, false, false, true};
    }
    void prepare(const audio::PrepareSpec&) override {}
    void reset() noexcept CPPMUSIC_NONBLOCKING override {}
    void process(audio::ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING override
    {
        for (int c = 0; c < 2; ++c) {
            for (int i = 0; i < context.numFrames; ++i) {
                context.outputs[0].channels[c][i] =
                    context.inputs[0].channels[c][i] + context.inputs[1].channels[c][i];
            }
        }
    }
};

/// A note on and its release at given frames of the song, as an event source.
class NoteSourceNode final : public audio::AudioNode {
public:
    NoteSourceNode(std::int64_t onFrame, std::int64_t offFrame) : on_(onFrame), off_(offFrame) {}
    audio::NodePorts ports() const noexcept override { return {{}, {}, false, true, false}; }
    void prepare(const audio::PrepareSpec&) override {}
    void reset() noexcept CPPMUSIC_NONBLOCKING override {}
    void process(audio::ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING override
    {
        if (!context.transport->isPlaying) return;
        for (int i = 0; i < context.numFrames; ++i) {
            const std::int64_t at = context.transport->startFrame + i;
            audio::Event event;
            event.frame = i;
            event.number = 60;
            event.value = 0.8f;
            if (at == on_) {
                event.type = audio::EventType::noteOn;
                context.eventOutput->push(event);
            }
            if (at == off_) {
                event.type = audio::EventType::noteOff;
                context.eventOutput->push(event);
            }
        }
    }

private:
    std::int64_t on_;
    std::int64_t off_;
};

/// Hears notes beside its audio input: puts out 1 at the frame of a note-on, plus its input.
class NoteToImpulseNode final : public audio::AudioNode {
public:
    audio::NodePorts ports() const noexcept override
    {
        static constexpr int mono = 1;
        return {{&mono, 1}, {&mono, 1}, true, false, false};
    }
    void prepare(const audio::PrepareSpec&) override {}
    void reset() noexcept CPPMUSIC_NONBLOCKING override {}
    void process(audio::ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING override
    {
        for (int i = 0; i < context.numFrames; ++i) {
            context.outputs[0].channels[0][i] = context.inputs[0].channels[0][i];
        }
        for (const audio::Event& event : context.events) {
            if (event.type == audio::EventType::noteOn) {
                context.outputs[0].channels[0][event.frame] += 1.0f;
            }
        }
    }
};

} // namespace cppmusic::test

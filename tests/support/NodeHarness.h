// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"
#include "core/time/TempoMap.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace cppmusic::test {

/// Planar audio of any length.
using Signal = std::vector<std::vector<float>>;

/// An event at a frame counted from the start of the rendering.
struct TimedEvent {
    std::int64_t frame = 0;
    audio::Event event;
};

[[nodiscard]] inline audio::Event noteOn(int key, float velocity = 1.0f, int noteId = -1)
{
    audio::Event event;
    event.type = audio::EventType::noteOn;
    event.number = static_cast<std::uint8_t>(key);
    event.value = velocity;
    event.noteId = noteId;
    return event;
}
[[nodiscard]] inline audio::Event noteOff(int key, int noteId = -1)
{
    audio::Event event;
    event.type = audio::EventType::noteOff;
    event.number = static_cast<std::uint8_t>(key);
    event.noteId = noteId;
    return event;
}
[[nodiscard]] inline audio::Event controller(int number, float value)
{
    audio::Event event;
    event.type = audio::EventType::controlChange;
    event.number = static_cast<std::uint8_t>(number);
    event.value = value;
    return event;
}
[[nodiscard]] inline audio::Event parameter(int index, float value, int rampFrames = 0)
{
    audio::Event event;
    event.type = audio::EventType::parameter;
    event.parameter = index;
    event.value = value;
    event.rampFrames = rampFrames;
    return event;
}

/// Drives one node as a plan would, with any cutting into blocks. The transport plays from
/// `startFrame`; jumps are made by calling render again with isJumpNext set.
class NodeHarness {
public:
    explicit NodeHarness(audio::AudioNode& node, double sampleRate = 48000.0, int maxBlock = 4096)
        : node_(node), sampleRate_(sampleRate), maxBlock_(maxBlock)
    {
        node.prepare({core::SampleRate(sampleRate), maxBlock});
    }

    const audio::NodeContent* content = nullptr;
    std::vector<TimedEvent> events; ///< any order; frames count from the next render
    Signal input;                   ///< channels of port 0; short or missing is silence
    bool isPlaying = true;
    bool isJumpNext = true;
    std::int64_t songFrame = 0;
    std::int64_t gridFrame = 0;
    double tempo = 120.0;
    std::vector<TimedEvent> emitted; ///< what the node sent, frames counted from the first render
    std::size_t eventCapacity = 4096;

    /// Renders `frames` in blocks that cycle through `blocks`.
    Signal render(int frames, std::vector<int> blocks = {512})
    {
        const auto ports = node_.ports();
        const int numOut = ports.audioOutputs.empty() ? 0 : ports.audioOutputs[0];
        const int numIn = ports.audioInputs.empty() ? 0 : ports.audioInputs[0];
        std::stable_sort(events.begin(), events.end(),
                         [](const auto& a, const auto& b) { return a.frame < b.frame; });
        Signal result(static_cast<std::size_t>(numOut),
                      std::vector<float>(static_cast<std::size_t>(frames), 12345.0f));
        Signal padded(static_cast<std::size_t>(numIn),
                      std::vector<float>(static_cast<std::size_t>(frames), 0.0f));
        for (std::size_t c = 0; c < padded.size() && c < input.size(); ++c)
            std::copy_n(input[c].begin(), std::min(input[c].size(), padded[c].size()),
                        padded[c].begin());
        std::size_t next = 0;
        for (int done = 0; done < frames;) {
            const int size = std::min({frames - done, maxBlock_, blocks[next++ % blocks.size()]});
            processBlock(padded, result, ports, done, size);
            done += size;
        }
        events.clear();
        return result;
    }

private:
    void processBlock(Signal& in, Signal& out, const audio::NodePorts& ports, int done, int size)
    {
        std::vector<const float*> inPointers;
        std::vector<float*> outPointers;
        for (auto& channel : in) inPointers.push_back(channel.data() + done);
        for (auto& channel : out) outPointers.push_back(channel.data() + done);
        std::vector<audio::ConstAudioBlock> inputs;
        const std::vector<float> silence(static_cast<std::size_t>(size), 0.0f);
        const std::vector<const float*> silentPointers(8, silence.data());
        for (std::size_t port = 0; port < ports.audioInputs.size(); ++port)
            inputs.push_back({port == 0 ? inPointers.data() : silentPointers.data(),
                              ports.audioInputs[port], size});
        std::vector<audio::AudioBlock> outputs;
        if (!out.empty())
            outputs.push_back({outPointers.data(), static_cast<int>(out.size()), size});
        std::vector<audio::Event> now;
        for (const auto& timed : events) {
            if (timed.frame < done || timed.frame >= done + size) continue;
            now.push_back(timed.event);
            now.back().frame = static_cast<std::int32_t>(timed.frame - done);
        }
        audio::TransportBlock transport;
        transport.startFrame = songFrame;
        transport.gridFrame = gridFrame;
        transport.tempo = core::Bpm(tempo);
        transport.isPlaying = isPlaying;
        transport.hasJumped = std::exchange(isJumpNext, false);
        transport.sampleRate = core::SampleRate(sampleRate_);
        if (!hasMap_) {
            map_ = core::TempoMap::make({{core::Beats(0.0), core::Bpm(tempo), false}},
                                        {{core::Beats(0.0), {}}})
                       .value();
            hasMap_ = true;
        }
        transport.tempoMap = &map_;
        std::vector<audio::Event> storage(eventCapacity);
        audio::EventBuffer buffer{std::span<audio::Event>(storage)};
        bool wasMissed = false;
        audio::ProcessContext context;
        context.numFrames = size;
        context.inputs = inputs;
        context.outputs = outputs;
        context.events = now;
        context.eventOutput = ports.hasEventOutput ? &buffer : nullptr;
        context.content = content;
        context.transport = &transport;
        context.isOffline = true;
        context.wasStreamMissed = &wasMissed;
        node_.process(context);
        for (const auto& event : buffer.events())
            emitted.push_back({rendered_ + event.frame, event});
        rendered_ += size;
        gridFrame += size;
        if (isPlaying) songFrame += size;
    }

    audio::AudioNode& node_;
    double sampleRate_;
    int maxBlock_;
    std::int64_t rendered_ = 0;
    core::TempoMap map_;
    bool hasMap_ = false;
};

/// Different cuttings of the same frames, for the law "same bits for any blocks".
[[nodiscard]] inline std::vector<std::vector<int>> blockCuttings()
{
    return {{512}, {1}, {64}, {17, 3, 250, 1, 32, 31, 33}, {4096}};
}

[[nodiscard]] inline double toDb(double gain)
{
    return 20.0 * std::log10(std::max(gain, 1.0e-12));
}

[[nodiscard]] inline double rmsOf(std::span<const float> samples)
{
    double sum = 0.0;
    for (const float s : samples) sum += static_cast<double>(s) * static_cast<double>(s);
    return samples.empty() ? 0.0 : std::sqrt(sum / static_cast<double>(samples.size()));
}
[[nodiscard]] inline double peakOf(std::span<const float> samples)
{
    double peak = 0.0;
    for (const float s : samples) peak = std::max(peak, static_cast<double>(std::abs(s)));
    return peak;
}
/// The largest jump from one sample to the next.
[[nodiscard]] inline double largestStep(std::span<const float> samples)
{
    double step = 0.0;
    for (std::size_t i = 1; i < samples.size(); ++i)
        step = std::max(step, static_cast<double>(std::abs(samples[i] - samples[i - 1])));
    return step;
}
[[nodiscard]] inline std::vector<float> sineWave(double hz, double amplitude, int frames,
                                                 double sampleRate = 48000.0)
{
    std::vector<float> wave(static_cast<std::size_t>(frames));
    for (std::size_t i = 0; i < wave.size(); ++i)
        wave[i] = static_cast<float>(amplitude * std::sin(2.0 * 3.14159265358979323846 * hz *
                                                          static_cast<double>(i) / sampleRate));
    return wave;
}

} // namespace cppmusic::test

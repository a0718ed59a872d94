// SPDX-License-Identifier: GPL-3.0-or-later
#include "contract/ContractRig.h"

#include "audio/engine/RealtimeSection.h"
#include "audio/playback/NoteContent.h"
#include "audio/playback/SampleContent.h"
#include "core/time/TempoMap.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace cppmusic::test {
namespace {

using audio::Event;
using audio::EventType;

PortAudio makeAudio(std::span<const int> ports, int numFrames, float value)
{
    PortAudio result;
    for (const int channels : ports) {
        result.emplace_back(static_cast<std::size_t>(channels),
                            std::vector<float>(static_cast<std::size_t>(numFrames), value));
    }
    return result;
}

std::shared_ptr<const audio::NodeContent> contentFor(const audio::NodeType& type,
                                                     std::mt19937& random)
{
    if (type.id.find("pattern") != std::string_view::npos) {
        auto sequence = std::make_shared<audio::NoteSequence>();
        sequence->endFrame = 100'000;
        for (std::int64_t on = 0; on < 6000; on += 1 + static_cast<std::int64_t>(random() % 300)) {
            audio::TimedNote note;
            note.onFrame = on;
            note.offFrame = on + 1 + static_cast<std::int64_t>(random() % 700);
            note.key = static_cast<std::uint8_t>(30 + random() % 60);
            sequence->longestNote = std::max(sequence->longestNote, note.offFrame - on);
            sequence->notes.push_back(note);
        }
        auto content = std::make_shared<audio::NoteContent>();
        content->sequences.push_back(sequence);
        return content;
    }
    if (type.id.find("sampler") != std::string_view::npos) {
        auto data = std::make_shared<audio::SampleData>();
        data->channels.assign(2, std::vector<float>(3000));
        for (auto& channel : data->channels) {
            for (float& sample : channel) {
                sample = static_cast<float>(random() % 2001) / 1000.0f - 1.0f;
            }
        }
        auto content = std::make_shared<audio::SampleContent>();
        audio::SampleZone zone;
        zone.data = data;
        content->zones.push_back(zone);
        return content;
    }
    return nullptr;
}

/// Pointers of one block into planar audio.
template <class Sample>
struct PortPointers {
    std::vector<std::vector<Sample*>> channels;
    std::vector<audio::BasicAudioBlock<Sample>> blocks;

    template <class Audio>
    void point(Audio& audio, int first, int numFrames)
    {
        channels.resize(audio.size());
        blocks.resize(audio.size());
        for (std::size_t p = 0; p < audio.size(); ++p) {
            channels[p].clear();
            for (auto& channel : audio[p]) channels[p].push_back(channel.data() + first);
            blocks[p] = {channels[p].data(), static_cast<int>(channels[p].size()), numFrames};
        }
    }
};

} // namespace

std::unique_ptr<audio::AudioNode> makePrepared(const audio::NodeType& type)
{
    auto node = type.make();
    node->prepare(contractSpec);
    node->reset();
    return node;
}

Stimulus randomStimulus(const audio::NodeType& type, const audio::AudioNode& node, int numFrames,
                        unsigned seed, bool hasEvents)
{
    std::mt19937 random(seed);
    const auto unit = [&random] { return static_cast<float>(random() % 10001) / 10000.0f; };
    Stimulus stimulus;
    stimulus.numFrames = numFrames;
    stimulus.inputs = makeAudio(node.ports().audioInputs, numFrames, 0.0f);
    for (auto& port : stimulus.inputs) {
        for (auto& channel : port) {
            for (float& sample : channel) sample = 0.5f * unit() - 0.25f;
        }
    }
    stimulus.content = contentFor(type, random);
    for (int frame = 0; hasEvents && frame < numFrames; frame += static_cast<int>(random() % 90)) {
        Event event;
        event.frame = frame;
        event.value = unit();
        const auto kind = random() % 8;
        if (kind < 3 && !node.parameters().empty()) {
            const auto index = random() % node.parameters().size();
            const auto& parameter = node.parameters()[index];
            event.type = EventType::parameter;
            event.parameter = static_cast<int>(index);
            event.value = parameter.min + (parameter.max - parameter.min) * unit();
            if (parameter.taper == core::Taper::stepped) event.value = std::round(event.value);
            event.rampFrames = random() % 2 == 0 ? 0 : static_cast<int>(random() % 500);
        } else if (node.ports().hasEventInput) {
            event.number = static_cast<std::uint8_t>(36 + random() % 48);
            event.type = kind < 5   ? EventType::noteOff
                         : kind < 7 ? EventType::noteOn
                                    : EventType::controlChange;
            if (event.type == EventType::noteOn) event.value = 0.1f + 0.9f * event.value;
        } else {
            continue;
        }
        stimulus.events.push_back(event);
    }
    const auto rank = [](const Event& e) { return e.type == EventType::noteOn ? 1 : 0; };
    std::stable_sort(stimulus.events.begin(), stimulus.events.end(),
                     [&](const Event& a, const Event& b) {
                         return a.frame != b.frame ? a.frame < b.frame : rank(a) < rank(b);
                     });
    return stimulus;
}

Response run(audio::AudioNode& node, const Stimulus& stimulus, const BlockSizes& blocks,
             std::int64_t songFrame)
{
    static const core::TempoMap tempoMap;
    Response response;
    response.outputs = makeAudio(node.ports().audioOutputs, stimulus.numFrames,
                                 std::numeric_limits<float>::quiet_NaN());
    std::vector<Event> emitted(2048), now;
    PortPointers<const float> in;
    PortPointers<float> out;
    std::size_t nextEvent = 0;
    for (int done = 0; done < stimulus.numFrames;) {
        const int frames = std::clamp(
            blocks(), 1, std::min(contractSpec.maxBlockFrames, stimulus.numFrames - done));
        in.point(stimulus.inputs, done, frames);
        out.point(response.outputs, done, frames);
        now.clear();
        for (;
             nextEvent < stimulus.events.size() && stimulus.events[nextEvent].frame < done + frames;
             ++nextEvent) {
            now.push_back(stimulus.events[nextEvent]);
            now.back().frame -= done;
        }
        audio::EventBuffer eventOutput{std::span<Event>(emitted)};
        audio::TransportBlock transport;
        transport.startFrame = songFrame + done;
        transport.gridFrame = done;
        transport.startBeat =
            tempoMap.beatsAt(core::Frames(songFrame + done), contractSpec.sampleRate);
        transport.endBeat =
            tempoMap.beatsAt(core::Frames(songFrame + done + frames), contractSpec.sampleRate);
        transport.isPlaying = true;
        transport.hasJumped = done == 0;
        transport.sampleRate = contractSpec.sampleRate;
        transport.tempoMap = &tempoMap;
        bool wasStreamMissed = false;
        audio::ProcessContext context;
        context.numFrames = frames;
        context.inputs = in.blocks;
        context.outputs = out.blocks;
        context.events = now;
        context.eventOutput = node.ports().hasEventOutput ? &eventOutput : nullptr;
        context.content = stimulus.content.get();
        context.transport = &transport;
        context.isOffline = true;
        context.wasStreamMissed = &wasStreamMissed;
        {
            const audio::RealtimeSection section;
            const audio::FlushToZero flushToZero;
            node.process(context);
        }
        for (Event event : eventOutput.events()) {
            event.frame += done;
            response.events.push_back(event);
        }
        done += frames;
    }
    return response;
}

bool isFinite(const PortAudio& audio)
{
    for (const auto& port : audio) {
        for (const auto& channel : port) {
            for (const float sample : channel) {
                if (!std::isfinite(sample)) return false;
            }
        }
    }
    return true;
}

float peakOf(const PortAudio& audio, int firstFrame)
{
    float peak = 0.0f;
    for (const auto& port : audio) {
        for (const auto& channel : port) {
            for (auto i = static_cast<std::size_t>(firstFrame); i < channel.size(); ++i) {
                peak = std::max(peak, std::abs(channel[i]));
            }
        }
    }
    return peak;
}

bool isSame(const Response& a, const Response& b)
{
    for (std::size_t p = 0; p < a.outputs.size(); ++p) {
        for (std::size_t c = 0; c < a.outputs[p].size(); ++c) {
            const auto& x = a.outputs[p][c];
            const auto& y = b.outputs[p][c];
            if (x.size() != y.size() ||
                std::memcmp(x.data(), y.data(), x.size() * sizeof(float)) != 0) {
                return false;
            }
        }
    }
    return std::equal(a.events.begin(), a.events.end(), b.events.begin(), b.events.end(),
                      [](const Event& x, const Event& y) {
                          return x.frame == y.frame && x.type == y.type && x.number == y.number &&
                                 x.channel == y.channel && x.noteId == y.noteId &&
                                 x.value == y.value && x.parameter == y.parameter &&
                                 x.rampFrames == y.rampFrames;
                      });
}

} // namespace cppmusic::test

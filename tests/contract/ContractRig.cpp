// SPDX-License-Identifier: GPL-3.0-or-later
#include "contract/ContractRig.h"

#include "audio/effects/ImpulseResponse.h"
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
    if (type.id == "cppmusic.convolver") {
        audio::SampleData data;
        data.channels.assign(2, std::vector<float>(7000));
        for (auto& channel : data.channels)
            for (float& sample : channel)
                sample = static_cast<float>(random() % 2001) / 1000.0f - 1.0f;
        return audio::ImpulseResponse::make(data, data.sampleRate).value();
    }
    return nullptr;
}

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

NodeRun::NodeRun(audio::AudioNode& node, const Stimulus& stimulus, std::int64_t songFrame)
    : node_(node), stimulus_(stimulus), songFrame_(songFrame), emitted_(2048)
{
    response_.outputs = makeAudio(node.ports().audioOutputs, stimulus.numFrames,
                                  std::numeric_limits<float>::quiet_NaN());
}

audio::ProcessContext& NodeRun::next(int frames)
{
    static const core::TempoMap tempoMap;
    done_ += context_.numFrames;
    point(in_, stimulus_.inputs, frames);
    point(out_, response_.outputs, frames);
    now_.clear();
    for (; nextEvent_ < stimulus_.events.size() &&
           stimulus_.events[nextEvent_].frame < done_ + frames;
         ++nextEvent_) {
        now_.push_back(stimulus_.events[nextEvent_]);
        now_.back().frame -= done_;
    }
    eventOutput_ = audio::EventBuffer{std::span<Event>(emitted_)};
    transport_ = {};
    transport_.startFrame = songFrame_ + done_;
    transport_.gridFrame = done_;
    transport_.startBeat =
        tempoMap.beatsAt(core::Frames(songFrame_ + done_), contractSpec.sampleRate);
    transport_.endBeat =
        tempoMap.beatsAt(core::Frames(songFrame_ + done_ + frames), contractSpec.sampleRate);
    transport_.isPlaying = true;
    transport_.hasJumped = done_ == 0;
    transport_.sampleRate = contractSpec.sampleRate;
    transport_.tempoMap = &tempoMap;
    context_ = {};
    context_.numFrames = frames;
    context_.inputs = in_.blocks;
    context_.outputs = out_.blocks;
    context_.events = now_;
    context_.eventOutput = node_.ports().hasEventOutput ? &eventOutput_ : nullptr;
    context_.content = stimulus_.content.get();
    context_.transport = &transport_;
    context_.isOffline = true;
    context_.wasStreamMissed = &wasStreamMissed_;
    return context_;
}

template <class Pointers, class Audio>
void NodeRun::point(Pointers& pointers, Audio& audio, int frames)
{
    pointers.channels.resize(audio.size());
    pointers.blocks.resize(audio.size());
    for (std::size_t p = 0; p < audio.size(); ++p) {
        pointers.channels[p].clear();
        for (auto& channel : audio[p]) pointers.channels[p].push_back(channel.data() + done_);
        pointers.blocks[p] = {pointers.channels[p].data(),
                              static_cast<int>(pointers.channels[p].size()), frames};
    }
}

void NodeRun::finish()
{
    for (Event event : eventOutput_.events()) {
        event.frame += done_;
        response_.events.push_back(event);
    }
    if (context_.silentOutputs == nullptr) return;
    for (std::size_t p = 0; p < context_.outputs.size(); ++p) {
        if ((*context_.silentOutputs >> p & 1u) != 0) audio::clear(context_.outputs[p]);
    }
}

void NodeRun::watchSilence()
{
    silentOutputs_ = 0;
    context_.silentOutputs = &silentOutputs_;
    for (std::size_t p = 0; p < context_.inputs.size(); ++p) {
        bool isSilent = true;
        for (int c = 0; c < context_.inputs[p].numChannels; ++c) {
            for (const float sample : context_.inputs[p].channel(c)) isSilent &= sample == 0.0f;
        }
        if (isSilent) context_.silentInputs |= 1u << p;
    }
}

bool NodeRun::isInputSilent() const
{
    return context_.events.empty() && context_.silentInputs == (1u << context_.inputs.size()) - 1u;
}

Response run(audio::AudioNode& node, const Stimulus& stimulus, const BlockSizes& blocks,
             std::int64_t songFrame)
{
    NodeRun nodeRun(node, stimulus, songFrame);
    while (nodeRun.framesLeft() > 0) {
        audio::ProcessContext& context = nodeRun.next(
            std::clamp(blocks(), 1, std::min(contractSpec.maxBlockFrames, nodeRun.framesLeft())));
        {
            const audio::RealtimeSection section;
            const audio::FlushToZero flushToZero;
            node.process(context);
        }
        nodeRun.finish();
    }
    return nodeRun.response();
}

std::vector<Response> runTogether(std::span<const std::unique_ptr<audio::AudioNode>> nodes,
                                  std::span<const Stimulus> stimuli, const BlockSizes& blocks)
{
    std::vector<std::unique_ptr<NodeRun>> runs;
    for (std::size_t i = 0; i < nodes.size(); ++i)
        runs.push_back(std::make_unique<NodeRun>(*nodes[i], stimuli[i]));
    while (runs.front()->framesLeft() > 0) {
        const int frames = std::clamp(
            blocks(), 1, std::min(contractSpec.maxBlockFrames, runs.front()->framesLeft()));
        std::vector<audio::BatchItem> items;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            auto& context = runs[i]->next(frames);
            if (i % 2 == 1) runs[i]->watchSilence(); // some know of silence, others don't
            items.push_back({nodes[i].get(), &context});
        }
        {
            const audio::RealtimeSection section;
            const audio::FlushToZero flushToZero;
            nodes.back()->processBatch(items);
        }
        for (auto& nodeRun : runs) nodeRun->finish();
    }
    std::vector<Response> responses;
    for (auto& nodeRun : runs) responses.push_back(nodeRun->response());
    return responses;
}

SleepyResponse runSleepy(audio::AudioNode& node, const Stimulus& stimulus, const BlockSizes& blocks)
{
    NodeRun nodeRun(node, stimulus);
    SleepyResponse result;
    audio::ProcessContext passed; // while asleep, as one
    audio::TransportBlock passedTransport;
    while (nodeRun.framesLeft() > 0) {
        audio::ProcessContext& context = nodeRun.next(
            std::clamp(blocks(), 1, std::min(contractSpec.maxBlockFrames, nodeRun.framesLeft())));
        nodeRun.watchSilence();
        const audio::RealtimeSection section;
        const audio::FlushToZero flushToZero;
        if (nodeRun.isInputSilent() && (passed.numFrames > 0 || node.isAsleep())) {
            if (passed.numFrames == 0) {
                passed = context;
                passedTransport = *context.transport;
                passed.transport = &passedTransport;
            } else {
                passed.numFrames += context.numFrames;
            }
            result.framesAsleep += context.numFrames;
            *context.silentOutputs = ~0u;
        } else {
            if (passed.numFrames > 0) node.skip(passed);
            passed = {};
            node.process(context);
        }
        nodeRun.finish();
    }
    result.response = nodeRun.response();
    return result;
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

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "PlanTestNodes.h"
#include "audio/engine/NodeFactory.h"
#include "audio/playback/NoteContent.h"

#include <random>
#include <string>

namespace cppmusic::test {

/// A mix as a musician might leave it, made of a seed: tracks with instruments that play notes or
/// with plain sources, inserts of every kind with parameters anywhere in their range, strips,
/// sends, groups, sidechains, latencies and automation. The same seed gives the same mix, with
/// nodes of its own.
class RandomMix {
public:
    explicit RandomMix(unsigned seed) : random_(seed)
    {
        const int numTracks = 2 + below(9), numBuses = 1 + below(3);
        for (int b = 0; b <= numBuses; ++b) { buses_.push_back(addOfType("cppmusic.sum", "Bus")); }
        for (std::size_t b = 1; b < buses_.size(); ++b) {
            const auto insert = below(2) ? addEffect() : addRinging();
            connect(buses_[b], insert);
            connect(addStripBehind(insert), buses_[0]);
        }
        for (int t = 0; t < numTracks; ++t) addTrack();
        if (below(2)) addWideBus(3 + below(14));
        for (int k = below(4); k > 0; --k) automate();
        graph.setOutput(buses_[0]);
    }
    audio::AudioGraph graph;

private:
    int below(int limit) { return static_cast<int>(random_() % static_cast<unsigned>(limit)); }
    audio::NodeId add(std::shared_ptr<audio::AudioNode> node, const std::string& name,
                      std::shared_ptr<const audio::NodeContent> content = {})
    {
        const audio::NodeId id(++lastId_);
        for (int p = 0; p < static_cast<int>(node->parameters().size()); ++p) {
            if (below(3) > 0) continue;
            const auto& spec = node->parameters()[static_cast<std::size_t>(p)];
            graph.setParameter({id, p}, somewhere(spec));
        }
        graph.add(id, std::move(node), name, std::move(content));
        nodes_.push_back(id);
        return id;
    }
    /// Anywhere in the range, but where that would silence most mixes: one switch in twelve mutes,
    /// and faders are seldom far down.
    float somewhere(const core::ParameterSpec& spec)
    {
        if (spec.id == "mute" || spec.id == "soloSilence")
            return below(12) == 0 ? spec.max : spec.min;
        const bool isFader = spec.unit == "dB" && spec.min <= -60.0f;
        const float from = isFader && below(8) > 0 ? -30.0f : spec.min;
        return from + static_cast<float>(below(1001)) * 0.001f * (spec.max - from);
    }
    audio::NodeId addOfType(const char* type, const std::string& name)
    {
        return add(audio::findNodeType(type)->make(), name);
    }
    audio::NodeId addRinging() { return add(std::make_shared<RingingNode>(), "Ringing"); }
    audio::NodeId addEffect()
    {
        std::vector<const audio::NodeType*> effects;
        for (const auto& type : audio::nodeTypes()) {
            if (type.role == audio::NodeType::Role::effect) effects.push_back(&type);
        }
        const auto& type = *effects[random_() % effects.size()];
        return add(type.make(), std::string(type.label));
    }
    void connect(audio::NodeId from, audio::NodeId to, int port = 0,
                 audio::PortKind kind = audio::PortKind::audio)
    {
        (void)graph.connect({from, 0, to, port, kind}); // what doesn't fit is left out
    }
    audio::NodeId addStripBehind(audio::NodeId node)
    {
        const auto strip = addOfType("cppmusic.strip", "Strip");
        connect(node, strip);
        return strip;
    }
    audio::NodeId addSource()
    {
        const std::int64_t from = below(3000);
        switch (below(3)) {
        case 0: return add(std::make_shared<BurstNode>(from, from + below(4000)), "Burst");
        case 1: return add(std::make_shared<CounterSaw>(), "Saw");
        default: break;
        }
        const auto player =
            add(audio::findNodeType("cppmusic.pattern-player")->make(), "Notes", notes());
        const auto synth = addOfType("cppmusic.synth", "Synthesizer");
        connect(player, synth, 0, audio::PortKind::events);
        return synth;
    }
    std::shared_ptr<const audio::NodeContent> notes()
    {
        auto sequence = std::make_shared<audio::NoteSequence>();
        std::int64_t at = below(500);
        for (int i = below(12); i >= 0; --i) {
            audio::TimedNote note;
            note.onFrame = at;
            note.offFrame = at + 50 + below(1500);
            note.key = static_cast<std::uint8_t>(36 + below(48));
            sequence->notes.push_back(note);
            sequence->longestNote = std::max(sequence->longestNote, note.offFrame - note.onFrame);
            at += below(800);
        }
        sequence->endFrame = at + 2000;
        auto content = std::make_shared<audio::NoteContent>();
        content->sequences.push_back(sequence);
        content->buildIndex();
        return content;
    }
    void addTrack()
    {
        auto last = addSource();
        for (int k = below(4); k > 0; --k) {
            auto next = below(3) == 0 ? addRinging() : addEffect();
            if (below(5) == 0) {
                next = add(std::make_shared<LatencyNode>(1 + below(90), 2, below(2) == 0), "Late");
            }
            connect(last, next);
            if (!strips_.empty() && below(2)) { // a sidechain, if it has one
                connect(strips_[random_() % strips_.size()], next, 1);
            }
            last = next;
        }
        const auto strip = addStripBehind(last);
        connect(strip, buses_[random_() % buses_.size()]);
        for (int k = below(3); k > 0; --k) {
            const auto send = addOfType("cppmusic.send", "Send");
            connect(below(2) ? strip : last, send);
            connect(send, buses_[random_() % buses_.size()]);
        }
        strips_.push_back(strip);
    }
    /// A bus of more channels with a ringing effect on its first two, folded into the mix.
    void addWideBus(int channels)
    {
        const auto width = "-" + std::to_string(channels);
        const auto wide = [&](const std::string& type) {
            return add(audio::makeNode(type), "Wide " + type);
        };
        const auto bus = wide("cppmusic.sum" + width);
        for (const auto strip : strips_) {
            const auto place = below(channels - 1);
            const auto widen = wide("cppmusic.convert-2" + width + "-" + std::to_string(place));
            connect(strip, widen);
            connect(widen, bus);
        }
        const auto first = wide("cppmusic.first" + width), others = wide("cppmusic.others" + width);
        connect(bus, first);
        connect(bus, others);
        const auto late = add(std::make_shared<LatencyNode>(1 + below(90), 2, true), "Late");
        connect(first, late);
        const auto widen = wide("cppmusic.convert-2" + width);
        connect(late, widen);
        const auto strip = wide("cppmusic.strip" + width), send = wide("cppmusic.send" + width);
        connect(widen, strip);
        connect(others, strip);
        connect(strip, send);
        const auto fold = wide("cppmusic.convert" + width + "-2");
        connect(below(2) ? strip : send, fold);
        connect(fold, buses_[0]);
    }
    void automate()
    {
        const auto id = nodes_[random_() % nodes_.size()];
        const auto& node = *graph.nodes().at(id).node;
        if (node.parameters().empty()) return;
        const int index = below(static_cast<int>(node.parameters().size()));
        const auto& spec = node.parameters()[static_cast<std::size_t>(index)];
        if (!spec.automatable) return;
        std::vector<audio::CurvePoint> points;
        for (int i = 0; i < 4; ++i) {
            audio::CurvePoint point;
            point.frame = 1500 * i + below(1000);
            point.value = spec.min + 0.25f * static_cast<float>(below(5)) * (spec.max - spec.min);
            points.push_back(point);
        }
        graph.setAutomation({id, index}, std::make_shared<audio::AutomationCurve>(points));
    }

    /// A quiet saw that never ends, stereo.
    class CounterSaw final : public audio::AudioNode {
    public:
        audio::NodePorts ports() const noexcept override
        {
            static constexpr int stereo = 2;
            return {{}, {&stereo, 1}, false, false, false};
        }
        void prepare(const audio::PrepareSpec&) override { count_ = 0; }
        void reset() noexcept CPPMUSIC_NONBLOCKING override { count_ = 0; }
        void process(audio::ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING override
        {
            for (int i = 0; i < context.numFrames; ++i) {
                const float value = static_cast<float>(count_++ % 173) * 0.001f - 0.086f;
                context.outputs[0].channels[0][i] = value;
                context.outputs[0].channels[1][i] = 0.5f * value;
            }
        }

    private:
        std::int64_t count_ = 0;
    };

    std::mt19937 random_;
    std::uint64_t lastId_ = 0;
    std::vector<audio::NodeId> nodes_, buses_, strips_;
};

} // namespace cppmusic::test

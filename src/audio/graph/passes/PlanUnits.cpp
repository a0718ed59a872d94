// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/passes/PlanUnits.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace cppmusic::audio {
namespace {

std::size_t at(int index)
{
    return static_cast<std::size_t>(index);
}

class UnitPlanner {
public:
    UnitPlanner(const GraphIndex& graph, const LatencyPlan& latency)
        : graph_(graph), latency_(latency)
    {
        plan_.signals.push_back({});
    }

    UnitPlan run(const BatchPlan& batches, bool foldsGains)
    {
        addProcessUnits(batches);
        plan_.firstInput.assign(graph_.nodes.size(), 0);
        for (int b = 0; b < batches.size(); ++b) {
            for (const int n : batches.batch(b)) addInputs(n, b);
        }
        if (graph_.output >= 0) plan_.output = plan_.firstOutput[at(graph_.output)];
        if (foldsGains) findGains();
        sortUnits();
        return std::move(plan_);
    }

private:
    struct Need {
        int unit = 0;
        int needed = 0;
        friend auto operator<=>(const Need&, const Need&) = default;
    };

    void addProcessUnits(const BatchPlan& batches)
    {
        plan_.nodes = batches.nodes;
        plan_.firstOutput.assign(graph_.nodes.size(), 0);
        unitOf_.assign(graph_.nodes.size(), 0);
        for (int b = 0; b < batches.size(); ++b) {
            const auto nodes = batches.batch(b);
            plan_.units.push_back({PlanUnit::Kind::process, batches.first[at(b)],
                                   static_cast<int>(nodes.size()), -1});
            for (const int n : nodes) {
                unitOf_[at(n)] = b;
                plan_.firstOutput[at(n)] = static_cast<int>(plan_.signals.size());
                for (const int channels : graph_.node(n).ports.audioOutputs) {
                    plan_.signals.push_back({channels, b});
                }
            }
        }
    }

    void addInputs(int n, int unit)
    {
        plan_.firstInput[at(n)] = static_cast<int>(plan_.inputs.size());
        const auto& ports = graph_.node(n).ports.audioInputs;
        for (int port = 0; port < static_cast<int>(ports.size()); ++port) {
            terms_.clear();
            for (const int e : graph_.incomingOf(n)) {
                const auto& edge = graph_.edge(e);
                if (edge.kind == PortKind::audio && edge.targetPort == port) {
                    terms_.push_back(delayed(edge, latency_.delays[at(e)]));
                }
            }
            const int signal = sumOf(terms_);
            plan_.inputs.push_back(signal);
            need(unit, signal);
        }
        for (const int e : graph_.incomingOf(n)) {
            const auto& edge = graph_.edge(e);
            if (edge.kind == PortKind::events) needs_.push_back({unit, unitOf_[at(edge.source)]});
        }
    }

    int delayed(const GraphIndex::Edge& edge, int frames)
    {
        const int signal = plan_.firstOutput[at(edge.source)] + edge.sourcePort;
        if (frames == 0) return signal;
        const auto key = (static_cast<std::uint64_t>(signal) << 32) | static_cast<unsigned>(frames);
        const auto [known, isNew] = delays_.try_emplace(key, -1);
        if (isNew) {
            known->second = newUnit({PlanUnit::Kind::delay, static_cast<int>(plan_.delays.size())},
                                    plan_.signals[at(signal)].channels);
            plan_.delays.push_back({signal, edge.source, edge.sourcePort, frames});
            need(plan_.signals[at(known->second)].unit, signal);
        }
        return known->second;
    }

    int sumOf(std::vector<int>& terms)
    {
        if (terms.empty()) return UnitPlan::silence;
        while (terms.size() > 1) {
            std::size_t made = 0;
            for (std::size_t i = 0; i < terms.size(); i += sumFanIn) {
                const auto count = std::min<std::size_t>(sumFanIn, terms.size() - i);
                terms[made++] = sumOfGroup(std::span(terms).subspan(i, count));
            }
            terms.resize(made);
        }
        return terms.front();
    }

    /// Of one signal too: adding it to +0 takes the sign off its zeros, wherever it stands.
    int sumOfGroup(std::span<const int> terms)
    {
        int channels = 1;
        for (const int term : terms) {
            channels = std::max(channels, plan_.signals[at(term)].channels);
        }
        const int signal = newUnit({PlanUnit::Kind::sum, static_cast<int>(plan_.terms.size()),
                                    static_cast<int>(terms.size())},
                                   channels);
        for (const int term : terms) {
            plan_.terms.push_back(term);
            need(plan_.signals[at(signal)].unit, term);
        }
        return signal;
    }

    /// Gains from stereo to stereo that only sums read.
    void findGains()
    {
        std::vector<bool> isReadByOthers(plan_.signals.size(), false);
        for (const int signal : plan_.inputs) isReadByOthers[at(signal)] = true;
        for (const DelayUse& use : plan_.delays) isReadByOthers[at(use.signal)] = true;
        if (plan_.output >= 0) isReadByOthers[at(plan_.output)] = true;
        for (const int n : plan_.nodes) {
            const auto& ports = graph_.node(n).ports;
            if (!graph_.node(n).node->isGain() || ports.audioInputs.size() != 1 ||
                ports.audioOutputs.size() != 1)
                continue;
            const int in = plan_.inputs[at(plan_.firstInput[at(n)])];
            const int out = plan_.firstOutput[at(n)];
            const bool isStereo =
                plan_.signals[at(in)].channels == 2 && plan_.signals[at(out)].channels == 2;
            if (isStereo && !isReadByOthers[at(out)]) plan_.signals[at(out)].unscaled = in;
        }
    }

    int newUnit(PlanUnit unit, int channels)
    {
        unit.signal = static_cast<int>(plan_.signals.size());
        plan_.signals.push_back({channels, static_cast<int>(plan_.units.size())});
        plan_.units.push_back(unit);
        return unit.signal;
    }

    void need(int unit, int signal)
    {
        const int needed = plan_.signals[at(signal)].unit;
        if (needed >= 0) needs_.push_back({unit, needed});
    }

    /// Kahn's sort with a stack, over units.
    void sortUnits()
    {
        const std::size_t count = plan_.units.size();
        std::sort(needs_.begin(), needs_.end());
        needs_.erase(std::unique(needs_.begin(), needs_.end()), needs_.end());
        std::vector<int> waiting(count, 0), firstNext(count + 1, 0);
        for (const Need& n : needs_) {
            ++waiting[at(n.unit)];
            ++firstNext[at(n.needed) + 1];
        }
        std::partial_sum(firstNext.begin(), firstNext.end(), firstNext.begin());
        std::vector<int> next(needs_.size());
        std::vector<int> place(firstNext.begin(), firstNext.end() - 1);
        for (const Need& n : needs_) next[at(place[at(n.needed)]++)] = n.unit;

        std::vector<int> stack, newNumber(count, -1);
        for (int u = static_cast<int>(count) - 1; u >= 0; --u) {
            if (waiting[at(u)] == 0) stack.push_back(u);
        }
        std::vector<PlanUnit> sorted;
        sorted.reserve(count);
        while (!stack.empty()) {
            const int u = stack.back();
            stack.pop_back();
            newNumber[at(u)] = static_cast<int>(sorted.size());
            sorted.push_back(plan_.units[at(u)]);
            for (int k = firstNext[at(u) + 1] - 1; k >= firstNext[at(u)]; --k) {
                if (--waiting[at(next[at(k)])] == 0) stack.push_back(next[at(k)]);
            }
        }
        plan_.units = std::move(sorted);
        renumber(newNumber);
    }

    void renumber(const std::vector<int>& newNumber)
    {
        for (PlanSignal& signal : plan_.signals) {
            if (signal.unit >= 0) signal.unit = newNumber[at(signal.unit)];
        }
        plan_.firstNeed.assign(plan_.units.size() + 1, 0);
        for (const Need& n : needs_) ++plan_.firstNeed[at(newNumber[at(n.unit)]) + 1];
        std::partial_sum(plan_.firstNeed.begin(), plan_.firstNeed.end(), plan_.firstNeed.begin());
        plan_.needs.resize(needs_.size());
        std::vector<int> place(plan_.firstNeed.begin(), plan_.firstNeed.end() - 1);
        for (const Need& n : needs_) {
            plan_.needs[at(place[at(newNumber[at(n.unit)])]++)] = newNumber[at(n.needed)];
        }
    }

    const GraphIndex& graph_;
    const LatencyPlan& latency_;
    UnitPlan plan_;
    std::vector<int> unitOf_; // by node
    std::vector<int> terms_;  // of the port being gathered
    std::vector<Need> needs_;
    std::unordered_map<std::uint64_t, int> delays_; // signal and frames to delayed signal
};

} // namespace

UnitPlan planUnits(const GraphIndex& graph, const BatchPlan& batches, const LatencyPlan& latency,
                   bool foldsGains)
{
    return UnitPlanner(graph, latency).run(batches, foldsGains);
}

} // namespace cppmusic::audio

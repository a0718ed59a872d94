// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/passes/AssignBuffers.h"

#include "PlanPasses.h"
#include "support/RandomGraph.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

namespace cppmusic::audio {
namespace {

using test::LatencyNode;
using test::PlanPasses;

/// What a channel holds, as a formula: equal formulas mean equal signals.
using Formula = std::string;

/// Executes a plan symbolically: places hold formulas instead of samples. Every task finds garbage
/// in its scratch memory, as it would on another thread. Gives, by node, the formulas of all its
/// inputs, and last those of the output.
class Execution {
public:
    explicit Execution(const PlanPasses& passes)
        : passes_(passes), seen_(passes.index.nodes.size() + 1)
    {
        shared_.assign(static_cast<std::size_t>(passes.buffers.numShared), "garbage");
        shared_[BufferPlan::silence] = "0";
        for (const PlanTask& task : passes.tasks.tasks) {
            scratch_.assign(static_cast<std::size_t>(passes.buffers.numScratch), "garbage");
            for (int i = 0; i < task.numUnits; ++i) {
                run(passes.units.units[static_cast<std::size_t>(
                    passes.tasks.units[static_cast<std::size_t>(task.firstUnit + i)])]);
            }
        }
        const int output = passes.units.output;
        for (int c = 0; output >= 0 && c < channels(output); ++c)
            seen_.back().push_back(at(output, c));
    }
    [[nodiscard]] const std::vector<std::vector<Formula>>& seen() const { return seen_; }

private:
    int channels(int signal) const
    {
        return passes_.units.signals[static_cast<std::size_t>(signal)].channels;
    }
    Formula& at(int signal, int channel)
    {
        const int place = passes_.buffers.places[static_cast<std::size_t>(signal)];
        return place >= 0 ? shared_[static_cast<std::size_t>(place + channel)]
                          : scratch_[static_cast<std::size_t>(-1 - place + channel)];
    }
    const Formula& read(int signal, int channel)
    {
        return at(signal, channels(signal) == 1 ? 0 : channel);
    }
    void run(const PlanUnit& unit)
    {
        const UnitPlan& units = passes_.units;
        if (unit.kind == PlanUnit::Kind::sum) {
            std::vector<Formula> sums;
            for (int c = 0; c < channels(unit.signal); ++c) {
                Formula& sum = sums.emplace_back("(");
                for (int i = 0; i < unit.count; ++i) {
                    sum += (i > 0 ? "+" : "") +
                           read(units.terms[static_cast<std::size_t>(unit.first + i)], c);
                }
                sum += ")";
            }
            for (int c = 0; c < channels(unit.signal); ++c) {
                at(unit.signal, c) = sums[static_cast<std::size_t>(c)];
            }
        } else if (unit.kind == PlanUnit::Kind::delay) {
            const DelayUse& use = units.delays[static_cast<std::size_t>(unit.first)];
            for (int c = 0; c < channels(unit.signal); ++c) {
                at(unit.signal, c) =
                    "d" + std::to_string(use.frames) + "[" + at(use.signal, c) + "]";
            }
        } else {
            runNodes(unit);
        }
    }
    void runNodes(const PlanUnit& unit)
    {
        const UnitPlan& units = passes_.units;
        for (int i = unit.first; i < unit.first + unit.count; ++i) { // all read, then all write
            const auto n = static_cast<std::size_t>(units.nodes[static_cast<std::size_t>(i)]);
            const auto& ports = passes_.index.nodes[n].ports.audioInputs;
            for (std::size_t p = 0; p < ports.size(); ++p) {
                const int signal = units.inputs[static_cast<std::size_t>(units.firstInput[n]) + p];
                for (int c = 0; c < ports[p]; ++c) seen_[n].push_back(read(signal, c));
            }
        }
        for (int i = unit.first; i < unit.first + unit.count; ++i) {
            const auto n = static_cast<std::size_t>(units.nodes[static_cast<std::size_t>(i)]);
            const auto& ports = passes_.index.nodes[n].ports.audioOutputs;
            for (std::size_t p = 0; p < ports.size(); ++p) {
                const int signal = units.firstOutput[n] + static_cast<int>(p);
                EXPECT_NE(passes_.buffers.places[static_cast<std::size_t>(signal)],
                          BufferPlan::silence);
                for (int c = 0; c < ports[p]; ++c) {
                    at(signal, c) = "n" + std::to_string(passes_.index.nodes[n].id.value) + "." +
                                    std::to_string(p) + std::to_string(c);
                }
            }
        }
    }

    const PlanPasses& passes_;
    std::vector<std::vector<Formula>> seen_;
    std::vector<Formula> shared_, scratch_;
};

/// What a node must see, from the connections alone.
Formula expectedInput(const PlanPasses& passes, int n, int port, int channel)
{
    const GraphIndex& graph = passes.index;
    std::vector<Formula> terms;
    for (const int e : graph.incomingOf(n)) {
        const auto& edge = graph.edge(e);
        if (edge.kind != PortKind::audio || edge.targetPort != port) continue;
        const auto& source = graph.node(edge.source);
        const int from =
            source.ports.audioOutputs[static_cast<std::size_t>(edge.sourcePort)] == 1 ? 0 : channel;
        Formula term = "n" + std::to_string(source.id.value) + "." +
                       std::to_string(edge.sourcePort) + std::to_string(from);
        const int frames = passes.latency.delays[static_cast<std::size_t>(e)];
        if (frames > 0) term = "d" + std::to_string(frames) + "[" + term + "]";
        terms.push_back(term);
    }
    if (terms.empty()) return "0";
    while (terms.size() > 1) {
        std::vector<Formula> sums;
        for (std::size_t i = 0; i < terms.size(); ++i) {
            if (i % sumFanIn == 0) sums.emplace_back("(");
            sums.back() += (i % sumFanIn ? "+" : "") + terms[i];
        }
        for (Formula& sum : sums) sum += ")";
        terms = sums;
    }
    return terms.front();
}

TEST(AssignBuffers, EveryNodeReadsWhatItsConnectionsSayAndNothingIsOverwrittenBefore)
{
    for (unsigned seed = 0; seed < 600; ++seed) {
        const test::RandomGraph made(seed);
        std::vector<int> delays;
        for (const Connection& c : made.graph.connections()) {
            const auto found = made.delays.find(c);
            delays.push_back(found == made.delays.end() ? 0 : found->second);
        }
        const PlanPasses passes(made.graph, 1 + static_cast<int>(seed % 5),
                                1 + static_cast<int>(seed % 3), delays);
        const Execution execution(passes);
        for (int n = 0; n < passes.index.size(); ++n) {
            const auto& ports = passes.index.node(n).ports.audioInputs;
            std::size_t k = 0;
            for (int p = 0; p < static_cast<int>(ports.size()); ++p) {
                for (int c = 0; c < ports[static_cast<std::size_t>(p)]; ++c) {
                    ASSERT_EQ(execution.seen()[static_cast<std::size_t>(n)][k++],
                              expectedInput(passes, n, p, c))
                        << "seed " << seed << " node " << n;
                }
            }
        }
        ASSERT_EQ(execution.seen().back()[0],
                  "n" + std::to_string(made.graph.output().value) + ".00");
    }
}

TEST(AssignBuffers, ALongChainNeedsNoMoreMemoryThanAShortOne)
{
    const auto chain = [](int length, bool isInPlace) {
        AudioGraph graph;
        for (int i = 1; i <= length; ++i) {
            const auto id = static_cast<std::uint64_t>(i);
            graph.add(NodeId(id), std::make_shared<LatencyNode>(0, 2, isInPlace), "node");
            if (i > 1) { EXPECT_TRUE(graph.connect({NodeId(id - 1), 0, NodeId(id), 0})); }
        }
        graph.setOutput(NodeId(static_cast<std::uint64_t>(length)));
        return PlanPasses(graph).buffers;
    };
    EXPECT_EQ(chain(50, true).numShared, 3) << "silence and the output's stereo pair";
    EXPECT_EQ(chain(50, true).numScratch, 2) << "one stereo pair";
    EXPECT_EQ(chain(50, false).numShared, 3);
    EXPECT_EQ(chain(50, false).numScratch, 4) << "two stereo pairs";
}

TEST(AssignBuffers, MonoIntoStereoIsReadTwiceWithoutACopy)
{
    AudioGraph graph;
    graph.add(NodeId(1), std::make_shared<LatencyNode>(0, 1), "mono");
    graph.add(NodeId(2), std::make_shared<LatencyNode>(0, 2, true), "stereo");
    ASSERT_TRUE(graph.connect({NodeId(1), 0, NodeId(2), 0}));
    graph.setOutput(NodeId(2));
    const PlanPasses passes(graph);
    EXPECT_EQ(passes.units.units.size(), 2u);
    EXPECT_EQ(passes.units.inputs[static_cast<std::size_t>(passes.units.firstInput[1])],
              passes.units.firstOutput[0]);
    EXPECT_NE(passes.buffers.places[static_cast<std::size_t>(passes.units.firstOutput[0])],
              passes.buffers.places[static_cast<std::size_t>(passes.units.firstOutput[1])])
        << "in place it would overwrite its other channel's input";
}

TEST(AssignBuffers, SignalsThatOtherTasksReadShareNoMemory)
{
    for (unsigned seed = 0; seed < 200; ++seed) {
        const test::RandomGraph made(seed);
        const PlanPasses passes(made.graph, 4, 4);
        std::map<int, std::set<int>> tasksOfPlace;
        for (std::size_t s = 1; s < passes.units.signals.size(); ++s) {
            const int place = passes.buffers.places[s];
            const int task =
                passes.tasks.taskOf[static_cast<std::size_t>(passes.units.signals[s].unit)];
            if (place >= 0) tasksOfPlace[place].insert(task);
        }
        for (const auto& [place, tasks] : tasksOfPlace) {
            // Only the one reader that works in place may write there as well.
            EXPECT_LE(tasks.size(), 2u) << "seed " << seed;
        }
    }
}

} // namespace
} // namespace cppmusic::audio

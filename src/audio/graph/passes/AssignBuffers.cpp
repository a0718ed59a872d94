// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/passes/AssignBuffers.h"

#include <algorithm>

namespace cppmusic::audio {
namespace {

using Kind = BufferOperation::Kind;

/// Writes the operations of one graph in terms of values.
class ValuePlanner {
public:
    ValuePlanner(const AudioGraph& graph, const std::map<Connection, int>& delays)
        : graph_(graph), delays_(delays)
    {
        for (const Connection& c : graph.connections()) {
            if (c.kind == PortKind::audio) sources_[{c.target, c.targetPort}].push_back(&c);
        }
    }

    void add(NodeId id)
    {
        const NodePorts ports = graph_.nodes().at(id).node->ports();
        NodeBuffers buffers;
        for (std::size_t p = 0; p < ports.audioInputs.size(); ++p) {
            buffers.inputs.push_back(gather(id, static_cast<int>(p), ports.audioInputs[p]));
        }
        for (const int channels : ports.audioOutputs) {
            auto& port = buffers.outputs.emplace_back();
            for (int c = 0; c < channels; ++c) port.push_back(plan_.numBuffers++);
        }
        plan_.operations.push_back({Kind::process, -1, -1, static_cast<int>(plan_.nodes.size())});
        outputs_[id] = buffers.outputs;
        if (id == graph_.output()) plan_.output = buffers.outputs.front();
        plan_.nodes.push_back(std::move(buffers));
    }

    BufferPlan take() { return std::move(plan_); }

private:
    std::vector<int> gather(NodeId id, int port, int channels)
    {
        std::vector<int> result;
        std::map<std::vector<int>, int> sums; // the same terms need summing only once
        delayed_.clear();
        for (int c = 0; c < channels; ++c) {
            std::vector<int> terms;
            for (const Connection* source : sources_[{id, port}]) {
                terms.push_back(term(*source, c));
            }
            if (terms.empty()) terms.push_back(BufferPlan::silence);
            const auto [known, isNew] = sums.try_emplace(terms, terms.front());
            if (isNew && terms.size() > 1) known->second = sum(terms);
            result.push_back(known->second);
        }
        return result;
    }

    int term(const Connection& connection, int channel)
    {
        const auto& port =
            outputs_.at(connection.source)[static_cast<std::size_t>(connection.sourcePort)];
        if (port.size() == 1) channel = 0;
        const int value = port[static_cast<std::size_t>(channel)];
        const auto delay = delays_.find(connection);
        if (delay == delays_.end()) return value;
        const DelayUse use{connection, channel, delay->second};
        const auto [known, isNew] = delayed_.try_emplace(use, -1);
        if (isNew) {
            known->second = plan_.numBuffers++;
            plan_.operations.push_back(
                {Kind::delay, value, known->second, static_cast<int>(plan_.delays.size())});
            plan_.delays.push_back(use);
        }
        return known->second;
    }

    int sum(const std::vector<int>& terms)
    {
        const int total = plan_.numBuffers++;
        plan_.operations.push_back({Kind::copy, terms.front(), total, -1});
        for (std::size_t i = 1; i < terms.size(); ++i) {
            plan_.operations.push_back({Kind::add, terms[i], total, -1});
        }
        return total;
    }

    const AudioGraph& graph_;
    const std::map<Connection, int>& delays_;
    std::map<std::pair<NodeId, int>, std::vector<const Connection*>> sources_;
    std::map<NodeId, std::vector<std::vector<int>>> outputs_;
    std::map<DelayUse, int> delayed_; // of the port being gathered
    BufferPlan plan_;
};

/// Gives values their buffers, walking the operations in order.
class BufferAllocator {
public:
    BufferAllocator(const BufferPlan& values, std::vector<bool> canProcessInPlace)
        : values_(values),
          canProcessInPlace_(std::move(canProcessInPlace)),
          bufferOf_(static_cast<std::size_t>(values.numBuffers), -1),
          lastUse_(static_cast<std::size_t>(values.numBuffers), -1)
    {
        bufferOf_[BufferPlan::silence] = BufferPlan::silence;
        for (std::size_t i = 0; i < values.operations.size(); ++i) noteUses(static_cast<int>(i));
        for (const int value : values.output) useOf(value) = endOfBlock;
    }

    BufferPlan run()
    {
        result_.nodes.resize(values_.nodes.size());
        result_.delays = values_.delays;
        for (std::size_t i = 0; i < values_.operations.size(); ++i) place(static_cast<int>(i));
        for (const int value : values_.output) result_.output.push_back(buffer(value));
        return std::move(result_);
    }

private:
    static constexpr int endOfBlock = 1 << 30;

    int& useOf(int value) { return lastUse_[static_cast<std::size_t>(value)]; }
    int& buffer(int value) { return bufferOf_[static_cast<std::size_t>(value)]; }
    const BufferOperation& operation(int i) const
    {
        return values_.operations[static_cast<std::size_t>(i)];
    }
    const NodeBuffers& nodeOf(const BufferOperation& op) const
    {
        return values_.nodes[static_cast<std::size_t>(op.index)];
    }

    void noteUses(int i)
    {
        const BufferOperation& op = operation(i);
        if (op.kind != Kind::process) {
            useOf(op.source) = i;
            useOf(op.target) = std::max(useOf(op.target), i);
            return;
        }
        for (const auto& port : nodeOf(op).inputs) {
            for (const int value : port) useOf(value) = i;
        }
        for (const auto& port : nodeOf(op).outputs) {
            for (const int value : port) useOf(value) = i;
        }
    }

    int allocate()
    {
        if (free_.empty()) return result_.numBuffers++;
        const int taken = free_.back();
        free_.pop_back();
        return taken;
    }

    /// Frees the buffer of a value whose last use is operation i, once.
    void release(int value, int i)
    {
        if (value == BufferPlan::silence || useOf(value) != i) return;
        useOf(value) = -1;
        free_.push_back(buffer(value));
    }

    void place(int i)
    {
        const BufferOperation& op = operation(i);
        switch (op.kind) {
        case Kind::process: placeNode(op, i); return;
        case Kind::add:
            result_.operations.push_back({Kind::add, buffer(op.source), buffer(op.target), -1});
            release(op.source, i);
            return;
        case Kind::copy:
        case Kind::delay: break;
        }
        const bool canTakeOver = op.source != BufferPlan::silence && useOf(op.source) == i;
        buffer(op.target) = canTakeOver ? buffer(op.source) : allocate();
        if (canTakeOver) useOf(op.source) = -1;
        if (op.kind == Kind::delay || !canTakeOver) {
            result_.operations.push_back({op.kind, buffer(op.source), buffer(op.target), op.index});
        }
    }

    bool worksInPlace(const BufferOperation& op, int i)
    {
        const NodeBuffers& node = nodeOf(op);
        if (!canProcessInPlace_[static_cast<std::size_t>(op.index)] || node.inputs.empty() ||
            node.outputs.empty() || node.inputs[0].size() != node.outputs[0].size()) {
            return false;
        }
        return std::all_of(node.inputs[0].begin(), node.inputs[0].end(), [&](int value) {
            std::ptrdiff_t reads = 0;
            for (const auto& port : node.inputs) {
                reads += std::count(port.begin(), port.end(), value);
            }
            return value != BufferPlan::silence && useOf(value) == i && reads == 1;
        });
    }

    void placeNode(const BufferOperation& op, int i)
    {
        const NodeBuffers& node = nodeOf(op);
        NodeBuffers& placed = result_.nodes[static_cast<std::size_t>(op.index)];
        for (const auto& port : node.inputs) {
            auto& buffers = placed.inputs.emplace_back();
            for (const int value : port) buffers.push_back(buffer(value));
        }
        const bool isInPlace = worksInPlace(op, i);
        for (std::size_t p = 0; p < node.outputs.size(); ++p) {
            auto& buffers = placed.outputs.emplace_back();
            for (std::size_t c = 0; c < node.outputs[p].size(); ++c) {
                const int value = node.outputs[p][c];
                if (isInPlace && p == 0) {
                    const int taken = node.inputs[0][c];
                    buffer(value) = buffer(taken);
                    useOf(taken) = -1;
                } else {
                    buffer(value) = allocate();
                }
                buffers.push_back(buffer(value));
            }
        }
        result_.operations.push_back({Kind::process, -1, -1, op.index});
        for (const auto& port : node.inputs) {
            for (const int value : port) release(value, i);
        }
        for (const auto& port : node.outputs) {
            for (const int value : port) release(value, i); // nobody reads it
        }
    }

    const BufferPlan& values_;
    std::vector<bool> canProcessInPlace_;
    std::vector<int> bufferOf_;
    std::vector<int> lastUse_; // index of an operation; −1 when the buffer was given away
    std::vector<int> free_;
    BufferPlan result_;
};

} // namespace

BufferPlan planValues(const AudioGraph& graph, std::span<const NodeId> order,
                      const std::map<Connection, int>& delays)
{
    ValuePlanner planner(graph, delays);
    for (const NodeId id : order) planner.add(id);
    return planner.take();
}

BufferPlan assignBuffers(const AudioGraph& graph, std::span<const NodeId> order,
                         const std::map<Connection, int>& delays)
{
    const BufferPlan values = planValues(graph, order, delays);
    std::vector<bool> canProcessInPlace;
    for (const NodeId id : order) {
        canProcessInPlace.push_back(graph.nodes().at(id).node->ports().canProcessInPlace);
    }
    return BufferAllocator(values, std::move(canProcessInPlace)).run();
}

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/passes/AssignBuffers.h"

#include <algorithm>
#include <map>

namespace cppmusic::audio {
namespace {

std::size_t at(int index)
{
    return static_cast<std::size_t>(index);
}

class BufferAllocator {
public:
    BufferAllocator(const GraphIndex& graph, const UnitPlan& units, const TaskPlan& tasks)
        : graph_(graph), units_(units), tasks_(tasks), uses_(units.signals.size())
    {
        result_.places.assign(units.signals.size(), BufferPlan::silence);
    }

    BufferPlan run()
    {
        int position = 0;
        for (const int u : tasks_.units) {
            forEachRead(u, [&](int signal) {
                Use& use = uses_[at(signal)];
                ++use.readers;
                use.last = position;
                if (tasks_.taskOf[at(u)] != taskOf(signal)) use.isShared = true;
            });
            ++position;
        }
        if (units_.output >= 0) {
            uses_[at(units_.output)].isShared = true;
            ++uses_[at(units_.output)].readers;
        }
        position = 0;
        for (const PlanTask& task : tasks_.tasks) {
            free_.clear();
            top_ = 0;
            for (int i = 0; i < task.numUnits; ++i, ++position) {
                place(tasks_.units[at(task.firstUnit + i)], position);
            }
        }
        return std::move(result_);
    }

private:
    struct Use {
        int readers = 0;
        int last = -1; // place of the last reading unit in the order of tasks
        bool isShared = false;
        bool isTaken = false; // a node that works in place has its memory now
    };

    const PlanUnit& unit(int u) const { return units_.units[at(u)]; }
    int channels(int signal) const { return units_.signals[at(signal)].channels; }
    int taskOf(int signal) const
    {
        const int maker = units_.signals[at(signal)].unit;
        return maker < 0 ? -1 : tasks_.taskOf[at(maker)];
    }

    template <class Read>
    void forEachRead(int u, Read&& read) const
    {
        const PlanUnit& unit = this->unit(u);
        for (int i = unit.first; i < unit.first + unit.count; ++i) {
            if (unit.kind == PlanUnit::Kind::sum) readTerm(units_.terms[at(i)], read);
            if (unit.kind != PlanUnit::Kind::process) continue;
            const int n = units_.nodes[at(i)];
            for (int p = 0; p < static_cast<int>(graph_.node(n).ports.audioInputs.size()); ++p) {
                read(units_.inputs[at(units_.firstInput[at(n)] + p)]);
            }
        }
        if (unit.kind == PlanUnit::Kind::delay) read(units_.delays[at(unit.first)].signal);
    }

    template <class Read>
    void readTerm(int signal, Read&& read) const
    {
        read(signal);
        const int unscaled = units_.signals[at(signal)].unscaled;
        if (unscaled >= 0) read(unscaled);
    }

    void allocate(int signal)
    {
        int& place = result_.places[at(signal)];
        const int width = channels(signal);
        if (uses_[at(signal)].isShared) {
            place = result_.numShared;
            result_.numShared += width;
            return;
        }
        auto& free = free_[width];
        if (free.empty()) {
            place = -1 - top_;
            top_ += width;
            result_.numScratch = std::max(result_.numScratch, top_);
        } else {
            place = free.back();
            free.pop_back();
        }
    }

    void release(int signal)
    {
        if (signal == UnitPlan::silence || uses_[at(signal)].isTaken) return;
        uses_[at(signal)].isTaken = true; // once
        const int place = result_.places[at(signal)];
        if (place < 0) free_[channels(signal)].push_back(place);
    }

    void place(int u, int position)
    {
        const PlanUnit& unit = this->unit(u);
        if (unit.kind == PlanUnit::Kind::process) {
            for (int i = unit.first; i < unit.first + unit.count; ++i) {
                placeOutputs(units_.nodes[at(i)]);
            }
        } else {
            allocate(unit.signal);
        }
        forEachRead(u, [&](int signal) {
            const Use& use = uses_[at(signal)];
            if (use.last == position && !use.isShared) release(signal);
        });
        if (unit.kind != PlanUnit::Kind::process) return;
        for (int i = unit.first; i < unit.first + unit.count; ++i) {
            const int n = units_.nodes[at(i)];
            for (int p = 0; p < static_cast<int>(graph_.node(n).ports.audioOutputs.size()); ++p) {
                const int signal = units_.firstOutput[at(n)] + p;
                if (uses_[at(signal)].readers == 0) release(signal);
            }
        }
    }

    void placeOutputs(int n)
    {
        const NodePorts& ports = graph_.node(n).ports;
        for (int p = 0; p < static_cast<int>(ports.audioOutputs.size()); ++p) {
            const int output = units_.firstOutput[at(n)] + p;
            if (p == 0 && worksInPlace(n, output)) {
                const int input = units_.inputs[at(units_.firstInput[at(n)])];
                result_.places[at(output)] = result_.places[at(input)];
                uses_[at(input)].isTaken = true;
                if (result_.places[at(input)] >= 0) uses_[at(output)].isShared = true;
            } else {
                allocate(output);
            }
        }
    }

    bool worksInPlace(int n, int output) const
    {
        const NodePorts& ports = graph_.node(n).ports;
        if (!ports.canProcessInPlace || ports.audioInputs.empty()) return false;
        const int input = units_.inputs[at(units_.firstInput[at(n)])];
        const Use& use = uses_[at(input)];
        if (input == UnitPlan::silence || use.readers != 1 || use.isTaken) return false;
        if (ports.audioInputs[0] != channels(input) || channels(input) != channels(output)) {
            return false;
        }
        return !uses_[at(output)].isShared || result_.places[at(input)] >= 0;
    }

    const GraphIndex& graph_;
    const UnitPlan& units_;
    const TaskPlan& tasks_;
    std::vector<Use> uses_;                // by signal
    std::map<int, std::vector<int>> free_; // places in scratch memory, by number of channels
    int top_ = 0;
    BufferPlan result_;
};

} // namespace

BufferPlan assignBuffers(const GraphIndex& graph, const UnitPlan& units, const TaskPlan& tasks)
{
    return BufferAllocator(graph, units, tasks).run();
}

} // namespace cppmusic::audio

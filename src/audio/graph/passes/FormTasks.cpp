// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/passes/FormTasks.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace cppmusic::audio {
namespace {

std::size_t at(int index)
{
    return static_cast<std::size_t>(index);
}

/// Small enough that each thread gets some and that one silent track's task can sleep; large enough
/// that handing it out costs nothing in comparison.
float largestTask(std::span<const float> costs, int threads)
{
    const float whole = std::accumulate(costs.begin(), costs.end(), 0.0f);
    constexpr float partsPerThread = 6.0f, least = 12.0f, most = 256.0f;
    return std::clamp(whole / (partsPerThread * static_cast<float>(threads)), least, most);
}

class TaskFormer {
public:
    TaskFormer(const UnitPlan& plan, std::span<const float> costs, int threads)
        : plan_(plan),
          costs_(costs),
          limit_(largestTask(costs, threads)),
          root_(plan.units.size()),
          cost_(costs.begin(), costs.end()),
          openEdges_(plan.units.size(), 0),
          feedsOthers_(plan.units.size(), false)
    {
        std::iota(root_.begin(), root_.end(), 0);
    }

    TaskPlan run()
    {
        const int count = static_cast<int>(plan_.units.size());
        for (int u = 0; u < count; ++u) {
            for (const int needed : plan_.needsOf(u)) ++openEdges_[at(needed)];
        }
        for (int u = 0; u < count; ++u) place(u);
        return make();
    }

private:
    int rootOf(int u)
    {
        while (root_[at(u)] != u) {
            root_[at(u)] = root_[at(root_[at(u)])];
            u = root_[at(u)];
        }
        return u;
    }

    /// Unit u, all needs of which have been placed.
    void place(int u)
    {
        needed_.clear();
        for (const int need : plan_.needsOf(u)) {
            const int task = rootOf(need);
            --openEdges_[at(task)]; // one connection less that leads to what is not placed
            needed_.push_back(task);
        }
        std::sort(needed_.begin(), needed_.end());
        needed_.erase(std::unique(needed_.begin(), needed_.end()), needed_.end());
        if (needed_.empty()) return;
        float together = cost_[at(u)];
        bool feedsOnlyThis = true;
        for (const int task : needed_) {
            together += cost_[at(task)];
            feedsOnlyThis = feedsOnlyThis && openEdges_[at(task)] == 0 && !feedsOthers_[at(task)];
        }
        const bool isChain = needed_.size() == 1 && feedsOnlyThis;
        const bool mayJoin = needed_.size() == 1 || feedsOnlyThis;
        if (!isChain && !(mayJoin && together <= limit_)) {
            for (const int task : needed_) feedsOthers_[at(task)] = true;
            return;
        }
        for (const int task : needed_) join(u, task);
    }

    void join(int u, int task)
    {
        const int a = rootOf(u), b = rootOf(task);
        if (a == b) return;
        const int low = std::min(a, b), high = std::max(a, b);
        root_[at(high)] = low;
        cost_[at(low)] += cost_[at(high)];
        openEdges_[at(low)] += openEdges_[at(high)];
        if (feedsOthers_[at(high)]) feedsOthers_[at(low)] = true;
    }

    TaskPlan make()
    {
        const int count = static_cast<int>(plan_.units.size());
        number_.assign(plan_.units.size(), -1);
        int numTasks = 0;
        for (int u = 0; u < count; ++u) {
            if (rootOf(u) == u) number_[at(u)] = numTasks++;
        }
        std::vector<std::pair<int, int>> edges; // from task, to task
        for (int u = 0; u < count; ++u) {
            for (const int need : plan_.needsOf(u)) {
                const int from = number_[at(rootOf(need))], to = number_[at(rootOf(u))];
                if (from != to) edges.emplace_back(from, to);
            }
        }
        std::sort(edges.begin(), edges.end());
        edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
        return sorted(numTasks, edges);
    }

    /// Kahn once more, so that tasks come in an order they can run in.
    TaskPlan sorted(int numTasks, const std::vector<std::pair<int, int>>& edges)
    {
        std::vector<int> waiting(at(numTasks), 0), firstNext(at(numTasks) + 1, 0);
        for (const auto& [from, to] : edges) {
            ++waiting[at(to)];
            ++firstNext[at(from) + 1];
        }
        std::partial_sum(firstNext.begin(), firstNext.end(), firstNext.begin());
        std::vector<int> needs = waiting, stack, order, rank(at(numTasks), 0);
        for (int t = numTasks - 1; t >= 0; --t) {
            if (waiting[at(t)] == 0) stack.push_back(t);
        }
        while (!stack.empty()) {
            const int t = stack.back();
            stack.pop_back();
            rank[at(t)] = static_cast<int>(order.size());
            order.push_back(t);
            for (int k = firstNext[at(t) + 1] - 1; k >= firstNext[at(t)]; --k) {
                const int to = edges[at(k)].second;
                if (--waiting[at(to)] == 0) stack.push_back(to);
            }
        }
        TaskPlan made;
        made.tasks.resize(at(numTasks));
        for (int t = 0; t < numTasks; ++t) {
            PlanTask& task = made.tasks[at(rank[at(t)])];
            task.numNeeds = needs[at(t)];
            task.firstNext = firstNext[at(t)];
            task.numNext = firstNext[at(t) + 1] - firstNext[at(t)];
        }
        for (const auto& edge : edges) made.next.push_back(rank[at(edge.second)]);
        fillUnits(made, rank);
        for (int t = numTasks - 1; t >= 0; --t) {
            PlanTask& task = made.tasks[at(t)];
            for (int k = task.firstNext; k < task.firstNext + task.numNext; ++k) {
                task.path = std::max(task.path, made.tasks[at(made.next[at(k)])].path);
            }
            task.path += task.cost;
        }
        return made;
    }

    void fillUnits(TaskPlan& made, const std::vector<int>& rank)
    {
        const int count = static_cast<int>(plan_.units.size());
        made.taskOf.resize(plan_.units.size());
        for (int u = 0; u < count; ++u) {
            const int task = rank[at(number_[at(rootOf(u))])];
            made.taskOf[at(u)] = task;
            ++made.tasks[at(task)].numUnits;
            made.tasks[at(task)].cost += costs_[at(u)];
        }
        int first = 0;
        for (PlanTask& task : made.tasks) {
            task.firstUnit = first;
            first += std::exchange(task.numUnits, 0);
        }
        made.units.resize(plan_.units.size());
        for (int u = 0; u < count; ++u) { // units are in order, so they are in each task
            PlanTask& task = made.tasks[at(made.taskOf[at(u)])];
            made.units[at(task.firstUnit + task.numUnits++)] = u;
        }
    }

    const UnitPlan& plan_;
    std::span<const float> costs_;
    const float limit_;
    std::vector<int> root_;         // union-find over units
    std::vector<float> cost_;       // by root
    std::vector<int> openEdges_;    // by root: needs of units that are not placed yet
    std::vector<bool> feedsOthers_; // by root: there is a task that needs this one
    std::vector<int> needed_;
    std::vector<int> number_;
};

} // namespace

TaskPlan formTasks(const UnitPlan& plan, std::span<const float> costs, int threads)
{
    return TaskFormer(plan, costs, threads).run();
}

} // namespace cppmusic::audio

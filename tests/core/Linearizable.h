// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

namespace cppmusic::test {

/// One call on a structure between threads: what was asked, what came back, and from when to when.
struct Call {
    int what = 0;             ///< meaning is the test's
    std::uint64_t value = 0;  ///< argument
    std::uint64_t result = 0; ///< answer
    std::uint64_t began = 0;  ///< number of an event that all threads agree on
    std::uint64_t ended = 0;
};

/// Calls `perform(thread, step)` on several threads at once, `steps` times each, and notes when
/// each call began and ended.
inline std::vector<Call> observe(int threads, int steps,
                                 const std::function<Call(int, int)>& perform)
{
    std::vector<std::vector<Call>> all(static_cast<std::size_t>(threads));
    std::atomic<int> ready{0};
    std::atomic<std::uint64_t> event{0};
    std::vector<std::thread> runners;
    for (int thread = 0; thread < threads; ++thread)
        runners.emplace_back([&, thread] {
            auto& mine = all[static_cast<std::size_t>(thread)];
            ++ready;
            while (ready.load() < threads) std::this_thread::yield();
            for (int step = 0; step < steps; ++step) {
                const std::uint64_t began = event++;
                Call call = perform(thread, step);
                call.began = began;
                call.ended = event++;
                mine.push_back(call);
            }
        });
    for (std::thread& runner : runners) runner.join();
    std::vector<Call> history;
    for (const auto& mine : all) history.insert(history.end(), mine.begin(), mine.end());
    return history;
}

/// Whether the calls can be put into one order that respects "ended before the other began" and in
/// which a sequential `Model` gives the same answers (J. M. Wing and C. Gong, "Testing and
/// verifying concurrent objects", 1993). Model: copyable, `bool allows(const Call&)` applies the
/// call if its answer is right.
template <class Model>
bool isLinearizable(const std::vector<Call>& history, const Model& model, std::uint64_t done = 0)
{
    const std::uint64_t all = (std::uint64_t{1} << history.size()) - 1;
    if (done == all) return true;
    std::uint64_t firstEnd = ~std::uint64_t{0};
    for (std::size_t i = 0; i < history.size(); ++i)
        if ((done >> i & 1u) == 0 && history[i].ended < firstEnd) firstEnd = history[i].ended;
    for (std::size_t i = 0; i < history.size(); ++i) {
        if ((done >> i & 1u) != 0 || history[i].began > firstEnd) continue;
        Model next = model;
        if (next.allows(history[i]) && isLinearizable(history, next, done | std::uint64_t{1} << i))
            return true;
    }
    return false;
}

/// What `producers` threads put in and `consumers` took out: every item once, and each producer's
/// in order for each consumer if `keepsOrder`. `push(uint64_t)` says whether it took the item,
/// `pop(uint64_t&)` whether there was one. Returns the number of violations.
template <class Push, class Pop>
std::size_t exchangeViolations(int producers, int consumers, std::uint64_t itemsEach,
                               bool keepsOrder, Push push, Pop pop)
{
    const auto total = itemsEach * static_cast<std::uint64_t>(producers);
    std::vector<std::atomic<int>> seen(total);
    std::atomic<std::uint64_t> left{total};
    std::atomic<std::size_t> violations{0};
    std::vector<std::thread> threads;
    for (int producer = 0; producer < producers; ++producer)
        threads.emplace_back([&, producer] {
            const std::uint64_t first = itemsEach * static_cast<std::uint64_t>(producer);
            for (std::uint64_t i = 0; i < itemsEach; ++i)
                while (!push(first + i)) std::this_thread::yield();
        });
    for (int consumer = 0; consumer < consumers; ++consumer)
        threads.emplace_back([&] {
            std::vector<std::uint64_t> next(static_cast<std::size_t>(producers), 0);
            std::uint64_t item = 0;
            while (left.load() > 0) {
                if (!pop(item)) {
                    std::this_thread::yield();
                    continue;
                }
                --left;
                if (item >= total || seen[item]++ != 0) {
                    ++violations;
                    continue;
                }
                auto& expected = next[item / itemsEach];
                if (keepsOrder && item % itemsEach < expected) ++violations;
                expected = item % itemsEach + 1;
            }
        });
    for (std::thread& thread : threads) thread.join();
    for (auto& count : seen)
        if (count != 1) ++violations;
    return violations;
}

} // namespace cppmusic::test

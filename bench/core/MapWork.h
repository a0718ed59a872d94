// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "Peers.h"

#include <cstddef>

namespace cppmusic::bench {

inline constexpr std::size_t mapKeys = 65536;

/// SplitMix64 (S. Vigna).
struct RandomNumbers {
    std::uint64_t state;
    std::uint64_t next()
    {
        std::uint64_t z = state += 0x9e3779b97f4a7c15u;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
};

/// Millions of operations per second on a half-full map, wall time: 90 % find, 5 % insert, 5 %
/// erase; −1 if a value is wrong or an insertion got lost.
template <class PerThread, class Map>
double mapThroughput(Map& map, Placement placement, int threads)
{
    constexpr std::uint64_t each = 2'000'000;
    for (std::uint64_t key = 0; key < mapKeys; key += 2) (void)map.insert(key);
    std::atomic<bool> isStarted{false};
    std::atomic<std::int64_t> inside{mapKeys / 2};
    std::atomic<std::uint64_t> wrong{0};
    std::vector<std::thread> workers;
    for (int thread = 0; thread < threads; ++thread)
        workers.emplace_back([&, thread] {
            place(placement, thread);
            [[maybe_unused]] const PerThread perThread{};
            RandomNumbers random{static_cast<std::uint64_t>(thread) * 77 + 5};
            std::int64_t grown = 0;
            std::uint64_t bad = 0;
            waitForStart(isStarted);
            for (std::uint64_t i = 0; i < each; ++i) {
                const std::uint64_t number = random.next();
                const std::uint64_t key = number % mapKeys;
                const std::uint64_t what = (number >> 32) % 100;
                std::uint64_t value = 0;
                if (what < 90)
                    bad += map.find(key, value) && value != key * 3 ? 1u : 0u;
                else if (what < 95)
                    grown += map.insert(key) ? 1 : 0;
                else
                    grown -= map.erase(key) ? 1 : 0;
            }
            inside += grown;
            wrong += bad;
        });
    const std::uint64_t began = core::ProcessUsage::wallNanoseconds();
    isStarted.store(true, std::memory_order_release);
    for (std::thread& worker : workers) worker.join();
    const auto took = static_cast<double>(core::ProcessUsage::wallNanoseconds() - began);
    std::int64_t found = 0;
    std::uint64_t value = 0;
    for (std::uint64_t key = 0; key < mapKeys; ++key) found += map.find(key, value) ? 1 : 0;
    if (wrong != 0 || found != inside) return -1.0;
    return static_cast<double>(each) * threads * 1000.0 / took;
}

template <class PerThread, class Make>
void addMap(std::vector<Contender>& all, const std::string& name, bool isOurs, Make make)
{
    for (int threads = 1; threads <= 2; ++threads)
        all.push_back({"map, " + std::to_string(threads) + " threads", name, isOurs,
                       [=](Placement placement) {
                           auto map = make();
                           return mapThroughput<PerThread>(*map, placement, threads);
                       }});
}

} // namespace cppmusic::bench

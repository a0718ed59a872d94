// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/lockfree/Backoff.h"
#include "core/performance/ProcessUsage.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

/// Puts structures of ours and of other libraries through the same programs. Times are compared
/// within one run only; a wrong result makes the program fail, a slow one never does.
namespace cppmusic::bench {

/// Whether the system chooses each thread's processor, or they get them in turns.
enum class Placement { free, pinned };

/// The calling thread, which is number `thread` of a measurement, stays on one processor if it is
/// to. Does nothing where the system knows no such thing.
void place(Placement, int thread);

/// One structure in one discipline.
struct Contender {
    std::string discipline; ///< "queue, 1 producer, 1 consumer"
    std::string name;
    bool isOurs = false;
    std::function<double(Placement)> run; ///< one measurement; negative = wrong result
    std::vector<double> measured = {};
};

/// Filled by the files of this folder; each leaves out what is not installed.
void addQueues(std::vector<Contender>&);
void addQueuesOfLibcds(std::vector<Contender>&);
void addMaps(std::vector<Contender>&);
void addPools(std::vector<Contender>&);

/// A queue that threads must report to before they use it derives this from a real one.
struct NothingPerThread {};

inline void waitForStart(const std::atomic<bool>& isStarted)
{
    while (!isStarted.load(std::memory_order_acquire)) core::spinPause();
}

/// Waits about two microseconds after every failure, now and then letting others run: a side that
/// is faster than the other does not fight for each single item, which would measure the distance
/// of the processors instead of the structure. The same for all.
class Patience {
public:
    void failed()
    {
        if (++failures_ % 64 == 0)
            std::this_thread::yield();
        else
            for (int i = 0; i < 64; ++i) core::spinPause();
    }

private:
    unsigned failures_ = 0;
};

/// Millions of items per second through `queue` (bool push(uint64_t), bool pop(uint64_t&)), wall
/// time; −1 if an item is lost or doubled. PerThread lives as long as each thread.
template <class PerThread, class Queue>
double throughput(Queue& queue, Placement placement, int producers, int consumers,
                  std::uint64_t itemsEach)
{
    std::atomic<bool> isStarted{false};
    std::atomic<std::uint64_t> left{itemsEach * static_cast<std::uint64_t>(producers)};
    std::atomic<std::uint64_t> sum{0};
    std::vector<std::thread> threads;
    for (int producer = 0; producer < producers; ++producer)
        threads.emplace_back([&, producer] {
            place(placement, producer);
            [[maybe_unused]] const PerThread perThread{};
            waitForStart(isStarted);
            const std::uint64_t first = itemsEach * static_cast<std::uint64_t>(producer) + 1;
            for (std::uint64_t item = first; item < first + itemsEach; ++item)
                for (Patience patience; !queue.push(item);) patience.failed();
        });
    for (int consumer = 0; consumer < consumers; ++consumer)
        threads.emplace_back([&, consumer] {
            place(placement, producers + consumer);
            [[maybe_unused]] const PerThread perThread{};
            waitForStart(isStarted);
            std::uint64_t mine = 0;
            Patience patience;
            while (left.load() != 0) {
                std::uint64_t taken = 0;
                for (std::uint64_t value = 0; queue.pop(value); ++taken) mine += value;
                if (taken != 0) {
                    left.fetch_sub(taken);
                    patience = {};
                }
                patience.failed();
            }
            sum += mine;
        });
    const std::uint64_t began = core::ProcessUsage::wallNanoseconds();
    isStarted.store(true, std::memory_order_release);
    for (std::thread& thread : threads) thread.join();
    const auto took = static_cast<double>(core::ProcessUsage::wallNanoseconds() - began);
    const std::uint64_t total = itemsEach * static_cast<std::uint64_t>(producers);
    if (sum != total * (total + 1) / 2) return -1.0;
    return static_cast<double>(total) * 1000.0 / took;
}

/// Adds a queue or stack for 1P1C and, if it takes several, 2P2C. `make` returns a unique_ptr.
template <class PerThread, class Make>
void addTransport(std::vector<Contender>& all, const std::string& kind, const std::string& name,
                  bool isOurs, bool isForMany, std::uint64_t items, Make make)
{
    for (int sides = 1; sides <= (isForMany ? 2 : 1); ++sides) {
        const std::string number = std::to_string(sides);
        all.push_back({kind + ", " + number + " in, " + number + " out", name, isOurs,
                       [=](Placement placement) {
                           auto queue = make();
                           return throughput<PerThread>(*queue, placement, sides, sides,
                                                        items / static_cast<std::uint64_t>(sides));
                       }});
    }
}

} // namespace cppmusic::bench

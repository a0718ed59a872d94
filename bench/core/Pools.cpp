// SPDX-License-Identifier: GPL-3.0-or-later
#include "MapWork.h"
#include "Peers.h"

#include "core/memory/RTMemoryPool.h"

#include <cstdlib>
#include <memory>

#ifdef CPPMUSIC_HAS_BOOST
#include <boost/pool/pool.hpp>
#endif
#ifdef CPPMUSIC_HAS_MIMALLOC
#include <mimalloc.h>
#endif

namespace cppmusic::bench {
namespace {

constexpr std::size_t blockBytes = 256;
constexpr std::size_t live = 4096;

/// Nanoseconds of processor time per free + allocate, each thread with `live` blocks of which it
/// replaces a random one each time; −1 if a block was given to two.
template <class Allocator>
double replacementTime(Allocator& allocator, Placement placement, int threads)
{
    constexpr std::uint64_t each = 4'000'000;
    std::atomic<bool> isStarted{false};
    std::atomic<std::uint64_t> spent{0};
    std::atomic<bool> isWrong{false};
    std::vector<std::thread> workers;
    for (int thread = 0; thread < threads; ++thread)
        workers.emplace_back([&, thread] {
            place(placement, thread);
            std::vector<void*> blocks(live);
            const auto mark = [&](std::size_t i) {
                if (blocks[i] == nullptr) {
                    isWrong = true; // there is room for all
                    return;
                }
                *static_cast<std::uint64_t*>(blocks[i]) =
                    i + static_cast<std::uint64_t>(thread) * live;
            };
            for (std::size_t i = 0; i < live; ++i) {
                blocks[i] = allocator.allocate();
                mark(i);
            }
            RandomNumbers random{static_cast<std::uint64_t>(thread) + 3};
            waitForStart(isStarted);
            const std::uint64_t began = core::ProcessUsage::threadCpuNanoseconds();
            for (std::uint64_t i = 0; i < each; ++i) {
                void*& block = blocks[random.next() % live];
                allocator.deallocate(block);
                block = allocator.allocate();
            }
            spent += core::ProcessUsage::threadCpuNanoseconds() - began;
            for (std::size_t i = 0; i < live; ++i) mark(i);
            for (std::size_t i = 0; i < live; ++i) {
                if (blocks[i] == nullptr || *static_cast<std::uint64_t*>(blocks[i]) !=
                                                i + static_cast<std::uint64_t>(thread) * live)
                    isWrong = true;
                allocator.deallocate(blocks[i]);
            }
        });
    isStarted.store(true, std::memory_order_release);
    for (std::thread& worker : workers) worker.join();
    if (isWrong) return -1.0;
    return static_cast<double>(spent) / (static_cast<double>(each) * threads);
}

struct Ours {
    core::RTMemoryPool pool{{{blockBytes, 2 * live}}, {core::FixedPool::defaultThreads, false, {}}};
    void* allocate() { return pool.allocate(blockBytes); }
    void deallocate(void* block) { pool.deallocate(block); }
};
struct OursFixed {
    core::FixedPool pool{blockBytes, 2 * live};
    void* allocate() { return pool.allocate(); }
    void deallocate(void* block) { pool.deallocate(block); }
};
struct System {
    void* allocate() { return std::malloc(blockBytes); }
    void deallocate(void* block) { std::free(block); }
};
#ifdef CPPMUSIC_HAS_BOOST
struct BoostPool {
    boost::pool<> pool{blockBytes};
    void* allocate() { return pool.malloc(); }
    void deallocate(void* block) { pool.free(block); }
};
#endif
#ifdef CPPMUSIC_HAS_MIMALLOC
struct Mimalloc {
    void* allocate() { return mi_malloc(blockBytes); }
    void deallocate(void* block) { mi_free(block); }
};
#endif

template <class Allocator>
void add(std::vector<Contender>& all, const std::string& name, bool isOurs, int mostThreads)
{
    for (int threads = 1; threads <= mostThreads; ++threads)
        all.push_back({"pool, " + std::to_string(threads) + " threads (ns)", name, isOurs,
                       [=](Placement placement) {
                           auto allocator = std::make_unique<Allocator>();
                           return replacementTime(*allocator, placement, threads);
                       }});
}

} // namespace

void addPools(std::vector<Contender>& all)
{
    add<Ours>(all, "RTMemoryPool", true, 2);
    add<OursFixed>(all, "FixedPool", true, 2);
    add<System>(all, "malloc", false, 2);
#ifdef CPPMUSIC_HAS_BOOST
    add<BoostPool>(all, "boost::pool", false, 1);
#endif
#ifdef CPPMUSIC_HAS_MIMALLOC
    add<Mimalloc>(all, "mimalloc", false, 2);
#endif
}

} // namespace cppmusic::bench

// SPDX-License-Identifier: GPL-3.0-or-later
#include "Peers.h"

#include "core/lockfree/AtomicRingBuffer.h"
#include "core/lockfree/BoundedQueue.h"
#include "core/lockfree/LockFreeQueue.h"
#include "core/lockfree/LockFreeStack.h"

#include <deque>
#include <memory>
#include <mutex>

#ifdef CPPMUSIC_HAS_BOOST
#include <boost/lockfree/queue.hpp>
#include <boost/lockfree/spsc_queue.hpp>
#include <boost/lockfree/stack.hpp>
#endif
#ifdef CPPMUSIC_HAS_MOODYCAMEL
#include <concurrentqueue/concurrentqueue.h>
#include <readerwriterqueue/readerwriterqueue.h>
#endif

namespace cppmusic::bench {
namespace {

constexpr std::size_t capacity = 65536;
constexpr std::uint64_t many = 20'000'000;
constexpr std::uint64_t some = 4'000'000;
constexpr std::uint64_t few = 2'000'000; // also room for all, where a structure wants to know

/// Ours, whose push always takes.
struct Unbounded {
    core::LockFreeQueue<std::uint64_t> queue;
    bool push(std::uint64_t value)
    {
        queue.push(value);
        return true;
    }
    bool pop(std::uint64_t& value) { return queue.pop(value); }
};

struct Locked {
    std::mutex mutex;
    std::deque<std::uint64_t> values;
    bool push(std::uint64_t value)
    {
        const std::scoped_lock lock(mutex);
        values.push_back(value);
        return true;
    }
    bool pop(std::uint64_t& value)
    {
        const std::scoped_lock lock(mutex);
        if (values.empty()) return false;
        value = values.front();
        values.pop_front();
        return true;
    }
};

#ifdef CPPMUSIC_HAS_MOODYCAMEL
template <class Queue>
struct Moodycamel {
    Queue queue{capacity};
    bool push(std::uint64_t value) { return queue.try_enqueue(value); }
    bool pop(std::uint64_t& value) { return queue.try_dequeue(value); }
};
#endif

} // namespace

void addQueues(std::vector<Contender>& all)
{
    const auto add = [&all](const std::string& kind, const std::string& name, bool isOurs,
                            std::uint64_t items, auto make) {
        addTransport<NothingPerThread>(all, kind, name, isOurs, kind != "ring", items, make);
    };
    using Ring = core::AtomicRingBuffer<std::uint64_t>;
    using Bounded = core::BoundedQueue<std::uint64_t>;
    using Stack = core::LockFreeStack<std::uint64_t>;
    add("ring", "AtomicRingBuffer", true, many, [] { return std::make_unique<Ring>(capacity); });
    add("bounded queue", "BoundedQueue", true, some,
        [] { return std::make_unique<Bounded>(capacity); });
    add("linked queue", "LockFreeQueue", true, some, [] { return std::make_unique<Unbounded>(); });
    add("linked queue", "std::deque + std::mutex", false, few,
        [] { return std::make_unique<Locked>(); });
    add("stack", "LockFreeStack", true, few, [] { return std::make_unique<Stack>(few); });
#ifdef CPPMUSIC_HAS_BOOST
    namespace lockfree = boost::lockfree;
    using Spsc = lockfree::spsc_queue<std::uint64_t>;
    using Queue = lockfree::queue<std::uint64_t>;
    using Treiber = lockfree::stack<std::uint64_t>;
    add("ring", "boost::lockfree::spsc_queue", false, many,
        [] { return std::make_unique<Spsc>(capacity); });
    add("linked queue", "boost::lockfree::queue", false, few,
        [] { return std::make_unique<Queue>(std::size_t{few}); });
    add("stack", "boost::lockfree::stack", false, few,
        [] { return std::make_unique<Treiber>(std::size_t{few}); });
#endif
#ifdef CPPMUSIC_HAS_MOODYCAMEL
    using Single = Moodycamel<moodycamel::ReaderWriterQueue<std::uint64_t>>;
    using Multi = Moodycamel<moodycamel::ConcurrentQueue<std::uint64_t>>;
    add("ring", "moodycamel::ReaderWriterQueue", false, many,
        [] { return std::make_unique<Single>(); });
    add("bounded queue", "moodycamel::ConcurrentQueue", false, some,
        [] { return std::make_unique<Multi>(); });
#endif
}

} // namespace cppmusic::bench

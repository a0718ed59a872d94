// SPDX-License-Identifier: GPL-3.0-or-later
#include "Peers.h"

#include "MapWork.h"

#include <memory>

#include <cds/container/michael_kvlist_hp.h>
#include <cds/container/michael_map.h>
#include <cds/container/msqueue.h>
#include <cds/container/treiber_stack.h>
#include <cds/container/vyukov_mpmc_cycle_queue.h>
#include <cds/gc/hp.h>
#include <cds/init.h>

namespace cppmusic::bench {
namespace {

/// libcds wants to know its threads.
struct Attached {
    Attached() { cds::threading::Manager::attachThread(); }
    ~Attached() { cds::threading::Manager::detachThread(); }
};

template <class Queue>
struct Adapted {
    Queue queue;
    template <class... Arguments>
    explicit Adapted(Arguments... arguments) : queue(arguments...)
    {
    }
    bool push(std::uint64_t value) { return queue.push(value); }
    bool pop(std::uint64_t& value) { return queue.pop(value); }
};

struct KeyOrder {
    int operator()(std::uint64_t a, std::uint64_t b) const { return a < b ? -1 : (a > b ? 1 : 0); }
};
struct MapTraits : cds::container::michael_list::traits {
    using compare = KeyOrder;
};
struct Map {
    using List =
        cds::container::MichaelKVList<cds::gc::HP, std::uint64_t, std::uint64_t, MapTraits>;
    using Table = cds::container::MichaelHashMap<cds::gc::HP, List>;
    Table table{mapKeys, 1};
    bool insert(std::uint64_t key) { return table.insert(key, key * 3); }
    bool erase(std::uint64_t key) { return table.erase(key); }
    bool find(std::uint64_t key, std::uint64_t& value)
    {
        return table.find(key, [&value](Table::value_type& pair) { value = pair.second; });
    }
};

struct Library {
    Library() { cds::Initialize(); }
    ~Library()
    {
        collector.reset();
        cds::Terminate();
    }
    std::unique_ptr<cds::gc::HP> collector = std::make_unique<cds::gc::HP>();
};

} // namespace

void addQueuesOfLibcds(std::vector<Contender>& all)
{
    static const Library library; // until the program ends, as all of its structures need it
    static const Attached mainThread;
    using Vyukov = Adapted<cds::container::VyukovMPMCCycleQueue<std::uint64_t>>;
    using MichaelScott = Adapted<cds::container::MSQueue<cds::gc::HP, std::uint64_t>>;
    using Treiber = Adapted<cds::container::TreiberStack<cds::gc::HP, std::uint64_t>>;
    addTransport<Attached>(all, "bounded queue", "libcds VyukovMPMCCycleQueue", false, true,
                           4'000'000, [] { return std::make_unique<Vyukov>(std::size_t{65536}); });
    addTransport<Attached>(all, "linked queue", "libcds MSQueue<HP>", false, true, 1'000'000,
                           [] { return std::make_unique<MichaelScott>(); });
    addTransport<Attached>(all, "stack", "libcds TreiberStack<HP>", false, true, 1'000'000,
                           [] { return std::make_unique<Treiber>(); });
    addMap<Attached>(all, "libcds MichaelHashMap<HP>", false,
                     [] { return std::make_unique<Map>(); });
}

} // namespace cppmusic::bench

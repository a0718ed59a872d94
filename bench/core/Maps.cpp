// SPDX-License-Identifier: GPL-3.0-or-later
#include "MapWork.h"

#include "core/lockfree/LockFreeHashMap.h"

#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

namespace cppmusic::bench {
namespace {

struct Ours {
    core::LockFreeHashMap<std::uint64_t, std::uint64_t> map{mapKeys};
    bool insert(std::uint64_t key) { return map.insert(key, key * 3) == core::MapInsert::inserted; }
    bool erase(std::uint64_t key) { return map.erase(key); }
    bool find(std::uint64_t key, std::uint64_t& value) { return map.find(key, value); }
};

struct Locked {
    std::shared_mutex mutex;
    std::unordered_map<std::uint64_t, std::uint64_t> map;
    bool insert(std::uint64_t key)
    {
        const std::unique_lock lock(mutex);
        return map.emplace(key, key * 3).second;
    }
    bool erase(std::uint64_t key)
    {
        const std::unique_lock lock(mutex);
        return map.erase(key) != 0;
    }
    bool find(std::uint64_t key, std::uint64_t& value)
    {
        const std::shared_lock lock(mutex);
        const auto found = map.find(key);
        if (found == map.end()) return false;
        value = found->second;
        return true;
    }
};

} // namespace

void addMaps(std::vector<Contender>& all)
{
    addMap<NothingPerThread>(all, "LockFreeHashMap", true, [] { return std::make_unique<Ours>(); });
    addMap<NothingPerThread>(all, "std::unordered_map + std::shared_mutex", false,
                             [] { return std::make_unique<Locked>(); });
}

} // namespace cppmusic::bench

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lockfree/LockFreeHashMap.h"

#include "core/Linearizable.h"

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <memory>
#include <random>
#include <string>

using namespace cppmusic;
using core::LockFreeHashMap;
using core::MapInsert;

namespace {

/// Everything in one bucket, and equal tags.
struct OneForAll {
    std::size_t operator()(int) const { return 7; }
};

} // namespace

TEST(LockFreeHashMap, DoesWhatAnOrdinaryMapDoes)
{
    LockFreeHashMap<int, int> map(500);
    std::map<int, int> reference;
    std::mt19937 random(3);
    for (int i = 0; i < 50000; ++i) {
        const int key = static_cast<int>(random() % 500);
        switch (random() % 3) {
        case 0:
            ASSERT_EQ(map.insert(key, i) == MapInsert::inserted, reference.emplace(key, i).second);
            break;
        case 1: ASSERT_EQ(map.erase(key), reference.erase(key) == 1); break;
        default: {
            int value = -1;
            const auto found = reference.find(key);
            ASSERT_EQ(map.find(key, value), found != reference.end());
            ASSERT_EQ(map.contains(key), found != reference.end());
            ASSERT_EQ(value, found != reference.end() ? found->second : -1);
        }
        }
    }
    ASSERT_EQ(map.size(), reference.size());
    std::map<int, int> seen;
    map.forEach([&seen](int key, int value) { seen[key] = value; });
    EXPECT_EQ(seen, reference);
}

TEST(LockFreeHashMap, KeysWithEqualHashesAreKeptApart)
{
    LockFreeHashMap<int, int, OneForAll> map(64);
    for (int key = 0; key < 64; ++key) ASSERT_EQ(map.insert(key, key * 2), MapInsert::inserted);
    for (int key = 0; key < 64; key += 3) ASSERT_TRUE(map.erase(key));
    for (int key = 0; key < 64; ++key) {
        int value = -1;
        ASSERT_EQ(map.find(key, value), key % 3 != 0);
        ASSERT_EQ(value, key % 3 != 0 ? key * 2 : -1);
    }
}

TEST(LockFreeHashMap, AFullMapSaysSoAndHasRoomAgainAfterErasing)
{
    LockFreeHashMap<int, int> map(100, 1);
    int held = 0;
    while (held < 100000 && map.insert(held, 0) == MapInsert::inserted) ++held;
    EXPECT_GE(held, 100);
    EXPECT_EQ(map.insert(held, 0), MapInsert::full);
    EXPECT_EQ(map.insert(0, 0), MapInsert::present);
    for (int round = 0; round < 100; ++round) {
        for (int key = 0; key < held; ++key) ASSERT_TRUE(map.erase(key));
        held = 100;
        for (int key = 0; key < held; ++key) ASSERT_EQ(map.insert(key, round), MapInsert::inserted);
    }
}

TEST(LockFreeHashMap, ValuesThatOwnMemoryAreReleased)
{
    const auto watched = std::make_shared<int>(1);
    {
        LockFreeHashMap<std::string, std::shared_ptr<int>> map(100);
        for (int i = 0; i < 100; ++i)
            ASSERT_EQ(map.insert("clip " + std::to_string(i), watched), MapInsert::inserted);
        EXPECT_EQ(map.insert("clip 5", watched), MapInsert::present);
        EXPECT_EQ(watched.use_count(), 101);
        for (int i = 0; i < 50; ++i) ASSERT_TRUE(map.erase("clip " + std::to_string(i)));
        EXPECT_TRUE(map.visit("clip 70", [](const auto& value) { EXPECT_EQ(*value, 1); }));
    }
    EXPECT_EQ(watched.use_count(), 1);
}

TEST(LockFreeHashMap, OfManyThreadsThatInsertOrEraseAKeyExactlyOneSucceeds)
{
    LockFreeHashMap<std::uint64_t, std::uint64_t> map(64);
    constexpr int threads = 4;
    std::vector<std::atomic<int>> balance(64);
    std::atomic<int> wrong{0};
    std::vector<std::thread> runners;
    for (int thread = 0; thread < threads; ++thread)
        runners.emplace_back([&, thread] {
            std::mt19937_64 random(static_cast<std::uint64_t>(thread));
            for (int i = 0; i < 30000; ++i) {
                const std::uint64_t key = random() % 64;
                std::uint64_t value = 0;
                switch (random() % 3) {
                case 0:
                    if (map.insert(key, key * 5) == MapInsert::inserted) ++balance[key];
                    break;
                case 1:
                    if (map.erase(key)) --balance[key];
                    break;
                default:
                    if (map.find(key, value) && value != key * 5) ++wrong;
                }
            }
        });
    for (std::thread& runner : runners) runner.join();
    EXPECT_EQ(wrong, 0);
    std::size_t inside = 0;
    for (std::uint64_t key = 0; key < 64; ++key) {
        const int count = balance[key];
        ASSERT_TRUE(count == 0 || count == 1) << key;
        ASSERT_EQ(map.contains(key), count == 1);
        inside += static_cast<std::size_t>(count);
    }
    EXPECT_EQ(map.size(), inside);
}

namespace {

/// One key: 0 insert (1 = inserted), 1 erase (1 = was inside), 2 find (value or 0).
struct KeyModel {
    std::uint64_t inside = 0;
    bool allows(const test::Call& call)
    {
        const bool was = inside != 0;
        if (call.what == 0) {
            if (!was) inside = call.value;
            return call.result == (was ? 0u : 1u);
        }
        if (call.what == 2) return call.result == inside;
        inside = 0;
        return call.result == (was ? 1u : 0u);
    }
};

} // namespace

TEST(LockFreeHashMap, EveryHistoryOfAKeyFitsASequentialMap)
{
    LockFreeHashMap<int, std::uint64_t, OneForAll> map(32);
    for (int round = 0; round < 400; ++round) {
        (void)map.erase(1);
        const auto history = test::observe(3, 5, [&](int thread, int step) {
            test::Call call;
            call.what = (thread * 2 + step + round) % 3;
            call.value = static_cast<std::uint64_t>(thread * 10 + step + 1);
            if (call.what == 0)
                call.result = map.insert(1, call.value) == MapInsert::inserted ? 1 : 0;
            else if (call.what == 1)
                call.result = map.erase(1) ? 1 : 0;
            else if (!map.find(1, call.result))
                call.result = 0;
            // Neighbours come and go in the same list.
            (void)map.insert(100 + thread, 1);
            (void)map.erase(100 + (thread + 1) % 3);
            return call;
        });
        ASSERT_TRUE(test::isLinearizable(history, KeyModel{})) << "round " << round;
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/SortedChunks.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace cppmusic::audio {
namespace {

using Shared = SharedMap<int, int>;

void expectSame(const Shared& map, const std::map<int, int>& expected)
{
    ASSERT_EQ(map.size(), expected.size());
    ASSERT_TRUE(
        std::equal(map.begin(), map.end(), expected.begin(), [](const auto& a, const auto& b) {
            return a.first == b.first && a.second == b.second;
        }));
}

TEST(SortedChunks, HoldWhatAMapHoldsAndCopiesGoTheirOwnWay)
{
    for (unsigned seed = 0; seed < 40; ++seed) {
        std::mt19937 random(seed);
        Shared map;
        std::map<int, int> expected;
        std::vector<std::pair<Shared, std::map<int, int>>> copies;
        for (int step = 0; step < 2000; ++step) {
            const int key = static_cast<int>(random() % (seed % 2 ? 300 : 3000));
            if (random() % 3 == 0) {
                ASSERT_EQ(map.erase(key), expected.erase(key) > 0);
            } else {
                map.set(key, step);
                expected[key] = step;
            }
            if (step % 400 == 0) copies.emplace_back(map, expected);
            const auto found = map.lower_bound(key);
            const auto wanted = expected.lower_bound(key);
            ASSERT_EQ(found == map.end(), wanted == expected.end());
            if (found != map.end()) { ASSERT_EQ(found->first, wanted->first); }
        }
        expectSame(map, expected);
        for (const auto& [copy, then] : copies) expectSame(copy, then);
    }
}

TEST(SortedChunks, ADifferenceNamesExactlyWhatDiffers)
{
    for (unsigned seed = 0; seed < 40; ++seed) {
        std::mt19937 random(seed);
        Shared before;
        for (int i = 0; i < 1000; ++i) before.set(static_cast<int>(random() % 2000), i);
        Shared after = before;
        std::map<int, int> changed;
        for (int i = 0; i < 20; ++i) {
            const int key = static_cast<int>(random() % 2000);
            if (random() % 2) {
                after.erase(key);
            } else {
                after.set(key, -i - 1);
            }
        }
        EXPECT_EQ(before == after, false);
        std::map<int, int> expected;
        for (const auto& [key, value] : before) {
            const auto now = after.find(key);
            if (now == after.end() || now->second != value) expected[key] = 1;
        }
        for (const auto& [key, value] : after) {
            if (!before.contains(key)) expected[key] = 1;
        }
        Shared::forEachDifference(before, after, [&](const auto* old, const auto* now) {
            const int key = old ? old->first : now->first;
            changed[key] = 1;
            if (old && now) { EXPECT_NE(old->second, now->second); }
        });
        EXPECT_EQ(changed, expected);
    }
}

} // namespace
} // namespace cppmusic::audio

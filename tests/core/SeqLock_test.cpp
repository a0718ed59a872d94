// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lockfree/SeqLock.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <thread>

using cppmusic::core::SeqLock;

namespace {

/// An odd size on purpose: the last word is only partly used.
struct Position {
    std::array<std::uint32_t, 9> fields{};
    friend bool operator==(const Position&, const Position&) = default;
};

Position positionOf(std::uint32_t number)
{
    Position position;
    position.fields.fill(number);
    return position;
}

bool isWhole(const Position& position)
{
    return position == positionOf(position.fields[0]);
}

} // namespace

TEST(SeqLock, StartsWithTheDefaultAndGivesTheLatest)
{
    SeqLock<Position> lock;
    Position read = positionOf(5);
    ASSERT_TRUE(lock.load(read));
    EXPECT_EQ(read, Position{});
    lock.store(positionOf(7));
    lock.store(positionOf(8));
    ASSERT_TRUE(lock.load(read));
    EXPECT_EQ(read, positionOf(8));
}

TEST(SeqLock, WithoutATryNothingIsReadAndTheValueStays)
{
    SeqLock<Position> lock(positionOf(1));
    Position read = positionOf(5);
    EXPECT_FALSE(lock.load(read, 0));
    EXPECT_EQ(read, positionOf(5));
}

TEST(SeqLock, ReadersNeverSeeATornOrOlderStateWhileTheWriterRuns)
{
    constexpr std::uint32_t stores = 60000;
    SeqLock<Position> lock;
    std::atomic<bool> isDone{false};
    struct Findings {
        std::uint64_t torn = 0, older = 0;
    };
    std::array<Findings, 2> findings;
    const auto read = [&](Findings& found) {
        std::uint32_t latest = 0;
        while (!isDone.load(std::memory_order_acquire)) {
            Position position;
            if (!lock.load(position)) continue;
            if (!isWhole(position)) ++found.torn;
            if (position.fields[0] < latest) ++found.older;
            latest = position.fields[0];
        }
    };
    std::thread first(read, std::ref(findings[0]));
    std::thread second(read, std::ref(findings[1]));
    for (std::uint32_t i = 1; i <= stores; ++i) {
        lock.store(positionOf(i));
        if (i % 512 == 0) std::this_thread::yield();
    }
    isDone.store(true, std::memory_order_release);
    first.join();
    second.join();
    for (const Findings& found : findings) {
        EXPECT_EQ(found.torn, 0u);
        EXPECT_EQ(found.older, 0u);
    }
    Position last;
    ASSERT_TRUE(lock.load(last));
    EXPECT_EQ(last, positionOf(stores));
}

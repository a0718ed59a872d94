// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lockfree/AtomicRingBuffer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <random>
#include <thread>
#include <vector>

using cppmusic::core::AtomicRingBuffer;

TEST(AtomicRingBuffer, CapacityIsRoundedUpToAPowerOfTwo)
{
    EXPECT_EQ(AtomicRingBuffer<int>(0).capacity(), 1u);
    EXPECT_EQ(AtomicRingBuffer<int>(5).capacity(), 8u);
    EXPECT_EQ(AtomicRingBuffer<int>(1024).capacity(), 1024u);
}

TEST(AtomicRingBuffer, AFullBufferRefusesAndKeepsWhatItHas)
{
    AtomicRingBuffer<int> ring(4);
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(ring.push(i));
    EXPECT_FALSE(ring.push(99));
    EXPECT_EQ(ring.size(), 4u);
    EXPECT_EQ(ring.room(), 0u);
    int value = -1;
    for (int i = 0; i < 4; ++i) {
        ASSERT_TRUE(ring.pop(value));
        EXPECT_EQ(value, i);
    }
    EXPECT_FALSE(ring.pop(value));
    EXPECT_EQ(value, 3) << "an empty buffer leaves the value alone";
    EXPECT_TRUE(ring.isEmpty());
    EXPECT_EQ(ring.room(), 4u);
}

TEST(AtomicRingBuffer, BulkCallsTakeWhatFitsAndWrapAround)
{
    AtomicRingBuffer<int> ring(8);
    const std::array<int, 6> six{1, 2, 3, 4, 5, 6};
    std::array<int, 8> out{};
    EXPECT_EQ(ring.pushSome(six), 6u);
    EXPECT_EQ(ring.popSome(std::span(out).first(5)), 5u);
    EXPECT_EQ(ring.pushSome(six), 6u) << "one left over, six more: seven of eight";
    EXPECT_EQ(ring.pushSome(six), 1u) << "only one more fits";
    EXPECT_EQ(ring.popSome(out), 8u);
    EXPECT_EQ(out, (std::array<int, 8>{6, 1, 2, 3, 4, 5, 6, 1}));
    EXPECT_EQ(ring.popSome(out), 0u);
}

namespace {

/// Two words that belong together: a torn or stale slot shows.
struct Pair {
    std::uint64_t number = 0;
    std::uint64_t inverted = 0;
};

Pair pairOf(std::uint64_t number)
{
    return {number, ~number};
}

} // namespace

TEST(AtomicRingBuffer, TwoThreadsExchangeEveryValueOnceInOrder)
{
    constexpr std::uint64_t total = 200000;
    AtomicRingBuffer<Pair> ring(64);
    std::thread producer([&ring] {
        std::uint64_t next = 0;
        while (next < total) {
            if (ring.push(pairOf(next)))
                ++next;
            else
                std::this_thread::yield();
        }
    });
    std::uint64_t expected = 0;
    std::uint64_t wrong = 0;
    while (expected < total) {
        Pair pair;
        if (!ring.pop(pair)) {
            std::this_thread::yield();
            continue;
        }
        if (pair.number != expected || pair.inverted != ~expected) ++wrong;
        ++expected;
    }
    producer.join();
    EXPECT_EQ(wrong, 0u);
    EXPECT_TRUE(ring.isEmpty());
}

TEST(AtomicRingBuffer, TwoThreadsInBulksOfRandomSizesLoseAndDoubleNothing)
{
    constexpr std::uint64_t total = 300000;
    AtomicRingBuffer<Pair> ring(128);
    std::thread producer([&ring] {
        std::mt19937 random(1);
        std::vector<Pair> bulk;
        std::uint64_t next = 0;
        while (next < total) {
            bulk.clear();
            const std::uint64_t size = std::min<std::uint64_t>(1 + random() % 200, total - next);
            for (std::uint64_t i = 0; i < size; ++i) bulk.push_back(pairOf(next + i));
            const std::size_t pushed = ring.pushSome(bulk);
            next += pushed;
            if (pushed == 0) std::this_thread::yield();
        }
    });
    std::mt19937 random(2);
    std::array<Pair, 200> bulk;
    std::uint64_t expected = 0;
    std::uint64_t wrong = 0;
    std::size_t largestSize = 0;
    while (expected < total) {
        largestSize = std::max(largestSize, ring.size());
        const std::size_t count = ring.popSome(std::span(bulk).first(1 + random() % 200));
        for (std::size_t i = 0; i < count; ++i, ++expected)
            if (bulk[i].number != expected || bulk[i].inverted != ~expected) ++wrong;
        if (count == 0) std::this_thread::yield();
    }
    producer.join();
    EXPECT_EQ(wrong, 0u);
    EXPECT_LE(largestSize, ring.capacity());
}

namespace {

/// A value of any size that knows what it is.
template <std::size_t Bytes>
struct Block {
    std::array<std::uint8_t, Bytes> content{};
    static Block of(std::uint64_t number)
    {
        Block block;
        for (std::size_t i = 0; i < Bytes; ++i)
            block.content[i] = static_cast<std::uint8_t>(number * 31 + i + 1);
        return block;
    }
    friend bool operator==(const Block&, const Block&) = default;
};

/// Calls of all kinds at every filling, against a list.
template <class T>
void keepsWhatIsInside(std::size_t capacity, unsigned seed)
{
    AtomicRingBuffer<T> ring(capacity);
    std::mt19937 random(seed);
    std::deque<T> expected;
    std::uint64_t number = 0;
    for (int step = 0; step < 4000; ++step) {
        const bool isFilling = step / 500 % 2 == 0;
        std::vector<T> values(random() % (isFilling ? 40 : 4));
        for (T& value : values) value = T::of(++number);
        std::size_t taken = 0;
        if (random() % 2 == 0)
            taken = ring.pushSome(values);
        else
            while (taken < values.size() && ring.push(values[taken])) ++taken;
        ASSERT_EQ(taken, std::min(values.size(), ring.capacity() - expected.size()));
        expected.insert(expected.end(), values.begin(),
                        values.begin() + static_cast<std::ptrdiff_t>(taken));
        ASSERT_EQ(ring.room(), ring.capacity() - expected.size());
        std::vector<T> out(random() % (isFilling ? 4 : 40));
        std::size_t given = 0;
        if (random() % 2 == 0)
            given = ring.popSome(out);
        else
            while (given < out.size() && ring.pop(out[given])) ++given;
        ASSERT_EQ(given, std::min(out.size(), expected.size()));
        for (std::size_t i = 0; i < given; ++i) {
            ASSERT_EQ(out[i], expected.front());
            expected.pop_front();
        }
    }
}

} // namespace

TEST(AtomicRingBuffer, OnlyFreeSlotsAreTouchedAhead)
{
    for (const std::size_t capacity : {1u, 8u, 64u, 256u, 1024u}) {
        keepsWhatIsInside<Block<1>>(capacity, 11);
        keepsWhatIsInside<Block<8>>(capacity, 12);
        keepsWhatIsInside<Block<24>>(capacity, 13);
        keepsWhatIsInside<Block<200>>(capacity, 14);
        keepsWhatIsInside<Block<600>>(capacity, 15);
    }
}

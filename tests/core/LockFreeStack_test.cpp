// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lockfree/LockFreeStack.h"

#include "core/Linearizable.h"

#include <gtest/gtest.h>

#include <vector>

using namespace cppmusic;
using core::LockFreeStack;

TEST(LockFreeStack, TheNewestComesFirst)
{
    LockFreeStack<int> stack(2000);
    int value = -1;
    EXPECT_FALSE(stack.pop(value));
    for (int i = 0; i < 2000; ++i) ASSERT_TRUE(stack.push(i));
    for (int i = 1999; i >= 0; --i) {
        ASSERT_TRUE(stack.pop(value));
        ASSERT_EQ(value, i);
    }
    EXPECT_FALSE(stack.pop(value));
    EXPECT_EQ(value, 0);
    EXPECT_TRUE(stack.isEmpty());
}

TEST(LockFreeStack, AFullStackRefusesAndHasRoomAgainAfterAPop)
{
    LockFreeStack<int> stack(10, 1);
    int held = 0;
    while (held < 100000 && stack.push(held)) ++held;
    EXPECT_GE(held, 10);
    EXPECT_LT(held, 1000);
    int value = 0;
    for (int round = 0; round < 1000; ++round) {
        for (int i = 0; i < held; ++i) ASSERT_TRUE(stack.pop(value));
        for (int i = 0; i < 10; ++i) ASSERT_TRUE(stack.push(i)) << "what was popped comes back";
        held = 10;
    }
}

TEST(LockFreeStack, EveryItemOnce)
{
    LockFreeStack<std::uint64_t> stack(500);
    for (const auto& [producers, consumers] : {std::pair{1, 1}, {2, 2}, {3, 1}, {1, 3}}) {
        EXPECT_EQ(test::exchangeViolations(
                      producers, consumers, 20000, false,
                      [&stack](std::uint64_t item) { return stack.push(item); },
                      [&stack](std::uint64_t& item) { return stack.pop(item); }),
                  0u);
        EXPECT_TRUE(stack.isEmpty());
    }
}

namespace {

struct StackModel {
    std::vector<std::uint64_t> inside;
    bool allows(const test::Call& call)
    {
        if (call.what == 0) {
            inside.push_back(call.value);
            return true;
        }
        if (inside.empty()) return call.result == 0;
        const std::uint64_t newest = inside.back();
        inside.pop_back();
        return call.result == newest;
    }
};

} // namespace

TEST(LockFreeStack, EveryHistoryFitsASequentialStack)
{
    LockFreeStack<std::uint64_t> stack(100);
    for (int round = 0; round < 400; ++round) {
        const auto history = test::observe(3, 4, [&](int thread, int step) {
            test::Call call;
            call.what = (thread + step + round) % 2;
            call.value = static_cast<std::uint64_t>(thread * 10 + step + 1);
            if (call.what == 0)
                EXPECT_TRUE(stack.push(call.value));
            else if (!stack.pop(call.result))
                call.result = 0;
            return call;
        });
        ASSERT_TRUE(test::isLinearizable(history, StackModel{})) << "round " << round;
        std::uint64_t rest = 0;
        while (stack.pop(rest)) {}
    }
}

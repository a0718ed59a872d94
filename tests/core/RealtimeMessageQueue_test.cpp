// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lockfree/RealtimeMessageQueue.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <random>
#include <thread>
#include <vector>

using cppmusic::core::RealtimeMessageQueue;

namespace {

/// A parameter's value, or (parameter 0) a new plan that must keep its place.
struct Message {
    int parameter = 0;
    int value = 0;
    friend bool operator==(const Message&, const Message&) = default;
};

struct LatestValueWins {
    static bool isBarrier(const Message& m) noexcept { return m.parameter == 0; }
    static bool replaces(const Message& later, const Message& earlier) noexcept
    {
        return later.parameter == earlier.parameter;
    }
};

using Queue = RealtimeMessageQueue<Message, LatestValueWins>;

/// Receives all that comes, letting the sender refill the ring.
std::vector<Message> drain(Queue& queue)
{
    std::vector<Message> all;
    do queue.flush();
    while (queue.receive(queue.capacity(), [&all](const Message& m) { all.push_back(m); }) > 0);
    return all;
}

} // namespace

TEST(RealtimeMessageQueue, MessagesArriveInOrder)
{
    Queue queue(8);
    for (int i = 1; i <= 5; ++i) queue.send({1, i});
    EXPECT_EQ(queue.inFlight(), 5u);
    EXPECT_EQ(drain(queue), (std::vector<Message>{{1, 1}, {1, 2}, {1, 3}, {1, 4}, {1, 5}}));
}

TEST(RealtimeMessageQueue, TheReceiverHandlesNoMoreThanItAskedFor)
{
    Queue queue(8);
    for (int i = 0; i < 6; ++i) queue.send({1, i});
    int handled = 0;
    EXPECT_EQ(queue.receive(4, [&handled](const Message&) { ++handled; }), 4u);
    EXPECT_EQ(handled, 4);
    EXPECT_EQ(queue.inFlight(), 2u);
}

TEST(RealtimeMessageQueue, BehindAFullRingTheLatestValueOfEachParameterWins)
{
    Queue queue(2);
    for (int value = 1; value <= 1000; ++value) {
        queue.send({1, value});
        queue.send({2, -value});
    }
    EXPECT_EQ(queue.waiting(), 2u) << "the memory is bounded by the number of parameters";
    const auto received = drain(queue);
    EXPECT_EQ(received, (std::vector<Message>{{1, 1}, {2, -1}, {1, 1000}, {2, -1000}}));
}

TEST(RealtimeMessageQueue, AValueNeverOvertakesThePlanItWasSentAfter)
{
    Queue queue(1);
    queue.send({9, 9}); // fills the ring
    queue.send({1, 10});
    queue.send({0, 1}); // a plan
    queue.send({1, 20});
    queue.send({1, 21});
    queue.send({0, 2}); // another plan
    queue.send({1, 30});
    EXPECT_EQ(drain(queue),
              (std::vector<Message>{{9, 9}, {1, 10}, {0, 1}, {1, 21}, {0, 2}, {1, 30}}));
}

TEST(RealtimeMessageQueue, NewMessagesQueueBehindWaitingOnesEvenWhenTheRingHasRoom)
{
    Queue queue(1);
    queue.send({1, 1});
    queue.send({2, 1});
    queue.send({3, 1});
    Message first;
    ASSERT_TRUE(queue.receive(first));
    queue.send({4, 1});
    EXPECT_EQ(drain(queue), (std::vector<Message>{{2, 1}, {3, 1}, {4, 1}}));
}

TEST(RealtimeMessageQueue, AStallingReceiverStillEndsUpWithEveryLastValueAndEveryPlan)
{
    constexpr int parameters = 12;
    constexpr int sends = 100000;
    constexpr int stop = -1;
    Queue queue(16);
    std::array<int, parameters + 1> got{};
    int plansInOrder = 0;
    int wrongOrder = 0;
    std::thread receiver([&] {
        std::mt19937 random(5);
        bool isStopped = false;
        while (!isStopped) {
            queue.receive(1 + random() % 8, [&](const Message& m) {
                if (m.parameter == stop)
                    isStopped = true;
                else if (m.parameter == 0 && m.value != ++plansInOrder)
                    ++wrongOrder;
                else if (m.value < got[static_cast<std::size_t>(m.parameter)])
                    ++wrongOrder;
                else
                    got[static_cast<std::size_t>(m.parameter)] = m.value;
            });
            if (random() % 4 == 0) std::this_thread::yield();
        }
    });
    std::array<int, parameters + 1> sent{};
    std::mt19937 random(6);
    int plans = 0;
    for (int i = 1; i <= sends; ++i) {
        if (i % 1000 == 0) queue.send({0, ++plans});
        const int parameter = 1 + static_cast<int>(random() % parameters);
        queue.send({parameter, i});
        sent[static_cast<std::size_t>(parameter)] = i;
    }
    queue.send({stop, 0});
    while (queue.waiting() > 0) {
        queue.flush();
        std::this_thread::yield();
    }
    receiver.join();
    EXPECT_EQ(wrongOrder, 0);
    EXPECT_EQ(plansInOrder, plans);
    got[0] = 0;
    EXPECT_EQ(got, sent);
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "contract/LatencyCheck.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace cppmusic::test {
namespace {

constexpr int at = 100;

std::vector<float> answer(int delay, const std::vector<float>& samples)
{
    std::vector<float> result(300, 0.0f);
    std::copy(samples.begin(), samples.end(), result.begin() + at + delay);
    return result;
}

/// Whether only `right` passes, of all latencies up to 40 frames.
void expectOnly(const std::vector<float>& answer, int right)
{
    for (int latency = 0; latency <= 40; ++latency)
        EXPECT_EQ(mistakeInLatency(answer, at, latency).empty(), latency == right)
            << latency << ": " << mistakeInLatency(answer, at, latency);
}

TEST(LatencyCheck, ALookAheadIsRightToTheFrame)
{
    expectOnly(answer(0, {0.5f}), 0);
    expectOnly(answer(1, {0.5f}), 1);
    expectOnly(answer(37, {-0.5f}), 37);
}

TEST(LatencyCheck, ALinearPhaseIsRightToTheFrameHoweverBroadItsMiddle)
{
    expectOnly(answer(0, {0.9f, 1.0f, 0.9f}), 1);
    expectOnly(answer(7, {0.9f, 1.0f, 0.9f}), 8);
    expectOnly(answer(0, {0.01f, -0.1f, 0.3f, 0.8f, 1.0f, 0.8f, 0.3f, -0.1f, 0.01f}), 4);
}

TEST(LatencyCheck, AFilterThatAnswersAtOnceHasNone)
{
    expectOnly(answer(0, {0.7f, 1.0f, -0.3f, -0.1f}), 0);
    EXPECT_NE(mistakeInLatency(answer(2, {0.7f, 1.0f, -0.3f, -0.1f}), at, 0), "");
}

TEST(LatencyCheck, AnAnswerBeforeTheQuestionIsWrong)
{
    auto early = answer(0, {1.0f});
    early[at - 1] = 1.0e-6f;
    EXPECT_EQ(mistakeInLatency(early, at, 0), "it answers before it is asked");
}

} // namespace
} // namespace cppmusic::test

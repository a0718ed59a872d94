// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/Result.h"

#include <gtest/gtest.h>

using namespace cppmusic::core;

TEST(Result, AnErrorReadsAsPlaceAndSentence)
{
    const Result<int> result = makeError(ErrorCode::corrupt, "field 'length' is missing",
                                         "patterns/pattern-002.json#/length");
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().text(),
              "patterns/pattern-002.json#/length: field 'length' is missing");
}

TEST(Result, AValueIsSuccess)
{
    const Result<int> result = 7;
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(*result, 7);
    EXPECT_TRUE(result.status().ok());
}

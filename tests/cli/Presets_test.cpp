// SPDX-License-Identifier: GPL-3.0-or-later
#include "Process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using cppmusic::test::runCli;
using testing::HasSubstr;
using testing::Not;

TEST(PresetsCommand, ListsThoseOfOneTypeAndSaysWhenThereAreNone)
{
    const auto listed = runCli({"presets", "--type", "cppmusic.utility"});
    EXPECT_EQ(listed.exitCode, 0);
    EXPECT_THAT(listed.out, HasSubstr("Mono check"));
    EXPECT_THAT(listed.out, Not(HasSubstr("cppmusic.eq")));
    const auto none = runCli({"presets", "--type", "cppmusic.nothing"});
    EXPECT_NE(none.exitCode, 0);
    EXPECT_THAT(none.error, HasSubstr("cppmusic.nothing"));
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/FaultyFileSystem.h"

#include "core/io/MemoryFileSystem.h"

#include <gtest/gtest.h>

using namespace cppmusic::core;
using cppmusic::test::FaultyFileSystem;

namespace {

class Faults : public ::testing::Test {
protected:
    MemoryFileSystem memory;
    FaultyFileSystem files{memory};
};

} // namespace

TEST_F(Faults, UnarmedEverythingPassesAndIsCounted)
{
    ASSERT_TRUE(files.createDirectories("d").ok());
    ASSERT_TRUE(files.writeFile("d/a", "1").ok());
    ASSERT_TRUE(files.copyFile("d/a", "d/b").ok());
    ASSERT_TRUE(files.rename("d/b", "d/c").ok());
    ASSERT_TRUE(files.syncDirectory("d").ok());
    ASSERT_TRUE(files.remove("d/a").ok());
    ASSERT_TRUE(files.removeAll("d").ok());
    EXPECT_EQ(files.changes(), 7);
    EXPECT_EQ(files.failures(), 0);
    EXPECT_EQ(files.history()[3], "rename d/b -> d/c");
}

TEST_F(Faults, OnlyTheChosenCallFailsWithTheChosenErrorAndDoesNothing)
{
    files.arm({.atChange = 2, .code = ErrorCode::noSpace});
    EXPECT_TRUE(files.writeFile("a", "1").ok());
    EXPECT_TRUE(files.readFile("a").ok()) << "reads pass and don't count";
    const Status second = files.writeFile("b", "2");
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().code, ErrorCode::noSpace);
    EXPECT_EQ(second.error().place, "b");
    EXPECT_FALSE(files.exists("b"));
    EXPECT_TRUE(files.writeFile("c", "3").ok());
    EXPECT_EQ(files.failures(), 1);
}

TEST_F(Faults, AFullDiskStaysFull)
{
    files.arm({.atChange = 2, .code = ErrorCode::noSpace, .staysBroken = true});
    EXPECT_TRUE(files.writeFile("a", "1").ok());
    EXPECT_FALSE(files.writeFile("b", "2").ok());
    EXPECT_FALSE(files.rename("a", "c").ok());
    EXPECT_FALSE(files.createDirectories("d").ok());
    EXPECT_FALSE(files.syncDirectory("").ok());
    files.disarm();
    EXPECT_TRUE(files.rename("a", "c").ok());
}

TEST_F(Faults, ATornWriteLeavesHalfOfItsBytes)
{
    files.arm({.atChange = 1, .tearsInHalf = true});
    EXPECT_FALSE(files.writeFile("a", "12345678").ok());
    EXPECT_EQ(memory.readFile("a").value(), "1234");

    ASSERT_TRUE(memory.writeFile("b", "abcdef").ok());
    files.arm({.atChange = 1, .tearsInHalf = true});
    EXPECT_FALSE(files.copyFile("b", "c").ok());
    EXPECT_EQ(memory.readFile("c").value(), "abc");
}

TEST_F(Faults, ATornRemovalLeavesHalfOfTheFolder)
{
    ASSERT_TRUE(memory.createDirectories("d").ok());
    for (const char* name : {"d/a", "d/b", "d/c", "d/e"})
        ASSERT_TRUE(memory.writeFile(name, "").ok());
    files.arm({.atChange = 1, .tearsInHalf = true});
    EXPECT_FALSE(files.removeAll("d").ok());
    EXPECT_EQ(memory.list("d").value(), (std::vector<std::string>{"c", "e"}));
}

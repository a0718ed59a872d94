// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/MemoryFileSystem.h"

#include <gtest/gtest.h>

using namespace cppmusic::core;

TEST(MemoryFileSystem, WithoutSynchronisingTheFolderAPowerFailureLosesTheNewName)
{
    MemoryFileSystem files;
    ASSERT_TRUE(files.writeFile("a", "1").ok());
    ASSERT_TRUE(files.syncDirectory("").ok());
    ASSERT_TRUE(files.writeFile("b", "2").ok());
    files.losePower();
    EXPECT_EQ(files.list("").value(), (std::vector<std::string>{"a"}));
}

TEST(MemoryFileSystem, ARenameSurvivesOnlyWithItsFolderSynchronised)
{
    MemoryFileSystem files;
    ASSERT_TRUE(files.writeFile("song", "old").ok());
    ASSERT_TRUE(files.syncDirectory("").ok());
    ASSERT_TRUE(files.writeFile("song.new", "new").ok());
    ASSERT_TRUE(files.rename("song.new", "song").ok());
    files.losePower();
    EXPECT_EQ(files.readFile("song").value(), "old");

    ASSERT_TRUE(files.writeFile("song.new", "new").ok());
    ASSERT_TRUE(files.rename("song.new", "song").ok());
    ASSERT_TRUE(files.syncDirectory("").ok());
    files.losePower();
    EXPECT_EQ(files.readFile("song").value(), "new");
}

TEST(MemoryFileSystem, ANewFolderNeedsItsParentSynchronisedToo)
{
    MemoryFileSystem files;
    ASSERT_TRUE(files.createDirectories("p/q").ok());
    ASSERT_TRUE(files.writeFile("p/q/a", "1").ok());
    ASSERT_TRUE(files.syncDirectory("p/q").ok());
    ASSERT_TRUE(files.syncDirectory("").ok());
    files.losePower();
    EXPECT_TRUE(files.isDirectory("p"));
    EXPECT_FALSE(files.exists("p/q"));
}

TEST(MemoryFileSystem, ARemovedFileComesBackIfTheFolderWasNotSynchronised)
{
    MemoryFileSystem files;
    ASSERT_TRUE(files.writeFile("a", "1").ok());
    ASSERT_TRUE(files.syncDirectory("").ok());
    ASSERT_TRUE(files.remove("a").ok());
    EXPECT_FALSE(files.exists("a"));
    files.losePower();
    EXPECT_EQ(files.readFile("a").value(), "1");
}

TEST(MemoryFileSystem, DotsAndSlashesDoNotMatter)
{
    MemoryFileSystem files;
    ASSERT_TRUE(files.createDirectories("/x/y/").ok());
    ASSERT_TRUE(files.writeFile("/x/./y/../y/a", "1").ok());
    EXPECT_EQ(files.readFile("x/y/a").value(), "1");
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/DiskFileSystem.h"
#include "core/io/MemoryFileSystem.h"
#include "support/ScratchFolder.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

using namespace cppmusic::core;
using Path = FileSystem::Path;

namespace {

/// The same promises hold on the disk and in memory.
class FileSystemContract : public ::testing::TestWithParam<bool> {
protected:
    FileSystemContract()
    {
        if (GetParam()) {
            scratch = std::make_unique<cppmusic::test::ScratchFolder>();
            root = scratch->path();
            files = std::make_unique<DiskFileSystem>();
        } else {
            root = "/songs";
            files = std::make_unique<MemoryFileSystem>();
            EXPECT_TRUE(files->createDirectories(root).ok());
        }
    }
    void expectError(const Status& status, ErrorCode code, const Path& place)
    {
        ASSERT_FALSE(status.ok());
        EXPECT_EQ(status.error().code, code) << status.error().text();
        EXPECT_EQ(status.error().place, place.string());
        EXPECT_NE(status.error().message.find("cannot"), std::string::npos);
    }

    std::unique_ptr<cppmusic::test::ScratchFolder> scratch;
    std::unique_ptr<FileSystem> files;
    Path root;
};

} // namespace

INSTANTIATE_TEST_SUITE_P(Everywhere, FileSystemContract, ::testing::Bool(),
                         [](const auto& run) { return run.param ? "Disk" : "Memory"; });

TEST_P(FileSystemContract, WhatWasWrittenIsRead)
{
    const std::string content = std::string("note\0on", 7) + std::string(3'000'000, 'x');
    ASSERT_TRUE(files->writeFile(root / "a", content).ok());
    EXPECT_EQ(files->readFile(root / "a").value(), content);
    EXPECT_EQ(files->fileSize(root / "a").value(), content.size());
    ASSERT_TRUE(files->writeFile(root / "a", "short").ok());
    EXPECT_EQ(files->readFile(root / "a").value(), "short") << "replaced, not overwritten in part";
    ASSERT_TRUE(files->writeFile(root / "a", "").ok());
    EXPECT_EQ(files->readFile(root / "a").value(), "");
}

TEST_P(FileSystemContract, ManyFilesAreWrittenAsOneByOne)
{
    std::vector<std::string> contents;
    for (int index = 0; index < 300; ++index)
        contents.push_back(std::string(static_cast<std::size_t>(index * 17), 'x'));
    std::vector<FileSystem::NamedContent> group;
    for (const auto& content : contents) group.push_back({std::to_string(group.size()), content});
    ASSERT_TRUE(files->writeFile(root / "7", "to be replaced").ok());
    ASSERT_TRUE(files->writeFiles(root, group).ok());
    for (const auto& [name, content] : group)
        EXPECT_EQ(files->readFile(root / name).value(), content) << name;
    EXPECT_TRUE(files->writeFiles(root, {}).ok());
}

TEST_P(FileSystemContract, AFileOfAGroupThatCannotBeWrittenIsNamed)
{
    ASSERT_TRUE(files->createDirectories(root / "b").ok());
    const FileSystem::NamedContent group[] = {{"a", "1"}, {"b", "2"}, {"c", "3"}};
    const auto status = files->writeFiles(root, group);
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().place, (root / "b").string());
}

TEST_P(FileSystemContract, AMissingFileIsNotFoundAndNamed)
{
    expectError(files->readFile(root / "b").status(), ErrorCode::notFound, root / "b");
    expectError(files->readRange(root / "b", 0, 1).status(), ErrorCode::notFound, root / "b");
    expectError(files->fileSize(root / "b").status(), ErrorCode::notFound, root / "b");
    expectError(files->list(root / "b").status(), ErrorCode::notFound, root / "b");
    expectError(files->rename(root / "b", root / "c"), ErrorCode::notFound, root / "b");
    expectError(files->copyFile(root / "b", root / "c"), ErrorCode::notFound, root / "b");
    expectError(files->syncDirectory(root / "b"), ErrorCode::notFound, root / "b");
    expectError(files->writeFile(root / "no" / "c", "x"), ErrorCode::notFound, root / "no" / "c");
    EXPECT_FALSE(files->exists(root / "c"));
    EXPECT_TRUE(files->remove(root / "b").ok()) << "removing what is missing is no error";
    EXPECT_TRUE(files->removeAll(root / "b").ok());
}

TEST_P(FileSystemContract, AnAbsurdlyLargeFileIsCorrupt)
{
    ASSERT_TRUE(files->writeFile(root / "a", "123456789").ok());
    EXPECT_EQ(files->readFile(root / "a", 9).value(), "123456789");
    const auto tooLarge = files->readFile(root / "a", 8);
    ASSERT_FALSE(tooLarge.ok());
    EXPECT_EQ(tooLarge.error().code, ErrorCode::corrupt);
    EXPECT_EQ(tooLarge.error().place, (root / "a").string());
}

TEST_P(FileSystemContract, RangesEndWithTheFile)
{
    ASSERT_TRUE(files->writeFile(root / "a", "0123456789").ok());
    EXPECT_EQ(files->readRange(root / "a", 2, 3).value(), "234");
    EXPECT_EQ(files->readRange(root / "a", 8, 5).value(), "89");
    EXPECT_EQ(files->readRange(root / "a", 10, 5).value(), "");
    EXPECT_EQ(files->readRange(root / "a", ~std::uint64_t{0}, 5).value(), "");
}

TEST_P(FileSystemContract, FoldersListTheirNamesSorted)
{
    ASSERT_TRUE(files->createDirectories(root / "x" / "y").ok());
    ASSERT_TRUE(files->createDirectories(root / "x" / "y").ok()) << "twice is no error";
    ASSERT_TRUE(files->writeFile(root / "x" / "b", "").ok());
    ASSERT_TRUE(files->writeFile(root / "x" / "a", "").ok());
    EXPECT_EQ(files->list(root / "x").value(), (std::vector<std::string>{"a", "b", "y"}));
    EXPECT_TRUE(files->isDirectory(root / "x" / "y"));
    EXPECT_FALSE(files->isDirectory(root / "x" / "a"));
    EXPECT_TRUE(files->syncDirectory(root / "x").ok());
}

TEST_P(FileSystemContract, FilesAreNotFolders)
{
    ASSERT_TRUE(files->writeFile(root / "a", "x").ok());
    ASSERT_TRUE(files->createDirectories(root / "d").ok());
    EXPECT_FALSE(files->readFile(root / "d").ok());
    EXPECT_FALSE(files->writeFile(root / "d", "x").ok());
    EXPECT_FALSE(files->writeFile(root / "a" / "b", "x").ok());
    EXPECT_FALSE(files->createDirectories(root / "a" / "b").ok());
    EXPECT_FALSE(files->list(root / "a").ok());
    EXPECT_FALSE(files->syncDirectory(root / "a").ok());
    EXPECT_EQ(files->readFile(root / "a").value(), "x");
}

TEST_P(FileSystemContract, RenameReplacesAFileWhole)
{
    ASSERT_TRUE(files->writeFile(root / "song.new", "new").ok());
    ASSERT_TRUE(files->writeFile(root / "song", "old").ok());
    ASSERT_TRUE(files->rename(root / "song.new", root / "song").ok());
    EXPECT_EQ(files->readFile(root / "song").value(), "new");
    EXPECT_FALSE(files->exists(root / "song.new"));
    EXPECT_TRUE(files->rename(root / "song", root / "song").ok());
    EXPECT_EQ(files->readFile(root / "song").value(), "new");
}

TEST_P(FileSystemContract, AFolderMovesWithItsContentButNotOverAFullOne)
{
    ASSERT_TRUE(files->createDirectories(root / "p" / "q").ok());
    ASSERT_TRUE(files->writeFile(root / "p" / "q" / "a", "1").ok());
    ASSERT_TRUE(files->createDirectories(root / "full").ok());
    ASSERT_TRUE(files->writeFile(root / "full" / "a", "2").ok());
    EXPECT_FALSE(files->rename(root / "p", root / "full").ok());
    EXPECT_FALSE(files->rename(root / "p", root / "p" / "q" / "r").ok()) << "into itself";
    ASSERT_TRUE(files->rename(root / "p", root / "moved").ok());
    EXPECT_EQ(files->readFile(root / "moved" / "q" / "a").value(), "1");
    EXPECT_EQ(files->readFile(root / "full" / "a").value(), "2");
}

TEST_P(FileSystemContract, CopiesAreIndependentAndACopyOntoItselfIsHarmless)
{
    const std::string content(2'500'000, 'c');
    ASSERT_TRUE(files->writeFile(root / "a", content).ok());
    ASSERT_TRUE(files->copyFile(root / "a", root / "b").ok());
    ASSERT_TRUE(files->writeFile(root / "a", "changed").ok());
    EXPECT_EQ(files->readFile(root / "b").value(), content);
    ASSERT_TRUE(files->copyFile(root / "b", root / "b").ok());
    EXPECT_EQ(files->readFile(root / "b").value(), content);
    EXPECT_FALSE(files->copyFile(root, root / "c").ok()) << "folders are not copied as files";
    EXPECT_FALSE(files->exists(root / "c"));
}

TEST_P(FileSystemContract, RemoveSparesAFullFolderRemoveAllDoesNot)
{
    ASSERT_TRUE(files->createDirectories(root / "d" / "e").ok());
    ASSERT_TRUE(files->writeFile(root / "d" / "e" / "a", "1").ok());
    EXPECT_FALSE(files->remove(root / "d").ok());
    EXPECT_TRUE(files->exists(root / "d" / "e" / "a"));
    EXPECT_TRUE(files->removeAll(root / "d").ok());
    EXPECT_FALSE(files->exists(root / "d"));
    ASSERT_TRUE(files->writeFile(root / "f", "1").ok());
    EXPECT_TRUE(files->remove(root / "f").ok());
    EXPECT_FALSE(files->exists(root / "f"));
}

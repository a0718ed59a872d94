// SPDX-License-Identifier: GPL-3.0-or-later
// Files that share space, and links that nothing is written through.
#include "core/io/DiskFileSystem.h"
#include "core/io/FileLock.h"
#include "core/io/MarkFile.h"
#include "support/TemporaryFolder.h"

#include <filesystem>
#include <gtest/gtest.h>

namespace {

using namespace cppmusic;
namespace fs = std::filesystem;

TEST(SharedFiles, HaveTheSameContentAndReplaceWhatWasThere)
{
    const test::TemporaryFolder folder;
    core::DiskFileSystem disk;
    const std::string content(3u << 20, 'a');
    test::writeBytes(folder.file("a"), content);
    test::writeBytes(folder.file("b"), "old");
    ASSERT_TRUE(disk.shareFile(folder.file("a"), folder.file("b")));
    EXPECT_EQ(test::readBytes(folder.file("b")), content);
    ASSERT_TRUE(disk.shareFile(folder.file("a"), folder.file("a"))) << "onto itself";
    EXPECT_EQ(test::readBytes(folder.file("a")), content);
    ASSERT_TRUE(disk.remove(folder.file("a")));
    EXPECT_EQ(test::readBytes(folder.file("b")), content) << "each name lives on its own";
    EXPECT_FALSE(disk.shareFile(folder.file("a"), folder.file("c")));
    EXPECT_FALSE(fs::exists(folder.file("c")));
}

TEST(SharedFiles, ASourceBehindALinkGivesAFileNotALink)
{
    const test::TemporaryFolder folder;
    core::DiskFileSystem disk;
    test::writeBytes(folder.file("a"), "sound");
    fs::create_symlink(folder.file("a"), folder.file("link"));
    EXPECT_TRUE(disk.isLink(folder.file("link")));
    EXPECT_FALSE(disk.isLink(folder.file("a")));
    EXPECT_FALSE(disk.isLink(folder.file("nothing")));
    ASSERT_TRUE(disk.shareFile(folder.file("link"), folder.file("b")));
    EXPECT_FALSE(disk.isLink(folder.file("b")));
    EXPECT_EQ(test::readBytes(folder.file("b")), "sound");
}

TEST(SharedFiles, NothingIsWrittenThroughALink)
{
    const test::TemporaryFolder folder;
    core::DiskFileSystem disk;
    test::writeBytes(folder.file("diary"), "mine");
    test::writeBytes(folder.file("new"), "other");
    for (const char* target : {"diary", "not there yet"}) {
        fs::remove(folder.file("link"));
        fs::create_symlink(folder.file(target), folder.file("link"));
        const auto written = disk.writeFile(folder.file("link"), "text");
        ASSERT_FALSE(written);
        EXPECT_EQ(written.error().code, core::ErrorCode::permissionDenied);
        EXPECT_NE(written.error().message.find("link to another place"), std::string::npos);
        EXPECT_FALSE(disk.copyFile(folder.file("new"), folder.file("link")));
        core::FileLock lock;
        EXPECT_FALSE(lock.acquire(folder.file("link")));
        core::MarkFile mark;
        EXPECT_FALSE(mark.open(folder.file("link")));
        EXPECT_EQ(test::readBytes(folder.file("diary")), "mine");
        EXPECT_FALSE(fs::exists(folder.file("not there yet")));
    }
    // Sharing replaces the link itself.
    ASSERT_TRUE(disk.shareFile(folder.file("new"), folder.file("link")));
    EXPECT_FALSE(disk.isLink(folder.file("link")));
    EXPECT_EQ(test::readBytes(folder.file("diary")), "mine");
}

} // namespace

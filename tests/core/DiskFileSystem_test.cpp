// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/DiskFileSystem.h"

#include "core/io/DiskError.h"
#include "support/ScratchFolder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#if defined(__linux__)
#include <array>
#include <csignal>
#include <linux/capability.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

using namespace cppmusic::core;

TEST(DiskError, TellsApartWhatAPersonCanDoSomethingAbout)
{
    const auto codeOf = [](std::errc reason) {
        return diskError("write this file", "song", std::make_error_code(reason)).code;
    };
    EXPECT_EQ(codeOf(std::errc::no_space_on_device), ErrorCode::noSpace);
    EXPECT_EQ(codeOf(std::errc::permission_denied), ErrorCode::permissionDenied);
    EXPECT_EQ(codeOf(std::errc::read_only_file_system), ErrorCode::permissionDenied);
    EXPECT_EQ(codeOf(std::errc::no_such_file_or_directory), ErrorCode::notFound);
    EXPECT_EQ(codeOf(std::errc::io_error), ErrorCode::ioFailure);
    EXPECT_EQ(
        diskError("write this file", "a/song", std::make_error_code(std::errc::no_space_on_device))
            .text(),
        "a/song: cannot write this file: the disk is full; free some space and try again");
}

#if defined(__linux__)

namespace {

/// Files of this process may not grow beyond a size while this lives: a disk that fills up in the
/// middle of a write.
class SizeLimit {
public:
    explicit SizeLimit(rlim_t bytes)
    {
        getrlimit(RLIMIT_FSIZE, &before_);
        rlimit limit = before_;
        limit.rlim_cur = bytes;
        setrlimit(RLIMIT_FSIZE, &limit);
        handler_ = std::signal(SIGXFSZ, SIG_IGN);
    }
    ~SizeLimit()
    {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    SizeLimit(const SizeLimit&) = delete;
    SizeLimit& operator=(const SizeLimit&) = delete;

private:
    rlimit before_{};
    void (*handler_)(int) = SIG_DFL;
};

} // namespace

TEST(DiskFileSystem, AFullDiskIsReportedAsSuch)
{
    DiskFileSystem files;
    const Status status = files.writeFile("/dev/full", "one note");
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, ErrorCode::noSpace);
    EXPECT_EQ(status.error().place, "/dev/full");
}

TEST(DiskFileSystem, ANewFileThatCannotBeWrittenWholeIsNotLeftBehind)
{
    const cppmusic::test::ScratchFolder scratch;
    DiskFileSystem files;
    const auto source = scratch.path() / "source";
    ASSERT_TRUE(files.writeFile(source, std::string(3'000'000, 's')).ok());
    const SizeLimit limit(1'500'000);
    const Status written = files.writeFile(scratch.path() / "a", std::string(3'000'000, 'a'));
    EXPECT_EQ(written.error().code, ErrorCode::noSpace) << written.error().text();
    const Status copied = files.copyFile(source, scratch.path() / "b");
    EXPECT_EQ(copied.error().code, ErrorCode::noSpace) << copied.error().text();
    EXPECT_EQ(copied.error().place, (scratch.path() / "b").string());
    EXPECT_EQ(files.list(scratch.path()).value(), (std::vector<std::string>{"source"}));
}

TEST(DiskFileSystem, AFailedWriteDoesNotRemoveAFileThatWasThere)
{
    const cppmusic::test::ScratchFolder scratch;
    DiskFileSystem files;
    ASSERT_TRUE(files.writeFile(scratch.path() / "a", "old").ok());
    const SizeLimit limit(1000);
    EXPECT_FALSE(files.writeFile(scratch.path() / "a", std::string(5000, 'a')).ok());
    EXPECT_TRUE(files.exists(scratch.path() / "a"));
}

namespace {

/// While it lives, file permissions bind this thread even if it is the superuser's.
class BoundByPermissions {
public:
    BoundByPermissions()
    {
        EXPECT_EQ(::syscall(SYS_capget, &header_, before_.data()), 0);
        auto fewer = before_;
        fewer[0].effective &= ~((1u << CAP_DAC_OVERRIDE) | (1u << CAP_DAC_READ_SEARCH));
        EXPECT_EQ(::syscall(SYS_capset, &header_, fewer.data()), 0);
    }
    ~BoundByPermissions() { EXPECT_EQ(::syscall(SYS_capset, &header_, before_.data()), 0); }

private:
    __user_cap_header_struct header_{_LINUX_CAPABILITY_VERSION_3, 0};
    std::array<__user_cap_data_struct, 2> before_{};
};

} // namespace

TEST(DiskFileSystem, AFolderWithoutRightsIsPermissionDenied)
{
    const BoundByPermissions bound;
    const cppmusic::test::ScratchFolder scratch;
    DiskFileSystem files;
    namespace fs = std::filesystem;
    fs::permissions(scratch.path(), fs::perms::owner_read | fs::perms::owner_exec);
    const Status status = files.writeFile(scratch.path() / "a", "x");
    fs::permissions(scratch.path(), fs::perms::owner_all);
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, ErrorCode::permissionDenied);
    EXPECT_EQ(status.error().place, (scratch.path() / "a").string());
}

#endif

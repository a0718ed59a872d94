// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/RealtimeGuard.h"

#include "audio/engine/RealtimeSection.h"
#include "core/memory/FixedPool.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <memory>
#include <mutex>
#include <sys/mman.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace cppmusic::test {
namespace {

using audio::RealtimeSection;

/// Keeps the compiler from removing an allocation that nobody uses.
template <class T>
void use(T* pointer)
{
    asm volatile("" : : "g"(pointer) : "memory");
}

class RealtimeGuardTest : public testing::Test {
protected:
    void SetUp() override
    {
        if (!RealtimeGuard::isWatching()) GTEST_SKIP() << "this build has no guard";
    }
};

TEST_F(RealtimeGuardTest, CatchesAnAllocation)
{
    const RealtimeWatch watch;
    {
        const RealtimeSection section;
        auto memory = std::make_unique<int>(3);
        use(memory.get());
    }
    EXPECT_EQ(watch.violations().allocations, 2u) << "one new, one delete";
    EXPECT_EQ(watch.sections(), 1u);
}

TEST_F(RealtimeGuardTest, CountsPagesThatAreTouchedForTheFirstTime)
{
    constexpr std::size_t page = 4096;
    void* memory =
        mmap(nullptr, 4 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ASSERT_NE(memory, MAP_FAILED);
    madvise(memory, 4 * page, MADV_NOHUGEPAGE);
    auto* bytes = static_cast<volatile char*>(memory);
    const auto touch = [&] {
        const RealtimeWatch watch;
        {
            const RealtimeSection section;
            for (std::size_t i = 0; i < 4; ++i) bytes[i * page] = 1;
        }
        return watch.violations();
    };
    EXPECT_GE(touch().pageFaults, 4u);
    const RealtimeViolations again = touch();
    EXPECT_EQ(again.pageFaults, 0u);
    EXPECT_EQ(again.total(), 0u);
    munmap(memory, 4 * page);
}

TEST_F(RealtimeGuardTest, CatchesAVectorThatGrows)
{
    std::vector<int> numbers;
    const RealtimeWatch watch;
    {
        const RealtimeSection section;
        numbers.push_back(1);
    }
    EXPECT_EQ(watch.violations().allocations, 1u);
}

TEST_F(RealtimeGuardTest, CatchesAMutexEvenWhenNobodyElseHoldsIt)
{
    std::mutex mutex;
    const RealtimeWatch watch;
    {
        const RealtimeSection section;
        const std::lock_guard lock(mutex);
    }
    EXPECT_EQ(watch.violations().locks, 1u);
    EXPECT_EQ(watch.violations().allocations, 0u);
}

TEST_F(RealtimeGuardTest, CatchesAWriteAndLetsItHappen)
{
    if (!RealtimeGuard::isWatchingSystemCalls()) GTEST_SKIP() << "no Syscall User Dispatch here";
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const RealtimeWatch watch;
    ssize_t written = 0, failed = 0;
    {
        const RealtimeSection section;
        written = write(ends[1], "sound", 5);
        failed = write(-1, "x", 1);
    }
    EXPECT_EQ(watch.violations().systemCalls, 2u);
    EXPECT_EQ(written, 5);
    EXPECT_EQ(failed, -1);
    char text[6] = {};
    EXPECT_EQ(read(ends[0], text, 5), 5);
    EXPECT_STREQ(text, "sound");
    close(ends[0]);
    close(ends[1]);
}

TEST_F(RealtimeGuardTest, WatchesOnlyTheThreadInTheSectionAndOnlyThere)
{
    const RealtimeWatch watch;
    auto before = std::make_unique<int>(1);
    use(before.get());
    std::atomic<int> phase{0};
    std::thread other([&] {
        while (phase.load() < 1) {}
        auto memory = std::make_unique<int>(2);
        use(memory.get());
        phase = 2;
    });
    {
        const RealtimeSection section;
        phase = 1;
        while (phase.load() < 2) {}
    }
    other.join();
    before.reset();
    EXPECT_EQ(watch.violations().total(), 0u) << watch.violations().text();
    EXPECT_EQ(watch.sections(), 1u);
}

TEST_F(RealtimeGuardTest, AThreadsVeryFirstUseOfAPoolNeitherAllocatesNorLocks)
{
    core::FixedPool pool(64, 100, 8);
    const RealtimeWatch watch;
    for (int i = 0; i < 3; ++i) {
        std::thread([&pool] {
            const RealtimeSection section;
            pool.deallocate(pool.allocate());
        }).join();
    }
    EXPECT_EQ(watch.sections(), 3u);
    EXPECT_EQ(watch.violations().total(), 0u) << watch.violations().text();
}

} // namespace
} // namespace cppmusic::test

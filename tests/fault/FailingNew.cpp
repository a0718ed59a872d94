// SPDX-License-Identifier: GPL-3.0-or-later
#include "FailingNew.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<long> countdown{0};
thread_local bool isSpared = false;

bool failsNow() noexcept
{
    if (isSpared || countdown.load(std::memory_order_relaxed) <= 0) return false;
    return countdown.fetch_sub(1) == 1;
}

} // namespace

namespace cppmusic::test {

void failAllocation(long n) noexcept
{
    countdown = n;
}

void spareThisThread() noexcept
{
    isSpared = true;
}

} // namespace cppmusic::test

void* operator new(std::size_t size)
{
    void* memory = failsNow() ? nullptr : std::malloc(size == 0 ? 1 : size);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}

void operator delete(void* memory) noexcept
{
    std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}

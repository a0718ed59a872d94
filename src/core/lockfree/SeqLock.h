// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"
#include "core/lockfree/CacheLine.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace cppmusic::core {

/// The latest state of one writer, for any number of readers; fields that belong together never
/// tear.
///
/// Progress: store is wait-free. load tries a bounded number of times and then reports failure
/// instead of waiting, because a writer may be suspended in the middle; the reader then keeps what
/// it had. One thread stores at a time; anyone loads. [any]
///
/// Memory order (H.-J. Boehm, "Can seqlocks get along with programming language memory models?",
/// 2012): the content lies in atomic words, so racing reads are defined. A word is stored with
/// release after the odd number and loaded with acquire before the second look at the number: who
/// sees a new word also sees that writing has begun. No fences, which thread sanitizers can't see.
template <class T>
class SeqLock {
    static_assert(std::is_trivially_copyable_v<T>,
                  "a sequence lock carries only trivially copyable values");
    static_assert(std::is_default_constructible_v<T>);
    static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

public:
    static constexpr int defaultTries = 64;

    SeqLock() noexcept : SeqLock(T{}) {}
    explicit SeqLock(const T& value) noexcept { store(value); }
    SeqLock(const SeqLock&) = delete;
    SeqLock& operator=(const SeqLock&) = delete;

    /// [the writer]
    void store(const T& value) noexcept CPPMUSIC_NONBLOCKING
    {
        std::uint64_t words[wordCount] = {};
        std::memcpy(words, &value, sizeof(T));
        const std::uint64_t number = number_.load(std::memory_order_relaxed);
        number_.store(number + 1, std::memory_order_relaxed);
        for (std::size_t i = 0; i < wordCount; ++i)
            words_[i].store(words[i], std::memory_order_release);
        number_.store(number + 2, std::memory_order_release);
    }

    /// Copies a whole state into `value` and returns true; after `tries` interrupted attempts
    /// leaves it alone and returns false.
    [[nodiscard]] bool load(T& value, int tries = defaultTries) const noexcept CPPMUSIC_NONBLOCKING
    {
        for (int i = 0; i < tries; ++i)
            if (tryLoad(value)) return true;
        return false;
    }

private:
    static constexpr std::size_t wordCount =
        (sizeof(T) + sizeof(std::uint64_t) - 1) / sizeof(std::uint64_t);

    [[nodiscard]] bool tryLoad(T& value) const noexcept CPPMUSIC_NONBLOCKING
    {
        const std::uint64_t before = number_.load(std::memory_order_acquire);
        if ((before & 1u) != 0) return false;
        std::uint64_t words[wordCount];
        for (std::size_t i = 0; i < wordCount; ++i)
            words[i] = words_[i].load(std::memory_order_acquire);
        if (number_.load(std::memory_order_relaxed) != before) return false;
        std::memcpy(&value, words, sizeof(T));
        return true;
    }

    alignas(cacheLineBytes) std::atomic<std::uint64_t> number_{0};
    std::atomic<std::uint64_t> words_[wordCount] = {};
};

} // namespace cppmusic::core

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"
#include "core/lockfree/CacheLine.h"
#include "core/lockfree/ThreadIndex.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace cppmusic::core {

/// Keeps all nodes of a structure alive while somebody reads in it (K. Fraser, "Practical
/// lock-freedom", 2004): cheaper than hazard pointers where a reader walks over many nodes. One
/// object per structure; nodes are intrusive, so nothing here allocates.
///
/// A reader holds a Guard. Who unlinks a node retires it; it is released two epochs later, when
/// every guard that could have seen it is gone. A thread that sleeps with a guard holds up all
/// releases, so guards are for a few hundred nanoseconds.
///
/// Progress: a guard is wait-free; retire is wait-free: bounded by the number of threads, plus what
/// `release` does with the nodes of an epoch.
///
/// Memory order: announcing a guard is seq_cst, as are the reader's first look at a link, unlinking
/// and looking through the announcements: either the reader sees the node unlinked or the epoch
/// does not advance past the reader. Ending a guard is a release, read with acquire, so that
/// reading happened before releasing.
class EpochReclaimer {
public:
    static constexpr std::size_t limboLimit = 64; ///< retired nodes between attempts to advance

    /// What nodes derive from.
    struct Node {
        Node* nextRetired = nullptr;
    };
    using Release = void (*)(void* owner, Node*) noexcept;

private:
    static constexpr std::uint64_t outside = ~std::uint64_t{0};
    static constexpr std::size_t bagCount = 3;

    /// Nodes retired in one epoch.
    struct Bag {
        Node* first = nullptr;
        std::uint64_t epoch = 0;
    };
    struct alignas(cacheLineBytes) Record {
        std::atomic<std::uint64_t> announced{outside};
        int depth = 0;                    // [its thread]
        std::size_t sinceAdvance = 0;     // [its thread]
        std::array<Bag, bagCount> bags{}; // [its thread]
    };
    using Records = std::array<Record, ThreadIndex::maxThreads>;

public:
    /// [main]
    EpochReclaimer(void* owner, Release release) : owner_(owner), release_(release) {}
    /// Releases what was retired. No thread uses the structure any more. [main]
    ~EpochReclaimer()
    {
        for (Record& record : *records_)
            for (Bag& bag : record.bags) empty(bag);
    }
    EpochReclaimer(const EpochReclaimer&) = delete;
    EpochReclaimer& operator=(const EpochReclaimer&) = delete;

    /// While it lives, nothing that its thread can reach is released. Guards may nest. [any]
    class Guard {
    public:
        explicit Guard(EpochReclaimer& reclaimer) noexcept CPPMUSIC_NONBLOCKING
            : record_(reclaimer.record())
        {
            if (record_.depth++ != 0) return;
            const std::uint64_t epoch = reclaimer.epoch_.load(std::memory_order_seq_cst);
            record_.announced.store(epoch, std::memory_order_seq_cst);
        }
        ~Guard()
        {
            if (--record_.depth == 0) record_.announced.store(outside, std::memory_order_release);
        }
        Guard(const Guard&) = delete;
        Guard& operator=(const Guard&) = delete;

    private:
        Record& record_;
    };

    /// Takes over an unlinked node; the caller holds a guard or has the structure for itself. [any]
    CPPMUSIC_AS_SAFE_AS_GIVEN void retire(Node* node) noexcept CPPMUSIC_NONBLOCKING
    {
        Record& mine = record();
        const std::uint64_t epoch = epoch_.load(std::memory_order_seq_cst);
        Bag& bag = mine.bags[epoch % bagCount];
        if (bag.epoch != epoch) { // three epochs old at least
            empty(bag);
            bag.epoch = epoch;
        }
        node->nextRetired = bag.first;
        bag.first = node;
        if (++mine.sinceAdvance >= limboLimit) collect();
    }

    /// Advances the epoch if every guard has seen the present one, and releases what of this
    /// thread's nodes is old enough. [any]
    CPPMUSIC_AS_SAFE_AS_GIVEN void collect() noexcept CPPMUSIC_NONBLOCKING
    {
        Record& mine = record();
        mine.sinceAdvance = 0;
        tryAdvance();
        const std::uint64_t epoch = epoch_.load(std::memory_order_seq_cst);
        for (Bag& bag : mine.bags)
            if (bag.epoch + 2 <= epoch) empty(bag);
    }

private:
    [[nodiscard]] Record& record() noexcept CPPMUSIC_NONBLOCKING
    {
        return (*records_)[static_cast<std::size_t>(ThreadIndex::current())];
    }

    void tryAdvance() noexcept CPPMUSIC_NONBLOCKING
    {
        std::uint64_t epoch = epoch_.load(std::memory_order_seq_cst);
        const auto threads = static_cast<std::size_t>(ThreadIndex::limit());
        for (std::size_t thread = 0; thread < threads; ++thread) {
            const std::uint64_t seen =
                (*records_)[thread].announced.load(std::memory_order_seq_cst);
            if (seen != outside && seen != epoch) return;
        }
        epoch_.compare_exchange_strong(epoch, epoch + 1, std::memory_order_seq_cst);
    }

#if defined(__clang__) && __clang_major__ >= 20
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wfunction-effects" // as safe as the structure's own release
#endif
    CPPMUSIC_AS_SAFE_AS_GIVEN void empty(Bag& bag) noexcept CPPMUSIC_NONBLOCKING
    {
        Node* node = bag.first;
        bag.first = nullptr;
        while (node != nullptr) {
            Node* const next = node->nextRetired;
            release_(owner_, node);
            node = next;
        }
    }
#if defined(__clang__) && __clang_major__ >= 20
#pragma clang diagnostic pop
#endif

    void* const owner_;
    const Release release_;
    alignas(cacheLineBytes) std::atomic<std::uint64_t> epoch_{bagCount};
    const std::unique_ptr<Records> records_ = std::make_unique<Records>();
};

} // namespace cppmusic::core

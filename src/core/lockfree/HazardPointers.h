// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"
#include "core/lockfree/CacheLine.h"
#include "core/lockfree/ThreadIndex.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <utility>

namespace cppmusic::core {

/// Keeps a node alive while somebody looks at it (M. M. Michael, "Hazard pointers: safe memory
/// reclamation for lock-free objects", 2004). One object per structure; nodes are intrusive, so
/// nothing here allocates.
///
/// A reader publishes the node it is about to use in one of its hazards; who unlinks a node retires
/// it; it is released when no hazard names it. A hazard stays until it is overwritten or cleared,
/// so at most `maxThreads · perThread` retired nodes wait for readers, and each thread holds back
/// fewer than the limbo limit more before it looks.
///
/// Progress: protect is lock-free (it repeats only when another thread changed the pointer); retire
/// is wait-free: bounded by the number of threads and the limbo limit, plus what `release` does.
///
/// Memory order: publishing a hazard and looking at the pointer again are seq_cst, as are unlinking
/// (by the structure) and looking through the hazards: either the reader sees the node unlinked or
/// the releasing thread sees the hazard. Weaker orders allow neither to happen.
class HazardPointers {
public:
    static constexpr int perThread = 2;

    /// What nodes derive from, as their first base.
    struct Node {
        Node* nextRetired = nullptr;
    };
    /// Gets back what no hazard names any more; called on the thread that retires.
    using Release = void (*)(void* owner, Node*) noexcept;

    /// `limboLimit`: how many nodes a thread retires before it looks for those that it can release.
    /// [main]
    HazardPointers(void* owner, Release release, std::size_t limboLimit)
        : owner_(owner),
          release_(release),
          limboLimit_(std::max<std::size_t>(limboLimit, 1)),
          fresh_(std::make_unique<Node*[]>(stride() * ThreadIndex::maxThreads))
    {
        for (std::size_t i = 0; i < records_->size(); ++i)
            (*records_)[i].fresh = fresh_.get() + i * stride();
    }
    /// Releases what was retired. No thread uses the structure any more. [main]
    ~HazardPointers()
    {
        for (Record& record : *records_) releaseAll(record);
    }
    HazardPointers(const HazardPointers&) = delete;
    HazardPointers& operator=(const HazardPointers&) = delete;

    /// The node that `source` points to, safe to use until the same hazard of this thread protects
    /// another or is cleared. [any]
    template <class T>
    [[nodiscard]] T* protect(int hazard,
                             const std::atomic<T*>& source) noexcept CPPMUSIC_NONBLOCKING
    {
        auto& mine = myHazard(hazard);
        T* node = source.load(std::memory_order_seq_cst);
        // Published before and never withdrawn: still protected, without another barrier.
        if (mine.load(std::memory_order_relaxed) == static_cast<const Node*>(node)) return node;
        while (true) {
            mine.store(node, std::memory_order_seq_cst);
            T* const again = source.load(std::memory_order_seq_cst);
            if (again == node) return node;
            node = again;
        }
    }

    /// As protect, but gives up when another thread changed the pointer meanwhile: false then.
    /// Wait-free. [any]
    template <class T>
    [[nodiscard]] bool tryProtect(int hazard, const std::atomic<T*>& source,
                                  T*& node) noexcept CPPMUSIC_NONBLOCKING
    {
        node = source.load(std::memory_order_seq_cst);
        myHazard(hazard).store(node, std::memory_order_seq_cst);
        return source.load(std::memory_order_seq_cst) == node;
    }

    /// This thread no longer uses what the hazard protects. Release: what it read there was read
    /// before. [any]
    void clear(int hazard) noexcept CPPMUSIC_NONBLOCKING
    {
        myHazard(hazard).store(nullptr, std::memory_order_release);
    }

    /// Takes over an unlinked node. [any]
    CPPMUSIC_AS_SAFE_AS_GIVEN void retire(Node* node) noexcept CPPMUSIC_NONBLOCKING
    {
        Record& mine = record();
        mine.fresh[mine.count] = node;
        if (++mine.count == limboLimit_) collect();
    }

    /// Releases what this thread retired and no hazard names. [any]
    CPPMUSIC_AS_SAFE_AS_GIVEN void collect() noexcept CPPMUSIC_NONBLOCKING
    {
        std::array<const Node*, std::size_t{ThreadIndex::maxThreads} * perThread> named;
        std::size_t count = 0;
        const auto threads = static_cast<std::size_t>(ThreadIndex::limit());
        for (std::size_t thread = 0; thread < threads; ++thread)
            for (const auto& hazard : (*records_)[thread].hazards)
                if (const Node* node = hazard.load(std::memory_order_seq_cst))
                    named[count++] = node;
        Record& mine = record();
        Node* node = std::exchange(mine.kept, nullptr);
        const auto* const end = named.data() + count;
        const auto sort = [&](Node* one) noexcept {
            const auto* const begin = static_cast<const Node* const*>(named.data());
            if (std::find(begin, end, one) == end) {
                giveBack(one);
            } else {
                one->nextRetired = mine.kept;
                mine.kept = one;
            }
        };
        while (node != nullptr) {
            Node* const next = node->nextRetired;
            sort(node);
            node = next;
        }
        for (std::size_t i = 0; i < mine.count; ++i) sort(mine.fresh[i]);
        mine.count = 0;
    }

private:
    struct alignas(cacheLineBytes) Record {
        std::array<std::atomic<const Node*>, perThread> hazards{};
        Node** fresh = nullptr; // [its thread] retired since it last looked, not touched meanwhile
        std::size_t count = 0;  // [its thread]
        Node* kept = nullptr;   // [its thread] were named when it last looked
    };
    using Records = std::array<Record, ThreadIndex::maxThreads>;

    /// Each thread's array begins in a cache line of its own.
    [[nodiscard]] std::size_t stride() const noexcept
    {
        constexpr std::size_t perLine = cacheLineBytes / sizeof(Node*);
        return (limboLimit_ + perLine - 1) / perLine * perLine;
    }
    [[nodiscard]] Record& record() noexcept CPPMUSIC_NONBLOCKING
    {
        return (*records_)[static_cast<std::size_t>(ThreadIndex::current())];
    }
    [[nodiscard]] std::atomic<const Node*>& myHazard(int hazard) noexcept CPPMUSIC_NONBLOCKING
    {
        return record().hazards[static_cast<std::size_t>(hazard)];
    }

#if defined(__clang__) && __clang_major__ >= 20
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wfunction-effects" // as safe as the structure's own release
#endif
    CPPMUSIC_AS_SAFE_AS_GIVEN void giveBack(Node* node) noexcept CPPMUSIC_NONBLOCKING
    {
        release_(owner_, node);
    }
#if defined(__clang__) && __clang_major__ >= 20
#pragma clang diagnostic pop
#endif
    void releaseAll(Record& record) noexcept
    {
        while (Node* const node = record.kept) {
            record.kept = node->nextRetired;
            release_(owner_, node);
        }
        for (std::size_t i = 0; i < record.count; ++i) release_(owner_, record.fresh[i]);
    }

    void* const owner_;
    const Release release_;
    const std::size_t limboLimit_;
    const std::unique_ptr<Node*[]> fresh_;
    const std::unique_ptr<Records> records_ = std::make_unique<Records>();
};

} // namespace cppmusic::core

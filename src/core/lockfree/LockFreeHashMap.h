// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"
#include "core/lockfree/EpochReclaimer.h"
#include "core/memory/FixedPool.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace cppmusic::core {

enum class MapInsert : std::uint8_t {
    inserted,
    present, ///< the key is there already; nothing changed
    full     ///< no room
};

/// A hash table between any number of threads: buckets of linked lists after M. M. Michael ("High
/// performance dynamic lock-free hash tables and list-based sets", 2002), unsorted, as lists are
/// short, with a part of the hash in every link, so that most nodes of other keys are passed over
/// and an absent key costs no look at a node. A value does not change while it is inside.
///
/// Progress: find is lock-free, as are insert and erase; none allocates: nodes lie in a pool of
/// fixed size and the number of buckets is fixed. Full: insert says so. Every operation is
/// linearizable; forEach and size give what some moment between their beginning and end may have
/// shown for each key by itself.
///
/// Reclamation: EpochReclaimer; every call holds a guard. ABA can't happen, because nodes do not
/// come back while a guard is held.
///
/// Memory order: links are read and written seq_cst, which EpochReclaimer asks of the first look
/// and of unlinking (on x86 and arm64 reading so costs no more than acquire does); key and value
/// are written before the link to them is published.
template <class Key, class Value, class Hash = std::hash<Key>>
class LockFreeHashMap {
    static_assert(std::is_nothrow_destructible_v<Key> && std::is_nothrow_destructible_v<Value>);

public:
    /// Room for `capacity` pairs, while at most `threads` threads change the map. [main]
    explicit LockFreeHashMap(std::size_t capacity, int threads = FixedPool::defaultThreads)
        : bucketCount_(std::bit_ceil(std::max<std::size_t>(capacity, 2))),
          shift_(64 - std::countr_zero(bucketCount_)),
          buckets_(std::make_unique<Link[]>(bucketCount_)),
          pool_(sizeof(Node),
                capacity + 3 * EpochReclaimer::limboLimit * static_cast<std::size_t>(threads),
                threads),
          epochs_(this, &LockFreeHashMap::release)
    {
    }
    /// No thread uses the map any more. [main]
    ~LockFreeHashMap()
    {
        for (std::size_t bucket = 0; bucket < bucketCount_; ++bucket)
            for (Word word = buckets_[bucket].load(std::memory_order_relaxed); hasNode(word);) {
                Node& node = nodeOf(word);
                word = node.next.load(std::memory_order_relaxed);
                node.~Node();
            }
    }
    LockFreeHashMap(const LockFreeHashMap&) = delete;
    LockFreeHashMap& operator=(const LockFreeHashMap&) = delete;

    /// [any]
    [[nodiscard]] MapInsert insert(const Key& key, Value value) noexcept
    {
        const std::uint64_t hash = hashOf(key);
        const EpochReclaimer::Guard guard(epochs_);
        Link& bucket = bucketOf(hash);
        Word mine = 0;
        while (true) {
            const Word first = bucket.load(std::memory_order_seq_cst);
            if (findFrom(first, key, hash) != nullptr) {
                if (mine != 0) discard(nodeOf(mine));
                return MapInsert::present;
            }
            if (mine == 0) {
                void* const memory = pool_.allocate();
                if (memory == nullptr) return MapInsert::full;
                ::new (memory) Node(key, std::move(value));
                mine = wordFor(memory, hash);
            }
            // Everything new goes in front, so an unchanged front means that nobody has brought the
            // key meanwhile.
            nodeOf(mine).next.store(first, std::memory_order_relaxed);
            Word expected = first;
            if (bucket.compare_exchange_strong(expected, mine, std::memory_order_seq_cst))
                return MapInsert::inserted;
        }
    }

    /// Copies the value; false when the key is not inside. [any]
    [[nodiscard]] bool find(const Key& key, Value& value) const
    {
        return visit(key, [&value](const Value& found) { value = found; });
    }

    /// Calls `use(const Value&)` while the value is kept alive; false when the key is not inside.
    /// [any]
    template <class Use>
    bool visit(const Key& key, Use&& use) const
    {
        const std::uint64_t hash = hashOf(key);
        const EpochReclaimer::Guard guard(epochs_);
        const Node* const node =
            findFrom(bucketOf(hash).load(std::memory_order_seq_cst), key, hash);
        if (node == nullptr) return false;
        use(node->value);
        return true;
    }

    [[nodiscard]] bool contains(const Key& key) const ///< [any]
    {
        return visit(key, [](const Value&) {});
    }

    /// False when the key is not inside. [any]
    bool erase(const Key& key) noexcept
    {
        const std::uint64_t hash = hashOf(key);
        const EpochReclaimer::Guard guard(epochs_);
        Link& bucket = bucketOf(hash);
        Node* const node = findFrom(bucket.load(std::memory_order_seq_cst), key, hash);
        if (node == nullptr) return false;
        Word next = node->next.load(std::memory_order_seq_cst);
        do {
            if (isErased(next)) return false; // another thread was first
        } while (!node->next.compare_exchange_weak(next, next | erased, std::memory_order_seq_cst));
        unlinkErased(bucket);
        return true;
    }

    /// Calls `use(key, value)` for every pair, in no order. [any]
    template <class Use>
    void forEach(Use&& use) const
    {
        const EpochReclaimer::Guard guard(epochs_);
        for (std::size_t bucket = 0; bucket < bucketCount_; ++bucket)
            for (Word word = buckets_[bucket].load(std::memory_order_seq_cst); hasNode(word);) {
                const Node& node = nodeOf(word);
                word = node.next.load(std::memory_order_seq_cst);
                if (!isErased(word)) use(node.key, node.value);
            }
    }

    /// Counts. [any]
    [[nodiscard]] std::size_t size() const
    {
        std::size_t count = 0;
        forEach([&count](const Key&, const Value&) { ++count; });
        return count;
    }

private:
    /// Number of the node + 1 in the upper 32 bits, 31 bits of its key's hash, and whether the node
    /// that holds this link is erased.
    using Word = std::uint64_t;
    using Link = std::atomic<Word>;
    static constexpr Word erased = 1;
    static constexpr Word hashBits = 0xffff'fffe;

    struct Node : EpochReclaimer::Node {
        Link next{0};
        const Key key;
        const Value value;
        Node(const Key& k, Value&& v) : key(k), value(std::move(v)) {}
    };

    [[nodiscard]] static bool hasNode(Word word) noexcept { return word >> 32 != 0; }
    [[nodiscard]] static bool isErased(Word word) noexcept { return (word & erased) != 0; }

    [[nodiscard]] Node& nodeOf(Word word) const noexcept
    {
        const std::size_t index = static_cast<std::size_t>(word >> 32) - 1;
        return *std::launder(reinterpret_cast<Node*>(base_ + index * stride));
    }
    [[nodiscard]] Word wordFor(const void* memory, std::uint64_t hash) const noexcept
    {
        return (Word{pool_.indexOf(memory)} + 1) << 32 | (hash & hashBits);
    }
    /// Spreads what Hash gives over all bits (Fibonacci hashing, folded).
    [[nodiscard]] static std::uint64_t hashOf(const Key& key) noexcept
    {
        const std::uint64_t spread = std::uint64_t{Hash{}(key)} * 0x9e37'79b9'7f4a'7c15u;
        return spread ^ (spread >> 32);
    }
    [[nodiscard]] Link& bucketOf(std::uint64_t hash) const noexcept
    {
        return buckets_[static_cast<std::size_t>(hash >> shift_)];
    }

    [[nodiscard]] Node* findFrom(Word word, const Key& key, std::uint64_t hash) const noexcept
    {
        while (hasNode(word)) {
            Node& node = nodeOf(word);
            const Word next = node.next.load(std::memory_order_seq_cst);
            if ((word & hashBits) == (hash & hashBits) && node.key == key && !isErased(next))
                return &node;
            word = next;
        }
        return nullptr;
    }

    /// Takes erased nodes out of a bucket; who takes one out retires it. Begins again when another
    /// thread changes a link on the way.
    void unlinkErased(Link& bucket) noexcept
    {
        Link* link = &bucket;
        Word word = link->load(std::memory_order_seq_cst) & ~erased;
        while (hasNode(word)) {
            Node& node = nodeOf(word);
            const Word next = node.next.load(std::memory_order_seq_cst);
            if (!isErased(next)) {
                link = &node.next;
                word = next;
                continue;
            }
            Word expected = word;
            if (link->compare_exchange_strong(expected, next & ~erased,
                                              std::memory_order_seq_cst)) {
                epochs_.retire(&node);
                word = next & ~erased;
            } else {
                link = &bucket;
                word = link->load(std::memory_order_seq_cst);
            }
        }
    }

    void discard(Node& node) noexcept
    {
        node.~Node();
        pool_.deallocate(&node);
    }
    static void release(void* owner, EpochReclaimer::Node* node) noexcept
    {
        static_cast<LockFreeHashMap*>(owner)->discard(*static_cast<Node*>(node));
    }

    static constexpr std::size_t stride = (sizeof(Node) + FixedPool::blockAlignment - 1) /
                                          FixedPool::blockAlignment * FixedPool::blockAlignment;

    const std::size_t bucketCount_;
    const int shift_;
    const std::unique_ptr<Link[]> buckets_;
    mutable FixedPool pool_;
    std::byte* const base_ = static_cast<std::byte*>(pool_.blockAt(0));
    mutable EpochReclaimer epochs_; // the last member: its destructor hands nodes to pool_
};

} // namespace cppmusic::core

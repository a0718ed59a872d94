// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

namespace cppmusic::audio {

/// Elements sorted by key in chunks that copies share until one of them changes: a copy costs a
/// pointer per 64 elements, a change a chunk, and comparing what came from one another skips what
/// they share. Adding in order is the fast way, any order is right. Reads like std::map (elements
/// are pairs) or std::set (elements are keys); iterators end with the next change. One thread at a
/// time changes one object; copies are independent.
template <class Element, class Key, class KeyOf>
class SortedChunkList {
    static constexpr std::size_t largestChunk = 64;
    struct Chunk {
        std::vector<Element> elements; // never empty
    };

public:
    using value_type = Element;
    class const_iterator {
    public:
        using iterator_category = std::bidirectional_iterator_tag;
        using value_type = Element;
        using difference_type = std::ptrdiff_t;
        using pointer = const Element*;
        using reference = const Element&;

        const_iterator() = default;
        reference operator*() const { return chunk_->get()->elements[index_]; }
        pointer operator->() const { return &**this; }
        const_iterator& operator++()
        {
            if (++index_ == chunk_->get()->elements.size()) {
                ++chunk_;
                index_ = 0;
            }
            return *this;
        }
        const_iterator operator++(int)
        {
            auto before = *this;
            ++*this;
            return before;
        }
        const_iterator& operator--()
        {
            if (index_ == 0) {
                --chunk_;
                index_ = chunk_->get()->elements.size();
            }
            --index_;
            return *this;
        }
        const_iterator operator--(int)
        {
            auto before = *this;
            --*this;
            return before;
        }
        friend bool operator==(const const_iterator&, const const_iterator&) = default;

    private:
        friend class SortedChunkList;
        using Place = typename std::vector<std::shared_ptr<Chunk>>::const_iterator;
        const_iterator(Place chunk, std::size_t index) : chunk_(chunk), index_(index) {}
        Place chunk_{};
        std::size_t index_ = 0;
    };
    using iterator = const_iterator;

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] const_iterator begin() const { return {chunks_.begin(), 0}; }
    [[nodiscard]] const_iterator end() const { return {chunks_.end(), 0}; }

    /// The first element whose key isn't below `key`.
    [[nodiscard]] const_iterator lower_bound(const Key& key) const
    {
        const auto chunk = std::lower_bound(
            chunks_.begin(), chunks_.end(), key,
            [](const auto& c, const Key& wanted) { return KeyOf{}(c->elements.back()) < wanted; });
        if (chunk == chunks_.end()) return end();
        return {chunk, placeIn(**chunk, key)};
    }
    [[nodiscard]] const_iterator find(const Key& key) const
    {
        const auto found = lower_bound(key);
        return found != end() && KeyOf{}(*found) == key ? found : end();
    }
    [[nodiscard]] bool contains(const Key& key) const { return find(key) != end(); }

    /// The element with the key of `element`, if there is one, is replaced; false then.
    bool insertOrReplace(Element element)
    {
        const Key key = KeyOf{}(element);
        std::size_t c = chunks_.size() - 1;
        if (chunks_.empty() || KeyOf{}(chunks_.back()->elements.back()) < key) {
            if (chunks_.empty() || chunks_.back()->elements.size() >= largestChunk) {
                chunks_.push_back(std::make_shared<Chunk>());
                chunks_.back()->elements.reserve(largestChunk);
            }
            own(chunks_.size() - 1).elements.push_back(std::move(element));
            ++size_;
            return true;
        }
        c = static_cast<std::size_t>(lower_bound(key).chunk_ - chunks_.begin());
        Chunk& chunk = own(c);
        const std::size_t place = placeIn(chunk, key);
        const auto at = chunk.elements.begin() + static_cast<std::ptrdiff_t>(place);
        if (KeyOf{}(*at) == key) {
            *at = std::move(element);
            return false;
        }
        chunk.elements.insert(at, std::move(element));
        ++size_;
        if (chunk.elements.size() > largestChunk) split(c);
        return true;
    }
    /// False when there was none.
    bool erase(const Key& key)
    {
        const auto found = find(key);
        if (found == end()) return false;
        const auto c = static_cast<std::size_t>(found.chunk_ - chunks_.begin());
        auto& elements = own(c).elements;
        elements.erase(elements.begin() + static_cast<std::ptrdiff_t>(found.index_));
        --size_;
        if (elements.empty()) chunks_.erase(chunks_.begin() + static_cast<std::ptrdiff_t>(c));
        return true;
    }

    /// Chunks that hold the same as the chunks of `other` in their place become those.
    void shareWith(const SortedChunkList& other)
    {
        const std::size_t count = std::min(chunks_.size(), other.chunks_.size());
        for (std::size_t c = 0; c < count; ++c) {
            if (chunks_[c] == other.chunks_[c]) continue;
            if (chunks_[c]->elements == other.chunks_[c]->elements) chunks_[c] = other.chunks_[c];
        }
    }
    /// Whether both hold as many elements and `isSame` says so of each pair; shared chunks count as
    /// the same unasked.
    template <class IsSame>
    [[nodiscard]] bool matches(const SortedChunkList& other, IsSame&& isSame) const
    {
        if (size_ != other.size_) return false;
        auto mine = begin(), theirs = other.begin();
        while (mine != end()) {
            if (mine.index_ == 0 && theirs.index_ == 0 && *mine.chunk_ == *theirs.chunk_) {
                ++mine.chunk_;
                ++theirs.chunk_;
                continue;
            }
            if (!isSame(*mine++, *theirs++)) return false;
        }
        return true;
    }
    /// Calls visit(before, after) for each key that isn't in both with equal elements; the pointer
    /// to what isn't there is null. In the order of keys.
    template <class Visit>
    static void forEachDifference(const SortedChunkList& before, const SortedChunkList& after,
                                  Visit&& visit)
    {
        auto old = before.begin(), now = after.begin();
        while (old != before.end() || now != after.end()) {
            if (old != before.end() && now != after.end() && old.index_ == 0 && now.index_ == 0 &&
                *old.chunk_ == *now.chunk_) {
                ++old.chunk_;
                ++now.chunk_;
            } else if (now == after.end() ||
                       (old != before.end() && KeyOf{}(*old) < KeyOf{}(*now))) {
                visit(&*old++, static_cast<const Element*>(nullptr));
            } else if (old == before.end() || KeyOf{}(*now) < KeyOf{}(*old)) {
                visit(static_cast<const Element*>(nullptr), &*now++);
            } else {
                if (!(*old == *now)) visit(&*old, &*now);
                ++old;
                ++now;
            }
        }
    }
    friend bool operator==(const SortedChunkList& a, const SortedChunkList& b)
    {
        return a.matches(b, [](const Element& x, const Element& y) { return x == y; });
    }

private:
    static std::size_t placeIn(const Chunk& chunk, const Key& key)
    {
        const auto& elements = chunk.elements;
        const auto found =
            std::lower_bound(elements.begin(), elements.end(), key,
                             [](const Element& e, const Key& k) { return KeyOf{}(e) < k; });
        return static_cast<std::size_t>(found - elements.begin());
    }
    /// The chunk for changing: a copy of its own if it was shared.
    Chunk& own(std::size_t c)
    {
        if (chunks_[c].use_count() > 1) {
            auto copy = std::make_shared<Chunk>();
            copy->elements.reserve(largestChunk);
            copy->elements = chunks_[c]->elements;
            chunks_[c] = std::move(copy);
        }
        return *chunks_[c];
    }
    void split(std::size_t c)
    {
        auto& elements = chunks_[c]->elements;
        const auto middle = elements.begin() + static_cast<std::ptrdiff_t>(elements.size() / 2);
        auto upper = std::make_shared<Chunk>();
        upper->elements.reserve(largestChunk);
        upper->elements.assign(std::make_move_iterator(middle),
                               std::make_move_iterator(elements.end()));
        elements.erase(middle, elements.end());
        chunks_.insert(chunks_.begin() + static_cast<std::ptrdiff_t>(c) + 1, std::move(upper));
    }

    std::vector<std::shared_ptr<Chunk>> chunks_;
    std::size_t size_ = 0;
};

struct KeyOfPair {
    template <class Pair>
    const auto& operator()(const Pair& pair) const noexcept
    {
        return pair.first;
    }
};
struct KeyIsElement {
    template <class Key>
    const Key& operator()(const Key& key) const noexcept
    {
        return key;
    }
};

/// A set on SortedChunkList.
template <class Key>
using SharedSet = SortedChunkList<Key, Key, KeyIsElement>;

/// A map on SortedChunkList.
template <class Key, class Value>
class SharedMap : public SortedChunkList<std::pair<Key, Value>, Key, KeyOfPair> {
public:
    /// Throws std::out_of_range when the key isn't there.
    [[nodiscard]] const Value& at(const Key& key) const
    {
        const auto found = this->find(key);
        if (found == this->end()) throw std::out_of_range("SharedMap::at");
        return found->second;
    }
    void set(const Key& key, Value value) { this->insertOrReplace({key, std::move(value)}); }
};

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace cppmusic::core {

/// A list in chunks that copies share until one of them changes: a copy costs a pointer per 64
/// elements, a change a chunk. Elements are found by key (KeyOf{}(element), unique as a rule)
/// without being touched, because the keys lie side by side. Iterators end with the next change.
/// One thread at a time changes one object; copies are independent.
template <class Element, class KeyOf>
class SharedList {
    static constexpr std::size_t largestChunk = 64;

public:
    using Key = std::decay_t<decltype(KeyOf{}(std::declval<const Element&>()))>;

private:
    struct Chunk {
        std::vector<Element> elements; // never empty
        std::vector<Key> keys;         // of the elements
    };
    using Chunks = std::vector<std::shared_ptr<Chunk>>;

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
        reference operator*() const { return (*chunk_)->elements[index_]; }
        pointer operator->() const { return &**this; }
        const_iterator& operator++()
        {
            if (++index_ == (*chunk_)->elements.size()) {
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
                index_ = (*chunk_)->elements.size();
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
        friend class SharedList;
        const_iterator(typename Chunks::const_iterator chunk, std::size_t index)
            : chunk_(chunk), index_(index)
        {
        }
        typename Chunks::const_iterator chunk_{};
        std::size_t index_ = 0;
    };
    using iterator = const_iterator;

    SharedList() = default;
    SharedList(std::initializer_list<Element> elements)
    {
        for (const auto& element : elements) push_back(element);
    }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
    [[nodiscard]] const_iterator begin() const { return {chunks_.begin(), 0}; }
    [[nodiscard]] const_iterator end() const { return {chunks_.end(), 0}; }
    [[nodiscard]] const Element& front() const { return chunks_.front()->elements.front(); }
    [[nodiscard]] const Element& back() const { return chunks_.back()->elements.back(); }
    /// `place` below size().
    [[nodiscard]] const Element& operator[](std::size_t place) const
    {
        const auto [chunk, index] = locate(place);
        return chunks_[chunk]->elements[index];
    }
    /// The first element with this key; null if there is none.
    [[nodiscard]] const Element* find(const Key& key) const
    {
        for (const auto& chunk : chunks_) {
            const auto found = std::find(chunk->keys.begin(), chunk->keys.end(), key);
            if (found != chunk->keys.end())
                return &chunk->elements[static_cast<std::size_t>(found - chunk->keys.begin())];
        }
        return nullptr;
    }
    [[nodiscard]] std::optional<std::size_t> indexOf(const Key& key) const
    {
        std::size_t before = 0;
        for (const auto& chunk : chunks_) {
            const auto found = std::find(chunk->keys.begin(), chunk->keys.end(), key);
            if (found != chunk->keys.end())
                return before + static_cast<std::size_t>(found - chunk->keys.begin());
            before += chunk->keys.size();
        }
        return std::nullopt;
    }

    void push_back(Element element) { insert(size_, std::move(element)); }
    void emplace_back(Element element) { insert(size_, std::move(element)); }
    void pop_back() { erase(size_ - 1); }
    /// `place` below size().
    void set(std::size_t place, Element element)
    {
        const auto [c, index] = locate(place);
        Chunk& chunk = own(c);
        chunk.keys[index] = KeyOf{}(element);
        chunk.elements[index] = std::move(element);
    }
    /// In front of the element at `place`, at most size().
    void insert(std::size_t place, Element element)
    {
        if (place == size_ &&
            (chunks_.empty() || chunks_.back()->elements.size() >= largestChunk)) {
            auto fresh = std::make_shared<Chunk>();
            fresh->keys.push_back(KeyOf{}(element));
            fresh->elements.push_back(std::move(element));
            chunks_.push_back(std::move(fresh));
            ++size_;
            return;
        }
        const auto [c, index] = place == size_
                                    ? std::pair(chunks_.size() - 1, chunks_.back()->elements.size())
                                    : locate(place);
        Chunk& chunk = own(c);
        const auto at = static_cast<std::ptrdiff_t>(index);
        chunk.keys.insert(chunk.keys.begin() + at, KeyOf{}(element));
        chunk.elements.insert(chunk.elements.begin() + at, std::move(element));
        ++size_;
        if (chunk.elements.size() > largestChunk) split(c);
    }
    /// `place` below size().
    void erase(std::size_t place)
    {
        const auto [c, index] = locate(place);
        Chunk& chunk = own(c);
        const auto at = static_cast<std::ptrdiff_t>(index);
        chunk.keys.erase(chunk.keys.begin() + at);
        chunk.elements.erase(chunk.elements.begin() + at);
        --size_;
        if (chunk.elements.empty()) chunks_.erase(chunks_.begin() + static_cast<std::ptrdiff_t>(c));
    }

    /// Calls visit(a, b) for the elements in the same place of two lists of one length, except
    /// where they share a chunk, until it says false; whether it never did.
    template <class Visit>
    static bool visitPairs(const SharedList& a, const SharedList& b, Visit&& visit)
    {
        auto x = a.begin(), y = b.begin();
        while (x != a.end()) {
            if (x.index_ == 0 && y.index_ == 0 && *x.chunk_ == *y.chunk_) {
                ++x.chunk_;
                ++y.chunk_;
            } else if (!visit(*x++, *y++)) {
                return false;
            }
        }
        return true;
    }
    friend bool operator==(const SharedList& a, const SharedList& b)
    {
        return a.size_ == b.size_ &&
               visitPairs(a, b, [](const Element& x, const Element& y) { return x == y; });
    }

private:
    [[nodiscard]] std::pair<std::size_t, std::size_t> locate(std::size_t place) const
    {
        std::size_t chunk = 0;
        while (place >= chunks_[chunk]->elements.size()) place -= chunks_[chunk++]->elements.size();
        return {chunk, place};
    }
    /// The chunk for changing: a copy of its own if it was shared.
    Chunk& own(std::size_t c)
    {
        auto& chunk = chunks_[c];
        if (chunk.use_count() > 1) chunk = std::make_shared<Chunk>(*chunk);
        return *chunk;
    }
    void split(std::size_t c)
    {
        Chunk& lower = *chunks_[c];
        const std::size_t half = lower.elements.size() / 2;
        auto upper = std::make_shared<Chunk>();
        for (std::size_t i = half; i < lower.elements.size(); ++i) {
            upper->elements.push_back(lower.elements[i]);
            upper->keys.push_back(lower.keys[i]);
        }
        while (lower.elements.size() > half) {
            lower.elements.pop_back();
            lower.keys.pop_back();
        }
        chunks_.insert(chunks_.begin() + static_cast<std::ptrdiff_t>(c) + 1, std::move(upper));
    }

    Chunks chunks_;
    std::size_t size_ = 0;
};

} // namespace cppmusic::core

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <utility>

namespace cppmusic::core {

/// An ordered map with structural sharing: copying copies a pointer, a change of a shared one makes
/// its own copy first. Walking and finding never change it; what is behind `at` and `operator[]` of
/// a map that isn't const may be changed.
template <class Key, class Value>
class SharedMap {
public:
    using Map = std::map<Key, Value>;
    using key_type = Key;
    using mapped_type = Value;
    using value_type = typename Map::value_type;
    using const_iterator = typename Map::const_iterator;
    using iterator = const_iterator;

    SharedMap() : map_(std::make_shared<Map>()) {}

    [[nodiscard]] const_iterator begin() const noexcept { return map_->cbegin(); }
    [[nodiscard]] const_iterator end() const noexcept { return map_->cend(); }
    [[nodiscard]] const_iterator find(const Key& key) const
    {
        return std::as_const(*map_).find(key);
    }
    [[nodiscard]] bool contains(const Key& key) const { return map_->contains(key); }
    [[nodiscard]] const Value& at(const Key& key) const { return std::as_const(*map_).at(key); }
    [[nodiscard]] std::size_t size() const noexcept { return map_->size(); }
    [[nodiscard]] bool empty() const noexcept { return map_->empty(); }

    [[nodiscard]] Value& at(const Key& key) { return own().at(key); }
    Value& operator[](const Key& key) { return own()[key]; }
    /// False when the key is there already.
    std::pair<const_iterator, bool> emplace(const Key& key, Value value)
    {
        return own().emplace(key, std::move(value));
    }
    void set(const Key& key, Value value) { own().insert_or_assign(key, std::move(value)); }
    void erase(const Key& key) { own().erase(key); }
    void clear() { map_ = std::make_shared<Map>(); }

    /// Whether nothing can differ, because both are one.
    [[nodiscard]] bool isSame(const SharedMap& other) const noexcept { return map_ == other.map_; }
    friend bool operator==(const SharedMap& a, const SharedMap& b)
    {
        return a.map_ == b.map_ || *a.map_ == *b.map_;
    }

private:
    Map& own()
    {
        if (map_.use_count() > 1) map_ = std::make_shared<Map>(*map_);
        return *map_;
    }

    std::shared_ptr<Map> map_;
};

} // namespace cppmusic::core

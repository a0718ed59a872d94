// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <utility>

namespace cppmusic::core {

/// An immutable value with structural sharing: copying copies a pointer, equality compares values
/// but is instant when both sides share, and identity() tells whether anything could have changed
/// at all.
template <class T>
class Shared {
public:
    Shared() : value_(std::make_shared<const T>()) {}
    Shared(T value) : value_(std::make_shared<const T>(std::move(value))) {}

    const T& operator*() const noexcept { return *value_; }
    const T* operator->() const noexcept { return value_.get(); }

    /// Same for two values that share; a changed value has a new identity for as long as the old
    /// one lives.
    [[nodiscard]] const T* identity() const noexcept { return value_.get(); }
    [[nodiscard]] const std::shared_ptr<const T>& pointer() const noexcept { return value_; }

    /// A changed copy: `shared.with([](Track& t) { t.name = "Bass"; })`.
    template <class Change>
    [[nodiscard]] Shared with(Change&& change) const
    {
        T copy = *value_;
        std::forward<Change>(change)(copy);
        return Shared(std::move(copy));
    }

    friend bool operator==(const Shared& a, const Shared& b)
    {
        return a.value_ == b.value_ || *a.value_ == *b.value_;
    }

private:
    std::shared_ptr<const T> value_;
};

} // namespace cppmusic::core

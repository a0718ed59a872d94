// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace cppmusic::core {

/// A number that names one thing of one kind. Zero names nothing. Ids of different kinds don't mix.
template <class Tag>
struct Id {
    std::uint64_t value = 0;

    constexpr Id() = default;
    constexpr explicit Id(std::uint64_t number) noexcept : value(number) {}

    [[nodiscard]] constexpr bool isValid() const noexcept { return value != 0; }
    friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

} // namespace cppmusic::core

template <class Tag>
struct std::hash<cppmusic::core::Id<Tag>> {
    std::size_t operator()(const cppmusic::core::Id<Tag>& id) const noexcept
    {
        return std::hash<std::uint64_t>{}(id.value);
    }
};

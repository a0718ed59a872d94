// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <cstddef>
#include <cstdint>

namespace cppmusic::core {

/// Asks for memory that will be used soon, so that it is on its way while other work is done. The
/// address may be anything; nothing is read that a program could notice. [any]
inline void prefetch(const void* address, std::size_t bytes) noexcept CPPMUSIC_NONBLOCKING
{
    constexpr std::uintptr_t line = 64;
    const auto begin = reinterpret_cast<std::uintptr_t>(address);
    const auto end = begin + bytes;
    for (std::uintptr_t at = begin & ~(line - 1); at < end; at += line)
        __builtin_prefetch(reinterpret_cast<const void*>(at));
}

} // namespace cppmusic::core

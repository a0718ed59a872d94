// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>

namespace cppmusic::audio {

/// What a node plays: notes, clips, samples. Immutable and shared; it travels in the plan, so
/// changing the content never rebuilds the node. Freed on the main thread only.
struct NodeContent {
    NodeContent() = default;
    NodeContent(const NodeContent&) = delete;
    NodeContent& operator=(const NodeContent&) = delete;
    virtual ~NodeContent() = default;

    /// Tells contents apart for the life of the process, also when one takes another's address.
    [[nodiscard]] std::uint64_t serial() const noexcept { return serial_; }

private:
    static inline std::atomic<std::uint64_t> lastSerial_{0};
    std::uint64_t serial_ = lastSerial_.fetch_add(1, std::memory_order_relaxed) + 1;
};

} // namespace cppmusic::audio

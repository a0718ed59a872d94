// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace cppmusic::audio {

/// Memory for pieces of files, all of one size, shared by the streams of a DiskStreamer: a stream
/// takes what it needs now and gives it back. Any thread but audio.
class ChunkPool {
public:
    /// How much it matters: what is refused first when memory runs short.
    enum class Need {
        now,   ///< about to be heard: never refused
        soon,  ///< will be heard: refused beyond the budget
        maybe, ///< could be heard after a jump: refused beyond half of the budget
    };

    ChunkPool(std::size_t chunkBytes, std::size_t budgetBytes)
        : chunkBytes_(chunkBytes), budgetBytes_(budgetBytes)
    {
    }

    /// Null when refused.
    [[nodiscard]] std::unique_ptr<std::byte[]> take(Need need)
    {
        const std::lock_guard lock(mutex_);
        const std::size_t limit = need == Need::soon ? budgetBytes_ : budgetBytes_ / 2;
        if (need != Need::now && (numTaken_ + 1) * chunkBytes_ > limit) return nullptr;
        ++numTaken_;
        if (spare_.empty()) return std::unique_ptr<std::byte[]>(new std::byte[chunkBytes_]);
        auto chunk = std::move(spare_.back());
        spare_.pop_back();
        return chunk;
    }

    void give(std::unique_ptr<std::byte[]> chunk)
    {
        if (chunk == nullptr) return;
        const std::lock_guard lock(mutex_);
        --numTaken_;
        if (spare_.size() < maxSpare) spare_.push_back(std::move(chunk));
    }

    [[nodiscard]] std::size_t chunkBytes() const noexcept { return chunkBytes_; }
    /// Taken now.
    [[nodiscard]] std::size_t bytesTaken() const
    {
        const std::lock_guard lock(mutex_);
        return numTaken_ * chunkBytes_;
    }

private:
    static constexpr std::size_t maxSpare = 64;

    const std::size_t chunkBytes_, budgetBytes_;
    mutable std::mutex mutex_;
    std::vector<std::unique_ptr<std::byte[]>> spare_;
    std::size_t numTaken_ = 0;
};

} // namespace cppmusic::audio

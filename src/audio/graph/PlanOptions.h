// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cppmusic::audio {

/// How a plan is laid out. Nothing here changes a bit of what is heard.
struct PlanOptions {
    static constexpr int maxThreads = 64;
    static constexpr int maxBatch = 32;

    /// Threads that render a block together, the calling one included; 1 … maxThreads.
    int threads = 1;
    /// At most so many nodes of one kind are processed together; 1 switches batches off.
    int batchSize = 16;
    /// Whether nodes that sleep on silent inputs are passed over.
    bool skipsSilence = true;
    /// Whether gains that stand still are multiplied where signals are added.
    bool foldsGains = true;

    [[nodiscard]] bool isValid() const noexcept
    {
        return threads >= 1 && threads <= maxThreads && batchSize >= 1 && batchSize <= maxBatch;
    }
    friend bool operator==(const PlanOptions&, const PlanOptions&) = default;
};

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <memory>

namespace cppmusic::core {

/// Asks work on another thread to stop. Copies share one flag. [any]
class CancellationToken {
public:
    CancellationToken() : cancelled_(std::make_shared<std::atomic<bool>>(false)) {}
    void cancel() const noexcept { cancelled_->store(true, std::memory_order_relaxed); }
    [[nodiscard]] bool isCancelled() const noexcept
    {
        return cancelled_->load(std::memory_order_relaxed);
    }

private:
    std::shared_ptr<std::atomic<bool>> cancelled_;
};

} // namespace cppmusic::core

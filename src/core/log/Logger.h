// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/log/LogSink.h"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

namespace cppmusic::core {

/// Takes records from all threads but the audio thread (which has RealtimeLog) and hands them to
/// its sinks, one at a time and in the same order to all. Made once and passed on; no global.
class Logger {
public:
    using Clock = std::function<std::chrono::system_clock::time_point()>;

    explicit Logger(LogLevel least = LogLevel::info, Clock clock = std::chrono::system_clock::now);

    /// Sinks are called from the next record on. [any but audio]
    void addSink(std::unique_ptr<LogSink>);

    /// Less important records are dropped before they cost anything. [any]
    void setLeastLevel(LogLevel level) noexcept { least_.store(level, std::memory_order_relaxed); }
    [[nodiscard]] bool isWanted(LogLevel level) const noexcept
    {
        return level >= least_.load(std::memory_order_relaxed);
    }

    /// [any but audio]
    void log(LogLevel, std::string_view area, std::string_view message);
    void debug(std::string_view area, std::string_view message)
    {
        log(LogLevel::debug, area, message);
    }
    void info(std::string_view area, std::string_view message)
    {
        log(LogLevel::info, area, message);
    }
    void warning(std::string_view area, std::string_view message)
    {
        log(LogLevel::warning, area, message);
    }
    void error(std::string_view area, std::string_view message)
    {
        log(LogLevel::error, area, message);
    }

private:
    std::atomic<LogLevel> least_;
    const Clock clock_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<LogSink>> sinks_;
};

} // namespace cppmusic::core

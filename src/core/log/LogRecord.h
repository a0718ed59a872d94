// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace cppmusic::core {

enum class LogLevel : std::uint8_t {
    debug,   ///< for developers
    info,    ///< what happened, for a report
    warning, ///< went on, but not as asked for
    error    ///< something the person asked for did not happen
};

[[nodiscard]] std::string_view nameOf(LogLevel) noexcept;

/// One line of a log.
struct LogRecord {
    std::chrono::system_clock::time_point time;
    LogLevel level = LogLevel::info;
    std::string area; ///< who speaks: "audio", "project"
    std::string message;
};

/// "2026-03-01T12:00:00.123Z warning audio: message", always one line: control characters of the
/// message become spaces. [any but audio]
[[nodiscard]] std::string lineOf(const LogRecord&);

} // namespace cppmusic::core

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <string>
#include <string_view>

namespace cppmusic::cli {

inline constexpr int exitOk = 0;
inline constexpr int exitFailed = 1;
inline constexpr int exitWrongUsage = 2;

/// How results and errors are told: to people as lines, to machines (--json) as one JSON object on
/// standard output. Progress and human errors go to standard error. [main]
class Console {
public:
    /// --json was given.
    bool isJson = false;

    /// A line for people; nothing with --json.
    void line(std::string_view text);
    /// The one object; nothing without --json.
    void object(std::string_view json);
    /// A line on standard error, "cppmusic-cli: warning: …"; nothing with --json, where warnings
    /// are part of the object.
    void warning(std::string_view text);
    /// The same for what is no reason to worry, "cppmusic-cli: …".
    void note(std::string_view text);
    /// Tells an error and returns exitFailed.
    int fail(const core::Error&);
    /// Tells a wrong use of the command line and returns exitWrongUsage.
    int failUsage(std::string_view message, std::string_view place, std::string_view helpCommand);
    /// Call at the end: a full disk behind standard output turns success into exitFailed.
    int finish(int exitCode);

private:
    bool hasFailedToWrite_ = false;
    void write(std::string_view text);
};

/// "notFound" and so on, as machines read it.
[[nodiscard]] std::string_view nameOf(core::ErrorCode);

} // namespace cppmusic::cli

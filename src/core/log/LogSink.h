// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/log/LogRecord.h"

namespace cppmusic::core {

/// Where log records go. A Logger calls it from any thread but never from two at once.
class LogSink {
public:
    virtual ~LogSink() = default;
    /// Never throws; what can't be written is lost.
    virtual void write(const LogRecord&) noexcept = 0;
};

} // namespace cppmusic::core

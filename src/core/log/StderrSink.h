// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/log/LogSink.h"

namespace cppmusic::core {

/// Lines on the standard error stream, as "level area: message" without a time.
class StderrSink final : public LogSink {
public:
    void write(const LogRecord&) noexcept override;
};

} // namespace cppmusic::core

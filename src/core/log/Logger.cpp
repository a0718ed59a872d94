// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log/Logger.h"

#include <string>
#include <utility>

namespace cppmusic::core {

Logger::Logger(LogLevel least, Clock clock) : least_(least), clock_(std::move(clock)) {}

void Logger::addSink(std::unique_ptr<LogSink> sink)
{
    const std::scoped_lock lock(mutex_);
    sinks_.push_back(std::move(sink));
}

void Logger::log(LogLevel level, std::string_view area, std::string_view message)
{
    if (!isWanted(level)) return;
    LogRecord record{{}, level, std::string(area), std::string(message)};
    const std::scoped_lock lock(mutex_);
    record.time = clock_(); // under the lock, so that times never run backwards in a log
    for (const auto& sink : sinks_) sink->write(record);
}

} // namespace cppmusic::core

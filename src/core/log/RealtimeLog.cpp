// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log/RealtimeLog.h"

#include "core/log/Logger.h"

#include <charconv>
#include <utility>

namespace cppmusic::core {

namespace {

std::string textOf(const RealtimeLogRecord& record)
{
    std::string text;
    std::string_view rest = record.format;
    for (const double number : record.numbers) {
        const std::size_t place = rest.find("{}");
        if (place == std::string_view::npos) break;
        std::array<char, 64> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number,
                                       std::chars_format::general, 16);
        text += rest.substr(0, place);
        text.append(digits.data(), end.ptr);
        rest.remove_prefix(place + 2);
    }
    return text.append(rest);
}

} // namespace

RealtimeLog::RealtimeLog(std::string area, std::size_t capacity)
    : area_(std::move(area)), ring_(capacity)
{
}

std::size_t RealtimeLog::drain(Logger& logger)
{
    std::size_t count = 0;
    RealtimeLogRecord record;
    while (count < ring_.capacity() && ring_.pop(record)) {
        logger.log(record.level, area_, textOf(record));
        ++count;
    }
    if (const std::uint64_t dropped = dropped_.exchange(0, std::memory_order_relaxed))
        logger.warning(area_, std::to_string(dropped) + " messages were dropped, the log was full");
    return count;
}

} // namespace cppmusic::core

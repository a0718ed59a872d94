// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log/LogRecord.h"

#include <array>
#include <cstdio>

namespace cppmusic::core {

std::string_view nameOf(LogLevel level) noexcept
{
    constexpr std::array<std::string_view, 4> names{"debug", "info", "warning", "error"};
    return names[static_cast<std::size_t>(level)];
}

std::string lineOf(const LogRecord& record)
{
    using namespace std::chrono;
    const auto day = floor<days>(record.time);
    const year_month_day date{day};
    const hh_mm_ss time{floor<milliseconds>(record.time - day)};
    std::array<char, 80> stamp{};
    std::snprintf(stamp.data(), stamp.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ ",
                  static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                  static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()),
                  static_cast<int>(time.subseconds().count()));
    std::string line = stamp.data();
    line += nameOf(record.level);
    line += ' ';
    line += record.area + ": " + record.message;
    for (char& c : line)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
    return line;
}

} // namespace cppmusic::core

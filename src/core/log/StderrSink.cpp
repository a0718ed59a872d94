// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log/StderrSink.h"

#include <cstdio>

namespace cppmusic::core {

void StderrSink::write(const LogRecord& record) noexcept
{
    try {
        std::string line = lineOf(record);
        line.erase(0, line.find(' ') + 1); // the time
        line += '\n';
        std::fwrite(line.data(), 1, line.size(), stderr);
    } catch (...) { // out of memory: this line is lost
    }
}

} // namespace cppmusic::core

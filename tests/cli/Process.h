// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace cppmusic::test {

/// What a run of cppmusic-cli came to.
struct ProcessResult {
    int exitCode = -1; ///< −1: ended by a signal
    std::string out;
    std::string error;
};

struct ProcessOptions {
    std::uint64_t largestFile = 0;     ///< bytes a file may grow to; 0: no limit (RLIMIT_FSIZE)
    bool hasFullOutput = false;        ///< standard output is /dev/full
    bool isBoundByPermissions = false; ///< file permissions hold, even when the superuser tests
    int interruptAfterBytes = 0; ///< send SIGINT once a file in `watched` has this size; 0: never
    std::string watched;         ///< a folder
};

/// Runs the program with the arguments and waits for its end.
[[nodiscard]] ProcessResult runCli(const std::vector<std::string>& arguments,
                                   const ProcessOptions& = {});

} // namespace cppmusic::test

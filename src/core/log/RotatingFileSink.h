// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/log/LogSink.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>

namespace cppmusic::core {

/// Lines in a file. When the next line would make it larger than `maxBytes`, the file becomes
/// `name.1`, the former `.1` becomes `.2` and so on; the oldest beyond `keptFiles` is removed.
/// Every line is handed to the system at once, so that it survives a crash of the program.
class RotatingFileSink final : public LogSink {
public:
    struct Limits {
        std::uint64_t maxBytes = 1u << 20;
        int keptFiles = 3; ///< older ones besides the current one
    };

    /// Goes on at the end of an existing file. Makes the folder if it is missing. [main]
    [[nodiscard]] static Result<std::unique_ptr<RotatingFileSink>>
    open(const std::filesystem::path& file, Limits limits);
    [[nodiscard]] static Result<std::unique_ptr<RotatingFileSink>>
    open(const std::filesystem::path& file)
    {
        return open(file, Limits{});
    }

    void write(const LogRecord&) noexcept override;

private:
    RotatingFileSink(std::filesystem::path file, Limits limits);
    void reopen();
    void rotate();
    [[nodiscard]] std::filesystem::path older(int number) const;

    std::filesystem::path file_;
    Limits limits_;
    std::ofstream stream_;
    std::uint64_t bytes_ = 0;
};

} // namespace cppmusic::core

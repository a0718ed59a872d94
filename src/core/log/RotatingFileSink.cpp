// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log/RotatingFileSink.h"

#include "core/io/DiskError.h"

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace cppmusic::core {

namespace fs = std::filesystem;

RotatingFileSink::RotatingFileSink(fs::path file, Limits limits)
    : file_(std::move(file)), limits_(limits)
{
    reopen();
}

Result<std::unique_ptr<RotatingFileSink>> RotatingFileSink::open(const fs::path& file,
                                                                 Limits limits)
{
    std::error_code error;
    if (file.has_parent_path()) fs::create_directories(file.parent_path(), error);
    if (error) return diskError("create the folder for the log", file.parent_path(), error);
    errno = 0;
    std::unique_ptr<RotatingFileSink> sink(new RotatingFileSink(file, limits));
    if (!sink->stream_.is_open())
        return diskError("open the log", file, {errno, std::generic_category()});
    return sink;
}

void RotatingFileSink::reopen()
{
    std::error_code error;
    const std::uintmax_t size = fs::file_size(file_, error);
    bytes_ = error ? 0 : size;
    stream_.open(file_, std::ios::binary | std::ios::app);
}

fs::path RotatingFileSink::older(int number) const
{
    fs::path path = file_;
    path += "." + std::to_string(number);
    return path;
}

void RotatingFileSink::rotate()
{
    stream_.close();
    std::error_code ignored; // what can't be moved is overwritten or kept longer
    if (limits_.keptFiles <= 0) fs::remove(file_, ignored);
    for (int number = limits_.keptFiles - 1; number >= 1; --number)
        fs::rename(older(number), older(number + 1), ignored);
    if (limits_.keptFiles > 0) fs::rename(file_, older(1), ignored);
    reopen();
}

void RotatingFileSink::write(const LogRecord& record) noexcept
{
    try {
        const std::string line = lineOf(record) + "\n";
        if (bytes_ > 0 && bytes_ + line.size() > limits_.maxBytes) rotate();
        stream_.clear(); // after a full disk, try again
        stream_ << line << std::flush;
        bytes_ += line.size();
    } catch (...) { // out of memory: this line is lost
    }
}

} // namespace cppmusic::core

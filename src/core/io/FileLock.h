// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <filesystem>

namespace cppmusic::core {

/// Says that one program works on something, so that a second one keeps away. The file names who:
/// computer and process. A program that dies lets go by itself. [main or job]
class FileLock {
public:
    FileLock() = default;
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

    /// alreadyExists when another program has it, also one on another computer that shares the
    /// folder; the message names it. A lock left by a program of this computer that is no longer
    /// there is taken over. `takesOver`: also one that another computer left.
    Status acquire(const std::filesystem::path& file, bool takesOver = false);
    void release() noexcept;
    [[nodiscard]] bool isHeld() const noexcept { return number_ >= 0; }
    /// Whether what the file said before was none of ours.
    [[nodiscard]] bool foundDamage() const noexcept { return foundDamage_; }

private:
    int number_ = -1;
    bool foundDamage_ = false;
};

} // namespace cppmusic::core

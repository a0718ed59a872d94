// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace cppmusic::cli {

/// One line on standard error that fills from left to right; draws nothing unless standard error is
/// a terminal. Erases itself at the end. [one thread at a time]
class ProgressBar {
public:
    explicit ProgressBar(std::string label);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /// 0–1; draws only when the picture changes.
    void show(double fraction);
    void erase();

private:
    std::string label_;
    int shownPercent_ = -1;
    bool isOnTerminal_ = false;
};

} // namespace cppmusic::cli

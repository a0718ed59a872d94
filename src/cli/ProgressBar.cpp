// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/ProgressBar.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#ifdef _WIN32
#include <io.h>
#else
#include <unistd.h>
#endif

namespace cppmusic::cli {

namespace {

constexpr int barWidth = 32;

bool isStandardErrorATerminal()
{
#ifdef _WIN32
    return _isatty(_fileno(stderr)) != 0;
#else
    return isatty(STDERR_FILENO) != 0;
#endif
}

} // namespace

ProgressBar::ProgressBar(std::string label)
    : label_(std::move(label)), isOnTerminal_(isStandardErrorATerminal())
{
}

ProgressBar::~ProgressBar()
{
    erase();
}

void ProgressBar::show(double fraction)
{
    if (!isOnTerminal_) return;
    const int percent = static_cast<int>(std::lround(std::clamp(fraction, 0.0, 1.0) * 100.0));
    if (percent == shownPercent_) return;
    shownPercent_ = percent;
    const int filled = percent * barWidth / 100;
    std::string bar;
    for (int i = 0; i < barWidth; ++i) bar += i < filled ? "━" : "╌";
    std::fprintf(stderr, "\r%s  %s %3d %%", label_.c_str(), bar.c_str(), percent);
    std::fflush(stderr);
}

void ProgressBar::erase()
{
    if (shownPercent_ < 0) return;
    shownPercent_ = -1;
    std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
}

} // namespace cppmusic::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

namespace cppmusic::ui {

/// How a control tells what the hand does: begin and end enclose one gesture (one undo entry);
/// change carries the plain value. A wheel step, a typed value and a reset are gestures of their
/// own. [main]
struct ValueCallbacks {
    std::function<void()> begin;
    std::function<void(float)> change;
    std::function<void()> end;

    void set(float value) const
    {
        if (begin) begin();
        if (change) change(value);
        if (end) end();
    }
};

} // namespace cppmusic::ui

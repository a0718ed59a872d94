// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/style/UltraDesignSystem.h"

namespace cppmusic::ui {

/// Things side by side that scroll when there are more than fit. [main]
class ScrolledRow final : public juce::Viewport {
public:
    ScrolledRow()
    {
        setViewedComponent(&row_, false);
        setScrollBarsShown(false, true);
        setScrollBarThickness(Tokens::Size::scrollBar);
    }
    /// Add children here; its size is the row's whole length.
    [[nodiscard]] juce::Component& content() noexcept { return row_; }

private:
    juce::Component row_;
};

} // namespace cppmusic::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

namespace cppmusic::integration {

/// The program's one window. [main]
class MainWindow final : public juce::DocumentWindow {
public:
    MainWindow();

    void closeButtonPressed() override;
};

} // namespace cppmusic::integration

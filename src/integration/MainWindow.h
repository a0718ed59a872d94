// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <juce_gui_basics/juce_gui_basics.h>
#include <memory>

namespace cppmusic::integration {

/// The program's one window. Keys go to the commands of the table wherever the focus is, unless a
/// text field takes them. [main]
class MainWindow final : public juce::DocumentWindow {
public:
    MainWindow(std::unique_ptr<juce::Component> content, juce::ApplicationCommandManager&);
    ~MainWindow() override;

    std::function<void()> onClose;

private:
    void closeButtonPressed() override;

    juce::ApplicationCommandManager& commands_;
};

} // namespace cppmusic::integration

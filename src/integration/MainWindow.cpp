// SPDX-License-Identifier: GPL-3.0-or-later
#include "integration/MainWindow.h"

#include "ui/style/UltraDesignSystem.h"

#include <algorithm>

namespace cppmusic::integration {

MainWindow::MainWindow(std::unique_ptr<juce::Component> content,
                       juce::ApplicationCommandManager& commands)
    : DocumentWindow("CPPMusic", ui::Theme::dark().surface0, DocumentWindow::allButtons),
      commands_(commands)
{
    using Size = ui::Tokens::Size;
    setUsingNativeTitleBar(true);
    setResizable(true, false);
    setResizeLimits(Size::smallestWidth, Size::smallestHeight, 16384, 16384);
    setContentOwned(content.release(), false);
    addKeyListener(commands_.getKeyMappings());

    juce::Rectangle<int> screen(0, 0, 1440, 900);
    if (const auto* display = juce::Desktop::getInstance().getDisplays().getPrimaryDisplay())
        screen = display->userArea;
    centreWithSize(std::clamp(screen.getWidth() - 8, Size::smallestWidth + 0, 1920),
                   std::clamp(screen.getHeight() - 40, Size::smallestHeight + 0, 1140));
    setVisible(true);
    if (auto* view = getContentComponent()) view->grabKeyboardFocus();
}

MainWindow::~MainWindow()
{
    removeKeyListener(commands_.getKeyMappings());
}

void MainWindow::closeButtonPressed()
{
    if (onClose) onClose();
}

} // namespace cppmusic::integration

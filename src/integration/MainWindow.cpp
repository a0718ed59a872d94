// SPDX-License-Identifier: GPL-3.0-or-later
#include "integration/MainWindow.h"

#include "ui/style/UltraDesignSystem.h"

namespace cppmusic::integration {

MainWindow::MainWindow()
    : DocumentWindow("CPPMusic", ui::Theme::dark().surface0, DocumentWindow::allButtons)
{
    using Size = ui::Tokens::Size;
    setUsingNativeTitleBar(true);
    setResizable(true, false);
    setResizeLimits(Size::smallestWidth, Size::smallestHeight, 16384, 16384);
    centreWithSize(1440, 860);
    setVisible(true);
}

void MainWindow::closeButtonPressed()
{
    juce::JUCEApplication::getInstance()->systemRequestedQuit();
}

} // namespace cppmusic::integration

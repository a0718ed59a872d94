// SPDX-License-Identifier: GPL-3.0-or-later
#include "integration/App.h"

#include "integration/MainWindow.h"

namespace cppmusic::integration {

App::App() = default;
App::~App() = default;

void App::initialise(const juce::String&)
{
    lookAndFeel_ = std::make_unique<ui::CppMusicLookAndFeel>();
    juce::LookAndFeel::setDefaultLookAndFeel(lookAndFeel_.get());
    window_ = std::make_unique<MainWindow>();
}

void App::shutdown()
{
    window_.reset();
    juce::LookAndFeel::setDefaultLookAndFeel(nullptr);
    lookAndFeel_.reset();
}

void App::systemRequestedQuit()
{
    quit();
}

} // namespace cppmusic::integration

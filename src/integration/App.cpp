// SPDX-License-Identifier: GPL-3.0-or-later
#include "integration/App.h"

#include "integration/CommandLine.h"
#include "integration/CompositionRoot.h"

#include <iostream>

namespace cppmusic::integration {

App::App() = default;
App::~App() = default;

void App::initialise(const juce::String&)
{
    const CommandLine line = CommandLine::parse(getCommandLineParameterArray());
    if (line.problem.isNotEmpty()) {
        std::cerr << "cppmusic: " << line.problem << "\n";
        setApplicationReturnValue(2);
        quit();
        return;
    }
    if (line.wantsHelp || line.wantsVersion) {
        std::cout << (line.wantsHelp ? CommandLine::helpText()
                                     : juce::String("cppmusic " CPPMUSIC_VERSION "\n"));
        quit();
        return;
    }
    lookAndFeel_ = std::make_unique<ui::CppMusicLookAndFeel>();
    juce::LookAndFeel::setDefaultLookAndFeel(lookAndFeel_.get());
    root_ = std::make_unique<CompositionRoot>(line);
}

void App::shutdown()
{
    root_.reset();
    juce::LookAndFeel::setDefaultLookAndFeel(nullptr);
    lookAndFeel_.reset();
}

void App::systemRequestedQuit()
{
    if (root_ != nullptr)
        root_->requestQuit();
    else
        quit();
}

} // namespace cppmusic::integration

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/lookandfeel/CppMusicLookAndFeel.h"

#include <juce_gui_basics/juce_gui_basics.h>
#include <memory>

namespace cppmusic::integration {

class CompositionRoot;

/// The desktop program. [main]
class App final : public juce::JUCEApplication {
public:
    App();
    ~App() override;
    const juce::String getApplicationName() override { return "CPPMusic"; }
    const juce::String getApplicationVersion() override { return CPPMUSIC_VERSION; }
    bool moreThanOneInstanceAllowed() override { return true; }
    void initialise(const juce::String& commandLine) override;
    void shutdown() override;
    void systemRequestedQuit() override;

private:
    std::unique_ptr<ui::CppMusicLookAndFeel> lookAndFeel_;
    std::unique_ptr<CompositionRoot> root_;
};

} // namespace cppmusic::integration

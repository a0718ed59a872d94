// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "integration/AudioOutput.h"
#include "integration/CommandLine.h"
#include "session/Session.h"
#include "ui/core/Workspace.h"

#include <memory>

namespace cppmusic::ui {
class MainView;
}

namespace cppmusic::integration {

class MainWindow;

/// Builds the program from its parts and owns them: session, sound, window. [main]
class CompositionRoot final : public ui::HostServices {
public:
    explicit CompositionRoot(const CommandLine&);
    ~CompositionRoot() override;

    /// Asks about unsaved work, then quits.
    void requestQuit();
    [[nodiscard]] ui::DeviceStatus deviceStatus() const override;
    [[nodiscard]] juce::StringArray outputs() override;
    core::Status selectOutput(const juce::String& name) override;
    void quitNow() override;
    void toggleFullScreen() override;
    void silence() override;

private:
    void openFirstProject(const CommandLine&);
    void showTitle(const juce::String& name, bool isModified);
    [[nodiscard]] static juce::File findDemoSong();

    session::Session session_;
    AudioOutput output_;
    std::unique_ptr<MainWindow> window_;
    ui::MainView* view_ = nullptr; // the window owns it
};

} // namespace cppmusic::integration

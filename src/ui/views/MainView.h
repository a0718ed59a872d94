// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "project/Subscription.h"
#include "session/storage/SaveState.h"
#include "ui/components/SaveBanner.h"
#include "ui/components/StatusStrip.h"
#include "ui/core/AppState.h"
#include "ui/core/CommandHandler.h"
#include "ui/core/Layout.h"
#include "ui/core/LevelStore.h"
#include "ui/core/ProjectActions.h"
#include "ui/views/ArrangeView.h"
#include "ui/views/DeviceView.h"
#include "ui/views/MixerView.h"
#include "ui/views/TransportBar.h"

namespace cppmusic::ui {

/// Everything inside the window: transport bar, playlist, dock, status strip, and the clock that
/// moves them: 60 frames a second while something moves, 20 otherwise. [main]
class MainView final : public juce::Component,
                       private ViewCommands,
                       private AppState::Listener,
                       private juce::Timer {
public:
    MainView(session::Session&, HostServices&);
    ~MainView() override;

    [[nodiscard]] ProjectActions& actions() noexcept { return actions_; }
    [[nodiscard]] Messages& messages() noexcept { return messages_; }
    [[nodiscard]] juce::ApplicationCommandManager& commands() noexcept { return commands_; }
    /// Called when the project's name or its saved state changed.
    std::function<void(const juce::String& name, bool isModified)> onTitle;

private:
    class Splitter;

    void paint(juce::Graphics&) override;
    void resized() override;
    void panelsChanged() override;
    void timerCallback() override;
    void zoomBy(double factor) override;
    void zoomToSong() override;
    void showOutputMenu() override;
    void refreshTransport() override;
    void refresh();
    void showTitle();
    [[nodiscard]] MainLayout layout() const;
    void showMenu(juce::Component& target);
    void setUpDock();

    session::Session& session_;
    HostServices& host_;
    AppState state_;
    LevelStore levels_;
    Messages messages_;
    juce::ApplicationCommandManager commands_;
    Workspace workspace_;
    ProjectActions actions_;
    CommandHandler handler_;

    TransportBar transport_;
    ArrangeView arrange_;
    MixerView mixer_;
    DeviceView devices_;
    SaveBanner banner_;
    StatusStrip status_;
    std::unique_ptr<Splitter> splitter_;
    IconButton mixerTab_{"Mixer tab", Icon::mixer, "Mixer"};
    IconButton devicesTab_{"Devices tab", Icon::devices, "Devices"};
    IconButton closeDock_{"Close the dock", Icon::chevronDown};
    juce::TooltipWindow tooltips_{this, 600};

    project::Subscription modelSubscription_, selectionSubscription_;
    bool needsRefresh_ = false;
    double lastFrameMs_ = 0.0;
    int framesUntilDevice_ = 0;
    juce::String shownName_;
    bool isShownModified_ = false;
    session::SaveState shownState_;
};

} // namespace cppmusic::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/core/Commands.h"
#include "ui/core/ProjectActions.h"
#include "ui/core/Workspace.h"

namespace cppmusic::ui {

/// What commands need from the views.
class ViewCommands {
public:
    virtual ~ViewCommands() = default;
    virtual void zoomBy(double factor) = 0;
    virtual void zoomToSong() = 0;
    virtual void showOutputMenu() = 0;
    virtual void refreshTransport() = 0;
};

/// Performs every command of the table, whether it comes from a key, a menu or a button. [main]
class CommandHandler final : public juce::ApplicationCommandTarget {
public:
    CommandHandler(Workspace&, ProjectActions&, ViewCommands&);

    juce::ApplicationCommandTarget* getNextCommandTarget() override { return nullptr; }
    void getAllCommands(juce::Array<juce::CommandID>&) override;
    void getCommandInfo(juce::CommandID, juce::ApplicationCommandInfo&) override;
    bool perform(const InvocationInfo&) override;

    /// The menu of a category: "File", "Edit", "Track", "Transport", "View".
    [[nodiscard]] juce::PopupMenu menuOf(const juce::String& category);

private:
    bool performFile(CommandId);
    bool performEdit(CommandId);
    bool performTrack(CommandId);
    bool performTransport(CommandId);
    bool performView(CommandId);
    void addTrack(CommandId);
    void loopSelection();
    void muteSelection();

    Workspace& workspace_;
    ProjectActions& actions_;
    ViewCommands& views_;
};

} // namespace cppmusic::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time/Units.h"
#include "ui/core/Workspace.h"

#include <filesystem>
#include <memory>

namespace cppmusic::ui {

/// New, open, save, import, export and quit, with their dialogs. Nothing here blocks: playback goes
/// on while a dialog is open. Whatever would lose unsaved work asks first. [main]
class ProjectActions {
public:
    explicit ProjectActions(Workspace& workspace) : workspace_(workspace) {}

    void newProject();
    void open();
    void open(const std::filesystem::path&);
    /// `done` is called after a successful save only.
    void save(std::function<void()> done = {});
    void saveAs(std::function<void()> done = {});
    /// Asks whether to go on with a song that was left in the drafts folder; nothing when there is
    /// none. One that is not wanted now is offered again at the next start.
    void offerDrafts();
    void import();
    /// Audio to a track of its own, MIDI to as many as it has.
    void importFiles(const juce::StringArray& files, core::Beats at);
    void exportMidi();
    void quit();
    /// The folder the next dialog starts in.
    void setFolder(const juce::File& folder) { folder_ = folder; }

private:
    using Chosen = std::function<void(const juce::File&)>;
    void choose(const juce::String& title, const juce::File& start, const juce::String& patterns,
                int flags, Chosen);
    void ifNothingIsLost(const juce::String& before, std::function<void()> then);
    void importFile(const juce::File&, core::Beats at);

    Workspace& workspace_;
    std::unique_ptr<juce::FileChooser> chooser_;
    bool isAsking_ = false;
    juce::File folder_{juce::File::getSpecialLocation(juce::File::userHomeDirectory)};
};

} // namespace cppmusic::ui

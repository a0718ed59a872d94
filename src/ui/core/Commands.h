// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <juce_gui_basics/juce_gui_basics.h>
#include <span>

namespace cppmusic::ui {

/// Everything a key or a menu can ask for. The numbers are JUCE command ids; never 0.
enum class CommandId : int {
    newProject = 0x1001,
    openProject,
    saveProject,
    saveProjectAs,
    importFile,
    exportMidi,
    quit,
    undo = 0x1101,
    redo,
    duplicate,
    deleteSelection,
    selectAll,
    selectNone,
    splitAtPlayhead,
    muteSelection,
    addInstrumentTrack = 0x1201,
    addAudioTrack,
    addGroupTrack,
    addAuxTrack,
    deleteTrack,
    playStop = 0x1301,
    toStart,
    barBack,
    barForward,
    toggleLoop,
    loopSelection,
    toggleMetronome,
    record,
    panic,
    showPlaylist = 0x1401,
    showMixer,
    showDevices,
    zoomIn,
    zoomOut,
    zoomToSong,
    followPlayhead,
    fullScreen,
    audioSettings
};

/// One row of the table of commands.
struct CommandEntry {
    CommandId id;
    const char* name;        ///< as a menu says it
    const char* description; ///< one sentence for tooltips and the status strip
    const char* category;    ///< the menu it is in
    const char* keys;        ///< JUCE key descriptions, separated by '|'; may be empty
};

/// The one table that menus, keys and tooltips come from. [any]
[[nodiscard]] std::span<const CommandEntry> commandTable();
[[nodiscard]] const CommandEntry& commandEntry(CommandId);
[[nodiscard]] juce::Array<juce::KeyPress> defaultKeys(const CommandEntry&);
/// "Undo (Ctrl+Z)".
[[nodiscard]] juce::String tooltipFor(CommandId);
/// A key as people write it: "Ctrl+Shift+Z".
[[nodiscard]] juce::String keyText(const juce::KeyPress&);

} // namespace cppmusic::ui

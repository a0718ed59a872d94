// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/core/Commands.h"

#include <algorithm>
#include <array>

namespace cppmusic::ui {
namespace {

using Id = CommandId;

constexpr std::array table = {
    CommandEntry{Id::newProject, "New project", "Starts an empty song", "File", "ctrl + N"},
    CommandEntry{Id::openProject, "Open…", "Opens a project folder", "File", "ctrl + O"},
    CommandEntry{Id::saveProject, "Save", "Writes the song to its folder", "File", "ctrl + S"},
    CommandEntry{Id::saveProjectAs, "Save as…", "Writes the song to another folder", "File",
                 "ctrl + shift + S"},
    CommandEntry{Id::importFile, "Import audio or MIDI…",
                 "Copies an audio file into the song, or adds the tracks of a MIDI file", "File",
                 "ctrl + I"},
    CommandEntry{Id::exportMidi, "Export MIDI…", "Writes the notes as a standard MIDI file", "File",
                 ""},
    CommandEntry{Id::quit, "Quit", "Ends the program", "File", "ctrl + Q"},

    CommandEntry{Id::undo, "Undo", "Takes the last edit back", "Edit", "ctrl + Z"},
    CommandEntry{Id::redo, "Redo", "Does again what was undone", "Edit",
                 "ctrl + shift + Z|ctrl + Y"},
    CommandEntry{Id::duplicate, "Duplicate", "Copies the selected clips right behind them", "Edit",
                 "ctrl + D|ctrl + B"},
    CommandEntry{Id::deleteSelection, "Delete", "Removes the selected clips", "Edit",
                 "delete|backspace"},
    CommandEntry{Id::splitAtPlayhead, "Split at playhead",
                 "Cuts the selected clips where the playhead is", "Edit", "ctrl + E"},
    CommandEntry{Id::muteSelection, "Mute clips", "Silences the selected clips, or lets them sound",
                 "Edit", "alt + M"},
    CommandEntry{Id::selectAll, "Select all", "Selects every clip", "Edit", "ctrl + A"},
    CommandEntry{Id::selectNone, "Select none", "Takes the selection off", "Edit", "escape"},

    CommandEntry{Id::addInstrumentTrack, "Add instrument track", "Adds a track with a synthesizer",
                 "Track", "ctrl + T"},
    CommandEntry{Id::addAudioTrack, "Add audio track", "Adds a track for audio clips", "Track",
                 "ctrl + shift + T"},
    CommandEntry{Id::addGroupTrack, "Add group track", "Adds a track that sums others", "Track",
                 ""},
    CommandEntry{Id::addAuxTrack, "Add send track", "Adds a track that sums sends", "Track", ""},
    CommandEntry{Id::deleteTrack, "Delete track", "Removes the selected track with its clips",
                 "Track", "ctrl + delete"},

    CommandEntry{Id::playStop, "Play / stop", "Starts or stops the song", "Transport", "spacebar"},
    CommandEntry{Id::toStart, "To start", "Puts the playhead at the start of the song", "Transport",
                 "home"},
    CommandEntry{Id::barBack, "Bar back", "Puts the playhead at the bar before", "Transport",
                 "ctrl + cursor left"},
    CommandEntry{Id::barForward, "Bar forward", "Puts the playhead at the next bar", "Transport",
                 "ctrl + cursor right"},
    CommandEntry{Id::toggleLoop, "Loop", "Repeats the loop range", "Transport", "shift + L"},
    CommandEntry{Id::loopSelection, "Loop the selection",
                 "Sets the loop range around the selected clips", "Transport", "ctrl + L"},
    CommandEntry{Id::toggleMetronome, "Metronome", "Clicks on every beat", "Transport", "ctrl + M"},
    CommandEntry{Id::record, "Record", "Recording needs an audio input; this version has none yet",
                 "Transport", "R"},
    CommandEntry{Id::panic, "Silence everything", "Ends every note that sounds", "Transport",
                 "ctrl + H"},

    CommandEntry{Id::showPlaylist, "Playlist", "Gives the playlist the whole window", "View", "F5"},
    CommandEntry{Id::showDevices, "Devices", "Shows the devices of the selected track", "View",
                 "F8"},
    CommandEntry{Id::showMixer, "Mixer", "Shows or hides the mixer", "View", "F9"},
    CommandEntry{Id::zoomIn, "Zoom in", "Shows less time, larger", "View", "ctrl + =|ctrl + +"},
    CommandEntry{Id::zoomOut, "Zoom out", "Shows more time, smaller", "View", "ctrl + -"},
    CommandEntry{Id::zoomToSong, "Zoom to song", "Fits the whole song into the playlist", "View",
                 "shift + Z"},
    CommandEntry{Id::followPlayhead, "Follow the playhead",
                 "Turns the page when the playhead leaves it", "View", "shift + F"},
    CommandEntry{Id::fullScreen, "Full screen", "Uses the whole screen", "View", "F11"},
    CommandEntry{Id::audioSettings, "Audio output…", "Chooses where the sound goes", "View", "F10"},
};

} // namespace

std::span<const CommandEntry> commandTable()
{
    return table;
}

const CommandEntry& commandEntry(CommandId id)
{
    const auto found = std::find_if(table.begin(), table.end(),
                                    [id](const CommandEntry& entry) { return entry.id == id; });
    jassert(found != table.end());
    return *found;
}

juce::Array<juce::KeyPress> defaultKeys(const CommandEntry& entry)
{
    juce::Array<juce::KeyPress> keys;
    for (const auto& text : juce::StringArray::fromTokens(entry.keys, "|", ""))
        keys.add(juce::KeyPress::createFromDescription(text));
    return keys;
}

juce::String keyText(const juce::KeyPress& key)
{
    juce::String text = key.getTextDescription();
    text = text.replace("spacebar", "Space").replace("cursor ", "").replace(" + ", "+");
    juce::StringArray parts = juce::StringArray::fromTokens(text, "+", "");
    for (auto& part : parts) part = part.substring(0, 1).toUpperCase() + part.substring(1);
    return parts.joinIntoString("+");
}

juce::String tooltipFor(CommandId id)
{
    const auto& entry = commandEntry(id);
    const auto keys = defaultKeys(entry);
    juce::String text = juce::String::fromUTF8(entry.name);
    if (!keys.isEmpty()) text << " (" << keyText(keys.getFirst()) << ")";
    return text;
}

} // namespace cppmusic::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/core/CommandHandler.h"

#include "model/Queries.h"
#include "project/SelectionModel.h"
#include "session/Session.h"
#include "session/controllers/ArrangementController.h"
#include "session/controllers/HistoryController.h"
#include "session/controllers/TransportController.h"
#include "ui/core/AppState.h"

#include <algorithm>

namespace cppmusic::ui {

CommandHandler::CommandHandler(Workspace& workspace, ProjectActions& actions, ViewCommands& views)
    : workspace_(workspace), actions_(actions), views_(views)
{
}

void CommandHandler::getAllCommands(juce::Array<juce::CommandID>& commands)
{
    for (const auto& entry : commandTable()) commands.add(static_cast<int>(entry.id));
}

void CommandHandler::getCommandInfo(juce::CommandID id, juce::ApplicationCommandInfo& info)
{
    const auto& entry = commandEntry(static_cast<CommandId>(id));
    info.setInfo(juce::String::fromUTF8(entry.name), juce::String::fromUTF8(entry.description),
                 entry.category, 0);
    info.defaultKeypresses = defaultKeys(entry);

    const auto& selection = workspace_.session.selection().current();
    const auto& history = workspace_.session.history();
    bool isActive = true;
    switch (entry.id) {
    case CommandId::undo:
        isActive = history.canUndo();
        info.shortName = juce::String::fromUTF8(history.undoText().c_str());
        break;
    case CommandId::redo:
        isActive = history.canRedo();
        info.shortName = juce::String::fromUTF8(history.redoText().c_str());
        break;
    case CommandId::duplicate:
    case CommandId::deleteSelection:
    case CommandId::splitAtPlayhead:
    case CommandId::muteSelection:
    case CommandId::loopSelection: isActive = !selection.clips.empty(); break;
    case CommandId::deleteTrack: isActive = !selection.tracks.empty(); break;
    case CommandId::record: isActive = false; break;
    case CommandId::toggleLoop:
        info.setTicked(workspace_.session.transport().isLoopEnabled());
        break;
    case CommandId::toggleMetronome:
        info.setTicked(workspace_.session.transport().isMetronomeOn());
        break;
    case CommandId::followPlayhead: info.setTicked(workspace_.state.followsPlayhead()); break;
    default: break;
    }
    info.setActive(isActive);
}

juce::PopupMenu CommandHandler::menuOf(const juce::String& category)
{
    juce::PopupMenu menu;
    for (const auto& entry : commandTable()) {
        if (category != entry.category) continue;
        juce::ApplicationCommandInfo info(static_cast<int>(entry.id));
        getCommandInfo(static_cast<int>(entry.id), info);
        const bool isHistory = entry.id == CommandId::undo || entry.id == CommandId::redo;
        juce::PopupMenu::Item item(isHistory ? info.shortName : juce::String::fromUTF8(entry.name));
        item.itemID = static_cast<int>(entry.id);
        item.isEnabled = (info.flags & juce::ApplicationCommandInfo::isDisabled) == 0;
        item.isTicked = (info.flags & juce::ApplicationCommandInfo::isTicked) != 0;
        if (!info.defaultKeypresses.isEmpty())
            item.shortcutKeyDescription = keyText(info.defaultKeypresses.getFirst());
        item.action = [this, id = entry.id] {
            workspace_.commands.invokeDirectly(static_cast<int>(id), true);
        };
        menu.addItem(std::move(item));
    }
    return menu;
}

bool CommandHandler::perform(const InvocationInfo& invocation)
{
    const auto id = static_cast<CommandId>(invocation.commandID);
    const bool isDone = performFile(id) || performEdit(id) || performTrack(id) ||
                        performTransport(id) || performView(id);
    views_.refreshTransport();
    return isDone;
}

bool CommandHandler::performFile(CommandId id)
{
    switch (id) {
    case CommandId::newProject: actions_.newProject(); return true;
    case CommandId::openProject: actions_.open(); return true;
    case CommandId::saveProject: actions_.save(); return true;
    case CommandId::saveProjectAs: actions_.saveAs(); return true;
    case CommandId::importFile: actions_.import(); return true;
    case CommandId::exportMidi: actions_.exportMidi(); return true;
    case CommandId::quit: actions_.quit(); return true;
    default: return false;
    }
}

bool CommandHandler::performEdit(CommandId id)
{
    auto& arrangement = workspace_.session.arrangement();
    auto& selection = workspace_.session.selection();
    auto& messages = workspace_.messages;
    switch (id) {
    case CommandId::undo: return workspace_.session.history().undo();
    case CommandId::redo: return workspace_.session.history().redo();
    case CommandId::duplicate: return messages.check(arrangement.duplicateSelection());
    case CommandId::deleteSelection: return messages.check(arrangement.deleteSelection());
    case CommandId::splitAtPlayhead:
        return messages.check(
            arrangement.splitSelection(workspace_.session.transport().position()));
    case CommandId::muteSelection: muteSelection(); return true;
    case CommandId::selectNone: selection.clear(); return true;
    case CommandId::selectAll: {
        project::Selection all;
        for (const auto& track : workspace_.session.model().snapshot()->tracks)
            for (const auto& clip : track->clips) all.clips.insert(clip->id);
        selection.set(all);
        return true;
    }
    default: return false;
    }
}

void CommandHandler::muteSelection()
{
    const auto project = workspace_.session.model().snapshot();
    const auto& clips = workspace_.session.selection().current().clips;
    const bool hasSounding = std::any_of(clips.begin(), clips.end(), [&](model::ClipId id) {
        const auto* clip = model::findClip(*project, id);
        return clip != nullptr && !(*clip)->isMuted;
    });
    workspace_.messages.check(
        workspace_.session.arrangement().setClipsMuted({clips.begin(), clips.end()}, hasSounding));
}

void CommandHandler::addTrack(CommandId id)
{
    const auto project = workspace_.session.model().snapshot();
    const auto& tracks = workspace_.session.selection().current().tracks;
    const auto after = tracks.empty() ? model::TrackId{} : *tracks.rbegin();
    const bool isAfterMaster = model::masterTrack(*project).id == after;
    const auto number = std::to_string(project->tracks.size());
    auto kind = model::TrackKind::instrument;
    std::string name = "Synth " + number;
    if (id == CommandId::addAudioTrack) {
        kind = model::TrackKind::audio;
        name = "Audio " + number;
    } else if (id == CommandId::addGroupTrack) {
        kind = model::TrackKind::group;
        name = "Group " + number;
    } else if (id == CommandId::addAuxTrack) {
        kind = model::TrackKind::aux;
        name = "Send " + number;
    }
    const auto track = workspace_.session.arrangement().addTrack(
        kind, name, isAfterMaster ? model::TrackId{} : after);
    if (workspace_.messages.check(track))
        workspace_.session.selection().set({{track.value()}, {}, {}, {}});
}

bool CommandHandler::performTrack(CommandId id)
{
    switch (id) {
    case CommandId::addInstrumentTrack:
    case CommandId::addAudioTrack:
    case CommandId::addGroupTrack:
    case CommandId::addAuxTrack: addTrack(id); return true;
    case CommandId::deleteTrack: {
        const auto tracks = workspace_.session.selection().current().tracks;
        for (const auto track : tracks)
            workspace_.messages.check(workspace_.session.arrangement().removeTrack(track));
        return true;
    }
    default: return false;
    }
}

void CommandHandler::loopSelection()
{
    const auto project = workspace_.session.model().snapshot();
    double from = 1e12, to = 0.0;
    for (const auto id : workspace_.session.selection().current().clips)
        if (const auto* clip = model::findClip(*project, id)) {
            from = std::min(from, (*clip)->start.value);
            to = std::max(to, ((*clip)->start + (*clip)->length).value);
        }
    if (to > from)
        workspace_.messages.check(
            workspace_.session.transport().setLoop(core::Beats(from), core::Beats(to), true));
}

bool CommandHandler::performTransport(CommandId id)
{
    auto& transport = workspace_.session.transport();
    switch (id) {
    case CommandId::playStop: transport.togglePlay(); return true;
    case CommandId::toStart: transport.locate(core::Beats(0.0)); return true;
    case CommandId::barBack: transport.moveByBars(-1); return true;
    case CommandId::barForward: transport.moveByBars(1); return true;
    case CommandId::toggleLoop:
        return workspace_.messages.check(transport.setLoopEnabled(!transport.isLoopEnabled()));
    case CommandId::loopSelection: loopSelection(); return true;
    case CommandId::toggleMetronome:
        transport.setMetronome(!transport.isMetronomeOn());
        return true;
    case CommandId::panic: workspace_.host.silence(); return true;
    case CommandId::record: return true;
    default: return false;
    }
}

bool CommandHandler::performView(CommandId id)
{
    auto& state = workspace_.state;
    const auto toggle = [&state](DockPage page) {
        const bool isShown = state.isDockOpen() && state.dockPage() == page;
        state.setDock(!isShown, page);
    };
    switch (id) {
    case CommandId::showPlaylist: state.setDock(false, state.dockPage()); return true;
    case CommandId::showMixer: toggle(DockPage::mixer); return true;
    case CommandId::showDevices: toggle(DockPage::devices); return true;
    case CommandId::zoomIn: views_.zoomBy(1.4); return true;
    case CommandId::zoomOut: views_.zoomBy(1.0 / 1.4); return true;
    case CommandId::zoomToSong: views_.zoomToSong(); return true;
    case CommandId::followPlayhead: state.setFollowsPlayhead(!state.followsPlayhead()); return true;
    case CommandId::fullScreen: workspace_.host.toggleFullScreen(); return true;
    case CommandId::audioSettings: views_.showOutputMenu(); return true;
    default: return false;
    }
}

} // namespace cppmusic::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/TrackHeader.h"

#include "project/SelectionModel.h"
#include "session/Session.h"
#include "session/controllers/ArrangementController.h"
#include "session/controllers/DeviceController.h"
#include "session/controllers/HistoryController.h"
#include "session/controllers/MixerController.h"
#include "ui/core/AppState.h"
#include "ui/core/Commands.h"
#include "ui/core/LevelStore.h"
#include "ui/style/NumberText.h"

namespace cppmusic::ui {
namespace {

constexpr int colourWidth = 4;
constexpr int numberWidth = 24;
constexpr int meterWidth = 8;

juce::String deviceLabel(const std::string& type)
{
    for (const auto& known : session::DeviceController::types())
        if (known.id == type) return juce::String::fromUTF8(std::string(known.label).c_str());
    return juce::String::fromUTF8(type.c_str());
}

juce::String kindText(const model::Track& track)
{
    switch (track.kind) {
    case model::TrackKind::instrument:
        if (!track.instrument) return "No instrument";
        return (*track.instrument)->name.empty()
                   ? deviceLabel((*track.instrument)->type)
                   : juce::String::fromUTF8((*track.instrument)->name.c_str());
    case model::TrackKind::audio: return "Audio";
    case model::TrackKind::group: return "Group";
    case model::TrackKind::aux: return "Send";
    case model::TrackKind::master: return "Master";
    case model::TrackKind::vca: return "VCA";
    }
    return {};
}

} // namespace

TrackHeader::TrackHeader(Workspace& workspace, model::TrackId track)
    : workspace_(workspace), track_(track)
{
    setOpaque(true);
    mute_.setOnColour(Theme::dark().mute);
    solo_.setOnColour(Theme::dark().solo);
    mute_.setTooltip("Mute");
    solo_.setTooltip("Solo; Ctrl+click takes all others off");
    mute_.onClick = [this] {
        workspace_.messages.check(
            workspace_.session.mixer().setMuted(track_, !mute_.getToggleState()));
    };
    solo_.onClick = [this] {
        auto& mixer = workspace_.session.mixer();
        const bool isOn = !solo_.getToggleState();
        if (juce::ModifierKeys::currentModifiers.isCtrlDown())
            workspace_.messages.check(mixer.clearSolos());
        workspace_.messages.check(mixer.setSoloed(track_, isOn));
    };
    addAndMakeVisible(mute_);
    addAndMakeVisible(solo_);
    addAndMakeVisible(meter_);
}

void TrackHeader::show(const model::Track& track, int number, bool isSelected)
{
    name_ = juce::String::fromUTF8(track.name.c_str());
    kind_ = kindText(track);
    colour_ = Tokens::trackColour(track.colour.index >= 0 ? track.colour.index : number - 1);
    number_ = number;
    isSelected_ = isSelected;
    hasLanes_ = !track.lanes.empty();
    isFolded_ = workspace_.state.foldedTracks().contains(track_);
    mute_.setToggleState(track.strip.isMuted, juce::dontSendNotification);
    solo_.setToggleState(track.strip.isSoloed, juce::dontSendNotification);
    setTitle("Track " + juce::String(number) + ", " + name_);
    setComponentID("track-" + juce::String(number));
    repaint();
}

void TrackHeader::showLevels()
{
    meter_.show(workspace_.levels.of(track_));
}

juce::Rectangle<int> TrackHeader::nameArea() const
{
    auto area = getLocalBounds().withTrimmedLeft(colourWidth + numberWidth);
    area.removeFromRight(meterWidth + Tokens::Space::s + 2 * 24 + Tokens::Space::s + 2);
    const bool isTall = getHeight() >= 44;
    return isTall ? area.withSizeKeepingCentre(area.getWidth(), 34).removeFromTop(18)
                  : area.withSizeKeepingCentre(area.getWidth(), 18);
}

void TrackHeader::resized()
{
    auto area = getLocalBounds();
    area.removeFromRight(Tokens::Space::xs);
    meter_.setBounds(area.removeFromRight(meterWidth).reduced(0, Tokens::Space::xs));
    area.removeFromRight(Tokens::Space::s);
    const auto buttons = area.removeFromRight(2 * 22 + 2).withSizeKeepingCentre(46, 20);
    mute_.setBounds(buttons.withWidth(22));
    solo_.setBounds(buttons.withTrimmedLeft(24));
}

void TrackHeader::paint(juce::Graphics& g)
{
    const Theme& theme = themeOf(*this);
    auto area = getLocalBounds();
    g.fillAll(isSelected_ ? theme.surface3 : theme.surface2);
    g.setColour(colour_);
    g.fillRect(area.removeFromLeft(colourWidth));
    g.setColour(theme.textDim);
    drawTabular(g, Tokens::font(Tokens::Type::micro), juce::String(number_),
                area.removeFromLeft(numberWidth).toFloat(),
                juce::Justification::horizontallyCentred);

    const auto name = nameArea();
    g.setColour(theme.textHigh);
    g.setFont(Tokens::font(Tokens::Type::body, Weight::medium));
    g.drawText(name_, name, juce::Justification::centredLeft);
    if (getHeight() >= 44) {
        g.setColour(isSelected_ ? theme.textMid : theme.textDim);
        g.setFont(Tokens::font(Tokens::Type::micro));
        auto line = name.translated(0, name.getHeight()).withHeight(16);
        if (hasLanes_) {
            const auto box = line.removeFromLeft(14).toFloat();
            juce::Graphics::ScopedSaveState state(g);
            if (isFolded_)
                g.addTransform(juce::AffineTransform::rotation(-juce::MathConstants<float>::halfPi,
                                                               box.getCentreX() - 2.0f,
                                                               box.getCentreY()));
            drawIcon(g, Icon::chevronDown, box.translated(-2.0f, 0.0f), 12.0f);
        }
        g.drawText(kind_, line, juce::Justification::centredLeft);
    }
    g.setColour(theme.surface0);
    g.fillRect(0, getHeight() - 1, getWidth(), 1);
    g.setColour(theme.hairline);
    g.fillRect(getWidth() - 1, 0, 1, getHeight());
}

void TrackHeader::mouseDown(const juce::MouseEvent& event)
{
    auto& selection = workspace_.session.selection();
    if (event.mods.isCtrlDown())
        selection.select(track_, !selection.contains(track_));
    else if (!selection.contains(track_) || selection.current().tracks.size() > 1)
        selection.set({{track_}, {}, {}, {}});
    if (event.mods.isPopupMenu()) {
        showMenu();
        return;
    }
    const auto name = nameArea();
    const auto fold = name.translated(0, name.getHeight()).withWidth(16);
    if (hasLanes_ && getHeight() >= 44 && fold.contains(event.getPosition()))
        workspace_.state.setFolded(track_, !isFolded_);
}

void TrackHeader::mouseDoubleClick(const juce::MouseEvent& event)
{
    if (nameArea().expanded(0, 4).contains(event.getPosition())) rename();
}

void TrackHeader::rename()
{
    editor_.open(
        *this, nameArea().expanded(4, 2), name_,
        [this](const juce::String& text) {
            if (text.trim().isNotEmpty() && text != name_)
                workspace_.messages.check(workspace_.session.arrangement().renameTrack(
                    track_, text.trim().toStdString()));
        },
        juce::Justification::centredLeft);
}

void TrackHeader::showColours()
{
    juce::PopupMenu menu;
    for (int i = 0; i < Tokens::paletteSize; ++i) {
        juce::PopupMenu::Item item("Colour " + juce::String(i + 1));
        item.itemID = i + 1;
        item.setColour(Tokens::trackColour(i));
        menu.addItem(item);
    }
    const juce::Component::SafePointer<TrackHeader> self(this);
    menu.showMenuAsync(juce::PopupMenu::Options().withTargetComponent(this), [self](int choice) {
        auto* header = self.getComponent();
        if (header == nullptr || choice <= 0) return;
        const model::PaletteColour colour{static_cast<std::int8_t>(choice - 1)};
        header->workspace_.messages.check(
            header->workspace_.session.arrangement().setTrackColour(header->track_, colour));
    });
}

void TrackHeader::showMenu()
{
    const juce::Component::SafePointer<TrackHeader> self(this);
    const auto later = [self](auto action) {
        return [self, action] {
            if (auto* header = self.getComponent()) action(*header);
        };
    };
    const auto move = [](TrackHeader& header, int by) {
        const int place = header.number_ - 1 + by;
        if (place >= 0)
            header.workspace_.messages.check(header.workspace_.session.arrangement().moveTrack(
                header.track_, static_cast<std::size_t>(place)));
    };
    juce::PopupMenu menu;
    menu.addItem("Rename", later([](TrackHeader& header) { header.rename(); }));
    menu.addItem(juce::String::fromUTF8("Colour…"),
                 later([](TrackHeader& header) { header.showColours(); }));
    menu.addItem("Move up", number_ > 1, false, later([move](TrackHeader& h) { move(h, -1); }));
    menu.addItem("Move down", later([move](TrackHeader& h) { move(h, 1); }));
    menu.addItem("Undo this track's last edit", later([](TrackHeader& header) {
                     auto& workspace = header.workspace_;
                     const auto undone = workspace.session.history().undoOfTrack(header.track_);
                     if (workspace.messages.check(undone))
                         workspace.messages.tell(juce::String::fromUTF8(undone->c_str()));
                 }));
    menu.addSeparator();
    for (const auto id : {CommandId::addInstrumentTrack, CommandId::addAudioTrack,
                          CommandId::addGroupTrack, CommandId::addAuxTrack})
        menu.addCommandItem(&workspace_.commands, static_cast<int>(id));
    menu.addSeparator();
    menu.addCommandItem(&workspace_.commands, static_cast<int>(CommandId::deleteTrack));
    menu.showMenuAsync(juce::PopupMenu::Options().withTargetComponent(this).withMousePosition());
}

} // namespace cppmusic::ui

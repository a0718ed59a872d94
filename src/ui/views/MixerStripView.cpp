// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/MixerStripView.h"

#include "model/Queries.h"
#include "project/SelectionModel.h"
#include "session/Session.h"
#include "session/controllers/DeviceController.h"
#include "session/controllers/MixerController.h"
#include "ui/core/AppState.h"
#include "ui/core/LevelStore.h"
#include "ui/core/ValueText.h"

#include <algorithm>

namespace cppmusic::ui {
namespace {

constexpr core::ParameterSpec panSpec{"pan", "Pan", "", -1.0f, 1.0f, 0.0f, core::Taper::linear};
constexpr int slotHeight = 19;

juce::String deviceName(const model::Device& device)
{
    if (!device.name.empty()) return juce::String::fromUTF8(device.name.c_str());
    for (const auto& type : session::DeviceController::types())
        if (type.id == device.type) return juce::String::fromUTF8(std::string(type.label).c_str());
    return juce::String::fromUTF8(device.type.c_str());
}

} // namespace

MixerStripView::MixerStripView(Workspace& workspace, model::TrackId track)
    : workspace_(workspace), track_(track), pan_("Pan", panSpec)
{
    setOpaque(true);
    setUpControls();
    for (auto* part :
         std::initializer_list<juce::Component*>{&pan_, &fader_, &mute_, &solo_, &meter_, &value_})
        addAndMakeVisible(part);
}

void MixerStripView::setUpControls()
{
    auto& mixer = workspace_.session.mixer();
    auto& messages = workspace_.messages;
    mute_.setOnColour(Theme::dark().mute);
    solo_.setOnColour(Theme::dark().solo);
    mute_.onClick = [this, &mixer, &messages] {
        messages.check(mixer.setMuted(track_, !mute_.getToggleState()));
    };
    solo_.onClick = [this, &mixer, &messages] {
        const bool isOn = !solo_.getToggleState();
        if (juce::ModifierKeys::currentModifiers.isCtrlDown()) messages.check(mixer.clearSolos());
        messages.check(mixer.setSoloed(track_, isOn));
    };
    mute_.setTooltip("Mute");
    solo_.setTooltip("Solo; Ctrl+click takes all others off");

    const auto gain = ValueCallbacks{
        [this, &mixer] { mixer.beginGesture(track_, session::StripParameter::gain); },
        [this, &mixer, &messages](float decibels) {
            messages.check(mixer.setGain(track_, decibels));
        },
        [&mixer] { mixer.endGesture(); }};
    fader_.callbacks = gain;
    fader_.setTooltip("Level: drag, Shift is fine, double click is 0 dB");
    value_.callbacks = gain;
    value_.setFormat(formatDb, parseDb);
    value_.setTextSize(Tokens::Type::small, Weight::medium);
    value_.setDefault(0.0f);
    value_.setTooltip("Level in dB: drag, or double click and type");

    pan_.callbacks = {
        [this, &mixer] { mixer.beginGesture(track_, session::StripParameter::pan); },
        [this, &mixer, &messages](float pan) { messages.check(mixer.setPan(track_, pan)); },
        [&mixer] { mixer.endGesture(); }};
    pan_.setFormat(formatPan, parsePan);
    pan_.setTooltip("Pan: drag, double click is the centre, right click types");
    meter_.onClipReset = [this] { workspace_.levels.resetClip(track_); };
}

void MixerStripView::show(const model::Project& project, const model::Track& track, int number,
                          bool isSelected)
{
    isMaster_ = track.kind == model::TrackKind::master;
    name_ = juce::String::fromUTF8(track.name.c_str());
    colour_ = isMaster_
                  ? Theme::dark().textMid
                  : Tokens::trackColour(track.colour.index >= 0 ? track.colour.index : number - 1);
    isSelected_ = isSelected;
    slots_.clear();
    if (track.instrument)
        slots_.push_back({deviceName(**track.instrument), (*track.instrument)->id,
                          (*track.instrument)->isEnabled, true});
    for (const auto& insert : track.inserts)
        slots_.push_back({deviceName(*insert), insert->id, insert->isEnabled, false});

    const model::Track* target = nullptr;
    if (const auto* output = model::findTrack(project, track.output)) target = &**output;
    route_ = isMaster_           ? juce::String("Output")
             : target != nullptr ? juce::String::fromUTF8(target->name.c_str())
                                 : juce::String("Master");
    mute_.setToggleState(track.strip.isMuted, juce::dontSendNotification);
    solo_.setToggleState(track.strip.isSoloed, juce::dontSendNotification);
    solo_.setVisible(!isMaster_);
    fader_.setColour(isMaster_ ? Theme::dark().textHigh : colour_);
    pan_.setColour(isMaster_ ? Theme::dark().accent : colour_);
    const juce::String who = isMaster_ ? juce::String("Master") : name_;
    setTitle("Strip " + who);
    setComponentID(isMaster_ ? juce::String("strip-master") : "strip-" + juce::String(number));
    fader_.setTitle(who + " level");
    pan_.setTitle(who + " pan");
    mute_.setTitle("Mute " + who);
    solo_.setTitle("Solo " + who);
    setTooltip(name_);
    showFrame();
    resized();
    repaint();
}

void MixerStripView::showFrame()
{
    const float gain = workspace_.session.mixer().displayedGain(track_);
    fader_.show(gain);
    value_.show(gain);
    pan_.show(workspace_.session.mixer().displayedPan(track_));
    meter_.show(workspace_.levels.of(track_));
}

void MixerStripView::resized()
{
    layout_ = computeStripLayout(getLocalBounds(), isMaster_);
    pan_.setVisible(!layout_.pan.isEmpty());
    pan_.setBounds(layout_.pan);
    mute_.setBounds(isMaster_ ? layout_.mute.getUnion(layout_.solo) : layout_.mute);
    solo_.setBounds(layout_.solo);
    fader_.setBounds(layout_.fader);
    meter_.setBounds(layout_.meter);
    value_.setBounds(layout_.value);
}

void MixerStripView::paint(juce::Graphics& g)
{
    const Theme& theme = themeOf(*this);
    g.fillAll(isSelected_ ? theme.surface3.interpolatedWith(theme.surface2, 0.5f) : theme.surface2);
    g.setColour(colour_);
    g.fillRect(layout_.name);
    g.setColour(theme.textOnColour);
    g.setFont(Tokens::font(Tokens::Type::small, Weight::semibold));
    g.drawText(name_, layout_.name.reduced(6, 0), juce::Justification::centred, true);
    paintSlots(g);

    auto route = layout_.route;
    g.setColour(theme.surface1);
    g.fillRect(route);
    g.setColour(theme.textDim);
    g.setFont(Tokens::font(Tokens::Type::micro));
    g.drawText(route_, route.reduced(6, 0), juce::Justification::centred, true);
    g.setColour(theme.surface0);
    g.fillRect(getLocalBounds().removeFromRight(1));
    if (isSelected_) {
        g.setColour(theme.accent);
        g.fillRect(layout_.name.getX(), layout_.name.getBottom() - 2, layout_.name.getWidth(), 2);
    }
}

void MixerStripView::paintSlots(juce::Graphics& g) const
{
    const Theme& theme = themeOf(*this);
    auto area = layout_.slots;
    const juce::Font font = Tokens::font(Tokens::Type::micro, Weight::medium);
    for (int i = 0; i < layout_.slotCount; ++i) {
        const auto slot = area.removeFromTop(slotHeight).withTrimmedBottom(2);
        const bool isUsed = static_cast<std::size_t>(i) < slots_.size();
        g.setColour(isUsed ? theme.surface3 : theme.surface1.withAlpha(0.6f));
        g.fillRoundedRectangle(slot.toFloat(), Tokens::Radius::control);
        if (!isUsed) {
            if (static_cast<std::size_t>(i) == slots_.size()) {
                g.setColour(theme.textDim.withAlpha(0.7f));
                drawIcon(g, Icon::add, slot.toFloat(), 9.0f);
            }
            continue;
        }
        const Slot& device = slots_[static_cast<std::size_t>(i)];
        const auto dot = slot.withWidth(14).toFloat().withSizeKeepingCentre(5.0f, 5.0f);
        g.setColour(device.isInstrument ? colour_ : theme.accent);
        if (device.isEnabled)
            g.fillEllipse(dot);
        else
            g.drawEllipse(dot.reduced(0.5f), 1.0f);
        g.setColour(device.isEnabled ? theme.textHigh : theme.textDim);
        g.setFont(font);
        g.drawFittedText(device.name, slot.withTrimmedLeft(14).withTrimmedRight(2),
                         juce::Justification::centredLeft, 1, 0.78f);
    }
}

void MixerStripView::mouseDown(const juce::MouseEvent& event)
{
    workspace_.session.selection().set({{track_}, {}, {}, {}});
    if (layout_.slots.contains(event.getPosition()))
        pressSlot((event.y - layout_.slots.getY()) / slotHeight,
                  event.mods.isPopupMenu() || event.x > layout_.slots.getX() + 14);
    else if (layout_.route.contains(event.getPosition()) && !isMaster_)
        showRouteMenu();
}

void MixerStripView::pressSlot(int index, bool isMenu)
{
    if (static_cast<std::size_t>(index) >= slots_.size()) {
        showInsertMenu();
        return;
    }
    const Slot slot = slots_[static_cast<std::size_t>(index)];
    auto& devices = workspace_.session.devices();
    if (!isMenu) {
        workspace_.messages.check(devices.setEnabled(slot.device, !slot.isEnabled));
        return;
    }
    auto& messages = workspace_.messages;
    auto& state = workspace_.state;
    juce::PopupMenu menu;
    menu.addItem("Show controls", [&state] { state.setDock(true, DockPage::devices); });
    menu.addItem(slot.isEnabled ? "Switch off" : "Switch on", [&devices, &messages, slot] {
        messages.check(devices.setEnabled(slot.device, !slot.isEnabled));
    });
    menu.addSeparator();
    menu.addItem("Remove", [&devices, &messages, slot] {
        messages.check(devices.removeDevice(slot.device));
    });
    menu.showMenuAsync(juce::PopupMenu::Options().withTargetComponent(this).withMousePosition());
}

void MixerStripView::showInsertMenu()
{
    juce::PopupMenu menu;
    auto& devices = workspace_.session.devices();
    auto& messages = workspace_.messages;
    const auto track = track_;
    for (const auto& type : session::DeviceController::types()) {
        const juce::String label = juce::String::fromUTF8(std::string(type.label).c_str());
        const std::string id(type.id);
        const bool isInstrument = type.isInstrument;
        if (isInstrument && (isMaster_ || (!slots_.empty() && slots_.front().isInstrument)))
            continue;
        menu.addItem(label, [&devices, &messages, id, isInstrument, track] {
            messages.check(isInstrument ? devices.setInstrument(track, id)
                                        : devices.addInsert(track, id));
        });
    }
    if (menu.getNumItems() == 0)
        menu.addItem("This version has no effects yet", false, false, [] {});
    menu.showMenuAsync(juce::PopupMenu::Options().withTargetComponent(this).withMousePosition());
}

void MixerStripView::showRouteMenu()
{
    const auto project = workspace_.session.model().snapshot();
    auto& mixer = workspace_.session.mixer();
    auto& messages = workspace_.messages;
    juce::PopupMenu menu;
    for (const auto& target : project->tracks) {
        const bool canTake =
            target->kind == model::TrackKind::group || target->kind == model::TrackKind::master;
        if (!canTake || target->id == track_) continue;
        const juce::String name = juce::String::fromUTF8(target->name.c_str());
        menu.addItem(name, true, name == route_,
                     [&mixer, &messages, track = track_, output = target->id] {
                         messages.check(mixer.setOutput(track, output));
                     });
    }
    menu.showMenuAsync(juce::PopupMenu::Options().withTargetComponent(this).withMousePosition());
}

} // namespace cppmusic::ui

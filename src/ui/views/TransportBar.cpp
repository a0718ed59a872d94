// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/TransportBar.h"

#include "model/Queries.h"
#include "project/ProjectModel.h"
#include "session/Session.h"
#include "session/controllers/ArrangementController.h"
#include "session/controllers/HistoryController.h"
#include "session/controllers/TransportController.h"
#include "ui/core/AppState.h"
#include "ui/core/Commands.h"
#include "ui/core/LevelStore.h"
#include "ui/core/ValueText.h"
#include "ui/style/NumberText.h"

#include <array>
#include <cmath>

namespace cppmusic::ui {
namespace {

struct GridName {
    session::SnapGrid grid;
    const char* name;
};
constexpr std::array gridNames = {GridName{session::SnapGrid::off, "Off"},
                                  GridName{session::SnapGrid::bar, "Bar"},
                                  GridName{session::SnapGrid::half, "1/2"},
                                  GridName{session::SnapGrid::quarter, "1/4"},
                                  GridName{session::SnapGrid::eighth, "1/8"},
                                  GridName{session::SnapGrid::eighthTriplet, "1/8 T"},
                                  GridName{session::SnapGrid::sixteenth, "1/16"},
                                  GridName{session::SnapGrid::sixteenthTriplet, "1/16 T"},
                                  GridName{session::SnapGrid::thirtySecond, "1/32"}};

constexpr std::array<core::TimeSignature, 9> commonSignatures = {
    {{2, 4}, {3, 4}, {4, 4}, {5, 4}, {6, 4}, {7, 4}, {6, 8}, {7, 8}, {12, 8}}};

juce::String signatureText(core::TimeSignature signature)
{
    return juce::String(signature.numerator) + "/" + juce::String(signature.denominator);
}

const char* gridName(session::SnapGrid grid)
{
    for (const auto& entry : gridNames)
        if (entry.grid == grid) return entry.name;
    return "";
}

} // namespace

TransportBar::TransportBar(Workspace& workspace) : workspace_(workspace)
{
    const Theme& theme = Theme::dark();
    setTitle("Transport");
    setOpaque(true);
    play_.setOnColour(theme.play);
    record_.setOnColour(theme.record);
    loop_.setQuiet(true);
    metronome_.setQuiet(true);
    follow_.setQuiet(true);
    connect(undo_, static_cast<int>(CommandId::undo));
    connect(redo_, static_cast<int>(CommandId::redo));
    connect(toStart_, static_cast<int>(CommandId::toStart));
    connect(play_, static_cast<int>(CommandId::playStop));
    connect(loop_, static_cast<int>(CommandId::toggleLoop));
    connect(metronome_, static_cast<int>(CommandId::toggleMetronome));
    connect(follow_, static_cast<int>(CommandId::followPlayhead));
    record_.setEnabled(false);
    record_.setTooltip(juce::String::fromUTF8(commandEntry(CommandId::record).description));
    menu_.setTooltip("Menu");
    menu_.onClick = [this] {
        if (onMenu) onMenu(menu_);
    };
    snap_.setTooltip("Grid that clips snap to");
    snap_.onClick = [this] { showSnapMenu(); };
    meter_.onClipReset = [this] {
        workspace_.levels.resetClip(model::masterTrack(*workspace_.session.model().snapshot()).id);
    };
    meter_.setTitle("Master level");
    setUpTempo();
    for (auto* part : std::initializer_list<juce::Component*>{&menu_, &undo_, &redo_, &toStart_,
                                                              &play_, &record_, &loop_, &metronome_,
                                                              &tempo_, &snap_, &follow_, &meter_})
        addAndMakeVisible(part);
    refresh();
}

void TransportBar::connect(juce::Button& button, int commandId)
{
    button.setTooltip(tooltipFor(static_cast<CommandId>(commandId)));
    button.onClick = [this, commandId] { workspace_.commands.invokeDirectly(commandId, false); };
}

void TransportBar::setUpTempo()
{
    tempo_.setTextSize(Tokens::Type::title, Weight::medium);
    tempo_.setFormat([](float value) { return juce::String(value, 2); },
                     [](const juce::String& text) -> std::optional<float> {
                         const float value = text.replaceCharacter(',', '.').getFloatValue();
                         return value > 0.0f ? std::optional(value) : std::nullopt;
                     });
    tempo_.setTooltip("Tempo: drag, wheel, or double click and type");
    tempo_.callbacks.begin = [this] { workspace_.session.transport().beginTempoDrag(); };
    tempo_.callbacks.change = [this](float bpm) {
        workspace_.messages.check(workspace_.session.transport().setTempo(
            core::Bpm(std::round(static_cast<double>(bpm) * 100.0) / 100.0)));
    };
    tempo_.callbacks.end = [this] { workspace_.session.transport().endTempoDrag(); };
}

void TransportBar::refresh()
{
    auto& transport = workspace_.session.transport();
    auto& history = workspace_.session.history();
    loop_.setToggleState(transport.isLoopEnabled(), juce::dontSendNotification);
    metronome_.setToggleState(transport.isMetronomeOn(), juce::dontSendNotification);
    follow_.setToggleState(workspace_.state.followsPlayhead(), juce::dontSendNotification);
    undo_.setEnabled(history.canUndo());
    redo_.setEnabled(history.canRedo());
    undo_.setTooltip(juce::String::fromUTF8(history.undoText().c_str()) + " (Ctrl+Z)");
    redo_.setTooltip(juce::String::fromUTF8(history.redoText().c_str()) + " (Ctrl+Shift+Z)");
    snap_.setText(gridName(workspace_.session.arrangement().snap()));
    snap_.setToggleState(false, juce::dontSendNotification);
    showFrame();
}

void TransportBar::showFrame()
{
    auto& transport = workspace_.session.transport();
    const bool isPlaying = transport.isPlaying();
    if (isPlaying != isPlaying_) {
        isPlaying_ = isPlaying;
        play_.setIcon(isPlaying ? Icon::stop : Icon::play);
        play_.setTitle(isPlaying ? "Stop" : "Play");
        play_.setToggleState(isPlaying, juce::dontSendNotification);
    }
    const juce::String bars(transport.barsText()), time(transport.timeText());
    if (bars != bars_) {
        bars_ = bars;
        repaint(layout_.bars);
    }
    if (time != time_) {
        time_ = time;
        repaint(layout_.time);
    }
    const juce::String signature = signatureText(transport.timeSignature());
    if (signature != signature_) {
        signature_ = signature;
        repaint(layout_.signature);
    }
    tempo_.show(static_cast<float>(transport.tempo().value));

    const auto project = workspace_.session.model().snapshot();
    const auto& master = workspace_.levels.of(model::masterTrack(*project).id);
    meter_.show(master);
    const juce::String peak = formatDb(std::max(master[0].holdDb(), master[1].holdDb()));
    const bool hasClipped = master[0].hasClipped() || master[1].hasClipped();
    if (peak != peakText_ || hasClipped != hasClipped_) {
        peakText_ = peak;
        hasClipped_ = hasClipped;
        repaint(layout_.meterText);
    }
}

void TransportBar::showDevice(const DeviceStatus& status)
{
    const float load = std::round(status.load * 100.0f) / 100.0f;
    const bool hasDevice = status.isRunning;
    if (load == load_ && hasDevice == hasDevice_) return;
    load_ = load;
    hasDevice_ = hasDevice;
    repaint(layout_.load);
}

void TransportBar::resized()
{
    layout_ = computeTransportLayout(getLocalBounds());
    menu_.setBounds(layout_.menu);
    undo_.setBounds(layout_.undo);
    redo_.setBounds(layout_.redo);
    toStart_.setBounds(layout_.toStart);
    play_.setBounds(layout_.play);
    record_.setBounds(layout_.record);
    loop_.setBounds(layout_.loop);
    metronome_.setBounds(layout_.metronome);
    tempo_.setBounds(layout_.tempo.withTrimmedBottom(14).reduced(2, 0).withTrimmedTop(2));
    snap_.setBounds(layout_.snap);
    follow_.setBounds(layout_.follow);
    meter_.setBounds(layout_.meter);
}

void TransportBar::paintDisplay(juce::Graphics& g) const
{
    const Theme& theme = themeOf(*this);
    g.setColour(theme.surface0);
    g.fillRoundedRectangle(layout_.display.toFloat(), Tokens::Radius::card);
    const juce::Font caption = Tokens::font(9.0f, Weight::medium);
    const auto cell = [&](juce::Rectangle<int> area, const juce::String& name,
                          const juce::String& value, float size, Weight weight,
                          juce::Colour colour) {
        if (area.isEmpty()) return;
        auto line = area.withTrimmedBottom(14).withTrimmedTop(2).toFloat();
        if (value.isNotEmpty()) {
            g.setColour(colour);
            drawTabular(g, Tokens::font(size, weight), value, line,
                        juce::Justification::horizontallyCentred);
        }
        g.setColour(theme.textDim);
        g.setFont(caption);
        g.drawText(name, area.removeFromBottom(15).withTrimmedBottom(2),
                   juce::Justification::centred);
    };
    cell(layout_.bars, "BAR  BEAT  TICK", bars_, Tokens::Type::display, Weight::medium,
         theme.textHigh);
    cell(layout_.time, "TIME", time_, Tokens::Type::large, Weight::regular, theme.textMid);
    cell(layout_.tempo, "BPM", {}, Tokens::Type::title, Weight::medium, theme.textHigh);
    cell(layout_.signature, "METER", signature_, Tokens::Type::title, Weight::medium,
         theme.textHigh);
    g.setColour(theme.hairline);
    for (const auto& area : {layout_.tempo, layout_.signature, layout_.time})
        if (!area.isEmpty()) g.fillRect(area.getX(), area.getY() + 8, 1, area.getHeight() - 16);
}

void TransportBar::paint(juce::Graphics& g)
{
    const Theme& theme = themeOf(*this);
    g.fillAll(theme.surface1);
    g.setColour(theme.hairline);
    g.fillRect(getLocalBounds().removeFromBottom(1));
    paintDisplay(g);
    if (!layout_.meterText.isEmpty()) {
        g.setColour(hasClipped_ ? theme.clip : theme.textMid);
        drawTabular(g, Tokens::font(Tokens::Type::body, Weight::medium), peakText_,
                    layout_.meterText.toFloat(), juce::Justification::right);
    }
    if (layout_.load.isEmpty()) return;
    auto area = layout_.load.toFloat();
    auto line = area.removeFromTop(18.0f);
    g.setColour(theme.textDim);
    g.setFont(Tokens::font(Tokens::Type::micro));
    g.drawText("DSP", line, juce::Justification::centredLeft);
    g.setColour(load_ > 0.8f ? theme.record : theme.textMid);
    drawTabular(g, Tokens::font(Tokens::Type::small),
                hasDevice_ ? juce::String(juce::roundToInt(load_ * 100.0f)) + " %"
                           : juce::String::fromUTF8("–"),
                line, juce::Justification::right);
    const auto track = area.removeFromTop(4.0f);
    g.setColour(theme.surface0);
    g.fillRoundedRectangle(track, 2.0f);
    g.setColour(load_ > 0.8f ? theme.record : load_ > 0.6f ? theme.mute : theme.accent);
    if (load_ > 0.005f)
        g.fillRoundedRectangle(
            track.withWidth(std::max(4.0f, track.getWidth() * std::min(load_, 1.0f))), 2.0f);
}

void TransportBar::mouseDown(const juce::MouseEvent& event)
{
    if (layout_.signature.contains(event.getPosition())) showSignatureMenu();
}

void TransportBar::showSignatureMenu()
{
    juce::PopupMenu menu;
    for (const auto signature : commonSignatures)
        menu.addItem(signatureText(signature), true, signatureText(signature) == signature_,
                     [this, signature] {
                         workspace_.messages.check(
                             workspace_.session.transport().setTimeSignature(signature));
                     });
    menu.showMenuAsync(
        juce::PopupMenu::Options().withTargetScreenArea(localAreaToGlobal(layout_.signature)));
}

void TransportBar::showSnapMenu()
{
    juce::PopupMenu menu;
    const auto current = workspace_.session.arrangement().snap();
    for (const auto& entry : gridNames)
        menu.addItem(entry.name, true, entry.grid == current, [this, grid = entry.grid] {
            workspace_.session.arrangement().setSnap(grid);
            refresh();
        });
    menu.showMenuAsync(juce::PopupMenu::Options().withTargetComponent(&snap_));
}

} // namespace cppmusic::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/DeviceView.h"

#include "model/Queries.h"
#include "project/SelectionModel.h"
#include "session/Session.h"
#include "session/controllers/DeviceController.h"

#include <algorithm>

namespace cppmusic::ui {
namespace {

constexpr int headerHeight = 26;
constexpr int cellWidth = 78;
constexpr int cellHeight = 70;
constexpr int padding = 8;

juce::String typeLabel(const model::Device& device)
{
    if (!device.name.empty()) return juce::String::fromUTF8(device.name.c_str());
    for (const auto& type : session::DeviceController::types())
        if (type.id == device.type) return juce::String::fromUTF8(std::string(type.label).c_str());
    return juce::String::fromUTF8(device.type.c_str()) + " (unknown, kept as it is)";
}

} // namespace

DeviceCard::DeviceCard(Workspace& workspace, const model::Device& device)
    : workspace_(workspace), device_(device.id)
{
    auto& devices = workspace_.session.devices();
    for (const auto& spec : session::DeviceController::parametersOf(device.type)) {
        auto knob =
            std::make_unique<Knob>(juce::String(spec.label.data(), spec.label.size()), spec);
        const std::string id(spec.id);
        knob->callbacks = {[this, &devices, id] { devices.beginGesture(device_, id); },
                           [this, &devices, id](float value) {
                               workspace_.messages.check(devices.setParameter(device_, id, value));
                           },
                           [&devices] { devices.endGesture(); }};
        addAndMakeVisible(*knob);
        controls_.push_back({spec, std::move(knob)});
    }
    enabled_.setClickingTogglesState(false);
    enabled_.onClick = [this, &devices] {
        workspace_.messages.check(devices.setEnabled(device_, !enabled_.getToggleState()));
    };
    addAndMakeVisible(enabled_);
}

void DeviceCard::show(const model::Device& device, juce::Colour colour)
{
    name_ = typeLabel(device);
    colour_ = colour;
    setTitle("Device " + name_);
    enabled_.setTitle("Device " + name_ + " on");
    enabled_.setToggleState(device.isEnabled, juce::dontSendNotification);
    enabled_.setText(device.isEnabled ? "On" : "Off");
    for (auto& control : controls_) {
        control.knob->setColour(colour);
        control.knob->setEnabled(device.isEnabled);
    }
    showFrame();
    repaint();
}

void DeviceCard::showFrame()
{
    const auto& devices = workspace_.session.devices();
    for (auto& control : controls_)
        if (const auto value = devices.displayedValue(device_, control.spec.id))
            control.knob->show(*value);
}

int DeviceCard::rowsFor(int height)
{
    return std::max(1, (height - headerHeight - padding) / cellHeight);
}

int DeviceCard::widthFor(int height) const
{
    const int rows = rowsFor(height);
    const int columns = (static_cast<int>(controls_.size()) + rows - 1) / rows;
    return std::max(180, columns * cellWidth + 2 * padding);
}

void DeviceCard::resized()
{
    auto area = getLocalBounds();
    enabled_.setBounds(
        area.removeFromTop(headerHeight).removeFromRight(44).withSizeKeepingCentre(32, 18));
    const auto grid = area.reduced(padding, padding / 2);
    const int rows = rowsFor(getHeight());
    const int columns = std::max(1, (static_cast<int>(controls_.size()) + rows - 1) / rows);
    for (std::size_t i = 0; i < controls_.size(); ++i) {
        const int column = static_cast<int>(i) % columns;
        const int row = static_cast<int>(i) / columns;
        const juce::Rectangle<int> cell(grid.getX() + column * cellWidth,
                                        grid.getY() + row * cellHeight, cellWidth, cellHeight);
        controls_[i].knob->setBounds(cell.withSizeKeepingCentre(76, 60));
    }
}

void DeviceCard::paint(juce::Graphics& g)
{
    const Theme& theme = themeOf(*this);
    const auto area = getLocalBounds().toFloat();
    g.setColour(theme.surface2);
    g.fillRoundedRectangle(area, Tokens::Radius::card);
    auto header = area.withHeight(headerHeight);
    g.setColour(colour_);
    g.fillRoundedRectangle(header.removeFromLeft(22.0f).withSizeKeepingCentre(8.0f, 8.0f), 2.0f);
    g.setColour(theme.textHigh);
    g.setFont(Tokens::font(Tokens::Type::body, Weight::semibold));
    g.drawText(name_, header.withTrimmedRight(50.0f), juce::Justification::centredLeft);
    g.setColour(theme.hairline);
    g.fillRect(area.withTrimmedTop(headerHeight - 1.0f).withHeight(1.0f));
}

DeviceView::DeviceView(Workspace& workspace) : workspace_(workspace)
{
    setTitle("Devices");
    setComponentID("devices");
    setOpaque(true);
    addAndMakeVisible(row_);
    refresh();
}

void DeviceView::refresh()
{
    const auto project = workspace_.session.model().snapshot();
    const auto& selected = workspace_.session.selection().current().tracks;
    const model::Track* track = nullptr;
    if (!selected.empty())
        if (const auto* found = model::findTrack(*project, *selected.begin())) track = &**found;

    std::vector<const model::Device*> devices;
    juce::Colour colour = Theme::dark().accent;
    if (track != nullptr) {
        if (track->instrument) devices.push_back(&**track->instrument);
        for (const auto& insert : track->inserts) devices.push_back(&*insert);
        if (track->colour.index >= 0) colour = Tokens::trackColour(track->colour.index);
    }
    emptyText_ = track == nullptr ? "Select a track to see its devices."
                 : devices.empty()
                     ? "This track has no devices. Add one in a slot of its mixer strip."
                     : "";
    cards_.resize(std::min(cards_.size(), devices.size()));
    for (std::size_t i = 0; i < devices.size(); ++i) {
        if (i == cards_.size() || cards_[i]->device() != devices[i]->id) {
            auto card = std::make_unique<DeviceCard>(workspace_, *devices[i]);
            row_.content().addAndMakeVisible(*card);
            if (i < cards_.size())
                cards_[i] = std::move(card);
            else
                cards_.push_back(std::move(card));
        }
        cards_[i]->show(*devices[i], colour);
    }
    resized();
    repaint();
}

void DeviceView::showFrame()
{
    for (auto& card : cards_) card->showFrame();
}

void DeviceView::resized()
{
    row_.setBounds(getLocalBounds());
    const int height = getHeight() - 2 * padding - 10;
    int x = padding;
    for (auto& card : cards_) {
        const int width = card->widthFor(height);
        card->setBounds(x, padding, width, height);
        x += width + padding;
    }
    row_.content().setSize(std::max(x, 1), std::max(1, getHeight() - Tokens::Size::scrollBar));
}

void DeviceView::paint(juce::Graphics& g)
{
    const Theme& theme = themeOf(*this);
    g.fillAll(theme.surface1);
    g.setColour(theme.textDim);
    g.setFont(Tokens::font(Tokens::Type::large));
    g.drawText(emptyText_, getLocalBounds(), juce::Justification::centred);
}

} // namespace cppmusic::ui

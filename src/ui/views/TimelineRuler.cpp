// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/TimelineRuler.h"

#include "project/ProjectModel.h"
#include "session/Session.h"
#include "session/controllers/ArrangementController.h"
#include "session/controllers/TransportController.h"
#include "ui/core/AppState.h"
#include "ui/core/GridLines.h"
#include "ui/style/NumberText.h"

#include <cmath>

namespace cppmusic::ui {
namespace {

constexpr int handleWidth = 5;
constexpr float textInset = 5.0f;

} // namespace

TimelineRuler::TimelineRuler(Workspace& workspace) : workspace_(workspace)
{
    setTitle("Ruler");
    setComponentID("ruler");
    setOpaque(true);
    setBufferedToImage(true);
}

core::Beats TimelineRuler::snappedBeat(const juce::MouseEvent& event) const
{
    const auto beat = workspace_.state.timeline().beatAt(std::max(0, event.x));
    return event.mods.isAltDown() ? beat : workspace_.session.arrangement().snapped(beat);
}

TimelineRuler::Drag TimelineRuler::partAt(juce::Point<int> place) const
{
    if (place.y >= loopHeight) return Drag::locate;
    const auto& scale = workspace_.state.timeline();
    const auto loop = workspace_.session.model().snapshot()->loop;
    if (std::abs(scale.xOf(loop.start) - place.x) <= handleWidth) return Drag::loopStart;
    if (std::abs(scale.xOf(loop.end) - place.x) <= handleWidth) return Drag::loopEnd;
    return Drag::loop;
}

void TimelineRuler::paint(juce::Graphics& g)
{
    const Theme& theme = themeOf(*this);
    const auto project = workspace_.session.model().snapshot();
    const auto& scale = workspace_.state.timeline();
    g.fillAll(theme.surface1);

    const bool isDraggingLoop =
        drag_ == Drag::loop || drag_ == Drag::loopStart || drag_ == Drag::loopEnd;
    const auto start = isDraggingLoop ? draggedStart_ : project->loop.start;
    const auto end = isDraggingLoop ? draggedEnd_ : project->loop.end;
    const bool isOn = project->loop.isEnabled || isDraggingLoop;
    const auto from = static_cast<float>(scale.xOf(start));
    const auto to = static_cast<float>(scale.xOf(end));
    g.setColour(isOn ? theme.accent : theme.surface3.brighter(0.15f));
    g.fillRoundedRectangle({from, 3.0f, std::max(2.0f, to - from), 5.0f}, 2.0f);

    const juce::Font font = Tokens::font(Tokens::Type::small, Weight::medium);
    const int bottom = getHeight();
    for (const GridLine& line : computeGridLines(*project->tempo, scale, getWidth())) {
        const int x = juce::roundToInt(line.x);
        if (line.kind == GridLine::Kind::bar && line.isLabelled) {
            g.setColour(theme.hairlineStrong);
            g.fillRect(x, labelTop + 2, 1, bottom - labelTop - 2);
            g.setColour(theme.textMid);
            drawTabular(g, font, juce::String(line.bar),
                        {static_cast<float>(x) + 5.0f, static_cast<float>(labelTop), 60.0f,
                         static_cast<float>(bottom - labelTop)},
                        juce::Justification::left);
        } else {
            const int height = line.kind == GridLine::Kind::bar ? 6 : 3;
            g.setColour(theme.hairline);
            g.fillRect(x, bottom - height, 1, height);
        }
    }
    paintMarkers(g, *project);
    g.setColour(theme.hairline);
    g.fillRect(0, bottom - 1, getWidth(), 1);
}

void TimelineRuler::paintMarkers(juce::Graphics& g, const model::Project& project) const
{
    const Theme& theme = themeOf(*this);
    const auto& scale = workspace_.state.timeline();
    const juce::Font font = Tokens::font(Tokens::Type::micro, Weight::medium);
    g.setFont(font);
    for (const auto& marker : project.markers) {
        const juce::String name = juce::String::fromUTF8(marker.name.c_str());
        const auto from = static_cast<float>(scale.xOf(marker.at));
        const auto to = static_cast<float>(scale.xOf(marker.at + marker.length));
        const float textWidth = font.getStringWidthFloat(name) + 2.0f * textInset;
        const float width = marker.length > core::Beats{} ? to - from - 1.0f : textWidth;
        if (from + width < 0.0f || from > static_cast<float>(getWidth())) continue;
        const juce::Rectangle<float> band(from, static_cast<float>(loopHeight) + 1.0f, width,
                                          static_cast<float>(markerHeight) - 2.0f);
        g.setColour(theme.surface3);
        g.fillRoundedRectangle(band, Tokens::Radius::control);
        // The name stays in sight while any of its section does.
        auto text = band.withLeft(std::max(band.getX(), 0.0f)).reduced(textInset, 0.0f);
        g.setColour(theme.textMid);
        if (text.getWidth() > 8.0f) g.drawText(name, text, juce::Justification::centredLeft);
    }
}

void TimelineRuler::mouseMove(const juce::MouseEvent& event)
{
    const Drag part = partAt(event.getPosition());
    const bool isHandle = part == Drag::loopStart || part == Drag::loopEnd;
    setMouseCursor(isHandle ? juce::MouseCursor::LeftRightResizeCursor
                            : juce::MouseCursor::NormalCursor);
    setTooltip(part == Drag::locate ? "Click puts the playhead here"
               : isHandle           ? "Drag moves the end of the loop"
                                    : "Drag sets the loop range, click turns it on and off");
}

void TimelineRuler::locate(const juce::MouseEvent& event)
{
    workspace_.session.transport().locate(snappedBeat(event));
}

void TimelineRuler::mouseDown(const juce::MouseEvent& event)
{
    if (!event.mods.isLeftButtonDown()) return;
    drag_ = partAt(event.getPosition());
    const auto loop = workspace_.session.model().snapshot()->loop;
    draggedStart_ = loop.start;
    draggedEnd_ = loop.end;
    anchor_ = snappedBeat(event);
    if (drag_ == Drag::locate) locate(event);
}

void TimelineRuler::mouseDrag(const juce::MouseEvent& event)
{
    if (drag_ == Drag::none) return;
    if (drag_ == Drag::locate) {
        locate(event);
        return;
    }
    const core::Beats beat = snappedBeat(event);
    if (drag_ == Drag::loopStart) draggedStart_ = std::min(beat, draggedEnd_);
    if (drag_ == Drag::loopEnd) draggedEnd_ = std::max(beat, draggedStart_);
    if (drag_ == Drag::loop && event.mouseWasDraggedSinceMouseDown()) {
        draggedStart_ = std::min(anchor_, beat);
        draggedEnd_ = std::max(anchor_, beat);
    }
    repaint();
}

void TimelineRuler::mouseUp(const juce::MouseEvent& event)
{
    auto& transport = workspace_.session.transport();
    const Drag finished = std::exchange(drag_, Drag::none);
    if (finished == Drag::none || finished == Drag::locate) return;
    if (!event.mouseWasDraggedSinceMouseDown()) {
        workspace_.messages.check(transport.setLoopEnabled(!transport.isLoopEnabled()));
    } else if (draggedEnd_ > draggedStart_) {
        workspace_.messages.check(transport.setLoop(draggedStart_, draggedEnd_, true));
    }
    repaint();
}

void TimelineRuler::mouseWheelMove(const juce::MouseEvent& event,
                                   const juce::MouseWheelDetails& wheel)
{
    auto& state = workspace_.state;
    if (event.mods.isShiftDown())
        state.setTimeline(state.timeline().scrolledBy(-wheel.deltaY * 400.0));
    else
        state.setTimeline(
            state.timeline().zoomedAround(event.x, std::pow(1.6, wheel.deltaY * 2.0)));
}

} // namespace cppmusic::ui

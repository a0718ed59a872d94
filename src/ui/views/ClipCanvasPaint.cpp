// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/params/Taper.h"
#include "model/Queries.h"
#include "project/SelectionModel.h"
#include "session/Session.h"
#include "session/controllers/DeviceController.h"
#include "session/controllers/MixerController.h"
#include "ui/core/AppState.h"
#include "ui/core/GridLines.h"
#include "ui/core/ValueText.h"
#include "ui/views/ClipCanvas.h"

#include <algorithm>

namespace cppmusic::ui {
namespace {

/// A lane's value on its stripe, 0 bottom … 1 top.
float lanePosition(const model::Project& project, const model::AutomationLane& lane, float value)
{
    if (!lane.device.isValid())
        return lane.parameter == "pan" ? (value + 1.0f) * 0.5f : faderPosition(value);
    const auto* device = model::findDevice(project, lane.device);
    if (device == nullptr) return 0.5f;
    for (const auto& spec : session::DeviceController::parametersOf((*device)->type))
        if (spec.id == lane.parameter) return core::positionOf(spec, value);
    return 0.5f;
}

} // namespace

void ClipCanvas::paint(juce::Graphics& g)
{
    const auto project = workspace_.session.model().snapshot();
    g.fillAll(themeOf(*this).surface0);
    if (rows_ == nullptr || rows_->rows().empty()) {
        paintGrid(g, *project);
        paintEmptyState(g);
        return;
    }
    const Theme& theme = themeOf(*this);
    const auto bounds = g.getClipBounds();
    const int scroll = workspace_.state.scrollY();
    const auto& selection = workspace_.session.selection();
    for (const Row& row : rows_->rows()) {
        const juce::Rectangle<int> area(0, row.y - scroll, getWidth(), row.height);
        if (!area.intersects(bounds)) continue;
        const bool isSelected = selection.contains(row.track);
        g.setColour(row.isLane() ? theme.surface0
                                 : theme.surface1.interpolatedWith(theme.surface2,
                                                                   isSelected ? 0.8f : 0.0f));
        g.fillRect(area);
    }
    paintGrid(g, *project);
    for (const Row& row : rows_->rows()) {
        const juce::Rectangle<int> area(0, row.y - scroll, getWidth(), row.height);
        if (!area.intersects(bounds)) continue;
        g.setColour(theme.surface0.withAlpha(0.85f));
        g.fillRect(area.withTop(area.getBottom() - 1));
        if (row.isLane())
            paintLane(g, *project, row);
        else
            paintRow(g, *project, row);
    }
    if (!box_.isEmpty()) {
        g.setColour(theme.accentDim);
        g.fillRect(box_);
        g.setColour(theme.accent);
        g.drawRect(box_);
    }
}

void ClipCanvas::paintGrid(juce::Graphics& g, const model::Project& project) const
{
    const Theme& theme = themeOf(*this);
    const auto& scale = workspace_.state.timeline();
    const auto bounds = g.getClipBounds();
    const int bottom = getHeight();
    for (const GridLine& line : computeGridLines(*project.tempo, scale, getWidth())) {
        const int x = juce::roundToInt(line.x);
        if (x < bounds.getX() - 1 || x > bounds.getRight()) continue;
        juce::Colour colour = theme.gridBeat;
        if (line.kind == GridLine::Kind::bar)
            colour = line.isLabelled ? theme.gridBar : theme.gridBar.withMultipliedAlpha(0.6f);
        if (line.kind == GridLine::Kind::step) colour = theme.gridBeat.withMultipliedAlpha(0.5f);
        g.setColour(colour);
        g.fillRect(x, 0, 1, bottom);
    }
    if (!project.loop.isEnabled) return;
    const int from = juce::roundToInt(scale.xOf(project.loop.start));
    const int to = juce::roundToInt(scale.xOf(project.loop.end));
    g.setColour(theme.accent.withAlpha(0.035f));
    g.fillRect(from, 0, to - from, bottom);
    g.setColour(theme.accent.withAlpha(0.35f));
    g.fillRect(from, 0, 1, bottom);
    g.fillRect(to, 0, 1, bottom);
}

void ClipCanvas::paintRow(juce::Graphics& g, const model::Project& project, const Row& row)
{
    const model::Track& track = *project.tracks[row.trackIndex];
    const auto& scale = workspace_.state.timeline();
    const auto bounds = g.getClipBounds().toFloat();
    const bool isTrackSilenced = workspace_.session.mixer().isSilenced(track.id);
    for (const auto& clip : track.clips) {
        const auto area = clipArea(row, *clip);
        if (area.getX() > bounds.getRight()) break;
        if (!area.intersects(bounds)) continue;
        const int colour =
            clip->colour.index >= 0 ? clip->colour.index : static_cast<int>(track.colour.index);
        const ClipPainter::Look look{
            Tokens::trackColour(colour >= 0 ? colour : static_cast<int>(row.trackIndex)),
            workspace_.session.selection().contains(clip->id), isTrackSilenced || clip->isMuted};
        painter_.paint(g, project, track, *clip, area, scale, look);
    }
}

void ClipCanvas::paintLane(juce::Graphics& g, const model::Project& project, const Row& row) const
{
    const auto* lane = model::findLane(project, row.lane);
    if (lane == nullptr) return;
    const model::Track& track = *project.tracks[row.trackIndex];
    const auto& points = (*lane)->points;
    const auto& scale = workspace_.state.timeline();
    const auto top = static_cast<float>(row.y - workspace_.state.scrollY()) + 5.0f;
    const float height = static_cast<float>(row.height) - 10.0f;
    const auto yOf = [&](float value) {
        return top + height * (1.0f - lanePosition(project, **lane, value));
    };
    const int index =
        track.colour.index >= 0 ? track.colour.index : static_cast<int>(row.trackIndex);
    const juce::Colour colour =
        Tokens::trackColour(index).withMultipliedAlpha((*lane)->isEnabled ? 1.0f : 0.35f);
    if (points.empty()) return;

    const auto width = static_cast<float>(getWidth());
    juce::Path curve;
    curve.startNewSubPath(-4.0f, yOf(points.front().value));
    const model::AutomationPoint* before = nullptr;
    for (const auto& point : points) {
        const float x =
            juce::jlimit(-4000.0f, width + 4000.0f, static_cast<float>(scale.xOf(point.at)));
        if (before != nullptr && before->shape == model::AutomationShape::stepped)
            curve.lineTo(x, yOf(before->value));
        curve.lineTo(x, yOf(point.value));
        before = &point;
    }
    curve.lineTo(width + 4.0f, yOf(points.back().value));
    juce::Path fill = curve;
    fill.lineTo(width + 4.0f, top + height + 4.0f);
    fill.lineTo(-4.0f, top + height + 4.0f);
    fill.closeSubPath();
    g.setColour(colour.withMultipliedAlpha(0.10f));
    g.fillPath(fill);
    g.setColour(colour.withMultipliedAlpha(0.9f));
    g.strokePath(curve, juce::PathStrokeType(1.5f));
    for (const auto& point : points) {
        const auto x = static_cast<float>(scale.xOf(point.at));
        if (x < -4.0f || x > width + 4.0f) continue;
        const auto dot = juce::Rectangle<float>(5.0f, 5.0f).withCentre({x, yOf(point.value)});
        g.setColour(themeOf(*this).surface0);
        g.fillEllipse(dot.expanded(1.0f));
        g.setColour(colour);
        g.fillEllipse(dot);
    }
}

void ClipCanvas::paintEmptyState(juce::Graphics& g) const
{
    const Theme& theme = themeOf(*this);
    auto area = getLocalBounds().withSizeKeepingCentre(560, 72);
    g.setColour(theme.textMid);
    g.setFont(Tokens::font(Tokens::Type::title, Weight::medium));
    g.drawText("An empty song", area.removeFromTop(28), juce::Justification::centred);
    g.setColour(theme.textDim);
    g.setFont(Tokens::font(Tokens::Type::large));
    g.drawText(
        "Double click adds an instrument track. Drop audio or MIDI files here to import them.",
        area.removeFromTop(22), juce::Justification::centred);
}

} // namespace cppmusic::ui

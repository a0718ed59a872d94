// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/ClipCanvas.h"

#include "model/Queries.h"
#include "project/SelectionModel.h"
#include "session/Session.h"
#include "session/controllers/ArrangementController.h"
#include "session/controllers/MixerController.h"
#include "ui/core/AppState.h"
#include "ui/core/Commands.h"

#include <algorithm>

namespace cppmusic::ui {
namespace {

constexpr int edgeWidth = 6;
constexpr int dragThreshold = 3;

} // namespace

ClipCanvas::ClipCanvas(Workspace& workspace)
    : workspace_(workspace), painter_(Theme::dark(), workspace.session.waveforms())
{
    setTitle("Playlist");
    setComponentID("playlist");
    setOpaque(true);
    setBufferedToImage(true);
}

core::Beats ClipCanvas::snapped(core::Beats beat, const juce::ModifierKeys& mods) const
{
    if (mods.isAltDown()) return core::Beats(std::max(0.0, beat.value));
    return workspace_.session.arrangement().snapped(beat);
}

juce::Rectangle<float> ClipCanvas::clipArea(const Row& row, const model::Clip& clip) const
{
    const auto& scale = workspace_.state.timeline();
    const auto left = static_cast<float>(scale.xOf(clip.start));
    const auto width = static_cast<float>(scale.widthOf(clip.length));
    return {left, static_cast<float>(row.y - workspace_.state.scrollY() + 1),
            std::max(3.0f, width - 1.0f), static_cast<float>(row.height - 2)};
}

std::optional<ClipCanvas::Hit> ClipCanvas::hitAt(juce::Point<int> place) const
{
    if (rows_ == nullptr) return std::nullopt;
    const Row* row = rows_->rowAt(place.y + workspace_.state.scrollY());
    if (row == nullptr || row->isLane()) return std::nullopt;
    const auto project = workspace_.session.model().snapshot();
    const auto* track = model::findTrack(*project, row->track);
    if (track == nullptr) return std::nullopt;
    for (auto it = (*track)->clips.rbegin(); it != (*track)->clips.rend(); ++it) {
        const auto area = clipArea(*row, **it).toNearestInt();
        if (place.x < area.getX() || place.x >= area.getRight()) continue;
        Hit hit{(*it)->id, row->track, Hit::Part::body};
        const int edge = std::min(edgeWidth, area.getWidth() / 4);
        if (place.x < area.getX() + edge) hit.part = Hit::Part::leftEdge;
        if (place.x >= area.getRight() - edge) hit.part = Hit::Part::rightEdge;
        return hit;
    }
    return std::nullopt;
}

void ClipCanvas::mouseMove(const juce::MouseEvent& event)
{
    const auto hit = hitAt(event.getPosition());
    if (!hit) {
        setMouseCursor(juce::MouseCursor::NormalCursor);
        const Row* row =
            rows_ != nullptr ? rows_->rowAt(event.y + workspace_.state.scrollY()) : nullptr;
        if (onHint)
            onHint(row != nullptr && !row->isLane()
                       ? "Double click adds a clip, drag selects, Ctrl+wheel zooms"
                       : "");
        return;
    }
    const bool isEdge = hit->part != Hit::Part::body;
    setMouseCursor(isEdge ? juce::MouseCursor::LeftRightResizeCursor
                          : juce::MouseCursor::DraggingHandCursor);
    if (onHint)
        onHint(isEdge ? "Drag changes the length, Alt leaves the grid"
                      : "Drag moves, Alt leaves the grid, Ctrl+click adds to the selection");
}

void ClipCanvas::mouseExit(const juce::MouseEvent&)
{
    if (onHint) onHint("");
}

void ClipCanvas::mouseDown(const juce::MouseEvent& event)
{
    auto& selection = workspace_.session.selection();
    if (event.mods.isMiddleButtonDown()) {
        drag_ = Drag::pan;
        panOrigin_ = event.getPosition();
        return;
    }
    const auto hit = hitAt(event.getPosition());
    if (event.mods.isPopupMenu()) {
        if (hit && !selection.contains(hit->clip))
            selection.set({{hit->track}, {hit->clip}, {}, {}});
        if (hit)
            showClipMenu(hit->clip);
        else
            showEmptyMenu(event.getPosition());
        return;
    }
    if (!hit) {
        drag_ = Drag::box;
        box_ = {};
        boxBase_.clear();
        if (event.mods.isCtrlDown() || event.mods.isShiftDown())
            boxBase_ = selection.current().clips;
        const Row* row =
            rows_ != nullptr ? rows_->rowAt(event.y + workspace_.state.scrollY()) : nullptr;
        project::Selection next;
        if (row != nullptr) next.tracks = {row->track};
        next.clips = boxBase_;
        selection.set(next);
        return;
    }
    selectsOnlyOnUp_ = false;
    if (event.mods.isCtrlDown()) {
        selection.select(hit->clip, !selection.contains(hit->clip));
    } else if (!selection.contains(hit->clip)) {
        selection.set({{hit->track}, {hit->clip}, {}, {}});
    } else {
        selectsOnlyOnUp_ = true;
    }
    const auto project = workspace_.session.model().snapshot();
    if (const auto* clip = model::findClip(*project, hit->clip)) {
        grabbed_ = *hit;
        grabbedStart_ = (*clip)->start;
        grabbedEnd_ = (*clip)->start + (*clip)->length;
        grabBeat_ = workspace_.state.timeline().beatAt(event.x);
        drag_ = Drag::pending;
    }
}

void ClipCanvas::mouseDrag(const juce::MouseEvent& event)
{
    if (drag_ == Drag::pan) {
        const auto moved = panOrigin_ - event.getPosition();
        panOrigin_ = event.getPosition();
        workspace_.state.setTimeline(workspace_.state.timeline().scrolledBy(moved.x));
        workspace_.state.setScrollY(workspace_.state.scrollY() + moved.y);
        return;
    }
    if (drag_ == Drag::pending) {
        if (event.getDistanceFromDragStart() < dragThreshold) return;
        drag_ = grabbed_.part == Hit::Part::body ? Drag::move : Drag::resize;
        workspace_.session.arrangement().beginGesture();
    }
    if (drag_ == Drag::move) dragMove(event);
    if (drag_ == Drag::resize) dragResize(event);
    if (drag_ == Drag::box) dragBox(event);
}

void ClipCanvas::dragMove(const juce::MouseEvent& event)
{
    const core::Beats mouse = workspace_.state.timeline().beatAt(event.x);
    const core::Beats target = snapped(grabbedStart_ + (mouse - grabBeat_), event.mods);
    int byTracks = 0;
    if (const Row* row = rows_->rowAt(event.y + workspace_.state.scrollY()))
        byTracks = rows_->trackDistance(grabbed_.track, row->track);
    const auto& clips = workspace_.session.selection().current().clips;
    workspace_.messages.check(workspace_.session.arrangement().moveClips(
        {clips.begin(), clips.end()}, target - grabbedStart_, byTracks));
}

void ClipCanvas::dragResize(const juce::MouseEvent& event)
{
    const core::Beats mouse = workspace_.state.timeline().beatAt(event.x);
    const bool isStart = grabbed_.part == Hit::Part::leftEdge;
    const core::Beats origin = isStart ? grabbedStart_ : grabbedEnd_;
    const core::Beats target = snapped(origin + (mouse - grabBeat_), event.mods);
    const bool isPositive = isStart ? target < grabbedEnd_ : target > grabbedStart_;
    if (!isPositive) return;
    workspace_.messages.check(workspace_.session.arrangement().resizeClip(
        grabbed_.clip, isStart ? session::ClipEdge::start : session::ClipEdge::end, target));
}

void ClipCanvas::dragBox(const juce::MouseEvent& event)
{
    const auto before = box_;
    box_ = juce::Rectangle<int>(event.getMouseDownPosition(), event.getPosition());
    project::Selection next;
    next.tracks = workspace_.session.selection().current().tracks;
    next.clips = boxBase_;
    const auto project = workspace_.session.model().snapshot();
    for (const Row& row : rows_->rows()) {
        if (row.isLane()) continue;
        for (const auto& clip : project->tracks[row.trackIndex]->clips)
            if (clipArea(row, *clip).toNearestInt().intersects(box_)) next.clips.insert(clip->id);
    }
    workspace_.session.selection().set(next);
    repaint(before.getUnion(box_).expanded(2));
}

void ClipCanvas::mouseUp(const juce::MouseEvent&)
{
    if (drag_ == Drag::move || drag_ == Drag::resize) workspace_.session.arrangement().endGesture();
    if (drag_ == Drag::pending && selectsOnlyOnUp_)
        workspace_.session.selection().set({{grabbed_.track}, {grabbed_.clip}, {}, {}});
    if (drag_ == Drag::box) repaint(box_.expanded(2));
    box_ = {};
    drag_ = Drag::none;
}

void ClipCanvas::mouseDoubleClick(const juce::MouseEvent& event)
{
    if (rows_ == nullptr || hitAt(event.getPosition())) return;
    const Row* row = rows_->rowAt(event.y + workspace_.state.scrollY());
    if (row == nullptr) {
        workspace_.commands.invokeDirectly(static_cast<int>(CommandId::addInstrumentTrack), true);
        return;
    }
    if (row->isLane()) return;
    const auto project = workspace_.session.model().snapshot();
    const core::Beats mouse = workspace_.state.timeline().beatAt(event.x);
    const core::Beats start = session::snapDown(session::SnapGrid::bar, *project->tempo, mouse);
    const core::Beats bar = session::snapStep(session::SnapGrid::bar, *project->tempo, start);
    const auto clip = workspace_.session.arrangement().addPatternClip(row->track, start, bar);
    if (workspace_.messages.check(clip))
        workspace_.session.selection().set({{row->track}, {clip.value()}, {}, {}});
}

void ClipCanvas::mouseWheelMove(const juce::MouseEvent& event, const juce::MouseWheelDetails& wheel)
{
    auto& state = workspace_.state;
    const float delta = wheel.isReversed ? -wheel.deltaY : wheel.deltaY;
    if (event.mods.isCtrlDown()) {
        state.setTimeline(state.timeline().zoomedAround(event.x, std::pow(1.6, delta * 2.0)));
    } else if (event.mods.isAltDown()) {
        state.setRowHeight(state.rowHeight() + (delta > 0.0f ? 8 : -8));
    } else if (event.mods.isShiftDown()) {
        state.setTimeline(state.timeline().scrolledBy(-delta * 400.0));
    } else {
        if (std::abs(wheel.deltaX) > 0.0f)
            state.setTimeline(state.timeline().scrolledBy(-wheel.deltaX * 400.0));
        state.setScrollY(state.scrollY() - juce::roundToInt(delta * 240.0f));
    }
}

void ClipCanvas::showClipMenu(model::ClipId)
{
    juce::PopupMenu menu;
    for (const auto id : {CommandId::duplicate, CommandId::splitAtPlayhead,
                          CommandId::muteSelection, CommandId::loopSelection})
        menu.addCommandItem(&workspace_.commands, static_cast<int>(id));
    menu.addSeparator();
    menu.addCommandItem(&workspace_.commands, static_cast<int>(CommandId::deleteSelection));
    menu.showMenuAsync(juce::PopupMenu::Options().withTargetComponent(this).withMousePosition());
}

void ClipCanvas::showEmptyMenu(juce::Point<int>)
{
    juce::PopupMenu menu;
    for (const auto id : {CommandId::addInstrumentTrack, CommandId::addAudioTrack,
                          CommandId::importFile, CommandId::selectAll})
        menu.addCommandItem(&workspace_.commands, static_cast<int>(id));
    menu.addSeparator();
    menu.addCommandItem(&workspace_.commands, static_cast<int>(CommandId::zoomToSong));
    menu.showMenuAsync(juce::PopupMenu::Options().withTargetComponent(this).withMousePosition());
}

} // namespace cppmusic::ui

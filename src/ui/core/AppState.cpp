// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/core/AppState.h"

#include <algorithm>

namespace cppmusic::ui {

void AppState::setTimeline(const TimelineScale& timeline)
{
    if (timeline == timeline_) return;
    timeline_ = timeline;
    tellTimelineMoved();
}

void AppState::setScrollY(int y)
{
    y = std::max(0, y);
    if (y == scrollY_) return;
    scrollY_ = y;
    tellTimelineMoved();
}

void AppState::setRowHeight(int height)
{
    height = std::clamp(height, 36, 160);
    if (height == rowHeight_) return;
    rowHeight_ = height;
    tellTimelineMoved();
}

void AppState::setFolded(model::TrackId track, bool isFolded)
{
    if (isFolded == folded_.contains(track)) return;
    if (isFolded)
        folded_.insert(track);
    else
        folded_.erase(track);
    tellTimelineMoved();
}

void AppState::setDock(bool isOpen, DockPage page)
{
    if (isOpen == isDockOpen_ && page == dockPage_) return;
    isDockOpen_ = isOpen;
    dockPage_ = page;
    tellPanelsChanged();
}

void AppState::setDockHeight(int height)
{
    if (height == dockHeight_) return;
    dockHeight_ = height;
    tellPanelsChanged();
}

void AppState::tellTimelineMoved() const
{
    for (auto* listener : std::vector<Listener*>(listeners_)) listener->timelineMoved();
}

void AppState::tellPanelsChanged() const
{
    for (auto* listener : std::vector<Listener*>(listeners_)) listener->panelsChanged();
}

} // namespace cppmusic::ui

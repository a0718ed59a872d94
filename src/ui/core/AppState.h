// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Ids.h"
#include "ui/core/TimelineScale.h"
#include "ui/style/UltraDesignSystem.h"

#include <juce_gui_basics/juce_gui_basics.h>
#include <set>
#include <vector>

namespace cppmusic::ui {

/// What the dock below the playlist shows.
enum class DockPage { mixer, devices };

/// How the song is looked at: zoom, scroll, open panels. Not part of the song, not undoable. [main]
class AppState {
public:
    class Listener {
    public:
        virtual ~Listener() = default;
        virtual void timelineMoved() {} ///< zoom or scroll of the playlist
        virtual void panelsChanged() {} ///< a panel opened, closed or changed its size
    };

    void addListener(Listener* listener) { listeners_.push_back(listener); }
    void removeListener(Listener* listener) { std::erase(listeners_, listener); }

    [[nodiscard]] const TimelineScale& timeline() const noexcept { return timeline_; }
    void setTimeline(const TimelineScale&);
    [[nodiscard]] int scrollY() const noexcept { return scrollY_; }
    void setScrollY(int);
    [[nodiscard]] int rowHeight() const noexcept { return rowHeight_; }
    /// Kept within 36…160 pixels.
    void setRowHeight(int);

    /// Tracks whose automation lanes are hidden.
    [[nodiscard]] const std::set<model::TrackId>& foldedTracks() const noexcept { return folded_; }
    void setFolded(model::TrackId, bool isFolded);

    [[nodiscard]] bool isDockOpen() const noexcept { return isDockOpen_; }
    [[nodiscard]] DockPage dockPage() const noexcept { return dockPage_; }
    [[nodiscard]] int dockHeight() const noexcept { return dockHeight_; }
    void setDock(bool isOpen, DockPage);
    void setDockHeight(int);

    [[nodiscard]] bool followsPlayhead() const noexcept { return followsPlayhead_; }
    void setFollowsPlayhead(bool follows) { followsPlayhead_ = follows; }

private:
    void tellTimelineMoved() const;
    void tellPanelsChanged() const;

    std::vector<Listener*> listeners_;
    TimelineScale timeline_;
    int scrollY_ = 0;
    int rowHeight_ = Tokens::Size::trackRow;
    std::set<model::TrackId> folded_;
    bool isDockOpen_ = true;
    DockPage dockPage_ = DockPage::mixer;
    int dockHeight_ = 352;
    bool followsPlayhead_ = true;
};

} // namespace cppmusic::ui

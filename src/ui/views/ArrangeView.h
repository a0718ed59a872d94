// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/core/AppState.h"
#include "ui/core/RowLayout.h"
#include "ui/core/Workspace.h"
#include "ui/views/ClipCanvas.h"
#include "ui/views/TimelineRuler.h"
#include "ui/views/TrackHeader.h"

#include <memory>
#include <vector>

namespace cppmusic::ui {

/// The playhead: a line over ruler and lanes that moves without painting them again. [main]
class Playhead final : public juce::Component {
public:
    Playhead();
    static constexpr int width = 11;

private:
    void paint(juce::Graphics&) override;
};

/// The playlist: ruler, track headers, lanes with clips, playhead, scroll bars. Files dropped here
/// are imported. [main]
class ArrangeView final : public juce::Component,
                          public juce::FileDragAndDropTarget,
                          private AppState::Listener,
                          private juce::ScrollBar::Listener {
public:
    explicit ArrangeView(Workspace&);
    ~ArrangeView() override;

    /// The document changed, or the selection.
    void refresh();
    /// Once a frame: playhead and levels.
    void showFrame(core::Beats playhead, bool isPlaying);
    void setOnHint(std::function<void(const juce::String&)> onHint);
    void zoomToSong();
    void zoomBy(double factor);

    /// Called with the files of a drop and the place in the song.
    std::function<void(const juce::StringArray&, core::Beats)> onFilesDropped;

private:
    void paint(juce::Graphics&) override;
    void resized() override;
    void timelineMoved() override;
    void scrollBarMoved(juce::ScrollBar*, double start) override;
    bool isInterestedInFileDrag(const juce::StringArray&) override;
    void filesDropped(const juce::StringArray&, int x, int y) override;
    void fileDragEnter(const juce::StringArray&, int x, int y) override;
    void fileDragExit(const juce::StringArray&) override;
    void paintOverChildren(juce::Graphics&) override;
    void rebuildRows();
    void placeHeaders();
    void placePlayhead();
    void updateScrollBars();

    Workspace& workspace_;
    RowLayout rows_;
    TimelineRuler ruler_;
    ClipCanvas canvas_;
    juce::Component headerArea_;
    std::vector<std::unique_ptr<TrackHeader>> headers_;
    juce::ScrollBar horizontal_{false}, vertical_{true};
    IconButton addTrack_{"Add track", Icon::add};
    Playhead playhead_;
    core::Beats position_;
    bool isDropTarget_ = false;
};

} // namespace cppmusic::ui

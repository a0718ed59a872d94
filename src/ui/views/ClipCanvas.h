// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"
#include "project/Subscription.h"
#include "ui/core/RowLayout.h"
#include "ui/core/Workspace.h"
#include "ui/views/ClipPainter.h"

#include <set>

namespace cppmusic::ui {

/// The lanes of the playlist with their clips. Click selects, drag moves and resizes on the grid
/// (Alt: off the grid), drag on empty ground selects, double click adds a pattern clip, Ctrl+wheel
/// zooms at the pointer. One drag is one undo entry. [main]
class ClipCanvas final : public juce::Component {
public:
    explicit ClipCanvas(Workspace&);

    void setRows(const RowLayout* rows) { rows_ = rows; }
    /// Called while the mouse is over something, with what a drag would do.
    std::function<void(const juce::String&)> onHint;

    /// The clip at a place; null on empty ground.
    struct Hit {
        model::ClipId clip;
        model::TrackId track;
        enum class Part { body, leftEdge, rightEdge } part = Part::body;
    };
    [[nodiscard]] std::optional<Hit> hitAt(juce::Point<int>) const;

private:
    enum class Drag { none, pending, move, resize, box, pan };

    void paint(juce::Graphics&) override;
    void mouseMove(const juce::MouseEvent&) override;
    void mouseExit(const juce::MouseEvent&) override;
    void mouseDown(const juce::MouseEvent&) override;
    void mouseDrag(const juce::MouseEvent&) override;
    void mouseUp(const juce::MouseEvent&) override;
    void mouseDoubleClick(const juce::MouseEvent&) override;
    void mouseWheelMove(const juce::MouseEvent&, const juce::MouseWheelDetails&) override;

    void paintGrid(juce::Graphics&, const model::Project&) const;
    void paintRow(juce::Graphics&, const model::Project&, const Row&);
    void paintLane(juce::Graphics&, const model::Project&, const Row&) const;
    void paintEmptyState(juce::Graphics&) const;
    void dragMove(const juce::MouseEvent&);
    void dragResize(const juce::MouseEvent&);
    void dragBox(const juce::MouseEvent&);
    void showClipMenu(model::ClipId);
    void showEmptyMenu(juce::Point<int>);
    [[nodiscard]] juce::Rectangle<float> clipArea(const Row&, const model::Clip&) const;
    [[nodiscard]] core::Beats snapped(core::Beats, const juce::ModifierKeys&) const;

    Workspace& workspace_;
    const RowLayout* rows_ = nullptr;
    ClipPainter painter_;

    Drag drag_ = Drag::none;
    Hit grabbed_;
    core::Beats grabbedStart_, grabbedEnd_;
    core::Beats grabBeat_;
    bool selectsOnlyOnUp_ = false;
    juce::Rectangle<int> box_;
    std::set<model::ClipId> boxBase_;
    juce::Point<int> panOrigin_;
};

} // namespace cppmusic::ui

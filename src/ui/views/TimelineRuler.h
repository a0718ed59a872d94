// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/core/Workspace.h"

#include "core/time/Units.h"
#include "model/Project.h"

namespace cppmusic::ui {

/// Three rows above the playlist: the loop range (drag sets it, a click turns it on and off),
/// markers and sections, bar numbers. A click or drag in the lower two puts the playhead there.
/// [main]
class TimelineRuler final : public juce::Component, public juce::SettableTooltipClient {
public:
    explicit TimelineRuler(Workspace&);

    static constexpr int loopHeight = 11;
    static constexpr int markerHeight = 16;
    static constexpr int labelTop = loopHeight + markerHeight;

private:
    enum class Drag { none, locate, loop, loopStart, loopEnd };

    void paint(juce::Graphics&) override;
    void mouseMove(const juce::MouseEvent&) override;
    void mouseDown(const juce::MouseEvent&) override;
    void mouseDrag(const juce::MouseEvent&) override;
    void mouseUp(const juce::MouseEvent&) override;
    void mouseWheelMove(const juce::MouseEvent&, const juce::MouseWheelDetails&) override;
    void paintMarkers(juce::Graphics&, const model::Project&) const;
    void locate(const juce::MouseEvent&);
    [[nodiscard]] Drag partAt(juce::Point<int>) const;
    [[nodiscard]] core::Beats snappedBeat(const juce::MouseEvent&) const;

    Workspace& workspace_;
    Drag drag_ = Drag::none;
    core::Beats anchor_;
    core::Beats draggedStart_, draggedEnd_; // shown while dragging; one edit at the end
};

} // namespace cppmusic::ui

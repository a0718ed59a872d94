// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/core/Workspace.h"

#include "core/time/Units.h"

namespace cppmusic::ui {

/// Bars, markers and the loop range above the playlist. The upper half is the loop: drag sets it,
/// a click on it turns it on and off. The lower half is the playhead: click or drag puts it there.
/// [main]
class TimelineRuler final : public juce::Component, public juce::SettableTooltipClient {
public:
    explicit TimelineRuler(Workspace&);

    static constexpr int loopHeight = 11;

private:
    enum class Drag { none, locate, loop, loopStart, loopEnd };

    void paint(juce::Graphics&) override;
    void mouseMove(const juce::MouseEvent&) override;
    void mouseDown(const juce::MouseEvent&) override;
    void mouseDrag(const juce::MouseEvent&) override;
    void mouseUp(const juce::MouseEvent&) override;
    void mouseWheelMove(const juce::MouseEvent&, const juce::MouseWheelDetails&) override;
    void locate(const juce::MouseEvent&);
    [[nodiscard]] Drag partAt(juce::Point<int>) const;
    [[nodiscard]] core::Beats snappedBeat(const juce::MouseEvent&) const;

    Workspace& workspace_;
    Drag drag_ = Drag::none;
    core::Beats anchor_;
    core::Beats draggedStart_, draggedEnd_; // shown while dragging; one edit at the end
};

} // namespace cppmusic::ui

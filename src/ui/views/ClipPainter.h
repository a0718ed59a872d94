// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"
#include "session/services/WaveformService.h"
#include "ui/core/TimelineScale.h"
#include "ui/style/UltraDesignSystem.h"

#include <vector>

namespace cppmusic::ui {

/// Draws clips: a header in the track's colour with the name, and below it the notes of a pattern
/// or the waveform of a file. Draws only what lies in the graphics' clip region. [main]
class ClipPainter {
public:
    struct Look {
        juce::Colour colour;
        bool isSelected = false;
        bool isSilenced = false; ///< the clip or its track is not heard
    };
    ClipPainter(const Theme& theme, session::WaveformService& waveforms)
        : theme_(theme), waveforms_(waveforms)
    {
    }

    /// `area` is the whole clip, also where it lies outside the view.
    void paint(juce::Graphics&, const model::Project&, const model::Track&, const model::Clip&,
               juce::Rectangle<float> area, const TimelineScale&, const Look&);

    /// The name a clip shows: its own, its pattern's or its file's.
    [[nodiscard]] static juce::String nameOf(const model::Project&, const model::Clip&);
    static constexpr float headerHeight = 16.0f;

private:
    void paintNotes(juce::Graphics&, const model::Pattern&, const model::Track&,
                    const model::PatternClip&, juce::Rectangle<float> body, double clipBeats,
                    double pixelsPerBeat, juce::Colour) const;
    void paintWaveform(juce::Graphics&, const model::Project&, const model::Clip&,
                       const model::AudioClip&, juce::Rectangle<float> body, const TimelineScale&,
                       juce::Colour);
    void paintFades(juce::Graphics&, const model::Project&, const model::Clip&,
                    const model::AudioClip&, juce::Rectangle<float> body,
                    double pixelsPerBeat) const;

    const Theme& theme_;
    session::WaveformService& waveforms_;
    std::vector<session::WaveformBucket> buckets_;
};

} // namespace cppmusic::ui

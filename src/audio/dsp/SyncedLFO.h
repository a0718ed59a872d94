// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/LFO.h"
#include "audio/graph/ProcessContext.h"

namespace cppmusic::audio {

/// An LFO that runs freely or with the song. Freely: from the start of playback. With the song: by
/// the place in it, so bar 5 sounds as it does whenever it is played; while the song stands still,
/// at its tempo. Read on the control grid. [audio]
class SyncedLFO {
public:
    /// Cycles a second.
    void runFreely(double hz, double sampleRate) noexcept CPPMUSIC_NONBLOCKING
    {
        beats_ = 0.0;
        lfo_.setRate(hz, sampleRate);
    }
    /// A cycle takes so many quarter notes.
    void runWithSong(double beats, double tempo, double sampleRate) noexcept CPPMUSIC_NONBLOCKING
    {
        beats_ = beats;
        lfo_.setRate(tempo / 60.0 / beats, sampleRate);
    }
    /// On each control point, behind the above. `Point`: StereoEffect's ControlPoint.
    template <class Point>
    void step(const Point& point) noexcept CPPMUSIC_NONBLOCKING
    {
        if (beats_ > 0.0 && point.isPlaying && point.beat >= 0.0)
            lfo_.placeAtCycle(point.beat / beats_);
        else if (beats_ > 0.0 || !point.isGridContinuous)
            lfo_.placeAt(point.gridFrame);
        else
            lfo_.advance(controlInterval);
    }
    /// Control points that nobody heard.
    void skip(int points) noexcept CPPMUSIC_NONBLOCKING { lfo_.advance(points * controlInterval); }

    /// −1…1, `offset` cycles (0–1) ahead.
    [[nodiscard]] float value(LfoShape shape,
                              double offset = 0.0) const noexcept CPPMUSIC_NONBLOCKING
    {
        return lfo_.valueAhead(shape, offset);
    }

private:
    LFO lfo_;
    double beats_ = 0.0; // of a cycle; 0: free
};

} // namespace cppmusic::audio

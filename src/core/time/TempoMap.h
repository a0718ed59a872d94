// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"
#include "core/Result.h"
#include "core/time/Units.h"

#include <vector>

namespace cppmusic::core {

/// A tempo from `at` onward: it stays until the next point, or ramps linearly in beats to it.
struct TempoPoint {
    Beats at;
    Bpm tempo{120.0};
    bool rampToNext = false; ///< tempo changes linearly per beat until the next point
    friend bool operator==(const TempoPoint&, const TempoPoint&) = default;
};

struct TimeSignature {
    int numerator = 4;   ///< 1–64
    int denominator = 4; ///< 1, 2, 4, 8, 16, 32 or 64
    friend bool operator==(const TimeSignature&, const TimeSignature&) = default;
};

/// A time signature from `at` onward. `at` is where a bar starts.
struct TimeSignaturePoint {
    Beats at;
    TimeSignature signature;
    friend bool operator==(const TimeSignaturePoint&, const TimeSignaturePoint&) = default;
};

/// A place in the song as musicians count it: bar and beat from 1, the fraction of that beat from 0
/// to below 1. A beat here is the signature's own (an eighth in 6/8). The bar before bar 1 is bar
/// 0.
struct BarPosition {
    int bar = 1;
    int beat = 1;
    double fraction = 0.0;
    friend bool operator==(const BarPosition&, const BarPosition&) = default;
};

/// The song's one map between musical and clock time: tempo jumps and ramps, time signatures.
/// A value; immutable once made. Before beat 0 the first tempo holds. [any]
class TempoMap {
public:
    /// 120 bpm, 4/4.
    TempoMap();

    /// Both lists must be sorted by place, start at beat 0 and be distinct; tempos lie in 20–999
    /// bpm, signatures where a bar starts; else invalidArgument with "tempos/3" as its place.
    [[nodiscard]] static Result<TempoMap> make(std::vector<TempoPoint> tempos,
                                               std::vector<TimeSignaturePoint> signatures);

    [[nodiscard]] const std::vector<TempoPoint>& tempos() const noexcept { return tempos_; }
    [[nodiscard]] const std::vector<TimeSignaturePoint>& signatures() const noexcept
    {
        return signatures_;
    }

    /// All queries take O(log points) and are safe on the audio thread. [any]
    [[nodiscard]] Seconds secondsAt(Beats beat) const noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] Beats beatsAt(Seconds time) const noexcept CPPMUSIC_NONBLOCKING;
    /// The nearest frame. Error at most one frame in an hour of ramps.
    [[nodiscard]] Frames framesAt(Beats beat, SampleRate rate) const noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] Beats beatsAt(Frames frame, SampleRate rate) const noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] Bpm tempoAt(Beats beat) const noexcept CPPMUSIC_NONBLOCKING;

    [[nodiscard]] TimeSignature signatureAt(Beats beat) const noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] BarPosition barPositionAt(Beats beat) const noexcept CPPMUSIC_NONBLOCKING;
    /// The beat (quarter notes) at which a bar counted from 1 starts.
    [[nodiscard]] Beats barStart(int bar) const noexcept CPPMUSIC_NONBLOCKING;

    friend bool operator==(const TempoMap& a, const TempoMap& b)
    {
        return a.tempos_ == b.tempos_ && a.signatures_ == b.signatures_;
    }

private:
    std::vector<TempoPoint> tempos_;
    std::vector<TimeSignaturePoint> signatures_;
    std::vector<double> segmentStartSeconds_; // one per tempo point
    std::vector<int> signatureStartBar_;      // one per signature point, from 0
};

} // namespace cppmusic::core

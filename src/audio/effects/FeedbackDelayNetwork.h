// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/MirroredRing.h"
#include "audio/simd/ReverbKernel.h"

#include <array>

namespace cppmusic::audio {

/// Sixteen delay lines that feed each other through a Hadamard matrix: the tail of a reverb. Each
/// line loses as much as its length asks for (J.-M. Jot, "Digital delay networks for designing
/// artificial reverberators", 1991), a first-order low-pass shortens the treble, and slow
/// modulation of the lengths keeps single resonances from ringing. [audio]
class FeedbackDelayNetwork {
public:
    static constexpr int numLines = ReverbRun::numLines;

    struct Settings {
        double size = 1.0;         ///< factor of all lengths, 0.35–1.35
        double decaySeconds = 2.0; ///< T60
        static constexpr double dampingOffHz = 20000.0;
        double dampingHz = 8000.0; ///< −3 dB of each pass; from dampingOffHz on there is none
        double depthFrames = 0.0;  ///< of the modulation
        /// Sines and cosines (−1…1) of two slow oscillators.
        std::array<float, 4> modulation{};
    };

    void prepare(double sampleRate); // [main]
    void clear() noexcept CPPMUSIC_NONBLOCKING;
    /// On a control point: lengths slide to the settings, without a jump unless `isImmediate` or
    /// `isEmpty` (nothing sounds in the lines).
    void update(const Settings&, bool isImmediate, bool isEmpty) noexcept CPPMUSIC_NONBLOCKING;
    /// Lets the kernel read a run from the lines, at most controlInterval frames.
    void begin(ReverbRun&) noexcept CPPMUSIC_NONBLOCKING;
    /// Writes what the kernel left into the lines.
    void end(const ReverbRun&) noexcept CPPMUSIC_NONBLOCKING;

private:
    struct Line {
        MirroredRing ring;
        double delay = 1000.0; ///< at the last control point
        double slope = 0.0;    ///< a frame, until the next
    };
    using Lanes = std::array<float, numLines>;
    /// Where taps lie that had to be put together.
    using Rooms = std::array<MirroredRing::Room, 4>;

    void updateLosses(const Settings&) noexcept CPPMUSIC_NONBLOCKING;
    /// By how many whole frames the delays have grown since the control point.
    void findGrowth(int frame, std::array<int, numLines>&) const noexcept CPPMUSIC_NONBLOCKING;
    void gatherTaps(ReverbRun&, std::size_t line) noexcept CPPMUSIC_NONBLOCKING;

    std::array<Line, numLines> lines_;
    std::array<Rooms, numLines> rooms_{}; // touched, so that no block has to ask for the memory
    Settings settings_;
    std::array<int, numLines> whole_{}; ///< of the delays at the control point …
    Lanes fraction_{}, slope_{};        ///< … and the rest
    Lanes gain_{}, damped_{};
    ReverbRun::LowPass damping_;
    double sampleRate_ = 48000.0;
    int sinceControl_ = controlInterval;
};

} // namespace cppmusic::audio

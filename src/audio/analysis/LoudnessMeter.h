// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioBlock.h"

#include <memory>

namespace cppmusic::audio {

/// What a LoudnessMeter found. Silence, or less sound than a window is long, gives −infinity where
/// there is nothing to measure.
struct Loudness {
    double integratedLufs = 0.0;   ///< of the whole programme, gated
    double rangeLu = 0.0;          ///< loudness range (EBU Tech 3342)
    double truePeakDb = 0.0;       ///< highest of all channels, between the samples too, dBTP
    double samplePeakDb = 0.0;     ///< highest sample, dBFS
    double momentaryLufs = 0.0;    ///< of the last 400 ms
    double shortTermLufs = 0.0;    ///< of the last 3 s
    double maxMomentaryLufs = 0.0; ///< the loudest 400 ms, looked for every 10 ms
    double maxShortTermLufs = 0.0; ///< the loudest 3 s, looked for every 10 ms
};

/// Measures loudness after ITU-R BS.1770-4 and EBU R 128 (Tech 3341, 3342) by libebur128. The same
/// sound in other blocks gives the same numbers. Allocates: for offline rendering and analysis.
/// [main or job]
class LoudnessMeter {
public:
    /// 1 to 8 channels; a rate of 8000 to 384000 Hz. Outside of that, result() tells silence.
    LoudnessMeter(int numChannels, double sampleRate);
    ~LoudnessMeter();
    LoudnessMeter(LoudnessMeter&&) noexcept;
    LoudnessMeter& operator=(LoudnessMeter&&) noexcept;

    /// The next frames; the block must have the meter's channels, else it is ignored.
    void add(const ConstAudioBlock& block);
    [[nodiscard]] Loudness result() const;
    /// As newly made.
    void reset();

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioBlock.h"

#include <memory>
#include <optional>

namespace cppmusic::session {

/// Integrated loudness (EBU R 128, ITU-R BS.1770-4) and true peak of a stereo signal. [job]
class LoudnessMeter {
public:
    explicit LoudnessMeter(int sampleRate);
    ~LoudnessMeter();

    /// Two channels. Cutting into blocks changes nothing.
    void add(const audio::ConstAudioBlock&);
    /// LUFS; empty for silence or less than 400 ms.
    [[nodiscard]] std::optional<double> integratedLufs() const;
    /// dBTP, oversampled four times below 96 kHz; −144 for silence.
    [[nodiscard]] double truePeakDb() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace cppmusic::session

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/Sanitise.h"
#include "audio/dsp/StateVariableFilter.h"
#include "core/RealtimeAttributes.h"

namespace cppmusic::audio {

/// A first-order filter by trapezoidal integration (V. Zavalishin): 6 dB an octave, −3 dB at the
/// cutoff. [audio]
class OnePole {
public:
    void setCutoff(double hz, double sampleRate) noexcept CPPMUSIC_NONBLOCKING
    {
        const float g = svfGain(hz, sampleRate);
        factor_ = g / (1.0f + g);
        twice_ = factor_ + factor_;
    }
    float low(float input) noexcept CPPMUSIC_NONBLOCKING
    {
        const float difference = input - state_;
        const float output = state_ + difference * factor_;
        state_ += difference * twice_;
        return output;
    }
    float high(float input) noexcept CPPMUSIC_NONBLOCKING { return input - low(input); }
    void reset() noexcept CPPMUSIC_NONBLOCKING { state_ = 0.0f; }
    void flush() noexcept CPPMUSIC_NONBLOCKING { state_ = flushTiny(state_); }

private:
    float factor_ = 0.5f;
    float twice_ = 1.0f;
    float state_ = 0.0f;
};

} // namespace cppmusic::audio

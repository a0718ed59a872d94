// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/Sanitise.h"
#include "core/MathUtils.h"
#include "core/RealtimeAttributes.h"

namespace cppmusic::audio {

/// Takes the constant part out of a signal: y[n] = x[n] − x[n−1] + R·y[n−1] (J. O. Smith,
/// "Introduction to Digital Filters"). State in double, so that R close to 1 stays exact. [audio]
class DcBlocker {
public:
    /// −3 dB at `hz`.
    void setCutoff(double hz, double sampleRate) noexcept CPPMUSIC_NONBLOCKING
    {
        pole_ = core::math::exp(-core::math::twoPi * hz / sampleRate);
    }
    float next(float input) noexcept CPPMUSIC_NONBLOCKING
    {
        const auto x = static_cast<double>(input);
        output_ = x - input_ + pole_ * output_;
        input_ = x;
        return static_cast<float>(output_);
    }
    void reset() noexcept CPPMUSIC_NONBLOCKING { input_ = output_ = 0.0; }
    void flush() noexcept CPPMUSIC_NONBLOCKING { output_ = flushTiny(output_); }

private:
    double pole_ = 0.999;
    double input_ = 0.0;
    double output_ = 0.0;
};

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/RealtimeAttributes.h"

#include <cstdint>

namespace cppmusic::audio {

/// The coefficients of an ADSR, shared by all envelopes of an instrument.
struct EnvelopeShape {
    double attackFactor = 0.0;
    double decayFactor = 0.0;
    double sustain = 1.0;
    double releaseFactor = 0.0;

    /// Times in seconds (0 is one frame), sustain 0–1. Attack: from 0 to exactly 1 in its time, an
    /// exponential bent to 1.3. Decay: 60 dB of the way to the sustain level in its time. Release:
    /// 60 dB down in its time.
    static EnvelopeShape make(double attack, double decay, double sustain, double release,
                              double sampleRate) noexcept CPPMUSIC_NONBLOCKING;
    friend bool operator==(const EnvelopeShape&, const EnvelopeShape&) = default;
};

/// An ADSR envelope, frame by frame. Retriggering goes on from the present level, so it never
/// jumps. [audio]
class Envelope {
public:
    enum class Stage : std::uint8_t { idle, attack, decay, release };

    void reset() noexcept CPPMUSIC_NONBLOCKING
    {
        stage_ = Stage::idle;
        level_ = 0.0;
    }
    void gateOn() noexcept CPPMUSIC_NONBLOCKING { stage_ = Stage::attack; }
    void gateOff() noexcept CPPMUSIC_NONBLOCKING
    {
        if (stage_ != Stage::idle) stage_ = Stage::release;
    }
    /// Writes the next levels, or only moves on when `out` is null.
    void render(const EnvelopeShape&, float* out, int frames) noexcept CPPMUSIC_NONBLOCKING;

    [[nodiscard]] bool isActive() const noexcept CPPMUSIC_NONBLOCKING
    {
        return stage_ != Stage::idle;
    }
    [[nodiscard]] Stage stage() const noexcept CPPMUSIC_NONBLOCKING { return stage_; }
    [[nodiscard]] float level() const noexcept CPPMUSIC_NONBLOCKING
    {
        return static_cast<float>(level_);
    }

    /// Seconds until a release of `release` seconds has become exact silence (−100 dB is cut).
    [[nodiscard]] static double releaseTail(double release) noexcept
    {
        return release * (100.0 / 60.0) + 0.001;
    }

private:
    double level_ = 0.0;
    Stage stage_ = Stage::idle;
};

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/StateVariableFilter.h"
#include "audio/effects/StereoEffect.h"

namespace cppmusic::audio {

/// Fewer bits and a lower sample rate, "cppmusic.crusher". Samples are held by a clock that counts
/// the frames of the song, so the same bar always sounds the same; filters of 24 dB an octave ahead
/// of it (and behind it) keep out what would fold back. Dither is triangular, of the step's size,
/// and stops with the sound. At 24 bits and the full rate samples pass untouched.
class BitCrusher final : public StereoEffect {
public:
    /// Ids "bits", "rate", "filter", "dither", "mix".
    enum Parameter : int { bits, rate, filter, dither, mix, numParameters };
    static constexpr float fullRate = 48000.0f; ///< from here on nothing is held

    BitCrusher();

private:
    void prepareEffect(const PrepareSpec&) override {}
    void clear() noexcept CPPMUSIC_NONBLOCKING override;
    void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING override;
    void processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING override;
    void skipRun(int frames) noexcept CPPMUSIC_NONBLOCKING override { inCell_ += frames; }
    double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool isSteady() const noexcept CPPMUSIC_NONBLOCKING override;

    /// Two stages of low-pass for one channel.
    using Guard = std::array<StateVariableFilter, 2>;
    [[nodiscard]] float guarded(Guard&, float x) const noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] float quantised(float x, std::uint64_t place) const noexcept CPPMUSIC_NONBLOCKING;
    void processChannel(std::size_t channel, float* samples,
                        int frames) noexcept CPPMUSIC_NONBLOCKING;

    ControlRamp mix_, coarse_; ///< coarse: 0 leaves samples as they are, 1 is quantised
    double steps_ = 1.0;       ///< of a half range
    double clock_ = 0.0;       ///< at the control point
    double pace_ = 1.0;        ///< held samples per frame
    std::uint64_t frame_ = 0;  ///< of the song, at the start of the run
    int inCell_ = 0;           ///< frames since the control point
    float dither_ = 0.0f;
    float guardGain_ = 0.1f;
    int guards_ = 0; ///< none, ahead, ahead and behind
    bool isHeld_ = false;
    std::array<Guard, 2> before_, behind_;
    std::array<float, 2> held_{};
};

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/ControlRamp.h"
#include "audio/dsp/Envelope.h"
#include "audio/dsp/LFO.h"
#include "audio/dsp/StateVariableFilter.h"
#include "audio/synthesis/Oscillator.h"
#include "audio/synthesis/SynthPatch.h"

#include <array>
#include <cstdint>

namespace cppmusic::audio {

/// One sounding note of a Synthesizer: oscillators, sub and noise into a filter and an amplifier,
/// each with an envelope. Works in runs of at most controlInterval frames. [audio]
class Voice {
public:
    struct Start {
        std::uint8_t key = 60;
        float velocity = 0.8f;
        double glideFrom = -1.0;    ///< key to glide from, or −1
        std::int64_t gridFrame = 0; ///< with the key, the seed of everything random
    };

    void start(const SynthPatch&, const LFO& sharedLfo, const Start&) noexcept CPPMUSIC_NONBLOCKING;
    /// Another key without a new start (mono modes); retriggers the envelopes if asked to.
    void moveTo(const SynthPatch&, std::uint8_t key, float velocity,
                bool isRetriggered) noexcept CPPMUSIC_NONBLOCKING;
    void release() noexcept CPPMUSIC_NONBLOCKING;
    /// Out within `frames`, whatever the envelope says.
    void fadeOut(int frames) noexcept CPPMUSIC_NONBLOCKING;
    void stop() noexcept CPPMUSIC_NONBLOCKING;

    /// New pitch, cutoff and level for the next control interval.
    void updateControls(const SynthPatch&, bool isImmediate) noexcept CPPMUSIC_NONBLOCKING;
    /// Adds the next frames to a stereo mix.
    void render(const SynthPatch&, float* left, float* right,
                int frames) noexcept CPPMUSIC_NONBLOCKING;

    [[nodiscard]] bool isActive() const noexcept CPPMUSIC_NONBLOCKING { return amp_.isActive(); }
    [[nodiscard]] float level() const noexcept CPPMUSIC_NONBLOCKING
    {
        return amp_.level() * gain_.target();
    }
    [[nodiscard]] double
    pitch() const noexcept CPPMUSIC_NONBLOCKING; ///< key, in the middle of a glide too

private:
    void renderSources(const SynthPatch&, float* left, float* right,
                       int frames) noexcept CPPMUSIC_NONBLOCKING;
    void filterRun(const SynthPatch&, int channel, float* samples,
                   int frames) noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] std::uint32_t incrementFor(double ratio) const noexcept CPPMUSIC_NONBLOCKING;

    std::array<std::array<Oscillator, SynthPatch::maxUnison>, SynthPatch::numOscillators>
        oscillators_;
    Oscillator sub_;
    Noise noise_;
    std::array<std::array<StateVariableFilter, 2>, 2> filters_; // channel, stage
    Envelope amp_, filterEnvelope_;
    LFO lfo_;
    ControlRamp filterGain_, gain_;
    double cyclesPerFrame_ = 0.0;
    double glideFrom_ = 60.0;
    std::int64_t framesSinceGlide_ = 0;
    int glideFrames_ = 0;
    int unison_ = 1;
    int fadeLength_ = 0, fadeLeft_ = 0;
    float velocity_ = 0.8f;
    std::uint32_t seed_ = 0;
    std::uint8_t key_ = 60;
};

} // namespace cppmusic::audio

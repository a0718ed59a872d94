// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/params/ParameterSpec.h"

#include <span>

namespace cppmusic::audio {

/// The parameters of the Synthesizer by index; the ids are the names: "osc1Wave".
struct SynthParameter {
    enum Index : int {
        osc1Wave,
        osc1Level,
        osc1Octave,
        osc1Detune,
        osc1Width,
        osc2Wave,
        osc2Level,
        osc2Octave,
        osc2Detune,
        osc2Width,
        osc3Wave,
        osc3Level,
        osc3Octave,
        osc3Detune,
        osc3Width,
        unisonVoices,
        unisonDetune,
        unisonSpread,
        subWave,
        subLevel,
        noiseLevel,
        filterMode,
        cutoff,
        resonance,
        keyTracking,
        filterEnvelope,
        velocityToCutoff,
        ampAttack,
        ampDecay,
        ampSustain,
        ampRelease,
        filterAttack,
        filterDecay,
        filterSustain,
        filterRelease,
        lfoShape,
        lfoRate,
        lfoTrigger,
        lfoToPitch,
        lfoToCutoff,
        lfoToAmp,
        voiceMode,
        glide,
        velocity,
        gain,
        count
    };
    static constexpr int perOscillator = 5;
};

enum class SynthFilterMode { low12, low24, band, high, notch };
enum class VoiceMode { poly, mono, legato };

[[nodiscard]] std::span<const core::ParameterSpec> synthesizerParameters() noexcept; // [any]

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/ControlRamp.h"
#include "audio/dsp/Envelope.h"
#include "audio/dsp/LFO.h"
#include "audio/parameters/ParameterRamps.h"
#include "audio/synthesis/Oscillator.h"
#include "audio/synthesis/SynthesizerParameters.h"

#include <array>

namespace cppmusic::audio {

/// What all voices of a Synthesizer share, computed from its parameters at control points. [audio]
struct SynthPatch {
    static constexpr int numOscillators = 3;
    static constexpr int maxUnison = 7;

    struct OscillatorSettings {
        Waveform waveform = Waveform::saw;
        double ratio = 1.0; ///< to the note's frequency
        float pulseWidth = 0.5f;
        ControlRamp level;
    };
    /// The copies of one unison count: symmetric in pitch and place, as loud together as one.
    struct UnisonSettings {
        std::array<double, maxUnison> ratio{};
        std::array<float, maxUnison> left{}, right{};
    };

    const Wavetables* tables = nullptr;
    double sampleRate = 48000.0;
    std::array<OscillatorSettings, numOscillators> oscillators;
    int unisonVoices = 1;
    std::array<UnisonSettings, maxUnison + 1> unison; ///< by count
    Waveform subWave = Waveform::sine;
    ControlRamp subLevel, noiseLevel;
    SynthFilterMode filterMode = SynthFilterMode::low24;
    double cutoffOctave = 12.0; ///< log2 of Hz
    ControlRamp damping;        ///< of the only stage, or of the second of two
    float firstDamping = 1.85f;
    float keyTracking = 0.0f, filterEnvelope = 0.0f, velocityToCutoff = 0.0f;
    EnvelopeShape amp, filter;
    LfoShape lfoShape = LfoShape::sine;
    bool isLfoPerNote = false;
    double lfoRate = 5.0;
    float lfoToPitch = 0.0f, lfoToCutoff = 0.0f, lfoToAmp = 0.0f; ///< semitones, octaves, 0–1
    float velocitySensitivity = 0.7f;
    VoiceMode voiceMode = VoiceMode::poly;
    int glideFrames = 0;
    float bendSemitones = 0.0f; ///< from the pitch wheel
    float wheelVibrato = 0.0f;  ///< semitones, from wheel and pressure

    /// Takes over the parameters; levels ramp, or jump when `isImmediate`.
    void update(const ParameterRamps&, bool isImmediate) noexcept CPPMUSIC_NONBLOCKING;
    /// Moves the ramps on after a run.
    [[nodiscard]] bool isMoving() const noexcept CPPMUSIC_NONBLOCKING;
    void advance(int frames) noexcept CPPMUSIC_NONBLOCKING;

private:
    void updateUnison(float detuneCents, float spread) noexcept CPPMUSIC_NONBLOCKING;
    float lastDetune_ = -1.0f, lastSpread_ = -1.0f;
};

} // namespace cppmusic::audio

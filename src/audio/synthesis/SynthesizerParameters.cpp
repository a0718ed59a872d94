// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/synthesis/SynthesizerParameters.h"

#include <array>

namespace cppmusic::audio {

namespace {

using core::ParameterSpec;
using core::Taper;

constexpr std::string_view waves = "Saw|Square|Triangle|Sine";
constexpr std::string_view offOn = "Free|Note";

constexpr std::array<ParameterSpec, SynthParameter::count> table{{
    {"osc1Wave", "Osc 1 wave", "", 0.0f, 3.0f, 0.0f, Taper::stepped, true, waves},
    {"osc1Level", "Osc 1 level", "", 0.0f, 1.0f, 0.8f, Taper::linear, true, {}},
    {"osc1Octave", "Osc 1 octave", "", -3.0f, 3.0f, 0.0f, Taper::stepped, true, {}},
    {"osc1Detune", "Osc 1 detune", "cents", -1200.0f, 1200.0f, 0.0f, Taper::linear, true, {}},
    {"osc1Width", "Osc 1 pulse width", "", 0.05f, 0.95f, 0.5f, Taper::linear, true, {}},
    {"osc2Wave", "Osc 2 wave", "", 0.0f, 3.0f, 0.0f, Taper::stepped, true, waves},
    {"osc2Level", "Osc 2 level", "", 0.0f, 1.0f, 0.5f, Taper::linear, true, {}},
    {"osc2Octave", "Osc 2 octave", "", -3.0f, 3.0f, 0.0f, Taper::stepped, true, {}},
    {"osc2Detune", "Osc 2 detune", "cents", -1200.0f, 1200.0f, 7.0f, Taper::linear, true, {}},
    {"osc2Width", "Osc 2 pulse width", "", 0.05f, 0.95f, 0.5f, Taper::linear, true, {}},
    {"osc3Wave", "Osc 3 wave", "", 0.0f, 3.0f, 1.0f, Taper::stepped, true, waves},
    {"osc3Level", "Osc 3 level", "", 0.0f, 1.0f, 0.0f, Taper::linear, true, {}},
    {"osc3Octave", "Osc 3 octave", "", -3.0f, 3.0f, -1.0f, Taper::stepped, true, {}},
    {"osc3Detune", "Osc 3 detune", "cents", -1200.0f, 1200.0f, 0.0f, Taper::linear, true, {}},
    {"osc3Width", "Osc 3 pulse width", "", 0.05f, 0.95f, 0.5f, Taper::linear, true, {}},
    {"unisonVoices", "Unison", "", 1.0f, 7.0f, 1.0f, Taper::stepped, false, {}},
    {"unisonDetune", "Unison detune", "cents", 0.0f, 100.0f, 15.0f, Taper::linear, true, {}},
    {"unisonSpread", "Unison spread", "", 0.0f, 1.0f, 0.7f, Taper::linear, true, {}},
    {"subWave", "Sub wave", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, "Sine|Square"},
    {"subLevel", "Sub level", "", 0.0f, 1.0f, 0.0f, Taper::linear, true, {}},
    {"noiseLevel", "Noise level", "", 0.0f, 1.0f, 0.0f, Taper::linear, true, {}},
    {"filterMode", "Filter", "", 0.0f, 4.0f, 1.0f, Taper::stepped, true,
     "Low 12|Low 24|Band|High|Notch"},
    {"cutoff", "Cutoff", "Hz", 20.0f, 20000.0f, 4000.0f, Taper::logarithmic, true, {}},
    {"resonance", "Resonance", "", 0.0f, 1.0f, 0.15f, Taper::linear, true, {}},
    {"keyTracking", "Key tracking", "", 0.0f, 1.0f, 0.3f, Taper::linear, true, {}},
    {"filterEnvelope", "Filter envelope", "octaves", -8.0f, 8.0f, 1.5f, Taper::linear, true, {}},
    {"velocityToCutoff",
     "Velocity to cutoff",
     "octaves",
     0.0f,
     4.0f,
     0.5f,
     Taper::linear,
     true,
     {}},
    {"ampAttack", "Attack", "s", 0.0005f, 10.0f, 0.003f, Taper::logarithmic, true, {}},
    {"ampDecay", "Decay", "s", 0.001f, 20.0f, 0.6f, Taper::logarithmic, true, {}},
    {"ampSustain", "Sustain", "", 0.0f, 1.0f, 0.7f, Taper::linear, true, {}},
    {"ampRelease", "Release", "s", 0.002f, 20.0f, 0.25f, Taper::logarithmic, true, {}},
    {"filterAttack", "Filter attack", "s", 0.0005f, 10.0f, 0.003f, Taper::logarithmic, true, {}},
    {"filterDecay", "Filter decay", "s", 0.001f, 20.0f, 0.5f, Taper::logarithmic, true, {}},
    {"filterSustain", "Filter sustain", "", 0.0f, 1.0f, 0.3f, Taper::linear, true, {}},
    {"filterRelease", "Filter release", "s", 0.002f, 20.0f, 0.3f, Taper::logarithmic, true, {}},
    {"lfoShape", "LFO shape", "", 0.0f, 4.0f, 0.0f, Taper::stepped, true,
     "Sine|Triangle|Saw|Square|Sample & hold"},
    {"lfoRate", "LFO rate", "Hz", 0.02f, 30.0f, 5.0f, Taper::logarithmic, true, {}},
    {"lfoTrigger", "LFO start", "", 0.0f, 1.0f, 0.0f, Taper::stepped, true, offOn},
    {"lfoToPitch", "LFO to pitch", "cents", 0.0f, 1200.0f, 0.0f, Taper::linear, true, {}},
    {"lfoToCutoff", "LFO to cutoff", "octaves", -4.0f, 4.0f, 0.0f, Taper::linear, true, {}},
    {"lfoToAmp", "LFO to level", "", 0.0f, 1.0f, 0.0f, Taper::linear, true, {}},
    {"voiceMode", "Voices", "", 0.0f, 2.0f, 0.0f, Taper::stepped, false, "Poly|Mono|Legato"},
    {"glide", "Glide", "s", 0.0f, 2.0f, 0.0f, Taper::linear, true, {}},
    {"velocity", "Velocity", "", 0.0f, 1.0f, 0.7f, Taper::linear, true, {}},
    {"gain", "Volume", "dB", -60.0f, 12.0f, 0.0f, Taper::linear, true, {}},
}};

} // namespace

std::span<const ParameterSpec> synthesizerParameters() noexcept
{
    return table;
}

} // namespace cppmusic::audio

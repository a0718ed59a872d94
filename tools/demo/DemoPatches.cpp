// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/demo/DemoPatches.h"

namespace cppmusic::demo {
namespace {

// Values of the stepped parameters.
constexpr float saw = 0, square = 1, triangle = 2, sine = 3;
constexpr float low12 = 0, low24 = 1;
constexpr float legato = 2;

} // namespace

Parameters bassPatch()
{
    return {{"osc1Wave", saw},        {"osc1Level", 0.6f},      {"osc2Wave", square},
            {"osc2Level", 0.35f},     {"osc2Detune", -6.0f},    {"osc2Width", 0.38f},
            {"subLevel", 0.7f},       {"filterMode", low24},    {"cutoff", 240.0f},
            {"resonance", 0.22f},     {"filterEnvelope", 2.6f}, {"filterDecay", 0.24f},
            {"filterSustain", 0.18f}, {"keyTracking", 0.4f},    {"velocityToCutoff", 1.2f},
            {"ampAttack", 0.002f},    {"ampDecay", 0.5f},       {"ampSustain", 0.75f},
            {"ampRelease", 0.09f},    {"voiceMode", legato},    {"glide", 0.03f}};
}

Parameters padPatch()
{
    return {{"osc1Wave", saw},       {"osc1Level", 0.5f},     {"osc2Wave", saw},
            {"osc2Level", 0.45f},    {"osc2Detune", 9.0f},    {"osc3Wave", triangle},
            {"osc3Level", 0.35f},    {"osc3Octave", 1.0f},    {"unisonVoices", 3.0f},
            {"unisonDetune", 16.0f}, {"unisonSpread", 0.9f},  {"filterMode", low12},
            {"cutoff", 3600.0f},     {"resonance", 0.1f},     {"filterEnvelope", 0.6f},
            {"filterAttack", 1.4f},  {"filterSustain", 0.7f}, {"ampAttack", 0.7f},
            {"ampDecay", 1.5f},      {"ampSustain", 0.85f},   {"ampRelease", 1.6f},
            {"lfoRate", 0.23f},      {"lfoToCutoff", 0.35f},  {"velocity", 0.4f}};
}

Parameters keysPatch()
{
    // A soft electric piano: a sine and its octave, a short bright attack.
    return {{"osc1Wave", sine},         {"osc1Level", 0.8f},    {"osc2Wave", triangle},
            {"osc2Level", 0.3f},        {"osc2Octave", 1.0f},   {"osc2Detune", 4.0f},
            {"osc3Wave", sine},         {"osc3Level", 0.16f},   {"osc3Octave", 2.0f},
            {"filterMode", low12},      {"cutoff", 1500.0f},    {"resonance", 0.05f},
            {"filterEnvelope", 2.2f},   {"filterDecay", 0.35f}, {"filterSustain", 0.1f},
            {"velocityToCutoff", 1.8f}, {"ampAttack", 0.002f},  {"ampDecay", 1.6f},
            {"ampSustain", 0.35f},      {"ampRelease", 0.4f},   {"lfoRate", 4.6f},
            {"lfoToAmp", 0.12f},        {"velocity", 0.85f}};
}

Parameters pluckPatch()
{
    return {{"osc1Wave", saw},       {"osc1Level", 0.6f},      {"osc2Wave", square},
            {"osc2Level", 0.3f},     {"osc2Octave", 1.0f},     {"osc2Width", 0.3f},
            {"osc2Detune", 5.0f},    {"filterMode", low24},    {"cutoff", 420.0f},
            {"resonance", 0.3f},     {"filterEnvelope", 3.8f}, {"filterDecay", 0.14f},
            {"filterSustain", 0.0f}, {"keyTracking", 0.6f},    {"velocityToCutoff", 1.6f},
            {"ampAttack", 0.001f},   {"ampDecay", 0.28f},      {"ampSustain", 0.0f},
            {"ampRelease", 0.25f},   {"velocity", 0.8f},       {"gain", 6.0f}};
}

Parameters leadPatch()
{
    return {{"osc1Wave", saw},       {"osc1Level", 0.55f},  {"osc2Wave", saw},
            {"osc2Level", 0.5f},     {"osc2Detune", 11.0f}, {"osc3Wave", square},
            {"osc3Level", 0.25f},    {"osc3Octave", -1.0f}, {"filterMode", low24},
            {"cutoff", 2100.0f},     {"resonance", 0.2f},   {"filterEnvelope", 1.4f},
            {"filterAttack", 0.01f}, {"filterDecay", 0.6f}, {"filterSustain", 0.5f},
            {"keyTracking", 0.5f},   {"ampAttack", 0.008f}, {"ampDecay", 0.8f},
            {"ampSustain", 0.8f},    {"ampRelease", 0.22f}, {"lfoRate", 5.3f},
            {"lfoToPitch", 9.0f},    {"voiceMode", legato}, {"glide", 0.055f}};
}

Parameters bellPatch()
{
    return {{"osc1Wave", sine},       {"osc1Level", 0.8f},   {"osc2Wave", sine},
            {"osc2Level", 0.35f},     {"osc2Octave", 2.0f},  {"osc2Detune", 3.0f},
            {"osc3Wave", triangle},   {"osc3Level", 0.3f},   {"osc3Octave", 1.0f},
            {"osc3Detune", -4.0f},    {"filterMode", low12}, {"cutoff", 5200.0f},
            {"filterEnvelope", 1.0f}, {"filterDecay", 0.8f}, {"ampAttack", 0.003f},
            {"ampDecay", 1.3f},       {"ampSustain", 0.3f},  {"ampRelease", 1.1f},
            {"lfoRate", 5.0f},        {"lfoToPitch", 5.0f},  {"velocity", 0.8f}};
}

Parameters drumVoice(float releaseSeconds)
{
    return {{"release", releaseSeconds}};
}

Parameters hatVoice()
{
    return {{"release", 0.05f}, {"choke", 1.0f}};
}

Parameters hallReverb()
{
    return {{"decay", 2.6f},      {"size", 0.75f},    {"preDelay", 0.022f},
            {"damping", 5600.0f}, {"lowCut", 180.0f}, {"mix", 1.0f}};
}

Parameters pingPongDelay()
{
    constexpr float dottedEighth = 6;
    return {{"mode", 1.0f},     {"sync", 1.0f},       {"note", dottedEighth}, {"feedback", 0.42f},
            {"lowCut", 260.0f}, {"highCut", 4800.0f}, {"mix", 1.0f}};
}

Parameters drumGlue()
{
    return {{"threshold", -16.0f}, {"ratio", 2.5f},  {"attack", 0.014f},
            {"release", 0.12f},    {"makeUp", 2.0f}, {"mix", 0.8f}};
}

Parameters padFilter()
{
    return {{"slope", 1.0f}, {"cutoff", 4200.0f}, {"resonance", 0.18f}};
}

Parameters masterLimiter()
{
    return {{"gain", 3.0f}, {"ceiling", -1.5f}, {"release", 0.12f}};
}

} // namespace cppmusic::demo

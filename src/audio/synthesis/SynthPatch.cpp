// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/synthesis/SynthPatch.h"

#include "audio/dsp/PanLaw.h"
#include "audio/dsp/StateVariableFilter.h"
#include "core/MathUtils.h"

namespace cppmusic::audio {

namespace math = core::math;
using P = SynthParameter;

namespace {

void move(ControlRamp& ramp, float target, bool isImmediate) noexcept
{
    if (isImmediate)
        ramp.snapTo(target);
    else
        ramp.rampTo(target);
}

EnvelopeShape shapeAt(const ParameterRamps& p, int attack, double sampleRate) noexcept
{
    return EnvelopeShape::make(static_cast<double>(p.value(attack)),
                               static_cast<double>(p.value(attack + 1)),
                               static_cast<double>(p.value(attack + 2)),
                               static_cast<double>(p.value(attack + 3)), sampleRate);
}

} // namespace

void SynthPatch::update(const ParameterRamps& p, bool isImmediate) noexcept CPPMUSIC_NONBLOCKING
{
    for (int i = 0; i < numOscillators; ++i) {
        auto& oscillator = oscillators[static_cast<std::size_t>(i)];
        const int first = P::osc1Wave + i * P::perOscillator;
        oscillator.waveform = static_cast<Waveform>(p.step(first));
        move(oscillator.level, p.value(first + 1), isImmediate);
        oscillator.ratio = math::exp2(static_cast<double>(p.step(first + 2)) +
                                      static_cast<double>(p.value(first + 3)) / 1200.0);
        oscillator.pulseWidth = p.value(first + 4);
    }
    unisonVoices = std::clamp(p.step(P::unisonVoices), 1, maxUnison);
    updateUnison(p.value(P::unisonDetune), p.value(P::unisonSpread));
    subWave = p.step(P::subWave) == 0 ? Waveform::sine : Waveform::square;
    move(subLevel, p.value(P::subLevel), isImmediate);
    move(noiseLevel, p.value(P::noiseLevel), isImmediate);

    filterMode = static_cast<SynthFilterMode>(p.step(P::filterMode));
    cutoffOctave = math::log2(static_cast<double>(p.value(P::cutoff)));
    const auto dampings = svfDamping(p.value(P::resonance));
    firstDamping = dampings.firstOfTwo;
    move(damping, filterMode == SynthFilterMode::low24 ? dampings.secondOfTwo : dampings.single,
         isImmediate);
    keyTracking = p.value(P::keyTracking);
    filterEnvelope = p.value(P::filterEnvelope);
    velocityToCutoff = p.value(P::velocityToCutoff);
    amp = shapeAt(p, P::ampAttack, sampleRate);
    filter = shapeAt(p, P::filterAttack, sampleRate);

    lfoShape = static_cast<LfoShape>(p.step(P::lfoShape));
    lfoRate = static_cast<double>(p.value(P::lfoRate));
    isLfoPerNote = p.step(P::lfoTrigger) != 0;
    lfoToPitch = p.value(P::lfoToPitch) * 0.01f;
    lfoToCutoff = p.value(P::lfoToCutoff);
    lfoToAmp = p.value(P::lfoToAmp);
    velocitySensitivity = p.value(P::velocity);
    voiceMode = static_cast<VoiceMode>(p.step(P::voiceMode));
    glideFrames = static_cast<int>(static_cast<double>(p.value(P::glide)) * sampleRate);
}

void SynthPatch::updateUnison(float detuneCents, float spread) noexcept CPPMUSIC_NONBLOCKING
{
    if (detuneCents == lastDetune_ && spread == lastSpread_) return;
    lastDetune_ = detuneCents;
    lastSpread_ = spread;
    for (int count = 1; count <= maxUnison; ++count) {
        auto& settings = unison[static_cast<std::size_t>(count)];
        const double loudness = 1.0 / math::pow(static_cast<double>(count), 0.5);
        for (int i = 0; i < count; ++i) {
            const double place = count == 1 ? 0.0 : 2.0 * i / (count - 1) - 1.0; // −1 … 1
            const auto index = static_cast<std::size_t>(i);
            settings.ratio[index] = math::exp2(place * static_cast<double>(detuneCents) / 1200.0);
            // Neighbours in pitch go to opposite sides, so that neither side sounds sharp.
            const float side = static_cast<float>(i % 2 == 0 ? place : -place) * spread;
            const auto gains = panMono(side, PanLaw::minusThreeDb);
            // Equal power, at the centre as loud as the mono path.
            const double scale = count == 1 ? 1.0 : loudness * 1.4142135623730951;
            settings.left[index] = count == 1 ? 1.0f : static_cast<float>(scale) * gains.left;
            settings.right[index] = count == 1 ? 1.0f : static_cast<float>(scale) * gains.right;
        }
    }
}

bool SynthPatch::isMoving() const noexcept CPPMUSIC_NONBLOCKING
{
    for (const auto& oscillator : oscillators)
        if (oscillator.level.isMoving()) return true;
    return subLevel.isMoving() || noiseLevel.isMoving() || damping.isMoving();
}

void SynthPatch::advance(int frames) noexcept CPPMUSIC_NONBLOCKING
{
    for (auto& oscillator : oscillators) oscillator.level.advance(frames);
    subLevel.advance(frames);
    noiseLevel.advance(frames);
    damping.advance(frames);
}

} // namespace cppmusic::audio

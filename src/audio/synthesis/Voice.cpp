// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/synthesis/Voice.h"

#include "audio/dsp/FastMath.h"
#include "core/MathUtils.h"

#include <algorithm>

namespace cppmusic::audio {

namespace math = core::math;

namespace {

constexpr double lowestCutoffHz = 16.0;
constexpr float voiceLevel = 0.25f; // leaves room for a chord

using RunBuffer = std::array<float, controlInterval>;

void addScaled(const RunBuffer& source, const ControlRamp& level, float* target,
               int frames) noexcept
{
    for (int i = 0; i < frames; ++i) target[i] += source[static_cast<std::size_t>(i)] * level.at(i);
}

} // namespace

void Voice::start(const SynthPatch& patch, const LFO& sharedLfo,
                  const Start& note) noexcept CPPMUSIC_NONBLOCKING
{
    key_ = note.key;
    velocity_ = note.velocity;
    unison_ = patch.unisonVoices;
    glideFrom_ = note.glideFrom >= 0.0 ? note.glideFrom : static_cast<double>(note.key);
    glideFrames_ = note.glideFrom >= 0.0 ? patch.glideFrames : 0;
    framesSinceGlide_ = 0;
    fadeLength_ = fadeLeft_ = 0;
    seed_ = hashBits((static_cast<std::uint64_t>(note.key) << 56) ^
                     static_cast<std::uint64_t>(note.gridFrame));
    for (std::size_t o = 0; o < oscillators_.size(); ++o)
        for (std::size_t u = 0; u < oscillators_[o].size(); ++u)
            oscillators_[o][u].setPhase(unison_ == 1 ? 0u : hashBits(seed_ + 16u * o + u));
    sub_.setPhase(0);
    noise_.seed(hashBits(seed_ ^ 0x5eed5eedull));
    for (auto& channel : filters_)
        for (auto& stage : channel) stage.reset();
    lfo_.setRate(patch.lfoRate, patch.sampleRate);
    if (patch.isLfoPerNote)
        lfo_.placeAt(0);
    else
        lfo_.follow(sharedLfo);
    amp_.reset();
    filterEnvelope_.reset();
    amp_.gateOn();
    filterEnvelope_.gateOn();
    updateControls(patch, true);
}

void Voice::moveTo(const SynthPatch& patch, std::uint8_t key, float velocity,
                   bool isRetriggered) noexcept CPPMUSIC_NONBLOCKING
{
    glideFrom_ = pitch();
    glideFrames_ = patch.glideFrames;
    framesSinceGlide_ = 0;
    key_ = key;
    if (isRetriggered) {
        velocity_ = velocity;
        amp_.gateOn();
        filterEnvelope_.gateOn();
        if (patch.isLfoPerNote) lfo_.placeAt(0);
    }
}

void Voice::release() noexcept CPPMUSIC_NONBLOCKING
{
    amp_.gateOff();
    filterEnvelope_.gateOff();
}

void Voice::fadeOut(int frames) noexcept CPPMUSIC_NONBLOCKING
{
    if (fadeLength_ == 0) fadeLength_ = fadeLeft_ = std::max(1, frames);
}

void Voice::stop() noexcept CPPMUSIC_NONBLOCKING
{
    amp_.reset();
    filterEnvelope_.reset();
    fadeLength_ = fadeLeft_ = 0;
}

double Voice::pitch() const noexcept CPPMUSIC_NONBLOCKING
{
    const auto target = static_cast<double>(key_);
    if (framesSinceGlide_ >= glideFrames_) return target;
    return glideFrom_ + (target - glideFrom_) * (static_cast<double>(framesSinceGlide_) /
                                                 static_cast<double>(glideFrames_));
}

void Voice::updateControls(const SynthPatch& patch, bool isImmediate) noexcept CPPMUSIC_NONBLOCKING
{
    lfo_.setRate(patch.lfoRate, patch.sampleRate);
    const float wave = lfo_.value(patch.lfoShape, patch.isLfoPerNote ? seed_ : 0u);
    const double vibrato = static_cast<double>(wave * (patch.lfoToPitch + patch.wheelVibrato));
    const double key = pitch();
    cyclesPerFrame_ =
        math::keyToHz(key + vibrato + static_cast<double>(patch.bendSemitones)) / patch.sampleRate;

    const double octave =
        patch.cutoffOctave + static_cast<double>(patch.keyTracking) * (key - 60.0) / 12.0 +
        static_cast<double>(patch.filterEnvelope * filterEnvelope_.level() +
                            patch.lfoToCutoff * wave + patch.velocityToCutoff * (velocity_ - 1.0f));
    const double hz = std::max(lowestCutoffHz, math::exp2(std::min(octave, 15.0)));
    const float filterGain = svfGain(std::min(hz, 0.45 * patch.sampleRate), patch.sampleRate);

    const float tremolo = 1.0f - patch.lfoToAmp * (0.5f - 0.5f * wave);
    const float loudness =
        1.0f - patch.velocitySensitivity + patch.velocitySensitivity * velocity_ * velocity_;
    const float gain = voiceLevel * loudness * tremolo;
    if (isImmediate) {
        filterGain_.snapTo(filterGain);
        gain_.snapTo(gain);
    } else {
        filterGain_.rampTo(filterGain);
        gain_.rampTo(gain);
        for (auto& channel : filters_)
            for (auto& stage : channel) stage.flush();
    }
}

std::uint32_t Voice::incrementFor(double ratio) const noexcept CPPMUSIC_NONBLOCKING
{
    return phaseIncrement(cyclesPerFrame_ * ratio, 1.0);
}

void Voice::renderSources(const SynthPatch& patch, float* left, float* right,
                          int frames) noexcept CPPMUSIC_NONBLOCKING
{
    const auto& unison = patch.unison[static_cast<std::size_t>(unison_)];
    const bool isStereo = right != nullptr;
    for (std::size_t o = 0; o < oscillators_.size(); ++o) {
        const auto& settings = patch.oscillators[o];
        const bool isSilent = settings.level.isZero();
        RunBuffer l{}, r{};
        for (std::size_t u = 0; u < static_cast<std::size_t>(unison_); ++u) {
            const auto increment = incrementFor(settings.ratio * unison.ratio[u]);
            if (isSilent) {
                oscillators_[o][u].skip(increment, frames);
                continue;
            }
            oscillators_[o][u].addTo(
                {patch.tables, settings.waveform, increment, settings.pulseWidth}, unison.left[u],
                unison.right[u], l.data(), isStereo ? r.data() : nullptr, frames);
        }
        if (isSilent) continue;
        addScaled(l, settings.level, left, frames);
        if (isStereo) addScaled(r, settings.level, right, frames);
    }
    const auto subIncrement = incrementFor(0.5);
    if (patch.subLevel.isZero()) {
        sub_.skip(subIncrement, frames);
    } else {
        RunBuffer mono{};
        sub_.addTo({patch.tables, patch.subWave, subIncrement, 0.5f}, 1.0f, 1.0f, mono.data(),
                   nullptr, frames);
        addScaled(mono, patch.subLevel, left, frames);
        if (isStereo) addScaled(mono, patch.subLevel, right, frames);
    }
    if (!patch.noiseLevel.isZero()) {
        RunBuffer mono{};
        for (int i = 0; i < frames; ++i) mono[static_cast<std::size_t>(i)] = noise_.next();
        addScaled(mono, patch.noiseLevel, left, frames);
        if (isStereo) addScaled(mono, patch.noiseLevel, right, frames);
    }
}

void Voice::filterRun(const SynthPatch& patch, int channel, float* samples,
                      int frames) noexcept CPPMUSIC_NONBLOCKING
{
    auto& [first, second] = filters_[static_cast<std::size_t>(channel)];
    const auto run = [&](auto&& step) {
        for (int i = 0; i < frames; ++i)
            samples[i] = step(samples[i], filterGain_.at(i), patch.damping.at(i));
    };
    switch (patch.filterMode) {
    case SynthFilterMode::low12:
        run([&first](float x, float g, float k) { return first.next(x, g, k).low; });
        break;
    case SynthFilterMode::low24:
        run([&first, &second, &patch](float x, float g, float k) {
            return second.next(first.next(x, g, patch.firstDamping).low, g, k).low;
        });
        break;
    case SynthFilterMode::band:
        run([&first](float x, float g, float k) { return first.next(x, g, k).band; });
        break;
    case SynthFilterMode::high:
        run([&first](float x, float g, float k) { return first.next(x, g, k).high; });
        break;
    case SynthFilterMode::notch:
        run([&first](float x, float g, float k) { return first.next(x, g, k).notch; });
        break;
    }
}

void Voice::render(const SynthPatch& patch, float* left, float* right,
                   int frames) noexcept CPPMUSIC_NONBLOCKING
{
    const bool isStereo = unison_ > 1;
    RunBuffer l{}, r{};
    RunBuffer level;
    renderSources(patch, l.data(), isStereo ? r.data() : nullptr, frames);
    filterRun(patch, 0, l.data(), frames);
    if (isStereo) filterRun(patch, 1, r.data(), frames);
    amp_.render(patch.amp, level.data(), frames);
    filterEnvelope_.render(patch.filter, nullptr, frames);
    for (int i = 0; i < frames; ++i) level[static_cast<std::size_t>(i)] *= gain_.at(i);
    if (fadeLength_ > 0) {
        for (int i = 0; i < frames; ++i) {
            fadeLeft_ = std::max(0, fadeLeft_ - 1);
            level[static_cast<std::size_t>(i)] *=
                static_cast<float>(fadeLeft_) / static_cast<float>(fadeLength_);
        }
        if (fadeLeft_ == 0) stop();
    }
    const auto& rightSource = isStereo ? r : l;
    for (int i = 0; i < frames; ++i) {
        const auto k = static_cast<std::size_t>(i);
        left[i] += l[k] * level[k];
        right[i] += rightSource[k] * level[k];
    }
    filterGain_.advance(frames);
    gain_.advance(frames);
    lfo_.advance(frames);
    framesSinceGlide_ += frames;
}

} // namespace cppmusic::audio

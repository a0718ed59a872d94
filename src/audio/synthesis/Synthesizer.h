// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"
#include "audio/synthesis/SynthPatch.h"
#include "audio/synthesis/Voice.h"
#include "audio/synthesis/VoiceAllocator.h"

#include <memory>
#include <vector>

namespace cppmusic::audio {

/// A subtractive synthesizer, "cppmusic.synth": three alias-free oscillators with unison, sub and
/// noise, a state-variable filter, two envelopes, an LFO; 64 voices, poly, mono or legato with
/// glide. Parameters: SynthParameter. Answers note on and off, pitch bend (±2 semitones),
/// modulation wheel and pressure (vibrato), volume and expression (controllers 7 and 11), sustain
/// pedal. Everything random comes from the note and its frame since the start, so renders repeat.
class Synthesizer final : public AudioNode {
public:
    static constexpr float bendRange = 2.0f; ///< semitones

    Synthesizer();
    [[nodiscard]] NodePorts ports() const noexcept override;
    [[nodiscard]] std::int64_t tailFrames() const noexcept override;
    void prepare(const PrepareSpec&) override;
    void reset() noexcept CPPMUSIC_NONBLOCKING override;
    void process(ProcessContext&) noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool isAsleep() const noexcept CPPMUSIC_NONBLOCKING override;
    void skip(const ProcessContext&) noexcept CPPMUSIC_NONBLOCKING override;

    /// Voices sounding now, the fading included. [audio]
    [[nodiscard]] int numActiveVoices() const noexcept CPPMUSIC_NONBLOCKING;

private:
    struct HeldKey {
        std::int32_t noteId = -1;
        float velocity = 0.8f;
        std::uint8_t key = 60;
        std::uint8_t channel = 0;
    };
    static constexpr int maxHeldKeys = 32;

    void handle(const Event&, std::int64_t gridFrame) noexcept CPPMUSIC_NONBLOCKING;
    void handleController(const Event&) noexcept CPPMUSIC_NONBLOCKING;
    void noteOn(const Event&, std::int64_t gridFrame) noexcept CPPMUSIC_NONBLOCKING;
    void noteOff(const Event&) noexcept CPPMUSIC_NONBLOCKING;
    void startVoice(const HeldKey&, std::int64_t gridFrame,
                    bool isGliding) noexcept CPPMUSIC_NONBLOCKING;
    void monoOn(const HeldKey&, std::int64_t gridFrame) noexcept CPPMUSIC_NONBLOCKING;
    void monoOff(const Event&) noexcept CPPMUSIC_NONBLOCKING;
    void pushKey(const HeldKey&) noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] bool dropKey(const Event&) noexcept CPPMUSIC_NONBLOCKING;
    void releaseSlot(int slot) noexcept CPPMUSIC_NONBLOCKING;
    void releaseAll() noexcept CPPMUSIC_NONBLOCKING;
    void silenceAll() noexcept CPPMUSIC_NONBLOCKING;
    void setPedal(bool isDown) noexcept CPPMUSIC_NONBLOCKING;
    void controlPoint() noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] float wantedGain() const noexcept CPPMUSIC_NONBLOCKING;
    void updateOutputGain(bool isImmediate) noexcept CPPMUSIC_NONBLOCKING;
    void renderRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING;

    std::shared_ptr<const Wavetables> tables_;
    std::vector<Voice> voices_;
    VoiceAllocator allocator_;
    ParameterRamps parameters_;
    SynthPatch patch_;
    LFO lfo_;
    ControlRamp outputGain_;
    std::array<HeldKey, maxHeldKeys> heldKeys_{}; // mono modes: the last one sounds
    int numHeldKeys_ = 0;
    int monoSlot_ = -1;
    double lastKey_ = -1.0;
    std::int64_t expectedGrid_ = -1;
    int fadeFrames_ = 144;
    float wheel_ = 0.0f, pressure_ = 0.0f, volume_ = 1.0f, expression_ = 1.0f;
    bool isPedalDown_ = false;
};

} // namespace cppmusic::audio

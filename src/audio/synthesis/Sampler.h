// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"
#include "audio/parameters/ParameterRamps.h"
#include "audio/playback/SampleContent.h"
#include "audio/synthesis/SamplerVoice.h"
#include "audio/synthesis/VoiceAllocator.h"

#include <atomic>
#include <memory>
#include <vector>

namespace cppmusic::audio {

/// Plays samples, "cppmusic.sampler": each zone of the SampleContent whose range holds the key
/// starts a voice. Pitch by windowed-sinc reading; one-shot (the whole sample, whatever the key
/// does) or gated; a choke lets a new note cut the former. 64 voices. When new content no longer
/// holds a sample that sounds, it ends without a click.
///
/// "cppmusic.sampler-multi" has eight stereo outputs; each zone plays into the one it names (a kick
/// and a snare on tracks of their own). Residues, levels and pans are those of the whole sampler.
class Sampler final : public AudioNode {
public:
    /// Ids "mode", "choke", "keyTracking", "pitch", "start", "attack", "decay", "sustain",
    /// "release", "cutoff", "resonance", "velocity", "pan", "gain".
    enum Parameter : int {
        mode,
        choke,
        keyTracking,
        pitch,
        start,
        attack,
        decay,
        sustain,
        release,
        cutoff,
        resonance,
        velocity,
        pan,
        gain,
        numParameters
    };

    static constexpr int maxOutputs = 8;

    /// `numOutputs` 1 or maxOutputs.
    explicit Sampler(int numOutputs = 1);
    [[nodiscard]] NodePorts ports() const noexcept override;
    [[nodiscard]] std::int64_t tailFrames() const noexcept override;
    void prepare(const PrepareSpec&) override;
    void reset() noexcept CPPMUSIC_NONBLOCKING override;
    void process(ProcessContext&) noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool isAsleep() const noexcept CPPMUSIC_NONBLOCKING override;

private:
    void takeContent(const SampleContent*) noexcept CPPMUSIC_NONBLOCKING;
    void handle(const Event&, const SampleContent*) noexcept CPPMUSIC_NONBLOCKING;
    void noteOn(const Event&, const SampleContent*) noexcept CPPMUSIC_NONBLOCKING;
    void noteOff(const Event&) noexcept CPPMUSIC_NONBLOCKING;
    void releaseSlot(int slot) noexcept CPPMUSIC_NONBLOCKING;
    void setPedal(bool isDown) noexcept CPPMUSIC_NONBLOCKING;
    void releaseAll() noexcept CPPMUSIC_NONBLOCKING;
    void fadeAll() noexcept CPPMUSIC_NONBLOCKING;
    void updatePatch(bool isImmediate) noexcept CPPMUSIC_NONBLOCKING;
    void controlPoint() noexcept CPPMUSIC_NONBLOCKING;
    void renderRun(std::span<const AudioBlock> outputs, int begin,
                   int frames) noexcept CPPMUSIC_NONBLOCKING;
    void renderResidue(int output, float* left, float* right,
                       int frames) noexcept CPPMUSIC_NONBLOCKING;

    std::shared_ptr<const SincInterpolator> interpolator_;
    std::vector<SamplerVoice> voices_;
    VoiceAllocator allocator_;
    ParameterRamps parameters_;
    SamplerPatch patch_;
    ControlRamp output_;
    std::uint64_t contentSerial_ = 0;
    std::atomic<std::int64_t> longestSample_{0}; // frames at the engine's rate
    const int numOutputs_;
    std::array<std::uint8_t, VoiceAllocator::numSlots> outputOf_{}; // per voice
    std::array<std::array<float, 2>, maxOutputs> residue_{}; // of voices whose data went away
    float bend_ = 0.0f;
    bool isPedalDown_ = false;
    int fadeFrames_ = 144;
};

} // namespace cppmusic::audio

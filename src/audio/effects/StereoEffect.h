// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/ControlRamp.h"
#include "audio/graph/AudioNode.h"
#include "audio/parameters/ParameterRamps.h"

namespace cppmusic::audio {

/// What stereo effects have in common: one stereo input and output, parameters smoothed on the
/// control grid, bad samples kept out, runs of at most controlInterval frames, and exact silence
/// after the tail: when only silence has come in for that long, the memory is cleared.
class StereoEffect : public AudioNode {
public:
    [[nodiscard]] NodePorts ports() const noexcept final;
    [[nodiscard]] std::int64_t tailFrames() const noexcept final;
    void prepare(const PrepareSpec&) final;
    void reset() noexcept CPPMUSIC_NONBLOCKING final;
    void process(ProcessContext&) noexcept CPPMUSIC_NONBLOCKING final;

protected:
    /// The values of the parameters in their order, plain.
    using Values = std::array<float, ParameterRamps::capacity>;

    struct ControlPoint {
        bool isImmediate = false; ///< jump to the values instead of ramping
        bool hasChanged = false;  ///< some parameter may have moved
        double tempo = 120.0;     ///< bpm at this frame
        std::int64_t gridFrame = 0;
        bool isGridContinuous = false; ///< gridFrame follows the last control point
    };

    explicit StereoEffect(std::span<const core::ParameterSpec> specs);

    virtual void prepareEffect(const PrepareSpec&) = 0; // [main]
    /// Forgets all audio, keeps controls.
    virtual void clear() noexcept CPPMUSIC_NONBLOCKING = 0;
    virtual void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING = 0;
    /// In place, at most controlInterval frames.
    virtual void processRun(float* left, float* right,
                            int frames) noexcept CPPMUSIC_NONBLOCKING = 0;
    /// Seconds until silence in is inaudible (−120 dB) at these values.
    [[nodiscard]] virtual double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING = 0;

    [[nodiscard]] double sampleRate() const noexcept CPPMUSIC_NONBLOCKING { return sampleRate_; }
    template <class Index>
    [[nodiscard]] float value(Index index) const noexcept CPPMUSIC_NONBLOCKING
    {
        return parameters_.value(index);
    }
    template <class Index>
    [[nodiscard]] int step(Index index) const noexcept CPPMUSIC_NONBLOCKING
    {
        return parameters_.step(index);
    }
    static void move(ControlRamp& ramp, float target,
                     bool isImmediate) noexcept CPPMUSIC_NONBLOCKING
    {
        if (isImmediate)
            ramp.snapTo(target);
        else
            ramp.rampTo(target);
    }

private:
    void control(const ProcessContext&, int frame) noexcept CPPMUSIC_NONBLOCKING;
    void takeRun(const ConstAudioBlock& in, int begin, int frames, float* left,
                 float* right) noexcept CPPMUSIC_NONBLOCKING;
    void updateTail() noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] std::int64_t toFrames(double seconds) const noexcept CPPMUSIC_NONBLOCKING;

    ParameterRamps parameters_;
    double sampleRate_ = 48000.0;
    std::int64_t silentFrames_ = 0;
    std::int64_t tail_ = 0;
    std::int64_t expectedGrid_ = -1;
    bool isClear_ = true;
};

} // namespace cppmusic::audio

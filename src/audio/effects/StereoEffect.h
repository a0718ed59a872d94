// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/ControlRamp.h"
#include "audio/graph/AudioNode.h"
#include "audio/parameters/ParameterRamps.h"

namespace cppmusic::audio {

/// What stereo effects have in common: one stereo input and output (and a sidechain, port 1, if
/// asked for), parameters smoothed on the control grid, bad samples kept out, runs of at most
/// controlInterval frames, and exact silence after the tail: when only silence has come in for that
/// long, counted in whole control intervals, the memory is cleared; from then on it sleeps.
class StereoEffect : public AudioNode {
public:
    [[nodiscard]] NodePorts ports() const noexcept final;
    [[nodiscard]] std::int64_t tailFrames() const noexcept final;
    void prepare(const PrepareSpec&) final;
    void reset() noexcept CPPMUSIC_NONBLOCKING final;
    void process(ProcessContext&) noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool isAsleep() const noexcept CPPMUSIC_NONBLOCKING final;
    void prefetch() const noexcept CPPMUSIC_NONBLOCKING override;
    void skip(const ProcessContext&) noexcept CPPMUSIC_NONBLOCKING final;

protected:
    /// The values of the parameters in their order, plain.
    using Values = std::array<float, ParameterRamps::capacity>;

    struct ControlPoint {
        bool isImmediate = false; ///< jump to the values instead of ramping
        bool hasChanged = false;  ///< some parameter may have moved
        double tempo = 120.0;     ///< bpm at this frame
        double beat = 0.0;        ///< the place in the song; both only if Traits::usesTempo
        bool isPlaying = false;
        std::int64_t gridFrame = 0;
        bool isGridContinuous = false; ///< gridFrame follows the last control point
    };

    struct Traits {
        bool hasSidechain = false;
        bool usesTempo = false; ///< ControlPoint::tempo and beat are wanted
    };
    explicit StereoEffect(std::span<const core::ParameterSpec> specs) : StereoEffect(specs, {}) {}
    StereoEffect(std::span<const core::ParameterSpec> specs, Traits);

    virtual void prepareEffect(const PrepareSpec&) = 0; // [main]
    /// Forgets all audio, keeps controls.
    virtual void clear() noexcept CPPMUSIC_NONBLOCKING = 0;
    virtual void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING = 0;
    /// In place, at most controlInterval frames. The effects that run in batches never get here.
    virtual void processRun(float*, float*, int) noexcept CPPMUSIC_NONBLOCKING {}
    /// No ramp moves: the next updateControls() with unchanged values has nothing to do.
    [[nodiscard]] virtual bool isSteady() const noexcept CPPMUSIC_NONBLOCKING = 0;
    /// `count` control points pass in sleep, another one follows: clocks go on.
    virtual void skipControls(int) noexcept CPPMUSIC_NONBLOCKING {}
    /// So many frames behind the last control point pass in sleep.
    virtual void skipRun(int) noexcept CPPMUSIC_NONBLOCKING {}
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

    void apply(const Event& event) noexcept CPPMUSIC_NONBLOCKING { parameters_.apply(event); }
    /// To be called on each control point, ahead of its run.
    void control(const ProcessContext&, int frame) noexcept CPPMUSIC_NONBLOCKING;
    /// How many control points may follow here without control(): nothing changes at them, no
    /// tail can end.
    [[nodiscard]] int quietPoints() const noexcept CPPMUSIC_NONBLOCKING;
    /// To be called behind each run; bit k of `sounded`: a sample of an input was not 0 in chunk k.
    /// Chunk 0 ends `toPoint` frames from the start of the run, at a control point, as all others.
    void pass(int frames, int toPoint, std::uint32_t sounded) noexcept CPPMUSIC_NONBLOCKING;
    /// Memory is empty: silence in is silence out.
    [[nodiscard]] bool isClear() const noexcept CPPMUSIC_NONBLOCKING { return isClear_; }

private:
    /// True if any sample is not 0.
    static bool takeRun(const ConstAudioBlock& in, int begin, int frames, float* left,
                        float* right) noexcept CPPMUSIC_NONBLOCKING;
    void place(const TransportBlock&, int frame, ControlPoint&) const noexcept CPPMUSIC_NONBLOCKING;
    void updateTail() noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] std::int64_t toFrames(double seconds) const noexcept CPPMUSIC_NONBLOCKING;

    const Traits traits_;
    double sampleRate_ = 48000.0;
    std::int64_t silentCells_ = 0; // control intervals since the last sound
    bool hasCellSounded_ = false;
    std::int64_t tail_ = 0;
    std::int64_t expectedGrid_ = -1;
    bool isClear_ = true;
    ParameterRamps parameters_; // last: what every block touches lies together
};

} // namespace cppmusic::audio

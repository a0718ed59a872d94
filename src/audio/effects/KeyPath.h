// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/LinkwitzRiley.h"

#include <array>
#include <vector>

namespace cppmusic::audio {

/// What lies between a dynamics processor's inputs and its gain: the key (its own sound or the
/// sidechain) goes through a high-pass and a low-pass (Butterworth, 12 dB an octave) and, if asked
/// for, becomes its RMS over a time constant; the sound waits for the look-ahead; listening puts
/// the filtered key in place of the output. In runs of at most controlInterval frames. [audio]
class KeyPath {
public:
    using Stereo = StereoRun;
    using Run = Stereo::value_type;
    using StereoPointers = std::array<const float*, 2>;
    /// At these values the filters are off.
    static constexpr float lowestHz = 20.0f, highestHz = 20000.0f;

    struct Settings {
        float lowCutHz = lowestHz;
        float highCutHz = highestHz;
        bool isListening = false;
        bool isRms = false;
        double rmsSeconds = 0.01; ///< time constant of the mean
    };
    /// A run on its way.
    struct Rows {
        Stereo sound; ///< late by the look-ahead
        Stereo key;   ///< what the level is taken from
        Stereo heard; ///< what listening plays
    };

    /// [main]
    void prepare(double sampleRate, double lookAheadSeconds);
    [[nodiscard]] int delayFrames() const noexcept CPPMUSIC_NONBLOCKING { return delay_; }
    void clear() noexcept CPPMUSIC_NONBLOCKING;
    /// At each control point, also those that pass without update().
    void flush() noexcept CPPMUSIC_NONBLOCKING;
    /// At a control point.
    void update(const Settings&, bool isImmediate) noexcept CPPMUSIC_NONBLOCKING;
    /// Does anything at all; changes at control points only.
    [[nodiscard]] bool isNeeded() const noexcept CPPMUSIC_NONBLOCKING { return isNeeded_; }
    /// Nothing moves by itself.
    [[nodiscard]] bool isSteady() const noexcept CPPMUSIC_NONBLOCKING { return isSteady_; }
    /// `side` is null without a sidechain. True if any sample that came in is not 0.
    bool take(StereoPointers sound, StereoPointers side, int frames,
              Rows&) noexcept CPPMUSIC_NONBLOCKING;
    /// Fades the output over to what is listened to.
    void give(const Rows&, std::array<float*, 2> output, int frames) noexcept CPPMUSIC_NONBLOCKING;
    /// Seconds in which what came in is forgotten.
    [[nodiscard]] double memorySeconds(const Settings&) const noexcept CPPMUSIC_NONBLOCKING;

private:
    struct Channel {
        double meanSquare = 0.0;
        std::vector<float> delayed; ///< ring of delay + 1
    };
    void filter(Stereo&, int frames) noexcept CPPMUSIC_NONBLOCKING;
    void delay(Channel&, Run&, int frames) const noexcept CPPMUSIC_NONBLOCKING;

    double sampleRate_ = 48000.0;
    int delay_ = 0;
    std::size_t position_ = 0; // in the rings
    std::array<Channel, 2> channels_;
    StereoSvf lowCut_, highCut_;
    CrossoverTuning lowCutTuning_, highCutTuning_;
    bool hasLowCut_ = false, hasHighCut_ = false, isRms_ = false;
    bool isNeeded_ = false, isSteady_ = true;
    double rmsFactor_ = 0.0;
    float listening_ = 0.0f; // how far it is faded in
    float fadeStep_ = 0.1f;
    ControlRamp listen_;
};

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/ControlRamp.h"
#include "audio/graph/AudioNode.h"
#include "audio/mixer/MeterTap.h"
#include "audio/mixer/StereoGain.h"
#include "audio/parameters/ParameterRamps.h"

#include <array>
#include <memory>
#include <span>

namespace cppmusic::audio {

/// A mixer strip, "cppmusic.strip": fader, pan, mute, and silence while others are soloed; measures
/// peak and RMS behind the fader. A mono strip pans its one channel, a stereo strip balances its
/// two, a wider one gives all channels the same gain: pan and its law do nothing there. All changes
/// are ramped: no clicks; only what automation draws as a jump is one. Between events and control
/// points the gain is a straight line that meets the parameters' ramps at both ends.
class TrackStrip final : public AudioNode {
public:
    /// The order of the parameter table; ids "gain", "pan", "mute", "soloSilence", "panLaw",
    /// "polarity", "vca" (decibels that VCA faders add).
    enum Parameter : int { gain, pan, mute, soloSilence, panLaw, polarity, vca, numParameters };
    /// Mute and solo fade in this time.
    static constexpr double muteSeconds = 0.005;

    /// `inputChannels` 1 … maxBusChannels. What comes out is as wide, or stereo for 1.
    explicit TrackStrip(int inputChannels = 2);
    [[nodiscard]] NodePorts ports() const noexcept override;
    void prepare(const PrepareSpec&) override;
    void reset() noexcept CPPMUSIC_NONBLOCKING override;
    void process(ProcessContext&) noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] const void* batchKey() const noexcept CPPMUSIC_NONBLOCKING override;
    void processBatch(std::span<const BatchItem>) noexcept CPPMUSIC_NONBLOCKING override;
    /// While asleep the meter stands: its RMS is that of the frames that ran.
    [[nodiscard]] bool isAsleep() const noexcept CPPMUSIC_NONBLOCKING override;
    void prefetch() const noexcept CPPMUSIC_NONBLOCKING override;
    bool takeMeter(MeterReading&) noexcept override;
    [[nodiscard]] std::int64_t tailFrames() const noexcept override { return 0; }

private:
    void processOne(const ProcessContext&) noexcept CPPMUSIC_NONBLOCKING;
    void runSilence(const ProcessContext&) noexcept CPPMUSIC_NONBLOCKING;
    void runGains(const ProcessContext&, int begin, int end,
                  const float* factors) noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] bool isWide() const noexcept CPPMUSIC_NONBLOCKING { return inputChannels_ > 2; }
    [[nodiscard]] std::span<MeterTap> meters() noexcept CPPMUSIC_NONBLOCKING;
    /// Every sample of a block is multiplied by 0.
    [[nodiscard]] bool isClosed() const noexcept CPPMUSIC_NONBLOCKING;
    void advance(int frames) noexcept CPPMUSIC_NONBLOCKING;
    /// The gains of both sides `frames` frames from here.
    [[nodiscard]] std::array<float, 2> gainsAhead(int frames) const noexcept CPPMUSIC_NONBLOCKING;
    /// `frames` until the next control point.
    void updateGains(int frames) noexcept CPPMUSIC_NONBLOCKING;
    void apply(const Event&) noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] bool isSilenced() const noexcept CPPMUSIC_NONBLOCKING;

    const int inputChannels_;
    ControlRamp left_, right_;
    Smoother open_; // 1 open, 0 muted
    StereoGain stage_;
    bool isAnchor_ = false; // an event came: the gains' lines start anew
    bool isJump_ = false;   // and jump there
    int muteFrames_ = 240;
    MeterTap meter_;
    std::unique_ptr<MeterTap[]> wideMeters_; // of a wide strip, instead of meter_
    ParameterRamps parameters_;              // last: what every block touches lies together
};

} // namespace cppmusic::audio

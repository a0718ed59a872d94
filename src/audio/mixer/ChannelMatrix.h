// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"

#include <vector>

namespace cppmusic::audio {

/// What every output channel is made of.
struct ChannelMap {
    struct Term {
        int output = 0, input = 0;
        float gain = 1.0f;
    };
    int inputs = 2, outputs = 2; ///< 1 … maxBusChannels each
    std::vector<Term> terms;     ///< added in this order; by output, then input

    /// From a point of one width into a bus of another, its channels from `first` on:
    /// - one channel goes to two, each at full level;
    /// - more go channel by channel; what the bus has no channel for is left out;
    /// - but into a stereo bus more than two are folded. With 3 (L R C), 4 (L R Ls Rs), 5 (L R C Ls
    ///   Rs), 6 (L R C LFE Ls Rs) and 8 channels (L R C LFE Lb Rb Ls Rs) after ITU-R BS.775-3,
    ///   table 2: centre to both sides and surrounds to theirs at −3 dB, LFE left out. Other widths
    ///   have no agreed loudspeakers: 1, 3, 5 … go left, 2, 4, 6 … right, those behind the first
    ///   two at −3 dB.
    [[nodiscard]] static ChannelMap convert(int from, int to, int first = 0);
    /// The first two of more channels, as they are; what stereo effects on a wide track work on.
    [[nodiscard]] static ChannelMap firstTwo(int channels);
    /// All but the first two, which are silent; what passes those effects by.
    [[nodiscard]] static ChannelMap others(int channels);
};

/// A signal of one width made one of another, with fixed gains: "cppmusic.convert-6-2",
/// "cppmusic.convert-2-6-4" (first channel 4, counted from 0), "cppmusic.first-6",
/// "cppmusic.others-6".
class ChannelMatrix final : public AudioNode {
public:
    explicit ChannelMatrix(ChannelMap);
    [[nodiscard]] NodePorts ports() const noexcept override;
    void prepare(const PrepareSpec&) override {}
    void reset() noexcept CPPMUSIC_NONBLOCKING override {}
    void process(ProcessContext&) noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool isAsleep() const noexcept CPPMUSIC_NONBLOCKING override { return true; }

private:
    const ChannelMap map_;
};

} // namespace cppmusic::audio

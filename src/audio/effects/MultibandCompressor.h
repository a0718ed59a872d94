// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/LinkwitzRiley.h"
#include "audio/effects/ReductionMeter.h"
#include "audio/effects/StereoEffect.h"
#include "audio/simd/CompressorKernel.h"

namespace cppmusic::audio {

/// A compressor in three or four bands, "cppmusic.multiband". The bands are parted by
/// Linkwitz-Riley crossovers of fourth order, all of them turned in phase alike, so that their sum
/// has a flat magnitude while nothing is compressed. Each band's compressor is that of
/// "cppmusic.compressor" (peak, feed-forward); the bands are the lanes of its kernel.
class MultibandCompressor final : public StereoEffect, public ReductionSource {
public:
    static constexpr int maxBands = 4;
    /// Of each band, in this order; ids "threshold1", "ratio1", "attack1", "release1", "knee1",
    /// "makeUp1", "solo1", "bypass1", "threshold2" …
    enum BandParameter : int {
        threshold,
        ratio,
        attack,
        release,
        knee,
        makeUp,
        solo,
        bypass,
        perBand
    };
    [[nodiscard]] static constexpr int indexOf(int band, BandParameter parameter) noexcept
    {
        return band * perBand + parameter;
    }
    /// Behind those; ids "crossover1", "crossover2", "crossover3", "output", "bands". The last is
    /// taken at prepare(); of three bands the third crossover does nothing.
    enum Parameter : int {
        crossover1 = maxBands * static_cast<int>(perBand),
        crossover2,
        crossover3,
        output,
        bands,
        numParameters
    };
    static constexpr double fadeSeconds = 0.01;

    MultibandCompressor();
    float takeReductionDb() noexcept override { return meter_.takeDb(); }
    /// The greatest reduction of one band since the last call, in dB, 0 or less. [main]
    float takeBandReductionDb(int band) noexcept
    {
        return bandMeters_[static_cast<std::size_t>(band)].takeDb();
    }

private:
    void prepareEffect(const PrepareSpec&) override;
    void clear() noexcept CPPMUSIC_NONBLOCKING override;
    void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING override;
    void processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool isSteady() const noexcept CPPMUSIC_NONBLOCKING override { return isSteady_; }
    double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING override;
    void updateBand(int band, bool isAnySolo, bool isImmediate) noexcept CPPMUSIC_NONBLOCKING;
    void updateCrossovers(bool isImmediate) noexcept CPPMUSIC_NONBLOCKING;
    void flush() noexcept CPPMUSIC_NONBLOCKING;
    void part(int frames) noexcept CPPMUSIC_NONBLOCKING;
    void compress(int frames) noexcept CPPMUSIC_NONBLOCKING;

    int numBands_ = maxBands;
    float fadeStep_ = 0.1f;
    bool isSteady_ = true;
    bool isAtPoint_ = false; // the next run begins at a control point
    std::array<CrossoverTuning, 3> tunings_;
    LinkwitzRiley middle_, lower_, upper_;
    CrossoverAllPass lowsThroughUpper_, highsThroughLower_;
    CompressorKernel kernel_ = compressorKernel();
    std::array<CompressorLane, maxBands> lanes_;
    std::array<StereoRun, maxBands> rows_{}; // of the present run
    std::array<float, maxBands> heard_{};    // how far each band is faded in
    std::array<ControlRamp, maxBands> levels_;
    ControlRamp output_;
    ReductionMeter meter_;
    std::array<ReductionMeter, maxBands> bandMeters_;
};

} // namespace cppmusic::audio

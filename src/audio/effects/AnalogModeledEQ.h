// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/EqualiserBand.h"
#include "audio/effects/BatchedEffect.h"
#include "audio/simd/EqualiserKernel.h"

namespace cppmusic::audio {

/// A parametric equaliser of five bands in a row, "cppmusic.eq": its filters are those of
/// audio/dsp/EqualiserBand.h, whose coefficients move in straight lines from one control point to
/// the next. Bands fade in and out when they are switched or change their type. At its defaults it
/// passes samples untouched.
class AnalogModeledEQ final : public BatchedEffect {
public:
    static constexpr int numBands = static_cast<int>(EqualiserLane::numBands);
    /// Of each band, in this order; ids "on1", "type1", "frequency1", "gain1", "q1", "on2" …
    enum BandParameter : int { on, type, frequency, gain, q, perBand };
    static constexpr int numParameters = numBands * perBand;
    [[nodiscard]] static constexpr int indexOf(int band, BandParameter parameter) noexcept
    {
        return band * perBand + parameter;
    }
    static constexpr double fadeSeconds = 0.01;

    AnalogModeledEQ();
    [[nodiscard]] const void* batchKey() const noexcept CPPMUSIC_NONBLOCKING override;
    void prefetch() const noexcept CPPMUSIC_NONBLOCKING override;

private:
    /// One band: what is heard and how much of it.
    struct Band {
        EqualiserBand now;
        SvfDesign design;
        float amount = 0.0f; ///< 0 passes all, 1 is the band
        bool isOn = false;
        BandType wanted = BandType::peaking;
    };

    void prepareEffect(const PrepareSpec&) override;
    void clear() noexcept CPPMUSIC_NONBLOCKING override;
    void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING override;
    void runLanes(LaneRun&, std::span<const BatchItem>) noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool isSteady() const noexcept CPPMUSIC_NONBLOCKING override;
    double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING override;

    void readParameters(int band) noexcept CPPMUSIC_NONBLOCKING;
    void fade(int band, bool isImmediate) noexcept CPPMUSIC_NONBLOCKING;
    void writeCoefficients(int band, float* to) const noexcept CPPMUSIC_NONBLOCKING;

    EqualiserKernel kernel_ = equaliserKernel();
    float fadeStep_ = 0.1f; // a control interval
    bool isFading_ = false;
    EqualiserLane lane_;
    std::array<Band, EqualiserLane::numBands> bands_;
};

} // namespace cppmusic::audio

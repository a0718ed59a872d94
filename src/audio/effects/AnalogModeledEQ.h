// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/EqualiserBand.h"
#include "audio/effects/BatchedEffect.h"
#include "audio/effects/EqualiserColour.h"
#include "audio/simd/EqualiserKernel.h"

#include <memory>

namespace cppmusic::audio {

/// A parametric equaliser of five bands in a row, "cppmusic.eq": its filters are those of
/// audio/dsp/EqualiserBand.h, whose coefficients move in straight lines from one control point to
/// the next. Bands fade in and out when they are switched or change their type. Each band can
/// saturate what it picks out, and an amplifier behind them bends the whole, at up to eight times
/// the sample rate (EqualiserColour.h); while nothing bends, the bands alone run in batches. At its
/// defaults it passes samples untouched.
class AnalogModeledEQ final : public BatchedEffect {
public:
    static constexpr int numBands = static_cast<int>(EqualiserLane::numBands);
    /// Of each band, in this order; ids "on1", "type1", "frequency1", "gain1", "q1", "on2" …
    enum BandParameter : int { on, type, frequency, gain, q, perBand };
    [[nodiscard]] static constexpr int indexOf(int band, BandParameter parameter) noexcept
    {
        return band * perBand + parameter;
    }
    /// Of each band, behind those; ids "drive1", "saturation1", "mix1", "drive2" …
    enum ColourParameter : int { drive, saturation, mix, perColour };
    [[nodiscard]] static constexpr int indexOf(int band, ColourParameter parameter) noexcept
    {
        return numBands * perBand + band * perColour + parameter;
    }
    /// Of the whole; ids "model", "modelDrive", "character", "response", "output", "oversampling",
    /// "phase". The last two are taken at prepare().
    enum Parameter : int {
        model = numBands * (static_cast<int>(perBand) + static_cast<int>(perColour)),
        modelDrive,
        character,
        response,
        output,
        oversampling,
        phase,
        numParameters
    };
    static constexpr double fadeSeconds = 0.01;

    AnalogModeledEQ();
    ~AnalogModeledEQ() override;
    /// The table of the parameters. [any]
    [[nodiscard]] static std::span<const core::ParameterSpec> specs() noexcept;
    [[nodiscard]] int latencyFrames() const noexcept override;
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
    /// Until what a choice has bent before has died away.
    static constexpr double settleSeconds = 0.06;

    void prepareEffect(const PrepareSpec&) override;
    void clear() noexcept CPPMUSIC_NONBLOCKING override;
    void updateControls(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING override;
    void runLanes(LaneRun&, std::span<const BatchItem>) noexcept CPPMUSIC_NONBLOCKING override;
    [[nodiscard]] bool isSteady() const noexcept CPPMUSIC_NONBLOCKING override;
    double tailSeconds(const Values&) const noexcept CPPMUSIC_NONBLOCKING override;

    void readParameters(int band) noexcept CPPMUSIC_NONBLOCKING;
    void fade(int band, bool isImmediate) noexcept CPPMUSIC_NONBLOCKING;
    void writeCoefficients(int band, float* to) const noexcept CPPMUSIC_NONBLOCKING;
    void updateBands(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING;
    void updateColour(const ControlPoint&) noexcept CPPMUSIC_NONBLOCKING;
    void chooseShapers(bool isImmediate) noexcept CPPMUSIC_NONBLOCKING;
    void writePick(int band, float* to) const noexcept CPPMUSIC_NONBLOCKING;
    void runSomeColoured(LaneRun&, std::span<const BatchItem>) noexcept CPPMUSIC_NONBLOCKING;

    EqualiserKernel kernel_ = equaliserKernel();
    float fadeStep_ = 0.1f; // a control interval
    bool isFading_ = false;
    bool isColoured_ = false; // runs through colour_
    bool isWinding_ = false;  // only because something still rings
    EqualiserLane lane_;
    std::array<Band, EqualiserLane::numBands> bands_;
    FadedChoice character_, model_;
    int settlePoints_ = 1;
    float blend_ = 0.0f; // how far the signal goes through filters of minimum phase
    std::unique_ptr<EqualiserColour> colour_;
};

} // namespace cppmusic::audio

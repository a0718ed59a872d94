// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/StereoOversampler.h"
#include "audio/dsp/TrapezoidPole.h"
#include "audio/effects/Presence.h"
#include "audio/simd/EqualiserKernel.h"
#include "audio/simd/ShaperKernel.h"

#include <array>
#include <vector>

namespace cppmusic::audio {

/// An amplifier behind the bands: a waveshaper between a low shelf and its inverse, as a
/// transformer bends lows earlier than highs. What it doesn't bend passes it unchanged.
struct StageModel {
    Shaper shaper;
    double shelfHz = 100.0;
    double shelfDb = 0.0; ///< how much more (or less) the lows below drive the shaper
};

/// One run of an equaliser that bends: its five bands, as EqualiserKernel computes them, and beside
/// them what waveshapers add. Each band's shaper is driven by what the band picks out of the linear
/// signal, the amplifier's by the sum; only what they bend (the curve minus its tangent) is added,
/// so whatever isn't driven stays the clean equaliser, bit for bit. Shapers work at a multiple of
/// the sample rate; the clean signal is delayed by the latency of that, or goes through the same
/// filters where these have minimum phase. What shapers add has no level at 0 Hz. [audio]
class EqualiserColour {
public:
    static constexpr std::size_t numBands = EqualiserLane::numBands;
    /// Control values: of each band what drives its shaper, out of its input and states (already
    /// times the drive), and how much of what is bent is added.
    enum BandControl : std::size_t { through, fromFirst, fromSecond, weight, perBand };
    enum Control : std::size_t {
        stageGain = numBands * perBand,
        stageWeight,
        blend,  ///< 0 … 1: how much of the signal goes through filters of minimum phase
        output, ///< gain
        numControls
    };
    using Controls = std::array<float, numControls>;

    void prepare(Oversampling, double sampleRate); // [main]
    void clear() noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] const Oversampling& oversampling() const noexcept CPPMUSIC_NONBLOCKING
    {
        return setting_;
    }
    void setBandShaper(const Shaper& shaper) noexcept CPPMUSIC_NONBLOCKING { bandShaper_ = shaper; }
    void setStage(const StageModel&) noexcept CPPMUSIC_NONBLOCKING;
    /// At a control point.
    void moveTo(const Controls&, bool isImmediate) noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] bool isMoving() const noexcept CPPMUSIC_NONBLOCKING { return controls_.isMoving; }
    /// Frames after which nothing of what was bent is heard any more.
    [[nodiscard]] int memoryFrames() const noexcept CPPMUSIC_NONBLOCKING { return memory_; }
    /// Nothing bends, and nothing of what was bent is left.
    [[nodiscard]] bool isQuiet() const noexcept CPPMUSIC_NONBLOCKING
    {
        return !bandsOn_.isOn && !stageOn_.isOn && !straightOn_.isOn;
    }

    /// Whether some band's shaper is driven in this run, so that run() has to run the bands.
    [[nodiscard]] bool needsBands() const noexcept CPPMUSIC_NONBLOCKING;
    /// Runs a node's lane of a kernel's run: bands and all; sets what sounded.
    void run(LaneRun&, std::size_t lane, EqualiserLane&) noexcept CPPMUSIC_NONBLOCKING;
    /// The rest, in the output of a lane whose bands EqualiserKernel has run.
    void runBehind(const LaneRun&, const LaneRun::Lane&) noexcept CPPMUSIC_NONBLOCKING;

private:
    static constexpr std::size_t room = maxOversampledFrames + 32;
    static constexpr int history = 16; ///< ahead of a row's first sample
    using Row = std::array<float, controlInterval>;
    using Pair = std::array<Row, 2>;
    using WideRow = std::array<float, history + room>;
    using WidePair = std::array<WideRow, 2>;

    using Picks = std::array<Pair, numBands>;

    void addColour(Pair& rows, const Picks&, int frames) noexcept CPPMUSIC_NONBLOCKING;
    void runBands(Pair& rows, EqualiserLane&, Picks&, int frames) noexcept CPPMUSIC_NONBLOCKING;
    template <bool isMoving>
    void runBand(std::size_t band, Pair& rows, EqualiserLane&, Pair& picked,
                 int frames) const noexcept CPPMUSIC_NONBLOCKING;
    void addBands(const Picks&, Pair& bent, int frames) noexcept CPPMUSIC_NONBLOCKING;
    void addStage(const Pair& clean, Pair& bent, int frames) noexcept CPPMUSIC_NONBLOCKING;
    void addStraight(const Pair& clean, Pair& bent, int frames) noexcept CPPMUSIC_NONBLOCKING;
    void finish(Pair& rows, const Pair& bent, int frames) noexcept CPPMUSIC_NONBLOCKING;
    void notePoint(bool isPoint) noexcept CPPMUSIC_NONBLOCKING;
    void flush() noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] float control(std::size_t index, int frame) const noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] bool isUsed(std::size_t index) const noexcept CPPMUSIC_NONBLOCKING
    {
        return controls_.from[index] != 0.0f || controls_.delta[index] != 0.0f;
    }

    /// A shaper at the higher rate: adds what it bends of `in` to `sum`.
    struct Bender {
        StereoUpsampler up;
        std::array<float, 2> last{};
        bool isIdle = true;
    };
    void bend(Bender&, const Shaper&, const Pair& in, std::size_t weightIndex, WidePair& sum,
              int frames) noexcept CPPMUSIC_NONBLOCKING;
    /// Takes back the low-pass of the shapers, and the rate down.
    struct Collector {
        StereoDownsampler down;
        std::array<std::array<float, 3>, 2> last{};
    };
    static void forget(Bender&) noexcept CPPMUSIC_NONBLOCKING;
    static void forget(Collector&) noexcept CPPMUSIC_NONBLOCKING;
    void collect(Collector&, WidePair& sum, Pair& out, int frames) noexcept CPPMUSIC_NONBLOCKING;
    void clearSum(WidePair&, int frames) const noexcept CPPMUSIC_NONBLOCKING;

    Oversampling setting_;
    int latency_ = 0;
    int memory_ = 0;
    double sampleRate_ = 48000.0;
    ShaperKernel kernel_{};
    LaneRamps<numControls> controls_;
    Shaper bandShaper_, stageShaper_;
    std::array<Bender, numBands> benders_;
    Bender stage_;
    StereoUpsampler straight_;
    StereoDownsampler straightDown_;
    Collector bandSum_, stageSum_;
    Presence bandsOn_, stageOn_, straightOn_;
    ShelfPair shelves_;
    float blockerPole_ = 0.0f;
    std::array<float, 2> shelf_{}, unshelf_{}, blocker_{};
    std::array<std::array<float, 64 + controlInterval>, 2> delay_{};
};

} // namespace cppmusic::audio

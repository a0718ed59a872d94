// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/analysis/LoudnessMeter.h"

#include <ebur128.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace cppmusic::audio {

namespace {

constexpr double silence = -std::numeric_limits<double>::infinity();
constexpr int cellMilliseconds = 10;
constexpr std::size_t momentaryCells = 40, shortTermCells = 300;

struct Free {
    void operator()(ebur128_state* meter) const noexcept { ebur128_destroy(&meter); }
};

double toDecibels(double gain)
{
    return gain > 0.0 ? 20.0 * std::log10(gain) : silence;
}

// ITU-R BS.1770-4: −0.691 + 10·log10 of the weighted mean square.
constexpr double offsetLu = -0.691;

double toLufs(double energy)
{
    return energy > 0.0 ? offsetLu + 10.0 * std::log10(energy) : silence;
}

double toEnergy(double lufs)
{
    return std::isfinite(lufs) ? std::pow(10.0, (lufs - offsetLu) / 10.0) : 0.0;
}

/// Weighted mean squares of stretches of 10 ms, the last 3 s of them.
class RecentCells {
public:
    void add(double energy)
    {
        cells_[count_ % cells_.size()] = energy;
        ++count_;
        momentary = mean(momentaryCells);
        shortTerm = mean(shortTermCells);
        maxMomentary = std::max(maxMomentary, momentary);
        maxShortTerm = std::max(maxShortTerm, shortTerm);
    }
    double momentary = silence, shortTerm = silence;
    double maxMomentary = silence, maxShortTerm = silence; // LUFS

private:
    [[nodiscard]] double mean(std::size_t cells) const
    {
        if (count_ < cells) return silence;
        double sum = 0.0;
        for (std::size_t back = 1; back <= cells; ++back)
            sum += cells_[(count_ - back) % cells_.size()];
        return toLufs(sum / static_cast<double>(cells));
    }
    std::array<double, shortTermCells> cells_{};
    std::size_t count_ = 0;
};

} // namespace

struct LoudnessMeter::State {
    int numChannels = 0;
    double sampleRate = 0.0;
    std::size_t cellFrames = 0; ///< 10 ms
    std::size_t inCell = 0;     ///< frames of the present cell
    std::unique_ptr<ebur128_state, Free> meter;
    RecentCells recent;
    std::vector<float> interleaved;

    void addCellPart(const ConstAudioBlock& block, std::size_t from, std::size_t frames)
    {
        const auto channels = static_cast<std::size_t>(numChannels);
        interleaved.resize(channels * frames);
        for (std::size_t c = 0; c < channels; ++c)
            for (std::size_t i = 0; i < frames; ++i)
                interleaved[i * channels + c] = block.channels[c][from + i];
        static_cast<void>(ebur128_add_frames_float(meter.get(), interleaved.data(), frames));
        inCell += frames;
        if (inCell < cellFrames) return;
        inCell = 0;
        double lufs = silence;
        if (ebur128_loudness_window(meter.get(), cellMilliseconds, &lufs) != EBUR128_SUCCESS)
            return;
        recent.add(toEnergy(lufs));
    }
};

LoudnessMeter::LoudnessMeter(int numChannels, double sampleRate) : state_(std::make_unique<State>())
{
    state_->numChannels = numChannels;
    state_->sampleRate = sampleRate;
    reset();
}

LoudnessMeter::~LoudnessMeter() = default;
LoudnessMeter::LoudnessMeter(LoudnessMeter&&) noexcept = default;
LoudnessMeter& LoudnessMeter::operator=(LoudnessMeter&&) noexcept = default;

void LoudnessMeter::reset()
{
    auto& state = *state_;
    state.recent = {};
    state.inCell = 0;
    state.meter.reset();
    if (state.numChannels < 1 || state.numChannels > 8 ||
        !(state.sampleRate >= 8000.0 && state.sampleRate <= 384000.0))
        return;
    const auto rate = static_cast<unsigned long>(state.sampleRate + 0.5);
    state.cellFrames = rate * cellMilliseconds / 1000;
    state.meter.reset(ebur128_init(static_cast<unsigned>(state.numChannels), rate,
                                   EBUR128_MODE_I | EBUR128_MODE_LRA | EBUR128_MODE_TRUE_PEAK |
                                       EBUR128_MODE_SAMPLE_PEAK | EBUR128_MODE_HISTOGRAM));
}

void LoudnessMeter::add(const ConstAudioBlock& block)
{
    if (!state_->meter || block.numChannels != state_->numChannels || block.numFrames <= 0) return;
    const auto frames = static_cast<std::size_t>(block.numFrames);
    for (std::size_t from = 0; from < frames;) {
        const auto part = std::min(state_->cellFrames - state_->inCell, frames - from);
        state_->addCellPart(block, from, part);
        from += part;
    }
}

Loudness LoudnessMeter::result() const
{
    Loudness loudness{silence, 0.0, silence, silence, silence, silence, silence, silence};
    auto* meter = state_->meter.get();
    if (meter == nullptr) return loudness;
    double truePeak = 0.0;
    double samplePeak = 0.0;
    for (unsigned c = 0; c < static_cast<unsigned>(state_->numChannels); ++c) {
        double value = 0.0;
        if (ebur128_true_peak(meter, c, &value) == EBUR128_SUCCESS)
            truePeak = std::max(truePeak, value);
        if (ebur128_sample_peak(meter, c, &value) == EBUR128_SUCCESS)
            samplePeak = std::max(samplePeak, value);
    }
    loudness.truePeakDb = toDecibels(std::max(truePeak, samplePeak));
    loudness.samplePeakDb = toDecibels(samplePeak);
    double value = 0.0;
    if (ebur128_loudness_global(meter, &value) == EBUR128_SUCCESS) loudness.integratedLufs = value;
    if (ebur128_loudness_range(meter, &value) == EBUR128_SUCCESS) loudness.rangeLu = value;
    loudness.momentaryLufs = state_->recent.momentary;
    loudness.shortTermLufs = state_->recent.shortTerm;
    loudness.maxMomentaryLufs = state_->recent.maxMomentary;
    loudness.maxShortTermLufs = state_->recent.maxShortTerm;
    return loudness;
}

} // namespace cppmusic::audio

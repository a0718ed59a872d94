// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/dsp/LoudnessMeter.h"

#include <ebur128.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace cppmusic::audio {

namespace {

struct Free {
    void operator()(ebur128_state* meter) const noexcept { ebur128_destroy(&meter); }
};

double toDecibels(double gain)
{
    return gain > 0.0 ? 20.0 * std::log10(gain) : -std::numeric_limits<double>::infinity();
}

} // namespace

struct LoudnessMeter::State {
    int numChannels = 0;
    std::unique_ptr<ebur128_state, Free> meter;
    std::vector<float> interleaved;
};

LoudnessMeter::LoudnessMeter(int numChannels, double sampleRate) : state_(std::make_unique<State>())
{
    state_->numChannels = numChannels;
    if (numChannels < 1 || numChannels > 8 || !(sampleRate >= 8000.0 && sampleRate <= 384000.0))
        return;
    state_->meter.reset(ebur128_init(static_cast<unsigned>(numChannels),
                                     static_cast<unsigned long>(sampleRate + 0.5),
                                     EBUR128_MODE_I | EBUR128_MODE_LRA | EBUR128_MODE_TRUE_PEAK |
                                         EBUR128_MODE_SAMPLE_PEAK | EBUR128_MODE_HISTOGRAM));
}

LoudnessMeter::~LoudnessMeter() = default;
LoudnessMeter::LoudnessMeter(LoudnessMeter&&) noexcept = default;
LoudnessMeter& LoudnessMeter::operator=(LoudnessMeter&&) noexcept = default;

void LoudnessMeter::add(const ConstAudioBlock& block)
{
    if (!state_->meter || block.numChannels != state_->numChannels || block.numFrames <= 0) return;
    const auto channels = static_cast<std::size_t>(block.numChannels);
    const auto frames = static_cast<std::size_t>(block.numFrames);
    auto& interleaved = state_->interleaved;
    interleaved.resize(channels * frames);
    for (std::size_t c = 0; c < channels; ++c)
        for (std::size_t i = 0; i < frames; ++i)
            interleaved[i * channels + c] = block.channels[c][i];
    static_cast<void>(ebur128_add_frames_float(state_->meter.get(), interleaved.data(), frames));
}

Loudness LoudnessMeter::result() const
{
    constexpr double silence = -std::numeric_limits<double>::infinity();
    Loudness loudness{silence, 0.0, silence, silence};
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
    return loudness;
}

} // namespace cppmusic::audio

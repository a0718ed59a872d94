// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/services/LoudnessMeter.h"

#include <algorithm>
#include <cmath>
#include <ebur128.h>
#include <vector>

namespace cppmusic::session {

struct LoudnessMeter::State {
    ebur128_state* meter = nullptr;
    std::vector<float> interleaved;
};

LoudnessMeter::LoudnessMeter(int sampleRate) : state_(std::make_unique<State>())
{
    state_->meter = ebur128_init(2, static_cast<unsigned long>(sampleRate),
                                 EBUR128_MODE_I | EBUR128_MODE_TRUE_PEAK);
}

LoudnessMeter::~LoudnessMeter()
{
    if (state_->meter != nullptr) ebur128_destroy(&state_->meter);
}

void LoudnessMeter::add(const audio::ConstAudioBlock& block)
{
    if (state_->meter == nullptr) return;
    const auto numFrames = static_cast<std::size_t>(block.numFrames);
    state_->interleaved.resize(numFrames * 2);
    for (std::size_t i = 0; i < numFrames; ++i) {
        state_->interleaved[2 * i] = block.channels[0][i];
        state_->interleaved[2 * i + 1] = block.channels[1][i];
    }
    ebur128_add_frames_float(state_->meter, state_->interleaved.data(), numFrames);
}

std::optional<double> LoudnessMeter::integratedLufs() const
{
    double lufs = 0.0;
    if (state_->meter == nullptr ||
        ebur128_loudness_global(state_->meter, &lufs) != EBUR128_SUCCESS || !std::isfinite(lufs))
        return std::nullopt;
    return lufs;
}

double LoudnessMeter::truePeakDb() const
{
    double peak = 0.0;
    if (state_->meter == nullptr) return -144.0;
    for (unsigned channel = 0; channel < 2; ++channel) {
        double value = 0.0;
        if (ebur128_true_peak(state_->meter, channel, &value) == EBUR128_SUCCESS)
            peak = std::max(peak, value);
    }
    return peak > 0.0 ? std::max(-144.0, 20.0 * std::log10(peak)) : -144.0;
}

} // namespace cppmusic::session

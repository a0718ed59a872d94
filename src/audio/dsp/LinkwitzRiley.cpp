// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/dsp/LinkwitzRiley.h"

namespace cppmusic::audio {

void CrossoverTuning::tune(double hz, double sampleRate,
                           bool isImmediate) noexcept CPPMUSIC_NONBLOCKING
{
    const float target = svfGain(hz, sampleRate);
    isFilled_ = false;
    if (isImmediate)
        gain_.snapTo(target);
    else
        gain_.rampTo(target);
}

void CrossoverTuning::begin(int frames) noexcept CPPMUSIC_NONBLOCKING
{
    if (isFilled_) return;
    isFilled_ = !gain_.isMoving();
    for (int i = 0; i < controlInterval; ++i) {
        const auto n = static_cast<std::size_t>(i);
        const float g = gain_.at(i);
        a1[n] = 1.0f / (1.0f + g * (g + damping));
        a2[n] = g * a1[n];
        a3[n] = g * a2[n];
    }
    gain_.advance(frames);
}

void LinkwitzRiley::reset() noexcept CPPMUSIC_NONBLOCKING
{
    both_.reset();
    low_.reset();
    high_.reset();
}

void LinkwitzRiley::flush() noexcept CPPMUSIC_NONBLOCKING
{
    both_.flush();
    low_.flush();
    high_.flush();
}

void LinkwitzRiley::run(const CrossoverTuning& tuning, const StereoRun& in, StereoRun& low,
                        StereoRun& high, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    both_.run(tuning, in, frames,
              [&](std::size_t n, std::size_t c, float x, float band, float passed)
                  CPPMUSIC_NONBLOCKING {
                      high[c][n] = x - band - passed;
                      low[c][n] = passed;
                  });
    low_.run(tuning, low, frames,
             [&](std::size_t n, std::size_t c, float, float, float passed)
                 CPPMUSIC_NONBLOCKING { low[c][n] = passed; });
    high_.run(tuning, high, frames,
              [&](std::size_t n, std::size_t c, float x, float band, float passed)
                  CPPMUSIC_NONBLOCKING { high[c][n] = x - band - passed; });
}

void CrossoverAllPass::run(const CrossoverTuning& tuning, StereoRun& run,
                           int frames) noexcept CPPMUSIC_NONBLOCKING
{
    filter_.run(tuning, run, frames,
                [&](std::size_t n, std::size_t c, float x, float band, float)
                    CPPMUSIC_NONBLOCKING { run[c][n] = x - 2.0f * band; });
}

} // namespace cppmusic::audio

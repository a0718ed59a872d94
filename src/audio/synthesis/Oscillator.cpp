// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/synthesis/Oscillator.h"

#include <algorithm>

namespace cppmusic::audio {

namespace {

/// One cycle read at a 32-bit phase by the cubic of Catmull and Rom through four samples.
struct TableReader {
    const float* samples;
    int logSize;

    explicit TableReader(const WavetableLevel& level) noexcept
        : samples(level.samples), logSize(level.logSize)
    {
    }
    float operator()(std::uint32_t phase) const noexcept
    {
        const float* y = samples + (phase >> (32 - logSize));
        const auto fraction = static_cast<std::int32_t>((phase << logSize) >> 8);
        const float t = static_cast<float>(fraction) * (1.0f / 16777216.0f);
        const float before = y[-1];
        const float c1 = 0.5f * (y[1] - before);
        const float c2 = before - 2.5f * y[0] + 2.0f * y[1] - 0.5f * y[2];
        const float c3 = 0.5f * (y[2] - before) + 1.5f * (y[0] - y[1]);
        return y[0] + t * (c1 + t * (c2 + t * c3));
    }
};

template <class Read>
void add(Read&& read, std::uint32_t phase, std::uint32_t increment, float gainLeft, float gainRight,
         float* left, float* right, int frames) noexcept
{
    if (right == nullptr) {
        for (int i = 0; i < frames; ++i, phase += increment) left[i] += gainLeft * read(phase);
        return;
    }
    for (int i = 0; i < frames; ++i, phase += increment) {
        const float sample = read(phase);
        left[i] += gainLeft * sample;
        right[i] += gainRight * sample;
    }
}

} // namespace

std::uint32_t phaseIncrement(double hz, double sampleRate) noexcept CPPMUSIC_NONBLOCKING
{
    const double cycles = std::clamp(hz / sampleRate, 0.0, 0.5);
    return static_cast<std::uint32_t>(cycles * 4294967296.0 + 0.5);
}

void Oscillator::addTo(const Tone& tone, float gainLeft, float gainRight, float* left, float* right,
                       int frames) noexcept CPPMUSIC_NONBLOCKING
{
    const auto& tables = *tone.tables;
    const auto increment = tone.increment;
    const auto run = [&](auto&& read) {
        add(read, phase_, increment, gainLeft, gainRight, left, right, frames);
    };
    switch (tone.waveform) {
    case Waveform::saw: run(TableReader(tables.saw.levelFor(increment))); break;
    case Waveform::triangle: run(TableReader(tables.triangle.levelFor(increment))); break;
    case Waveform::sine: run(TableReader(tables.sine.levelFor(increment))); break;
    case Waveform::square: {
        // The difference of two saws a pulse width apart; free of DC at any width.
        const TableReader saw(tables.saw.levelFor(increment));
        const auto offset = static_cast<std::uint32_t>(
            static_cast<double>(std::clamp(tone.pulseWidth, 0.05f, 0.95f)) * 4294967296.0);
        run([saw, offset](std::uint32_t phase) { return saw(phase) - saw(phase - offset); });
        break;
    }
    }
    skip(increment, frames);
}

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/files/AudioFileReader.h"
#include "audio/files/AudioFileWriter.h"
#include "audio/graph/AudioBlock.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <utility>
#include <vector>

namespace cppmusic::test {

/// Sound in memory, with views on it.
struct PlanarAudio {
    std::vector<std::vector<float>> channels;

    PlanarAudio(int numChannels, std::int64_t frames)
        : channels(static_cast<std::size_t>(numChannels),
                   std::vector<float>(static_cast<std::size_t>(frames)))
    {
    }
    [[nodiscard]] std::int64_t frames() const
    {
        return channels.empty() ? 0 : static_cast<std::int64_t>(channels[0].size());
    }
    /// Frames from … from + count − 1. Valid until the next call of either view.
    audio::AudioBlock view(std::int64_t from, std::int64_t count)
    {
        pointers_.clear();
        for (auto& c : channels) pointers_.push_back(c.data() + from);
        return {pointers_.data(), static_cast<int>(channels.size()), static_cast<int>(count)};
    }
    audio::AudioBlock all() { return view(0, frames()); }
    audio::ConstAudioBlock constView(std::int64_t from, std::int64_t count)
    {
        constPointers_.clear();
        for (auto& c : channels) constPointers_.push_back(c.data() + from);
        return {constPointers_.data(), static_cast<int>(channels.size()), static_cast<int>(count)};
    }
    audio::ConstAudioBlock constAll() { return constView(0, frames()); }

private:
    std::vector<float*> pointers_;
    std::vector<const float*> constPointers_;
};

/// A sine in every channel: channel c has `level` / (c + 1).
inline PlanarAudio sine(double rate, double hz, double level, std::int64_t frames, int channels)
{
    PlanarAudio sound(channels, frames);
    for (int c = 0; c < channels; ++c) {
        for (std::int64_t i = 0; i < frames; ++i) {
            sound.channels[static_cast<std::size_t>(c)][static_cast<std::size_t>(i)] =
                static_cast<float>(
                    level / (c + 1) *
                    std::sin(2.0 * 3.14159265358979323846 * hz * static_cast<double>(i) / rate));
        }
    }
    return sound;
}

/// Numbers between −0.9 and 0.9 that look like noise and are the same every time; all different
/// places have different numbers, so a shift by one frame shows.
inline PlanarAudio noise(std::int64_t frames, int channels, std::uint32_t seed = 1)
{
    PlanarAudio sound(channels, frames);
    std::uint32_t state = seed * 747796405u + 2891336453u;
    for (std::int64_t i = 0; i < frames; ++i) {
        for (auto& channel : sound.channels) {
            state = state * 1664525u + 1013904223u;
            channel[static_cast<std::size_t>(i)] =
                0.9f * (static_cast<float>(state >> 8) / 8388608.0f - 1.0f);
        }
    }
    return sound;
}

inline core::Status writeFile(const std::filesystem::path& path, PlanarAudio& sound,
                              const audio::AudioFileSpec& spec, std::int64_t blockFrames = 777)
{
    auto writer = audio::AudioFileWriter::create(path, spec);
    if (!writer) return writer.error();
    for (std::int64_t at = 0; at < sound.frames(); at += blockFrames) {
        const auto count = std::min(blockFrames, sound.frames() - at);
        if (auto written = writer->write(sound.constView(at, count)); !written) return written;
    }
    return writer->finish();
}

/// The whole file; fails the test if it can't be read.
inline PlanarAudio readFile(const std::filesystem::path& path)
{
    auto reader = audio::AudioFileReader::open(path);
    if (!reader.ok()) {
        ADD_FAILURE() << reader.error().text();
        return PlanarAudio(1, 0);
    }
    PlanarAudio sound(reader->info().channels, reader->info().frames);
    const auto got = reader->read(0, sound.all());
    EXPECT_TRUE(got.ok()) << (got.ok() ? "" : got.error().text());
    return sound;
}

/// Amplitude of the sine of `hz` in samples begin … end − 1 (whole periods give the exact value).
inline double amplitudeAt(const std::vector<float>& samples, double rate, double hz,
                          std::size_t begin, std::size_t end)
{
    double real = 0, imaginary = 0, weights = 0;
    const double length = static_cast<double>(end - begin);
    for (std::size_t i = begin; i < end; ++i) {
        // A four-term Blackman-Harris window: side lobes at −92 dB.
        const double x = 2.0 * 3.14159265358979323846 * static_cast<double>(i - begin) / length;
        const double w =
            0.35875 - 0.48829 * std::cos(x) + 0.14128 * std::cos(2 * x) - 0.01168 * std::cos(3 * x);
        const double phase =
            2.0 * 3.14159265358979323846 * hz * static_cast<double>(i - begin) / rate;
        real += w * static_cast<double>(samples[i]) * std::cos(phase);
        imaginary += w * static_cast<double>(samples[i]) * std::sin(phase);
        weights += w;
    }
    return 2.0 * std::hypot(real, imaginary) / weights;
}

inline double decibels(double ratio)
{
    return 20.0 * std::log10(std::max(ratio, 1e-12));
}

} // namespace cppmusic::test

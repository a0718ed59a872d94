// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/ImpulseResponse.h"

#include "audio/dsp/StereoFFT.h"
#include "audio/files/Resampler.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace cppmusic::audio {

namespace {

using Wave = std::vector<float>;
using Waves = std::array<Wave, 2>;

/// At most two channels at the wanted rate.
core::Result<Waves> converted(const SampleData& data, double rate)
{
    Waves waves;
    const int channels = data.channels.size() > 1 ? 2 : 1;
    for (std::size_t c = 0; c < 2; ++c) waves[c] = data.channels[channels > 1 ? c : 0];
    if (data.sampleRate == rate) return waves;
    auto resampler = Resampler::create(data.sampleRate, rate, channels);
    if (!resampler) return resampler.error();
    const double ratio = rate / data.sampleRate;
    Waves result;
    for (auto& wave : result)
        wave.resize(static_cast<std::size_t>(static_cast<double>(waves[0].size()) * ratio) + 4096);
    int taken = 0, given = 0;
    const int all = static_cast<int>(waves[0].size()), room = static_cast<int>(result[0].size());
    const auto rest = [&] {
        return std::array<float*, 2>{result[0].data() + given, result[1].data() + given};
    };
    while (taken < all && given < room) {
        const std::array<const float*, 2> from{waves[0].data() + taken, waves[1].data() + taken};
        const auto to = rest();
        const auto progress = resampler->process({from.data(), channels, all - taken},
                                                 {to.data(), channels, room - given});
        if (!progress) return progress.error();
        taken += progress->consumed;
        given += progress->produced;
        if (progress->consumed == 0 && progress->produced == 0) break;
    }
    for (bool isMore = true; isMore && given < room;) {
        const auto to = rest();
        const auto last = resampler->drain({to.data(), channels, room - given});
        if (!last) return last.error();
        given += *last;
        isMore = *last > 0;
    }
    for (auto& wave : result) wave.resize(static_cast<std::size_t>(given));
    if (channels == 1) result[1] = result[0];
    return result;
}

/// Cut to the longest that is played, finite, and of an energy of 1.
void condition(Waves& waves, double rate)
{
    const auto most = static_cast<std::size_t>(ImpulseResponse::maxSeconds * rate);
    const auto fade = static_cast<std::size_t>(0.1 * rate);
    double energy = 0.0;
    for (auto& wave : waves) {
        if (wave.size() > most) {
            wave.resize(most);
            for (std::size_t i = 0; i < fade; ++i)
                wave[most - 1 - i] *= static_cast<float>(i) / static_cast<float>(fade);
        }
        double sum = 0.0;
        for (float& sample : wave) {
            if (!std::isfinite(sample)) sample = 0.0f;
            sum += static_cast<double>(sample) * static_cast<double>(sample);
        }
        energy = std::max(energy, sum);
    }
    const float scale = energy > 0.0 ? static_cast<float>(1.0 / std::sqrt(energy)) : 0.0f;
    for (auto& wave : waves)
        for (float& sample : wave) sample *= scale;
}

/// Spectra of stretches of `length` frames from `begin` on, each with as many zeros behind it.
int cut(const Waves& waves, int begin, int end, int length,
        std::array<ImpulseResponse::Parts*, 2> to)
{
    const auto kernel = convolutionKernel();
    StereoFFT transform(2 * length);
    const auto room = static_cast<std::size_t>(transform.room());
    int count = 0;
    for (int from = begin; from < end && from < static_cast<int>(waves[0].size());
         from += length, ++count) {
        for (std::size_t c = 0; c < 2; ++c) {
            float* signal = c == 0 ? transform.left() : transform.right();
            for (int i = 0; i < 2 * length; ++i) {
                const auto at = static_cast<std::size_t>(from + i);
                // The inverse transform's scale is taken here.
                signal[i] = i < length && at < waves[c].size()
                                ? waves[c][at] / static_cast<float>(2 * length)
                                : 0.0f;
            }
        }
        StereoFFT::Channels channels;
        for (std::size_t c = 0; c < 2; ++c) {
            to[c]->room = transform.room();
            to[c]->re.resize((static_cast<std::size_t>(count) + 1) * room);
            to[c]->im.resize(to[c]->re.size());
            const auto at = static_cast<std::size_t>(count) * room;
            channels.spectra[c] = {to[c]->re.data() + at, to[c]->im.data() + at};
        }
        transform.forward(kernel, channels);
    }
    return count;
}

} // namespace

core::Result<std::shared_ptr<const ImpulseResponse>> ImpulseResponse::make(const SampleData& data,
                                                                           double sampleRate)
{
    auto made = std::make_shared<ImpulseResponse>();
    if (data.channels.empty()) return std::shared_ptr<const ImpulseResponse>(std::move(made));
    auto result = converted(data, sampleRate);
    if (!result) return result.error();
    auto& waves = *result;
    condition(waves, sampleRate);
    made->frames = static_cast<std::int64_t>(std::max(waves[0].size(), waves[1].size()));
    auto& [left, right] = made->channels;
    for (std::size_t c = 0; c < 2; ++c)
        std::copy_n(waves[c].begin(), std::min<std::size_t>(headFrames, waves[c].size()),
                    made->channels[c].head.begin());
    const int end = static_cast<int>(made->frames);
    made->numShort = cut(waves, headFrames, std::min(end, longBegin), shortFrames,
                         {&left.shorts, &right.shorts});
    made->numLong = cut(waves, longBegin, end, longFrames, {&left.longs, &right.longs});
    return std::shared_ptr<const ImpulseResponse>(std::move(made));
}

} // namespace cppmusic::audio

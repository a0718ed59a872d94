// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/transport/Metronome.h"
#include "audio/transport/Transport.h"

#include <gtest/gtest.h>

#include <cmath>

namespace cppmusic::audio {
namespace {

using core::Beats;
using core::Frames;
constexpr core::SampleRate rate(48000.0);

/// What the metronome alone sounds like from the start of the song.
std::vector<float> clicks(const core::TempoMap& map, int numFrames, int blockFrames,
                          int latency = 0, bool isOn = true)
{
    Metronome metronome;
    metronome.prepare(rate);
    Transport transport;
    transport.apply(TransportCommand::play());
    std::vector<float> audio(static_cast<std::size_t>(numFrames), 0.0f);
    for (int done = 0; done < numFrames;) {
        int frames = std::min(blockFrames, numFrames - done);
        const TransportBlock block = transport.advance(frames, map, rate);
        float* channel = audio.data() + done;
        metronome.process({&channel, 1, frames}, block, latency, isOn);
        done += frames;
    }
    return audio;
}

/// The frames at which a click begins (its first sample is 0), and its loudest sample.
std::vector<std::pair<int, float>> onsets(const std::vector<float>& audio)
{
    std::vector<std::pair<int, float>> found;
    int silent = 1000;
    for (int i = 0; i < static_cast<int>(audio.size()); ++i) {
        const float level = std::abs(audio[static_cast<std::size_t>(i)]);
        if (level > 0.0f && silent > 500) found.push_back({i - 1, 0.0f});
        silent = level > 0.0f ? 0 : silent + 1;
        if (!found.empty()) found.back().second = std::max(found.back().second, level);
    }
    return found;
}

TEST(Metronome, ClicksOnEveryBeatAndAccentsTheBar)
{
    const core::TempoMap map; // 120 bpm, 4/4
    const auto found = onsets(clicks(map, 5 * 24000, 512));
    ASSERT_EQ(found.size(), 5u);
    for (int beat = 0; beat < 5; ++beat) {
        EXPECT_EQ(found[static_cast<std::size_t>(beat)].first, beat * 24000);
    }
    EXPECT_GT(found[0].second, 1.3f * found[1].second);
    EXPECT_GT(found[4].second, 1.3f * found[3].second);
}

TEST(Metronome, GivesTheSameBitsInBlocksOfAnySizeAlsoOverTempoRampsAndOddMeters)
{
    const auto map = core::TempoMap::make(
        {{Beats(0), core::Bpm(97.3), true}, {Beats(9), core::Bpm(181.7), false}},
        {{Beats(0), {7, 8}}, {Beats(3.5), {3, 4}}});
    ASSERT_TRUE(map.ok());
    const auto whole = clicks(*map, 200000, 200000);
    EXPECT_EQ(onsets(whole).size(), onsets(clicks(*map, 200000, 1)).size());
    for (const int blockFrames : {1, 17, 512, 4096}) {
        EXPECT_EQ(clicks(*map, 200000, blockFrames), whole) << blockFrames;
    }
}

TEST(Metronome, CountsInTheBeatsOfTheSignature)
{
    const auto map =
        core::TempoMap::make({{Beats(0), core::Bpm(120.0), false}}, {{Beats(0), {6, 8}}});
    ASSERT_TRUE(map.ok());
    const auto found = onsets(clicks(*map, 6 * 12000 + 100, 480)); // eighths at 120 bpm
    ASSERT_EQ(found.size(), 7u);
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_EQ(found[i].first, static_cast<int>(i) * 12000);
    }
    EXPECT_GT(found[6].second, 1.3f * found[3].second);
}

TEST(Metronome, IsAsLateAsTheRestOfTheOutput)
{
    const auto found = onsets(clicks(core::TempoMap(), 30000, 256, 1000));
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].first, 1000);
    EXPECT_EQ(found[1].first, 25000);
}

TEST(Metronome, IsSilentWhenOff)
{
    EXPECT_TRUE(onsets(clicks(core::TempoMap(), 50000, 256, 0, false)).empty());
}

} // namespace
} // namespace cppmusic::audio

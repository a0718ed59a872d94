// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/PeakCache.h"

#include "PlanarAudio.h"
#include "support/TemporaryFolder.h"

#include <gtest/gtest.h>

namespace {

using namespace cppmusic::audio;
using namespace cppmusic::test;
using cppmusic::core::CancellationToken;
using cppmusic::core::ErrorCode;

AudioFileSpec floatWav()
{
    AudioFileSpec spec;
    spec.samples = SampleFormat::float32;
    return spec;
}

} // namespace

TEST(PeakCache, PeaksAreThoseOfTheSamples)
{
    TemporaryFolder folder;
    auto sound = noise(100003, 2);
    ASSERT_TRUE(writeFile(folder.file("a.wav"), sound, floatWav()).ok());
    auto reader = AudioFileReader::open(folder.file("a.wav"));
    ASSERT_TRUE(reader.ok());
    const auto peaks = buildPeaks(*reader);
    ASSERT_TRUE(peaks.ok());
    EXPECT_EQ(peaks->frames, 100003);
    EXPECT_EQ(peaks->levels.back().channels[1].size(), 1u);
    int expectedFrames = 256;
    for (const auto& level : peaks->levels) {
        EXPECT_EQ(level.framesPerPeak, expectedFrames);
        expectedFrames *= 4;
        for (std::size_t c = 0; c < 2; ++c) {
            const auto& samples = sound.channels[c];
            const auto width = static_cast<std::size_t>(level.framesPerPeak);
            ASSERT_EQ(level.channels[c].size(), (samples.size() + width - 1) / width);
            for (std::size_t i = 0; i < level.channels[c].size(); ++i) {
                const auto begin = samples.begin() + static_cast<std::ptrdiff_t>(i * width);
                const auto end = samples.begin() + static_cast<std::ptrdiff_t>(
                                                       std::min(samples.size(), (i + 1) * width));
                const auto& peak = level.channels[c][i];
                ASSERT_EQ(peak.lowest, *std::min_element(begin, end));
                ASSERT_EQ(peak.highest, *std::max_element(begin, end));
                double squares = 0;
                for (auto s = begin; s != end; ++s)
                    squares += static_cast<double>(*s) * static_cast<double>(*s);
                ASSERT_NEAR(peak.rms, std::sqrt(squares / static_cast<double>(end - begin)), 1e-6);
            }
        }
    }
}

TEST(PeakCache, AnyStretchAtAnyZoomHoldsItsLoudestSample)
{
    TemporaryFolder folder;
    PlanarAudio sound(2, 500000);
    sound.channels[1][123456] = 0.75f;
    sound.channels[1][123457] = -0.5f;
    ASSERT_TRUE(writeFile(folder.file("a.wav"), sound, floatWav()).ok());
    const auto peaks = PeakCache(folder.file("cache")).get(folder.file("a.wav"), "abc");
    ASSERT_TRUE(peaks.ok());
    for (const std::int64_t width : {1, 100, 1000, 30000, 120000}) {
        const auto peak = (*peaks)->between(1, 123457 - width, 123457 + width);
        EXPECT_EQ(peak.highest, 0.75f);
        EXPECT_EQ(peak.lowest, -0.5f);
    }
    EXPECT_EQ((*peaks)->between(1, 0, 50000).highest, 0.0f);
    EXPECT_EQ((*peaks)->between(1, 600000, 700000), Peak{});
    EXPECT_EQ((*peaks)->between(7, 0, 1000), Peak{});
}

TEST(PeakCache, ReloadedPeaksAreEqualAndDamageIsNoticed)
{
    TemporaryFolder folder;
    auto sound = noise(30000, 2);
    ASSERT_TRUE(writeFile(folder.file("a.wav"), sound, floatWav()).ok());
    const PeakCache cache(folder.file("cache"));
    EXPECT_EQ(cache.load("abc").error().code, ErrorCode::notFound);
    const auto built = cache.get(folder.file("a.wav"), "abc");
    ASSERT_TRUE(built.ok());
    const auto loaded = cache.load("abc");
    ASSERT_TRUE(loaded.ok()) << loaded.error().text();
    EXPECT_EQ(*loaded, **built);

    const auto bytes = readBytes(cache.pathFor("abc"));
    for (std::size_t at = 0; at < bytes.size(); at += 41) {
        auto damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
        writeBytes(cache.pathFor("abc"), damaged);
        ASSERT_EQ(cache.load("abc").error().code, ErrorCode::corrupt) << "byte " << at;
    }
    for (std::size_t size = 0; size < bytes.size(); size += 97) {
        writeBytes(cache.pathFor("abc"), bytes.substr(0, size));
        ASSERT_FALSE(cache.load("abc").ok());
    }
    const auto rebuilt = cache.get(folder.file("a.wav"), "abc");
    ASSERT_TRUE(rebuilt.ok());
    EXPECT_EQ(**rebuilt, **built);
    EXPECT_EQ(readBytes(cache.pathFor("abc")), bytes) << "and saved again";
}

TEST(PeakCache, EmptyFilesStopsAndBadFolders)
{
    TemporaryFolder folder;
    PlanarAudio nothing(2, 0);
    ASSERT_TRUE(writeFile(folder.file("empty.wav"), nothing, floatWav()).ok());
    const PeakCache cache(folder.file("cache"));
    const auto empty = cache.get(folder.file("empty.wav"), "empty");
    ASSERT_TRUE(empty.ok()) << empty.error().text();
    EXPECT_EQ((*empty)->between(0, 0, 100), Peak{});

    auto sound = noise(30000, 2);
    ASSERT_TRUE(writeFile(folder.file("a.wav"), sound, floatWav()).ok());
    CancellationToken token;
    token.cancel();
    EXPECT_EQ(cache.get(folder.file("a.wav"), "abc", token).error().code, ErrorCode::cancelled);
    EXPECT_FALSE(std::filesystem::exists(cache.pathFor("abc")));
    const PeakCache unwritable(folder.file("a.wav"));
    EXPECT_TRUE(unwritable.get(folder.file("a.wav"), "abc").ok()) << "a cache is only a cache";
    EXPECT_FALSE(cache.save("../../abc", **empty).ok());
}

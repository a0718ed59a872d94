// SPDX-License-Identifier: GPL-3.0-or-later
#include "LivePerformance.h"
#include "core/io/DiskFileSystem.h"
#include "project/serialization/ProjectSerializer.h"
#include "session/services/SongRenderer.h"
#include "support/Amount.h"
#include "support/TemporaryFolder.h"

#include <cstdlib>
#include <gtest/gtest.h>

using namespace cppmusic;
using core::Beats;

namespace {

/// The song that comes with the program. CPPMUSIC_WHOLE_SONG in the environment renders all of it
/// where these tests otherwise take the bars with the most in them: the end of the verse, the
/// bridge with the guitar, the riser, and the start of the second verse.
class DemoSong : public testing::TestWithParam<int> {
protected:
    void SetUp() override
    {
        setenv("CPPMUSIC_CACHE", folder_.file("cache").c_str(), 1);
        core::DiskFileSystem files;
        auto loaded = project::ProjectSerializer::load(song, files);
        ASSERT_TRUE(loaded.ok()) << loaded.error().text();
        ASSERT_TRUE(loaded->problems.empty()) << loaded->problems.front().message;
        project_ = loaded->project;
    }
    void TearDown() override { unsetenv("CPPMUSIC_CACHE"); }

    [[nodiscard]] core::Result<session::RenderResult> render(session::RenderSettings settings)
    {
        if (std::getenv("CPPMUSIC_WHOLE_SONG") == nullptr) {
            settings.from = Beats{15.0 * 4.0};
            settings.to = Beats{(15.0 + test::amount(11)) * 4.0};
        }
        return session::renderSong(project_, song, settings);
    }

    const std::filesystem::path song = CPPMUSIC_DEMO_SONG;
    test::TemporaryFolder folder_;
    model::Project project_;
};

} // namespace

TEST_P(DemoSong, SoundsTheSameInBlocksOf)
{
    const auto reference = render({});
    ASSERT_TRUE(reference.ok()) << reference.error().text();
    EXPECT_TRUE(reference->problems.empty());
    for (std::uint64_t round = 1; round <= 2; ++round) {
        session::RenderSettings settings;
        if (GetParam() > 0) {
            settings.blockFrames = GetParam();
        } else {
            settings.randomBlocks = round;
        }
        const auto result = render(settings);
        ASSERT_TRUE(result.ok()) << result.error().text();
        EXPECT_EQ(result->sha256, reference->sha256);
        EXPECT_EQ(result->frames, reference->frames);
    }
}

INSTANTIATE_TEST_SUITE_P(Blocks, DemoSong, testing::Values(0, 1, 17, 64, 128, 512, 4096),
                         [](const auto& block) {
                             return block.param == 0 ? "randomSize" : std::to_string(block.param);
                         });

TEST_F(DemoSong, IsHeardLiveAsItIsRenderedAndTheAudioThreadNeverWaits)
{
    session::RenderSettings settings;
    settings.output = folder_.file("song.wav");
    settings.bits = session::RenderBits::float32;
    constexpr int bars = 42;
    const bool isPart = test::amount(bars) < bars;
    // A render that ends inside the song lets notes go at its end: a bar more than is compared.
    if (isPart) settings.to = Beats{4.0 * (test::amount(bars) + 1)};
    const auto rendered = session::renderSong(project_, song, settings);
    ASSERT_TRUE(rendered.ok()) << rendered.error().text();
    auto expected = test::readAll(settings.output);
    ASSERT_EQ(expected.size(), 2u);
    if (isPart) {
        const auto end = project_.tempo->framesAt(Beats{4.0 * test::amount(bars)}, settings.rate);
        for (auto& side : expected) side.resize(static_cast<std::size_t>(end.value));
    }

    // The second render of a file at another rate finds it in the cache: so does the performance.
    const auto heard = test::perform(project_, song, static_cast<std::int64_t>(expected[0].size()),
                                     {512, 64, 333, 480, 37, 256});
    ASSERT_TRUE(heard.ok()) << heard.error().text();
    for (std::size_t side = 0; side < 2; ++side)
        for (std::size_t i = 0; i < expected[side].size(); ++i)
            ASSERT_EQ(heard->channels[side][i], expected[side][i])
                << "frame " << i << " of side " << side;
    if (test::RealtimeGuard::isWatching()) {
        EXPECT_GT(heard->sections, expected[0].size() / 512);
        EXPECT_EQ(heard->violations.total(), 0u) << heard->violations.text();
        EXPECT_LE(heard->pageFaultsWhenWarm, 4u) << "more than the system may cause by itself";
    }
}

TEST_F(DemoSong, IsFinishedAndNeverClips)
{
    const auto result = session::renderSong(project_, song, {});
    ASSERT_TRUE(result.ok()) << result.error().text();
    EXPECT_GE(project_.tracks.size(), 8u);
    EXPECT_GE(result->seconds, 32 * 4 * 60.0 / 108.0);
    ASSERT_TRUE(result->loudnessLufs.has_value());
    EXPECT_NEAR(*result->loudnessLufs, -13.0, 1.5);
    EXPECT_LT(result->truePeakDb, 0.0);
}

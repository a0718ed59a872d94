// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/services/SongRenderer.h"

#include "LivePerformance.h"
#include "SongFile.h"
#include "TestSong.h"
#include "core/io/DiskFileSystem.h"
#include "project/serialization/ProjectSerializer.h"
#include "support/TemporaryFolder.h"

#include <cmath>
#include <cstdlib>
#include <gtest/gtest.h>

using namespace cppmusic;
using core::Beats;

namespace {

/// A folder with the rich song in it and a cache of its own.
class SongRenderer : public testing::Test {
protected:
    void SetUp() override
    {
        setenv("CPPMUSIC_CACHE", folder_.file("cache").c_str(), 1);
        const auto status = test::writeRichSong(song());
        ASSERT_TRUE(status.ok()) << status.error().text();
        core::DiskFileSystem files;
        auto loaded = project::ProjectSerializer::load(song(), files);
        ASSERT_TRUE(loaded.ok()) << loaded.error().text();
        project_ = loaded->project;
    }
    void TearDown() override { unsetenv("CPPMUSIC_CACHE"); }

    [[nodiscard]] std::filesystem::path song() const { return folder_.file("Rich.dawproj"); }
    [[nodiscard]] core::Result<session::RenderResult> render(session::RenderSettings settings = {})
    {
        settings.longestTail = core::Seconds{1.0};
        return session::renderSong(project_, song(), settings);
    }

    test::TemporaryFolder folder_;
    model::Project project_;
};

} // namespace

TEST_F(SongRenderer, EveryBlockSizeGivesTheSameBits)
{
    const auto reference = render();
    ASSERT_TRUE(reference.ok()) << reference.error().text();
    EXPECT_TRUE(reference->problems.empty());
    ASSERT_TRUE(reference->loudnessLufs.has_value());
    EXPECT_GT(*reference->loudnessLufs, -40.0);
    for (const int block : {1, 17, 64, 128, 512, 4096}) {
        for (int round = 0; round < 2; ++round) {
            session::RenderSettings settings;
            settings.blockFrames = block;
            const auto result = render(settings);
            ASSERT_TRUE(result.ok()) << result.error().text();
            EXPECT_EQ(result->sha256, reference->sha256) << "blocks of " << block;
            EXPECT_EQ(result->frames, reference->frames);
        }
    }
    for (const std::uint64_t seed : {1u, 2u}) {
        session::RenderSettings settings;
        settings.randomBlocks = seed;
        const auto result = render(settings);
        ASSERT_TRUE(result.ok());
        EXPECT_EQ(result->sha256, reference->sha256) << "random blocks of seed " << seed;
    }
}

TEST_F(SongRenderer, WhatADevicePlaysIsWhatIsRendered)
{
    session::RenderSettings settings;
    settings.output = folder_.file("mix.wav");
    settings.bits = session::RenderBits::float32;
    const auto rendered = render(settings);
    ASSERT_TRUE(rendered.ok()) << rendered.error().text();
    const auto expected = test::readAll(settings.output);
    ASSERT_EQ(expected.size(), 2u);

    const std::int64_t numFrames = 48000 * 5;
    const auto heard = test::perform(project_, song(), numFrames, {512, 64, 1, 480, 37, 256});
    ASSERT_TRUE(heard.ok()) << heard.error().text();
    EXPECT_GT(heard->latencyFrames, 0); // the limiter looks ahead
    const auto compared = std::min(static_cast<std::size_t>(numFrames), expected[0].size());
    for (std::size_t side = 0; side < 2; ++side)
        for (std::size_t i = 0; i < compared; ++i)
            ASSERT_EQ(heard->channels[side][i], expected[side][i])
                << "frame " << i << " of side " << side;
}

TEST_F(SongRenderer, ASavedAndOpenedSongSoundsTheSame)
{
    const auto before = render();
    core::DiskFileSystem files;
    const auto copy = folder_.file("Copy.dawproj");
    std::filesystem::create_directories(copy);
    std::filesystem::copy(song() / "assets", copy / "assets",
                          std::filesystem::copy_options::recursive);
    ASSERT_TRUE(project::ProjectSerializer::save(project_, copy, files).ok());
    const auto loaded = project::ProjectSerializer::load(copy, files);
    ASSERT_TRUE(loaded.ok());
    EXPECT_EQ(loaded->project, project_);
    session::RenderSettings settings;
    settings.longestTail = core::Seconds{1.0};
    const auto after = session::renderSong(loaded->project, copy, settings);
    ASSERT_TRUE(before.ok() && after.ok());
    EXPECT_EQ(before->sha256, after->sha256);
}

TEST_F(SongRenderer, ARangeIsAsLongAsItsBars)
{
    session::RenderSettings settings;
    settings.from = Beats{4.0};
    settings.to = Beats{6.0};
    const auto result = render(settings);
    ASSERT_TRUE(result.ok());
    const auto expected = project_.tempo->framesAt(Beats{6.0}, settings.rate) -
                          project_.tempo->framesAt(Beats{4.0}, settings.rate);
    EXPECT_EQ(result->frames, expected.value);
}

TEST_F(SongRenderer, StemsAreOneFilePerTrackAsLongAsTheMix)
{
    session::RenderSettings settings;
    settings.output = folder_.file("mix.wav");
    settings.stems = folder_.file("stems");
    settings.bits = session::RenderBits::float32;
    const auto plain = render();
    const auto result = render(settings);
    ASSERT_TRUE(result.ok()) << result.error().text();
    EXPECT_EQ(result->sha256, plain->sha256);
    EXPECT_EQ(result->files.size(), project_.tracks.size()); // the mix and all but the master
    for (const auto& file : result->files)
        EXPECT_EQ(static_cast<std::int64_t>(test::readAll(file)[0].size()), result->frames) << file;
}

TEST_F(SongRenderer, ACancelledRenderLeavesNothing)
{
    session::RenderSettings settings;
    settings.output = folder_.file("mix.wav");
    const core::CancellationToken token;
    const auto result = session::renderSong(
        project_, song(), settings,
        [&](double done) {
            if (done > 0.2) token.cancel();
        },
        token);
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, core::ErrorCode::cancelled);
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path()))
        EXPECT_TRUE(entry.is_directory()) << entry.path();
}

TEST_F(SongRenderer, AMissingAudioFileIsSilentAndNamed)
{
    for (const auto& [id, asset] : project_.assets) std::filesystem::remove(song() / asset->file);
    const auto result = render();
    ASSERT_TRUE(result.ok());
    EXPECT_EQ(result->problems.size(), 3u); // two clips, one sampler
}

TEST_F(SongRenderer, WrongSettingsAreRefusedBeforeAnythingIsWritten)
{
    session::RenderSettings settings;
    settings.output = folder_.file("mix.wav");
    settings.rate = core::SampleRate{1.0};
    EXPECT_FALSE(render(settings).ok());
    settings.rate = core::SampleRate{48000.0};
    settings.blockFrames = 0;
    EXPECT_FALSE(render(settings).ok());
    settings.blockFrames = 512;
    settings.from = Beats{8.0};
    settings.to = Beats{8.0};
    EXPECT_FALSE(render(settings).ok());
    EXPECT_FALSE(std::filesystem::exists(settings.output));
}

TEST(SongSound, ANoteSoundsOnItsFrameAndAtItsPitch)
{
    test::TemporaryFolder folder;
    test::TestSong song;
    const auto track = song.addSynthTrack("Lead");
    song.addClip(track, song.addPattern(4.0, {test::note(1.0, 2.0, 69)}), 0, 4);
    session::RenderSettings settings;
    settings.output = folder.file("note.wav");
    settings.bits = session::RenderBits::float32;
    settings.to = Beats{4.0};
    ASSERT_TRUE(session::renderSong(song.project(), folder.path(), settings).ok());
    const auto audio = test::readAll(settings.output);
    ASSERT_EQ(audio.size(), 2u);
    std::size_t first = 0;
    while (first < audio[0].size() && audio[0][first] == 0.0f) ++first;
    EXPECT_GE(first, 24000u); // beat 2 at 120 bpm
    EXPECT_LE(first, 24002u);
    // 440 Hz stands out against its neighbours a semitone away (Goertzel over half a second).
    const auto level = [&](double hz) {
        const double step = 2.0 * std::cos(2.0 * 3.14159265358979 * hz / 48000.0);
        double a = 0.0, b = 0.0;
        for (std::size_t i = 28000; i < 52000; ++i) {
            const double next = static_cast<double>(audio[0][i]) + step * a - b;
            b = a;
            a = next;
        }
        return a * a + b * b - step * a * b;
    };
    EXPECT_GT(level(440.0), 100.0 * level(466.16));
    EXPECT_GT(level(440.0), 100.0 * level(415.30));
}

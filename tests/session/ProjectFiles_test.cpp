// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/ProjectFiles.h"

#include "SongFile.h"
#include "TestSong.h"
#include "core/jobs/MainThreadQueue.h"
#include "model/Queries.h"
#include "project/ProjectModel.h"
#include "session/EngineSync.h"
#include "session/Session.h"
#include "session/controllers/ArrangementController.h"
#include "session/services/WaveformService.h"
#include "support/TemporaryFolder.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>

using namespace cppmusic;
using core::Beats;

namespace {

class ProjectFiles : public testing::Test {
protected:
    void SetUp() override { setenv("CPPMUSIC_CACHE", folder.file("cache").c_str(), 1); }
    void TearDown() override { unsetenv("CPPMUSIC_CACHE"); }
    test::TemporaryFolder folder;
};

} // namespace

TEST_F(ProjectFiles, AnImportedFileIsCopiedAndSavedWithTheSong)
{
    const auto wav = folder.file("take 1.WAV"), song = folder.file("Song.dawproj");
    ASSERT_TRUE(test::writeTone(wav, 440.0, 1.0, 48000).ok());
    session::Session session;
    auto clip = session.files().importAudioAsTrack(wav, Beats{2});
    ASSERT_TRUE(clip.ok()) << clip.error().text();
    std::filesystem::remove(wav);
    ASSERT_TRUE(session.files().saveAs(song).ok());
    EXPECT_FALSE(session.files().isModified());
    const auto asset = session.model().snapshot()->assets.begin()->second;
    EXPECT_EQ(asset->file, "assets/audio/" + asset->sha256 + ".wav");
    EXPECT_EQ(asset->frames, 48000);
    EXPECT_TRUE(std::filesystem::exists(song / asset->file));
    EXPECT_NEAR((*model::findClip(*session.model().snapshot(), *clip))->length.value, 2.0, 1e-9);

    session::Session other;
    ASSERT_TRUE(other.files().openReadOnly(song).ok());
    EXPECT_EQ(*other.model().snapshot(), *session.model().snapshot());
    EXPECT_TRUE(other.engineSync().problems().empty());
}

TEST_F(ProjectFiles, TheSameContentTwiceIsOneAsset)
{
    const auto a = folder.file("a.wav"), b = folder.file("b.wav");
    ASSERT_TRUE(test::writeTone(a, 440.0, 0.1, 48000).ok());
    std::filesystem::copy(a, b);
    session::Session session;
    const auto first = session.files().importAudio(a), second = session.files().importAudio(b);
    ASSERT_TRUE(first.ok() && second.ok());
    EXPECT_EQ(*first, *second);
}

TEST_F(ProjectFiles, OpeningOnAJobTellsItsResultOnTheMainThread)
{
    const auto song = folder.file("Song.dawproj");
    {
        session::Session session;
        ASSERT_TRUE(session.arrangement().addTrack(model::TrackKind::audio, "Vox").ok());
        ASSERT_TRUE(session.files().saveAs(song).ok());
    }
    session::Session session;
    bool isDone = false;
    core::Status result;
    session.files().openAsync(song, [&](core::Status status) {
        isDone = true;
        result = status;
    });
    session.mainThread().drainUntil([&] { return isDone; });
    EXPECT_TRUE(result.ok());
    EXPECT_EQ(session.model().snapshot()->tracks[0]->name, "Vox");
}

TEST_F(ProjectFiles, AFailedOpenKeepsTheOpenSong)
{
    session::Session session;
    ASSERT_TRUE(session.arrangement().addTrack(model::TrackKind::audio, "Vox").ok());
    const auto before = session.model().snapshot();
    const auto status = session.files().open(folder.file("nothing.dawproj"));
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, core::ErrorCode::notFound);
    EXPECT_EQ(session.model().snapshot(), before);
}

TEST_F(ProjectFiles, AFolderThatIsNoProjectIsNotOverwritten)
{
    std::filesystem::create_directory(folder.file("photos"));
    std::ofstream(folder.file("photos") / "cat.jpg") << "meow";
    session::Session session;
    const auto status = session.files().saveAs(folder.file("photos"));
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code, core::ErrorCode::alreadyExists);
    EXPECT_FALSE(session.files().hasLocation());
}

TEST_F(ProjectFiles, AFileThatIsNoAudioLeavesNothingBehind)
{
    std::ofstream(folder.file("noise.wav")) << "RIFF....WAVE this is not a sound";
    session::Session session;
    const auto before = session.model().snapshot();
    EXPECT_FALSE(session.files().importAudio(folder.file("noise.wav")).ok());
    EXPECT_EQ(session.model().snapshot(), before);
}

TEST_F(ProjectFiles, AWaveformComesFromAJobAndShowsTheSound)
{
    const auto wav = folder.file("tone.wav");
    ASSERT_TRUE(test::writeTone(wav, 440.0, 1.0, 48000).ok());
    session::Session session;
    const auto asset = session.files().importAudio(wav);
    ASSERT_TRUE(asset.ok());
    bool isReady = false;
    session.waveforms().onReady([&](model::AssetId) { isReady = true; });
    std::array<session::WaveformBucket, 10> buckets{};
    auto read = [&] {
        return session.waveforms().read(*asset, 0, core::Seconds{0}, core::Seconds{2}, buckets);
    };
    EXPECT_FALSE(read());
    session.mainThread().drainUntil([&] { return isReady; });
    ASSERT_TRUE(read());
    EXPECT_NEAR(buckets[0].high, 0.5f, 0.02f);
    EXPECT_NEAR(buckets[4].high, 0.1f, 0.03f);
    EXPECT_EQ(buckets[7].high, 0.0f); // behind the end of the file
}

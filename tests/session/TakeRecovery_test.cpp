// SPDX-License-Identifier: GPL-3.0-or-later
// What can come between a take and its clip: a crash, another folder, another tempo, no disk.
#include "TakeStudio.h"

#include <gmock/gmock.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace cppmusic;
using core::Beats;
using test::framesPerBeat;
using test::played;
using test::rate;
using testing::HasSubstr;

using TakeRecovery = test::TakeStudio;

TEST_F(TakeRecovery, ATakeThatACrashLeftIsAClipAgainWhereItWas)
{
    const auto track = addTrack();
    session.transport().locate(Beats{2.0});
    session.transport().setRecordArmed(true);
    session.transport().play();
    play(3 * framesPerBeat);
    ASSERT_TRUE(session.files().save().ok());
    ASSERT_TRUE(session.files().keeper().flush().ok());
    // The folder as it is now is what a program that dies leaves.
    const auto left = folder.file("Left.dawproj");
    const auto take = session.files().location() / "assets" / "recording" / "Voice take.wav";
    // The recording thread makes the file when it gets to it.
    while (!std::filesystem::exists(take) || std::filesystem::file_size(take) < 2 * rate * 8)
        play(480);
    std::filesystem::copy(session.files().location(), left,
                          std::filesystem::copy_options::recursive);
    session.transport().stop();
    finish();

    session::Session after;
    ASSERT_TRUE(after.files().open(left).ok());
    after.poll();
    const auto song = after.model().snapshot();
    const auto& clips = (**model::findTrack(*song, track)).clips;
    ASSERT_EQ(clips.size(), 1u);
    EXPECT_NEAR(clips[0]->start.value, 2.0, 1.0 / framesPerBeat);
    EXPECT_GT(clips[0]->length.value, 1.0) << "all but the last second";
    ASSERT_EQ(after.takes().problems().size(), 1u);
    EXPECT_THAT(after.takes().problems()[0].message, HasSubstr("clip on 'Voice' again"));
    EXPECT_TRUE(std::filesystem::is_empty(left / "assets" / "recording"));
    const auto& asset =
        **model::findAsset(*song, std::get<model::AudioClip>(clips[0]->content).asset);
    EXPECT_TRUE(audio::AudioFileReader::open(left / asset.file).ok());
    ASSERT_TRUE(after.model().undo());
    EXPECT_TRUE((**model::findTrack(*after.model().snapshot(), track)).clips.empty())
        << "one step in the history";
}

TEST_F(TakeRecovery, ARecordingThatNobodyKnowsIsNamedAndStays)
{
    const auto recordings = session.files().location() / "assets" / "recording";
    std::filesystem::create_directories(recordings);
    for (const char* name : {"Old.wav", "Strange.wav"})
        std::ofstream(recordings / name) << "no sound";
    std::ofstream(recordings / "Strange.place") << "999 -3";
    const auto song = session.files().location();
    ASSERT_TRUE(session.files().open(song).ok());
    session.poll();
    ASSERT_EQ(session.takes().problems().size(), 2u);
    EXPECT_EQ(session.takes().problems()[0].place, "Old.wav");
    EXPECT_THAT(session.takes().problems()[0].message, HasSubstr("import it"));
    EXPECT_TRUE(std::filesystem::exists(recordings / "Old.wav"));
}

TEST_F(TakeRecovery, ASongForReadingOnlyIsLeftAsItIs)
{
    const auto song = session.files().location();
    std::filesystem::create_directories(song / "assets" / "recording");
    std::ofstream(song / "assets" / "recording" / "Old.wav") << "no sound";
    session::Session reader;
    ASSERT_TRUE(reader.files().openReadOnly(song).ok());
    reader.poll();
    EXPECT_TRUE(reader.takes().problems().empty());
}

TEST_F(TakeRecovery, TheSongStaysInItsFolderWhileItIsRecorded)
{
    addTrack();
    session.transport().setRecordArmed(true);
    session.transport().play();
    play(framesPerBeat);
    const auto refused = session.files().saveAs(folder.file("Other.dawproj"));
    ASSERT_FALSE(refused.ok());
    EXPECT_THAT(refused.error().message, HasSubstr("stop it first"));
    EXPECT_FALSE(session.files().open(session.files().location()).ok());
    EXPECT_FALSE(session.files().newProject().ok());
    EXPECT_TRUE(session.files().save().ok());
    session.transport().stop();
    finish();
    expectInPlace(clip());
    EXPECT_TRUE(session.files().saveAs(folder.file("Other.dawproj")).ok());
    expectInPlace(clip());
}

TEST_F(TakeRecovery, WhyRecordingCouldNotBeginIsAProblem)
{
    addTrack();
    session.transport().setRecordArmed(true);
    session.transport().play();
    play(framesPerBeat);
    session.transport().stop();
    EXPECT_TRUE(session.takes().problems().empty());
    session.transport().play(); // the last take is still being written
    ASSERT_EQ(session.takes().problems().size(), 1u);
    EXPECT_THAT(session.takes().problems()[0].message, HasSubstr("wait a moment"));
    session.transport().stop();
    finish();
    record(framesPerBeat);
    EXPECT_TRUE(session.takes().problems().empty()) << "it is over";
}

TEST_F(TakeRecovery, ATakeBeginsOnItsBeatAlsoWhenTheTempoChangedMeanwhile)
{
    addTrack();
    session.transport().locate(Beats{4.0});
    session.transport().setRecordArmed(true);
    session.transport().play();
    play(2 * framesPerBeat);
    ASSERT_TRUE(session.transport().setTempo(core::Bpm{60.0}).ok());
    play(2 * framesPerBeat);
    session.transport().stop();
    finish();
    const auto& clips = session.takes().lastClips();
    ASSERT_GE(clips.size(), 2u) << "the playhead moved to keep its bar: another take";
    EXPECT_NEAR(clip(0).start.value, 4.0, 0.001) << "from beat 4 of the tempo of then";
    // Two beats at 120 bpm are a second: one beat at 60.
    EXPECT_NEAR(clip(0).length.value, 1.0, 0.05);
    EXPECT_NEAR(clip(1).start.value, 6.0, 0.05) << "the beat at which the tempo changed";
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody plays along to the song: what came in lies where it was heard. The device's input is a
// ramp that says which frame of the song the player was hearing, so a take tells by itself where it
// belongs.
#include "session/TakeRecorder.h"

#include "audio/engine/DawEngine.h"
#include "audio/engine/EngineContext.h"
#include "audio/files/AudioFileReader.h"
#include "core/jobs/JobSystem.h"
#include "model/Queries.h"
#include "project/ProjectModel.h"
#include "session/EngineSync.h"
#include "session/ProjectFiles.h"
#include "session/Session.h"
#include "session/controllers/ArrangementController.h"
#include "session/controllers/DeviceController.h"
#include "session/controllers/HistoryController.h"
#include "session/controllers/MixerController.h"
#include "session/controllers/TransportController.h"
#include "session/storage/SongKeeper.h"
#include "support/TemporaryFolder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#ifdef __linux__
#include <csignal>
#include <sys/resource.h>
#endif

using namespace cppmusic;
using core::Beats;
using testing::HasSubstr;

namespace {

constexpr int rate = 48000;
constexpr int framesPerBeat = 24000; // 120 bpm

/// What a player who hears frame `frame` of the song plays: exact in 24 bits, 0 only once in 20 s.
float played(std::int64_t frame)
{
    return static_cast<float>((frame % 1000000 + 1000000) % 1000000) / 8388608.0f;
}

class TakeRecorder : public testing::Test {
protected:
    void SetUp() override
    {
        setenv("CPPMUSIC_CACHE", folder.file("cache").c_str(), 1);
        ASSERT_TRUE(session.files().saveAs(folder.file("Song.dawproj")).ok());
    }
    void TearDown() override { unsetenv("CPPMUSIC_CACHE"); }

    model::TrackId addTrack(model::TrackKind kind = model::TrackKind::audio, bool isArmed = true)
    {
        model::Track track;
        track.id = session.model().newId<model::TrackId>();
        track.name = "Voice";
        track.kind = kind;
        track.input.isArmed = isArmed;
        EXPECT_TRUE(session.model()
                        .execute(project::AddTrack{core::Shared<model::Track>(std::move(track)), 0})
                        .ok());
        return session.model().snapshot()->tracks.front()->id;
    }
    /// One block of the device: `late` frames pass between what the engine renders and what the
    /// player's answer to it brings back.
    void block(int frames)
    {
        std::vector<float> left(static_cast<std::size_t>(frames)), right(left);
        std::vector<float> inLeft(left), inRight(left);
        const auto transport = session.engine().transport();
        for (int i = 0; i < frames; ++i) {
            const auto at = static_cast<std::size_t>(i);
            inLeft[at] = played(transport.position.value + i - late);
            inRight[at] = -inLeft[at];
        }
        float* const outputs[] = {left.data(), right.data()};
        const float* const inputs[] = {inLeft.data(), inRight.data()};
        session.engine().realtime().processBlock({outputs, 2, frames}, false, {inputs, 2, frames});
    }
    void play(int frames)
    {
        for (; frames > 0; frames -= 480) {
            block(std::min(frames, 480));
            session.poll();
        }
    }
    void record(int frames)
    {
        session.transport().setRecordArmed(true);
        session.transport().play();
        play(frames);
        session.transport().stop();
        finish();
    }
    void finish()
    {
        for (int i = 0; i < 10; ++i) {
            block(480);
            session.poll();
        }
        session.jobs().waitIdle();
        session.poll();
        ASSERT_FALSE(session.takes().isBusy());
    }
    [[nodiscard]] const model::Clip& clip(std::size_t index = 0)
    {
        const auto& clips = session.takes().lastClips();
        EXPECT_GT(clips.size(), index);
        project = session.model().snapshot();
        return **model::findClip(*project, clips.at(index));
    }
    [[nodiscard]] const model::Asset& assetOf(const model::Clip& clip)
    {
        return **model::findAsset(*project, std::get<model::AudioClip>(clip.content).asset);
    }
    [[nodiscard]] std::int64_t startFrame(const model::Clip& clip)
    {
        return project->tempo->framesAt(clip.start, core::SampleRate{rate}).value;
    }
    [[nodiscard]] std::int64_t endFrame(const model::Clip& clip)
    {
        return project->tempo->framesAt(clip.start + clip.length, core::SampleRate{rate}).value;
    }
    /// Every frame of the clip is what was played to that frame of the song.
    void expectInPlace(const model::Clip& clip)
    {
        auto reader = audio::AudioFileReader::open(session.files().location() / assetOf(clip).file);
        ASSERT_TRUE(reader.ok()) << reader.error().text();
        const std::int64_t first = startFrame(clip);
        const auto frames = static_cast<int>(endFrame(clip) - first);
        std::vector<float> left(static_cast<std::size_t>(frames)), right(left);
        float* const channels[] = {left.data(), right.data()};
        const auto& content = std::get<model::AudioClip>(clip.content);
        const auto offset = static_cast<std::int64_t>(std::llround(content.offset.value * rate));
        const auto read = reader->read(offset, {channels, 2, frames});
        ASSERT_TRUE(read.ok());
        ASSERT_EQ(*read, frames) << "the clip is no longer than its file";
        for (int i = 0; i < frames; ++i) {
            ASSERT_EQ(left[static_cast<std::size_t>(i)], played(first + i)) << "frame " << i;
            ASSERT_EQ(right[static_cast<std::size_t>(i)], -played(first + i));
        }
    }

    test::TemporaryFolder folder;
    session::Session session{{core::SampleRate{rate}, 480}};
    std::shared_ptr<const model::Project> project;
    std::int64_t late = 0; ///< from the engine to the player's ears and back
};

} // namespace

TEST_F(TakeRecorder, WhatCameInIsAClipWhereItWasPlayed)
{
    const auto track = addTrack();
    session.transport().locate(Beats{2.0});
    session.poll();
    block(480);
    record(rate);
    ASSERT_EQ(session.takes().lastClips().size(), 1u);
    const auto& take = clip();
    model::TrackId on;
    (void)model::findClip(*project, take.id, &on);
    EXPECT_EQ(on, track);
    EXPECT_EQ(startFrame(take), 2 * framesPerBeat);
    EXPECT_EQ(endFrame(take) - startFrame(take), rate);
    EXPECT_EQ(assetOf(take).frames, rate);
    EXPECT_TRUE(session.takes().lastStatus().ok());
    expectInPlace(take);
}

TEST_F(TakeRecorder, ATakeIsOneStepInTheHistory)
{
    addTrack();
    addTrack();
    const auto before = session.model().snapshot();
    const auto steps = session.model().undoStack().entries().size();
    record(rate / 4);
    EXPECT_EQ(session.takes().lastClips().size(), 2u);
    EXPECT_EQ(session.model().undoStack().entries().size(), steps + 1);
    EXPECT_EQ(session.model().undoLabel(), "Record");
    ASSERT_TRUE(session.model().undo());
    EXPECT_EQ(*session.model().snapshot(), *before);
    ASSERT_TRUE(session.model().redo());
    expectInPlace(clip(0));
    expectInPlace(clip(1));
}

TEST_F(TakeRecorder, TheWayThroughTheDeviceIsTakenOff)
{
    addTrack();
    late = 700 + 333;
    session.takes().setDeviceLatency(core::Frames{700}, core::Frames{333});
    session.transport().locate(Beats{1.0});
    session.poll();
    block(480);
    record(rate / 2);
    EXPECT_EQ(startFrame(clip()), framesPerBeat - late);
    expectInPlace(clip());
}

TEST_F(TakeRecorder, ALateDeviceOnAnotherTrackMakesThePlayerHearEverythingLater)
{
    addTrack();
    const auto other = addTrack(model::TrackKind::audio, false);
    ASSERT_TRUE(session.devices().addInsert(other, "cppmusic.limiter").ok());
    session.poll();
    const int compensation = session.engine().latencyFrames();
    ASSERT_GT(compensation, 0);
    late = 200 + compensation;
    session.takes().setDeviceLatency(core::Frames{200}, core::Frames{0});
    session.transport().locate(Beats{1.0});
    session.poll();
    block(480);
    record(rate / 2);
    EXPECT_EQ(startFrame(clip()), framesPerBeat - late);
    expectInPlace(clip());
}

TEST_F(TakeRecorder, ATrackThatIsNotArmedRecordsNothing)
{
    addTrack(model::TrackKind::audio, false);
    const auto before = session.model().snapshot();
    record(rate / 4);
    EXPECT_TRUE(session.takes().lastClips().empty());
    EXPECT_EQ(session.model().snapshot(), before);
}

TEST_F(TakeRecorder, WithoutTheRecordButtonAnArmedTrackRecordsNothing)
{
    addTrack();
    session.transport().play();
    play(rate / 4);
    session.transport().stop();
    finish();
    EXPECT_TRUE(session.takes().lastClips().empty());
}

TEST_F(TakeRecorder, PunchInAndOutAreTheEdgesOfTheTake)
{
    addTrack();
    late = 1000;
    session.takes().setDeviceLatency(core::Frames{600}, core::Frames{400});
    ASSERT_TRUE(session.transport().setPunch(Beats{0.5}, Beats{1.0}, true).ok());
    record(rate);
    ASSERT_EQ(session.takes().lastClips().size(), 1u);
    EXPECT_EQ(startFrame(clip()), framesPerBeat / 2);
    EXPECT_EQ(endFrame(clip()), framesPerBeat);
    expectInPlace(clip());
}

TEST_F(TakeRecorder, EveryPassOfALoopIsATakeAndTheLastIsHeard)
{
    addTrack();
    ASSERT_TRUE(session.transport().setLoop(Beats{0.0}, Beats{1.0}, true).ok());
    record(3 * framesPerBeat);
    ASSERT_EQ(session.takes().lastClips().size(), 3u);
    EXPECT_TRUE(clip(0).isMuted);
    EXPECT_TRUE(clip(1).isMuted);
    EXPECT_FALSE(clip(2).isMuted);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(startFrame(clip(i)), 0);
}

TEST_F(TakeRecorder, AFlacTakeHoldsTheSameSamples)
{
    addTrack();
    session.takes().setFormat(session::TakeRecorder::Format::flac);
    record(rate / 2);
    const auto& take = clip();
    EXPECT_THAT(assetOf(take).file, testing::EndsWith(".flac"));
    expectInPlace(take);
}

TEST_F(TakeRecorder, EditsWhileRecordingDontInterruptTheTake)
{
    addTrack();
    session.transport().setRecordArmed(true);
    session.transport().play();
    for (int i = 0; i < 10; ++i) {
        play(2400);
        if (i % 3 == 0) addTrack(model::TrackKind::audio, false);
        if (i % 3 == 1) session.model().undo();
    }
    session.transport().stop();
    finish();
    ASSERT_EQ(session.takes().lastClips().size(), 1u);
    EXPECT_EQ(assetOf(clip()).frames, 24000);
    expectInPlace(clip());
}

TEST_F(TakeRecorder, ATrackThatIsRemovedWhileItRecordsLeavesNoClip)
{
    const auto track = addTrack();
    session.transport().setRecordArmed(true);
    session.transport().play();
    play(4800);
    ASSERT_TRUE(session.model().execute(project::RemoveTrack{track}).ok());
    play(4800);
    session.transport().stop();
    finish();
    EXPECT_TRUE(session.takes().lastClips().empty());
}

TEST_F(TakeRecorder, ABusCanNotBeArmed)
{
    const auto bus = addTrack(model::TrackKind::group, false);
    const auto armed = session.mixer().setArmed(bus, true);
    ASSERT_FALSE(armed.ok());
    EXPECT_THAT(armed.error().message, HasSubstr("can't be armed"));
    EXPECT_FALSE(session.mixer().setInput(addTrack(), {true, 64, 1}).ok());
}

#ifdef __linux__
TEST_F(TakeRecorder, WhenTheDiskIsFullWhatWasRecordedIsKeptAndOneErrorSaysSo)
{
    addTrack();
    session.transport().setRecordArmed(true);
    session.transport().play();
    play(4800);
    // No file may grow beyond 128 KiB from here: 16,000 frames.
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit small = before;
    small.rlim_cur = 128 * 1024;
    setrlimit(RLIMIT_FSIZE, &small);
    play(48000);
    session.transport().stop();
    finish();
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    ASSERT_FALSE(session.takes().lastStatus().ok());
    EXPECT_EQ(session.takes().lastStatus().error().code, core::ErrorCode::noSpace);
    EXPECT_THAT(session.takes().lastStatus().error().message, HasSubstr("the disk is full"));
    ASSERT_EQ(session.takes().lastClips().size(), 1u);
    EXPECT_GE(assetOf(clip()).frames, 4800);
    EXPECT_LE(assetOf(clip()).frames, 16384);
    expectInPlace(clip());
}
#endif

TEST_F(TakeRecorder, ATakeThatACrashLeftIsAClipAgainWhereItWas)
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
    while (std::filesystem::file_size(session.files().location() / "assets" / "recording" /
                                      "Voice take.wav") < 2 * rate * 8)
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

TEST_F(TakeRecorder, ARecordingThatNobodyKnowsIsNamedAndStays)
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

TEST_F(TakeRecorder, ASongForReadingOnlyIsLeftAsItIs)
{
    const auto song = session.files().location();
    std::filesystem::create_directories(song / "assets" / "recording");
    std::ofstream(song / "assets" / "recording" / "Old.wav") << "no sound";
    session::Session reader;
    ASSERT_TRUE(reader.files().openReadOnly(song).ok());
    reader.poll();
    EXPECT_TRUE(reader.takes().problems().empty());
}

TEST_F(TakeRecorder, TheSongStaysInItsFolderWhileItIsRecorded)
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

TEST_F(TakeRecorder, WhyRecordingCouldNotBeginIsAProblem)
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

TEST_F(TakeRecorder, ATakeBeginsOnItsBeatAlsoWhenTheTempoChangedMeanwhile)
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

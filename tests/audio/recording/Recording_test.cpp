// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/recording/DiskRecorder.h"
#include "audio/recording/InputNode.h"
#include "audio/recording/RecordTap.h"
#include "audio/recording/RecordingFile.h"

#include "../files/PlanarAudio.h"
#include "audio/engine/DawEngine.h"
#include "support/EngineRig.h"
#include "support/TemporaryFolder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <random>
#include <thread>

namespace {

using namespace cppmusic::audio;
using namespace cppmusic::test;
using cppmusic::core::ErrorCode;
using cppmusic::core::Frames;

constexpr NodeId inputId{1}, tapId{2};

/// A microphone plugged into an engine whose tap records.
class RecordingTest : public ::testing::Test {
protected:
    void SetUp() override
    {
        settings.folder = folder.file("takes");
        AudioGraph graph;
        graph.add(inputId, std::make_shared<InputNode>(), "Input", inputs);
        auto content = std::make_shared<RecordContent>();
        content->ring = ring;
        graph.add(tapId, std::make_shared<RecordTap>(), "Tap", content);
        ASSERT_TRUE(graph.connect({inputId, 0, tapId, 0, PortKind::audio}).ok());
        graph.setOutput(tapId);
        ASSERT_TRUE(engine.setGraph(std::move(graph)).ok());
        command({TransportCommand::Kind::record, {}, {}, true});
    }

    void command(const TransportCommand& what)
    {
        engine.command(what);
        ReportLog log;
        engine.poll(log);
    }

    /// Plays the next `frames` of the microphone into the engine in blocks of changing size.
    void playIn(int frames, int largestBlock = 700)
    {
        for (int done = 0; done < frames;) {
            const int count =
                std::min(frames - done,
                         1 + static_cast<int>(random() % static_cast<unsigned>(largestBlock)));
            std::vector<float> left(700), right(700);
            float* const out[] = {left.data(), right.data()};
            engine.realtime().processBlock({out, 2, count}, false,
                                           microphone.constView(played, count));
            for (int i = 0; i < count; ++i) {
                const auto at = static_cast<std::size_t>(played + i);
                const auto k = static_cast<std::size_t>(i);
                ASSERT_EQ(left[k], microphone.channels[0][at]) << "it is heard too";
                ASSERT_EQ(right[k], microphone.channels[1][at]);
            }
            played += count;
            done += count;
        }
    }

    /// The file holds what was played in from frame `from` on, bit for bit.
    void expectFile(const std::filesystem::path& path, std::int64_t from, std::int64_t frames)
    {
        auto recorded = readFile(path);
        ASSERT_EQ(recorded.frames(), frames) << path;
        for (std::size_t c = 0; c < 2; ++c)
            for (std::int64_t i = 0; i < frames; ++i)
                ASSERT_EQ(recorded.channels[c][static_cast<std::size_t>(i)],
                          microphone.channels[c][static_cast<std::size_t>(from + i)])
                    << "frame " << i;
    }

    TemporaryFolder folder;
    PlanarAudio microphone = noise(400000, 2, 8);
    std::shared_ptr<InputContent> inputs = std::make_shared<InputContent>();
    std::shared_ptr<RecordRing> ring = std::make_shared<RecordRing>(16384);
    EngineContext engine;
    RecordSettings settings;
    std::int64_t played = 0;
    std::mt19937 random{5};
};

} // namespace

TEST_F(RecordingTest, WhatWasPlayedInIsInTheFileBitForBitAndInPlace)
{
    settings.latencyFrames = 700;
    DiskRecorder recorder(ring, settings);
    playIn(1000); // not playing yet: nothing is recorded
    command(TransportCommand::locate(Frames(5000)));
    command(TransportCommand::play());
    const auto from = played;
    for (int i = 0; i < 20; ++i) {
        playIn(5000);
        recorder.serve();
    }
    command(TransportCommand::stop());
    playIn(500);
    recorder.stop();
    const auto takes = recorder.takes();
    ASSERT_EQ(takes.size(), 1u);
    EXPECT_TRUE(takes[0].status.ok());
    EXPECT_TRUE(takes[0].isFinished);
    EXPECT_EQ(takes[0].startFrame, 5000 - 700) << "where the player heard what they played to";
    EXPECT_EQ(takes[0].frames, 100000);
    EXPECT_EQ(takes[0].droppedFrames, 0);
    expectFile(takes[0].path, from, 100000);
}

TEST_F(RecordingTest, WhatBelongsBeforeTheSongsStartIsLeftOut)
{
    settings.latencyFrames = 1234;
    DiskRecorder recorder(ring, settings);
    command(TransportCommand::play());
    playIn(10000);
    recorder.stop();
    const auto takes = recorder.takes();
    ASSERT_EQ(takes.size(), 1u);
    EXPECT_EQ(takes[0].startFrame, 0);
    expectFile(takes[0].path, 1234, 10000 - 1234);
}

TEST_F(RecordingTest, IntegersOfTheConverterStayTheSame)
{
    for (auto& channel : microphone.channels)
        for (float& sample : channel) sample = std::floor(sample * 8388608.0f) / 8388608.0f;
    settings.samples = SampleFormat::int24;
    DiskRecorder recorder(ring, settings);
    command(TransportCommand::play());
    playIn(10000);
    recorder.stop();
    ASSERT_EQ(recorder.takes().size(), 1u);
    expectFile(recorder.takes()[0].path, 0, 10000);
}

TEST_F(RecordingTest, EveryPassOfALoopIsATakeOfItsOwn)
{
    DiskRecorder recorder(ring, settings);
    command(TransportCommand::loop(Frames(1000), Frames(5000), true));
    command(TransportCommand::locate(Frames(1000)));
    command(TransportCommand::play());
    playIn(10000);
    recorder.stop();
    const auto takes = recorder.takes();
    ASSERT_EQ(takes.size(), 3u);
    for (const auto& take : takes) EXPECT_EQ(take.startFrame, 1000);
    expectFile(takes[0].path, 0, 4000);
    expectFile(takes[1].path, 4000, 4000);
    expectFile(takes[2].path, 8000, 2000);
    EXPECT_EQ(takes[0].path.filename(), "Take.wav");
    EXPECT_EQ(takes[2].path.filename(), "Take 3.wav");
}

TEST_F(RecordingTest, ADiskThatIsTooSlowLosesCountedFramesAndNothingMoves)
{
    DiskRecorder recorder(ring, settings);
    command(TransportCommand::play());
    playIn(10000);
    recorder.serve();
    playIn(30000, 512); // more than the ring holds while the disk sleeps
    const auto lost = static_cast<std::int64_t>(ring->droppedFrames());
    EXPECT_GT(lost, 30000 - 16384 - 512);
    recorder.serve();
    playIn(10000);
    recorder.stop();
    const auto takes = recorder.takes();
    ASSERT_EQ(takes.size(), 1u) << "one file, with a silent hole";
    EXPECT_EQ(takes[0].droppedFrames, lost);
    EXPECT_EQ(takes[0].frames, 50000);
    auto recorded = readFile(takes[0].path);
    std::int64_t silent = 0;
    for (std::size_t i = 0; i < 50000; ++i) {
        const bool isThere = recorded.channels[0][i] == microphone.channels[0][i];
        silent += isThere ? 0 : 1;
        ASSERT_TRUE(isThere || recorded.channels[0][i] == 0.0f) << "frame " << i;
    }
    EXPECT_EQ(silent, lost);
}

TEST_F(RecordingTest, ACrashLeavesAFileThatCanBeRead)
{
    DiskRecorder recorder(ring, settings);
    command(TransportCommand::play());
    for (int i = 0; i < 25; ++i) {
        playIn(4800);
        recorder.serve();
    }
    // What another program finds now is what a crash would leave.
    const auto path = recorder.takes().at(0).path;
    const auto whole = readFile(path);
    EXPECT_GE(whole.frames(), 120000 - 48000 - 4800) << "at most a second is lost";
    for (std::size_t i = 0; i < static_cast<std::size_t>(whole.frames()); ++i)
        ASSERT_EQ(whole.channels[1][i], microphone.channels[1][i]);
}

TEST_F(RecordingTest, ARecordingNeverOverwrites)
{
    std::filesystem::create_directories(settings.folder);
    auto precious = noise(100, 2);
    ASSERT_TRUE(writeFile(settings.folder / "Take.wav", precious, {}).ok());
    DiskRecorder recorder(ring, settings);
    command(TransportCommand::play());
    playIn(1000);
    recorder.stop();
    EXPECT_EQ(readFile(settings.folder / "Take.wav").frames(), 100);
    EXPECT_EQ(recorder.takes().at(0).path.filename(), "Take 2.wav");
}

TEST_F(RecordingTest, AFolderThatCannotBeWrittenIsToldAndTheMusicGoesOn)
{
    std::ofstream(folder.file("takes")) << "a file where the folder should be";
    DiskRecorder recorder(ring, settings);
    command(TransportCommand::play());
    playIn(5000);
    recorder.stop();
    const auto takes = recorder.takes();
    ASSERT_EQ(takes.size(), 1u);
    EXPECT_FALSE(takes[0].status.ok());
    EXPECT_NE(takes[0].status.error().place.find("takes"), std::string::npos);
}

TEST_F(RecordingTest, TheDiskThreadWritesWhileTheAudioThreadPlays)
{
    DiskRecorder recorder(ring, settings);
    recorder.start();
    command(TransportCommand::play());
    std::thread audio([&] {
        for (int i = 0; i < 50; ++i) {
            playIn(4000);
            while (ring->droppedFrames() == 0 && i < 49 &&
                   recorder.takes().empty()) // the disk thread has to be seen at work once
                std::this_thread::yield();
        }
    });
    audio.join();
    recorder.stop();
    const auto takes = recorder.takes();
    ASSERT_EQ(takes.size(), 1u);
    EXPECT_EQ(static_cast<std::uint64_t>(takes[0].droppedFrames), ring->droppedFrames());
    auto recorded = readFile(takes[0].path);
    for (std::size_t i = 0; i < static_cast<std::size_t>(recorded.frames()); ++i)
        ASSERT_TRUE(recorded.channels[0][i] == microphone.channels[0][i] ||
                    (takes[0].droppedFrames > 0 && recorded.channels[0][i] == 0.0f));
}

TEST(InputNode, ChannelsThatTheDeviceLacksAreSilent)
{
    InputNode node;
    node.prepare({});
    std::vector<float> only(64, 0.5f), left(64, 9.0f), right(64, 9.0f);
    only[3] = std::numeric_limits<float>::quiet_NaN();
    const float* const in[] = {only.data()};
    float* const out[] = {left.data(), right.data()};
    const AudioBlock outputs[] = {{out, 2, 64}};
    TransportBlock transport;
    transport.input = {in, 1, 64};
    InputContent content;
    ProcessContext context;
    context.numFrames = 64;
    context.outputs = outputs;
    context.transport = &transport;
    node.process(context);
    EXPECT_EQ(left, right) << "one microphone is heard on both sides";
    EXPECT_EQ(left[3], 0.0f);
    EXPECT_EQ(left[4], 0.5f);
    context.content = &content;
    node.process(context);
    EXPECT_EQ(right[4], 0.0f) << "the second channel was asked for and is not there";
    content.left = content.right = 7;
    std::uint32_t silent = 0;
    context.silentOutputs = &silent;
    node.process(context);
    EXPECT_EQ(silent, 1u);
}

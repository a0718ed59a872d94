// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody without a plan plays the demo song and changes everything while it plays, rendered by
// one thread and by four. Four seconds of music here; CPPMUSIC_SESSION_SECONDS in the environment
// makes it as long as one likes (the leg long-session of ./test: ten minutes).
#include "audio/engine/DawEngine.h"
#include "audio/engine/EngineContext.h"
#include "core/io/DiskFileSystem.h"
#include "project/ProjectModel.h"
#include "project/RandomCommands.h"
#include "project/serialization/ProjectSerializer.h"
#include "session/EngineSync.h"
#include "session/controllers/TransportController.h"
#include "session/services/AssetPool.h"
#include "support/EngineRig.h"
#include "support/FakeAudioDevice.h"
#include "support/RealtimeGuard.h"
#include "support/TemporaryFolder.h"

#include "audio/playback/DiskStreamer.h"

#include <cmath>
#include <cstdlib>
#include <gtest/gtest.h>
#include <optional>
#include <random>

using namespace cppmusic;

namespace {

/// All that is open while a song is edited, without a window.
struct OpenSong {
    OpenSong(const model::Project& project, const std::filesystem::path& folder, int threads)
        : model(project), engine({core::SampleRate{48000.0}, 512}, {threads}), pool(disk)
    {
        engine.realtime().runner().setAlwaysParallel(true);
        pool.setFolder(folder);
        sync.emplace(model, engine, pool);
    }

    project::ProjectModel model;
    audio::EngineContext engine;
    audio::DiskStreamer disk;
    session::AssetPool pool;
    std::optional<session::EngineSync> sync;
};

/// One thing that a person does, seldom sensible.
class Fidgeting {
public:
    Fidgeting(OpenSong& song, std::uint64_t seed)
        : song_(song),
          transport_(song.model, song.engine),
          beginning_(song.model.snapshot()),
          commands_(seed),
          generator_(seed)
    {
    }

    void act()
    {
        switch (generator_() % 16) {
        case 0: transport_.togglePlay(); break;
        case 1: transport_.locate(core::Beats{place()}); break;
        case 2: {
            const double from = place();
            (void)transport_.setLoop(core::Beats{from}, core::Beats{from + 0.25 + place() / 16.0},
                                     generator_() % 3 != 0);
            break;
        }
        case 3: (void)transport_.setTempo(core::Bpm{20.0 + place() * 5.0}); break;
        case 4: transport_.setMetronome(generator_() % 2 == 0); break;
        case 5:
        case 6:
        case 7: (void)song_.model.undo(); break;
        case 8: (void)song_.model.redo(); break;
        default: edit(); break;
        }
        ++actions_;
    }
    [[nodiscard]] int actions() const { return actions_; }
    [[nodiscard]] int edits() const { return edits_; }
    /// Undone as far as it goes, the song is as it was.
    void takeEverythingBack()
    {
        while (song_.model.undo()) {}
        EXPECT_TRUE(*song_.model.snapshot() == *beginning_) << "after " << actions_ << " actions";
    }

private:
    /// A song that grew too big for a test is taken back to its beginning.
    void edit()
    {
        const auto snapshot = song_.model.snapshot();
        if (snapshot->tracks.size() > 48) {
            takeEverythingBack();
            return;
        }
        if (song_.model.execute(commands_.next(*snapshot)).ok()) ++edits_;
    }
    double place() { return static_cast<double>(generator_() % 16000) / 100.0; }

    OpenSong& song_;
    session::TransportController transport_;
    std::shared_ptr<const model::Project> beginning_;
    test::RandomCommands commands_;
    std::mt19937_64 generator_;
    int actions_ = 0, edits_ = 0;
};

std::int64_t framesToPlay()
{
    const char* seconds = std::getenv("CPPMUSIC_SESSION_SECONDS");
    return 48000 * (seconds != nullptr ? std::atoll(seconds) : 4);
}

/// For 1 and 4 threads that render.
class RandomSession : public testing::TestWithParam<int> {
protected:
    void SetUp() override { setenv("CPPMUSIC_CACHE", folder_.file("cache").c_str(), 1); }
    void TearDown() override { unsetenv("CPPMUSIC_CACHE"); }
    /// The whole session; `pageFaults` are those of its second half.
    void play(std::uint64_t& pageFaults);
    test::TemporaryFolder folder_;
};

void RandomSession::play(std::uint64_t& pageFaults)
{
    const std::filesystem::path path = CPPMUSIC_DEMO_SONG;
    core::DiskFileSystem files;
    const auto loaded = project::ProjectSerializer::load(path, files);
    ASSERT_TRUE(loaded.ok()) << loaded.error().text();
    OpenSong song(loaded->project, path, GetParam());
    ASSERT_TRUE(song.sync->status().ok());

    const std::int64_t wanted = framesToPlay();
    test::FakeAudioDevice device(song.engine, {128, 512, 17, 256, 64, 1, 480});
    const test::RealtimeWatch watch;
    std::optional<test::RealtimeWatch> watchWhenWarm;
    Fidgeting person(song, 0x5e55'1011);
    test::ReportLog log;
    device.start();
    song.engine.command(audio::TransportCommand::play());
    for (std::int64_t frames = 1; frames < wanted; frames += 2400) {
        if (frames >= wanted / 2 && !watchWhenWarm) watchWhenWarm.emplace();
        person.act();
        song.engine.poll(log);
        device.waitForPlayedFrames(frames);
    }
    person.takeEverythingBack();
    song.engine.poll(log);
    device.stop();

    EXPECT_EQ(watch.violations().total(), 0u) << watch.violations().text();
    ASSERT_TRUE(watchWhenWarm);
    pageFaults = watchWhenWarm->violations().pageFaults;
    EXPECT_GT(person.edits(), person.actions() / 8);
    float loudest = 0.0f;
    for (const auto& channel : device.heard())
        for (const float sample : channel) {
            ASSERT_TRUE(std::isfinite(sample));
            loudest = std::max(loudest, std::abs(sample));
        }
    EXPECT_GT(loudest, 0.01f) << "something was heard";
    const auto shared = song.engine.realtime().runner().parallelBlocks();
    EXPECT_EQ(shared > static_cast<std::uint64_t>(device.blocks()) / 2, GetParam() > 1)
        << shared << " of " << device.blocks() << " blocks were rendered by several threads";
}

} // namespace

TEST_P(RandomSession, EveryBlockIsFiniteAndTheAudioThreadNeverWaits)
{
    // The system may move a page whenever it likes; what the engine does to itself comes every
    // time.
    std::uint64_t pageFaults = 1;
    for (int attempt = 0; attempt < 3 && pageFaults > 0; ++attempt)
        ASSERT_NO_FATAL_FAILURE(play(pageFaults));
    EXPECT_EQ(pageFaults, 0u);
}

INSTANTIATE_TEST_SUITE_P(Threads, RandomSession, testing::Values(1, 4),
                         testing::PrintToStringParamName());

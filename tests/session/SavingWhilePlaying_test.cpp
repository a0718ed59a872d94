// SPDX-License-Identifier: GPL-3.0-or-later
// A song that is edited and saved again and again while it plays sounds as if nobody saved.
#include "TestSong.h"
#include "core/io/DiskFileSystem.h"
#include "project/ProjectModel.h"
#include "project/serialization/ProjectSerializer.h"
#include "session/ProjectFiles.h"
#include "session/Session.h"
#include "session/controllers/MixerController.h"
#include "session/controllers/TransportController.h"
#include "support/EngineRig.h"
#include "support/RealtimeGuard.h"
#include "support/TemporaryFolder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

using namespace cppmusic;

namespace {

struct Playing {
    test::StereoAudio audio{std::vector<float>{}, std::vector<float>{}};
    int asked = 0, saved = 0;
    test::RealtimeViolations violations;
};

Playing play(const std::filesystem::path& song, model::TrackId track, bool isSaved)
{
    constexpr int blocks = 400, blockFrames = 256;
    session::Session session;
    EXPECT_TRUE(session.files().open(song).ok());
    session.transport().play();
    Playing playing;
    const test::RealtimeWatch watch;
    for (int block = 0; block < blocks; ++block) {
        if (block % 8 == 0) {
            EXPECT_TRUE(session.mixer().setGain(track, -0.05f * static_cast<float>(block)).ok());
            if (isSaved) {
                ++playing.asked;
                session.files().saveLater(
                    [&](const core::Status& status) { playing.saved += status.ok() ? 1 : 0; });
            }
        }
        session.poll();
        const auto part = test::pull(session.engine(), blockFrames, blockFrames, false);
        for (std::size_t c = 0; c < 2; ++c)
            playing.audio[c].insert(playing.audio[c].end(), part[c].begin(), part[c].end());
    }
    playing.violations = watch.violations();
    if (isSaved) { // behind those that were asked for
        EXPECT_TRUE(session.files().save().ok());
    }
    session.poll();
    return playing;
}

} // namespace

TEST(SavingWhilePlaying, IsNotHeardAndKeepsTheLastEdit)
{
    test::TemporaryFolder folder;
    setenv("CPPMUSIC_STATE", folder.file("state").c_str(), 1);
    test::TestSong song;
    const auto track = song.addSynthTrack("Lead");
    song.addClip(track, song.addPattern(4.0, {test::note(0, 4, 57), test::note(1, 2, 64)}), 0, 64);
    core::DiskFileSystem disk;
    const auto one = folder.file("One.dawproj"), other = folder.file("Other.dawproj");
    for (const auto& place : {one, other})
        ASSERT_TRUE(project::ProjectSerializer::save(song.project(), place, disk).ok());

    const auto quiet = play(one, track, false);
    const auto saving = play(other, track, true);
    EXPECT_EQ(saving.saved, saving.asked) << "every save was done, and told";
    EXPECT_EQ(saving.audio, quiet.audio);
    EXPECT_GT(*std::max_element(quiet.audio[0].begin(), quiet.audio[0].end()), 0.01f);
    if (test::RealtimeGuard::isWatching()) {
        EXPECT_EQ(saving.violations.total(), 0u) << saving.violations.text();
    }

    session::Session session;
    ASSERT_TRUE(session.files().openReadOnly(other).ok());
    EXPECT_FLOAT_EQ(session.model().snapshot()->tracks[0]->strip.gainDb, -0.05f * 392.0f);
    unsetenv("CPPMUSIC_STATE");
}

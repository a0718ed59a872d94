// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever step of a save fails, is torn or is the last before the power goes: the folder holds the
// old project or the new one.
#include "RandomCommands.h"
#include "core/io/MemoryFileSystem.h"
#include "project/serialization/ProjectSerializer.h"
#include "support/FaultyFileSystem.h"

#include <gtest/gtest.h>

namespace {

using namespace cppmusic;
using namespace cppmusic::project;

const std::filesystem::path folder = "Song.dawproj";

struct Songs {
    model::Project before, after;

    Songs()
    {
        test::RandomCommands random(0xfa11'0001);
        before = random.makeProject(60);
        after = before;
        while (after.tracks.size() == before.tracks.size() || after.patterns == before.patterns)
            if (auto applied = applyCommand(after, random.next(after)))
                after = std::move(applied->after);
    }
};

// 0: the old one, 1: the new one; anything else fails the test.
int whichIsThere(core::FileSystem& files, const Songs& songs, LoadAccess access)
{
    const auto loaded = ProjectSerializer::load(folder, files, access);
    if (!loaded) {
        ADD_FAILURE() << loaded.error().text();
        return -1;
    }
    if (loaded->project == songs.before) return 0;
    if (loaded->project == songs.after) return 1;
    ADD_FAILURE() << "a mixture";
    return -1;
}

int countSteps(const Songs& songs)
{
    core::MemoryFileSystem disk;
    EXPECT_TRUE(ProjectSerializer::save(songs.before, folder, disk));
    test::FaultyFileSystem counting(disk);
    EXPECT_TRUE(ProjectSerializer::save(songs.after, folder, counting));
    return counting.changes();
}

void tryEveryStep(bool tears, bool staysBroken, bool losesPower)
{
    const Songs songs;
    const int steps = countSteps(songs);
    ASSERT_GT(steps, 15);
    int old = 0, fresh = 0;
    for (int step = 1; step <= steps; ++step) {
        SCOPED_TRACE("step " + std::to_string(step) + " of " + std::to_string(steps));
        core::MemoryFileSystem disk;
        ASSERT_TRUE(ProjectSerializer::save(songs.before, folder, disk));
        test::FaultyFileSystem faulty(disk);
        faulty.arm({step, core::ErrorCode::noSpace, staysBroken, tears});
        const auto saved = ProjectSerializer::save(songs.after, folder, faulty);
        EXPECT_GE(faulty.failures(), 1);
        if (losesPower) disk.losePower();
        const int looked = whichIsThere(disk, songs, LoadAccess::readOnly);
        const int opened = whichIsThere(disk, songs, LoadAccess::readWrite);
        EXPECT_EQ(looked, opened) << "looking shows what opening would";
        EXPECT_TRUE(opened == 1 || !saved) << "a save that succeeded is there";
        EXPECT_FALSE(disk.exists(folder / ".save")) << "opening leaves nothing behind";
        (opened == 1 ? fresh : old)++;
        ASSERT_TRUE(ProjectSerializer::save(songs.after, folder, disk)) << "saving again works";
        EXPECT_EQ(whichIsThere(disk, songs, LoadAccess::readWrite), 1);
        EXPECT_TRUE(ProjectSerializer::verify(folder, disk).empty() || !songs.after.assets.empty());
    }
    EXPECT_GT(old, 3);
    EXPECT_GT(fresh, 3);
}

TEST(SaveFaults, AFailingStepLeavesTheOldOrTheNewProject)
{
    tryEveryStep(false, false, false);
}

TEST(SaveFaults, ATornWriteLeavesTheOldOrTheNewProject)
{
    tryEveryStep(true, false, false);
}

TEST(SaveFaults, AFullDiskLeavesTheOldOrTheNewProject)
{
    tryEveryStep(false, true, false);
    tryEveryStep(true, true, false);
}

TEST(SaveFaults, APowerCutAtAnyStepLeavesTheOldOrTheNewProject)
{
    tryEveryStep(false, true, true);
    tryEveryStep(true, true, true);
}

TEST(SaveFaults, AFinishedSaveSurvivesAPowerCut)
{
    const Songs songs;
    core::MemoryFileSystem disk;
    ASSERT_TRUE(ProjectSerializer::save(songs.before, folder, disk));
    disk.losePower();
    EXPECT_EQ(whichIsThere(disk, songs, LoadAccess::readOnly), 0);
    ASSERT_TRUE(ProjectSerializer::save(songs.after, folder, disk));
    disk.losePower();
    EXPECT_EQ(whichIsThere(disk, songs, LoadAccess::readOnly), 1);
}

TEST(SaveFaults, AFirstSaveThatFailsLeavesNoProjectOrAWholeOne)
{
    const Songs songs;
    for (int step = 1; step < 200; ++step) {
        core::MemoryFileSystem disk;
        test::FaultyFileSystem faulty(disk);
        faulty.arm({step, core::ErrorCode::ioFailure, true, true});
        const auto saved = ProjectSerializer::save(songs.after, folder, faulty);
        if (faulty.failures() == 0) {
            ASSERT_TRUE(saved);
            return;
        }
        const auto loaded = ProjectSerializer::load(folder, disk);
        if (loaded) {
            EXPECT_TRUE(loaded->project == songs.after);
        } else {
            EXPECT_EQ(loaded.error().code, core::ErrorCode::notFound) << loaded.error().text();
        }
        ASSERT_TRUE(ProjectSerializer::save(songs.after, folder, disk));
        EXPECT_EQ(whichIsThere(disk, songs, LoadAccess::readWrite), 1);
    }
    FAIL() << "a save of so few files doesn't take so many steps";
}

} // namespace

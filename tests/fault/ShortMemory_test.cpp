// SPDX-License-Identifier: GPL-3.0-or-later
// Memory that runs out at any moment of a save: the save fails and says so, the next one works, the
// folder holds a whole song.
#include "FailingNew.h"
#include "cli/DrillEdits.h"
#include "core/io/DiskFileSystem.h"
#include "project/storage/ProjectStore.h"
#include "support/TemporaryFolder.h"

#include <gtest/gtest.h>
#include <random>

namespace {

using namespace cppmusic;
using namespace cppmusic::project;

TEST(ShortMemory, ASaveThatRunsOutOfMemorySaysSoAndTheNextOneWorks)
{
    test::spareThisThread(); // whoever edits; the threads that write are not
    test::TemporaryFolder folder;
    core::DiskFileSystem disk;
    const auto song = folder.file("Song.dawproj");
    ProjectModel model(cli::makeDrillSong());
    auto store = ProjectStore::create(song, disk, model.snapshot(), model.undoTree(), {});
    ASSERT_TRUE(store) << store.error().text();
    ASSERT_TRUE((*store)->saveNow(model.snapshot()));
    auto subscription =
        model.observeHistory([&](const HistoryStep& step) { (*store)->record(step); });
    std::mt19937_64 dice(0x3e30);
    int refused = 0;
    for (std::uint64_t round = 1; round <= 60; ++round) {
        test::failAllocation(static_cast<long>(1 + dice() % (round < 20 ? 60 : 2500)));
        ASSERT_TRUE(cli::performDrillEdit(model, round));
        auto status = (*store)->saveNow(model.snapshot());
        test::failAllocation(0);
        if (!status) ++refused;
        for (int tries = 0; !status && tries < 100; ++tries) {
            (*store)->retryNow();
            (void)(*store)->flush();
            status = (*store)->saveNow(model.snapshot());
        }
        ASSERT_TRUE(status) << "round " << round << ": " << status.error().text();
        const auto there = readProject(song, disk, LoadAccess::readOnly);
        ASSERT_TRUE(there) << there.error().text();
        ASSERT_TRUE(there->damage.empty()) << there->damage.front().text();
        ASSERT_TRUE(there->project == *model.snapshot()) << "round " << round;
        ASSERT_TRUE(there->tree == model.undoTree());
    }
    EXPECT_GT(refused, 20);
    EXPECT_TRUE((*store)->close());
}

} // namespace

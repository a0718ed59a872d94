// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/UndoTree.h"

#include "RandomCommands.h"
#include "project/ProjectModel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace cppmusic;
using namespace cppmusic::project;
using testing::ElementsAre;

TEST(UndoTree, UndoingAndEditingKeepsTheOtherBranch)
{
    ProjectModel model;
    ASSERT_TRUE(model.execute(RenameProject{"one"}));
    ASSERT_TRUE(model.execute(RenameProject{"two"}));
    ASSERT_TRUE(model.undo());
    ASSERT_TRUE(model.execute(RenameProject{"three"}));
    EXPECT_EQ(model.undoTree().current(), 3u);
    EXPECT_FALSE(model.canRedo());
    ASSERT_TRUE(model.goTo(2));
    EXPECT_EQ(model.snapshot()->name, "two");
    ASSERT_TRUE(model.undo());
    ASSERT_TRUE(model.redo());
    EXPECT_EQ(model.snapshot()->name, "two") << "redo goes where one came from";
    ASSERT_TRUE(model.goTo(0));
    EXPECT_EQ(model.snapshot()->name, "Untitled");
    ASSERT_TRUE(model.goTo(3));
    EXPECT_EQ(model.snapshot()->name, "three");
    EXPECT_FALSE(model.goTo(4));
}

TEST(UndoTree, TheHistoryHasNoEnd)
{
    ProjectModel model;
    for (int count = 0; count < 3000; ++count)
        ASSERT_TRUE(model.execute(RenameProject{std::to_string(count)}));
    for (int count = 0; count < 3000; ++count) ASSERT_TRUE(model.undo());
    EXPECT_FALSE(model.undo());
    EXPECT_EQ(model.snapshot()->name, "Untitled");
}

TEST(UndoTree, AnEditIsFoundByTheWordsOfItsLabel)
{
    ProjectModel model;
    ASSERT_TRUE(model.execute(Batch{"Add suggested chords", {RenameProject{"a"}}}));
    ASSERT_TRUE(model.execute(RenameProject{"b"}));
    ASSERT_TRUE(model.undo());
    ASSERT_TRUE(model.execute(Batch{"Humanise chords", {RenameProject{"c"}}}));
    EXPECT_THAT(model.undoTree().find("CHORDS"), ElementsAre(3, 1));
    EXPECT_THAT(model.undoTree().find("tuba"), ElementsAre());
}

TEST(UndoTree, EveryRevisionOfARandomHistoryCanBeGoneBackTo)
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        test::RandomCommands random(0x7ee0 + seed);
        std::mt19937_64 dice(seed);
        ProjectModel model(random.makeProject(20));
        std::vector<std::shared_ptr<const model::Project>> states{model.snapshot()};
        while (states.size() < 60) {
            if (dice() % 4 == 0) {
                ASSERT_TRUE(model.goTo(dice() % states.size()));
            } else if (model.execute(random.next(*model.snapshot()))) {
                states.push_back(model.snapshot());
            }
            ASSERT_EQ(*model.snapshot(), *states[model.undoTree().current()]);
        }
        for (Revision revision = states.size(); revision-- > 0;) {
            ASSERT_TRUE(model.goTo(revision));
            ASSERT_EQ(*model.snapshot(), *states[revision]) << "seed " << seed;
        }
    }
}

TEST(UndoTree, OriginsAreNotConnectedByEdits)
{
    UndoTree tree;
    tree.add(UndoEntry{"Rename", RenameProject{"a"}, RenameProject{"b"}});
    const auto origin = tree.addOrigin();
    tree.add(UndoEntry{"Rename", RenameProject{"c"}, RenameProject{"d"}});
    EXPECT_TRUE(tree.isOrigin(origin));
    EXPECT_FALSE(tree.path(3, 1));
    ASSERT_TRUE(tree.path(3, origin));
    EXPECT_THAT(tree.path(3, origin)->back, ElementsAre(3));
    tree.moveTo(origin);
    EXPECT_FALSE(tree.canUndo());
    EXPECT_TRUE(tree.canRedo());
}

} // namespace

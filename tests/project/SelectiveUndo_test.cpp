// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/SelectiveUndo.h"

#include "RandomCommands.h"
#include "model/Queries.h"
#include "project/ApplyCommand.h"
#include "project/ProjectModel.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <optional>
#include <utility>
#include <vector>

namespace {

using namespace cppmusic;
using namespace cppmusic::project;
using testing::AnyOf;
using testing::HasSubstr;

const model::TrackId bass{101}, lead{102};

class SelectiveUndoing : public testing::Test {
protected:
    void SetUp() override
    {
        for (const auto id : {bass, lead}) {
            model::Track track;
            track.id = id;
            track.name = id == bass ? "Bass" : "Lead";
            ASSERT_TRUE(model_.execute(AddTrack{core::Shared<model::Track>(track), 0}));
        }
    }
    [[nodiscard]] const model::Track& track(model::TrackId id)
    {
        return **model::findTrack(*model_.snapshot(), id);
    }
    core::Status undo(model::TrackId id)
    {
        auto undone = undoLastOfTrack(*model_.snapshot(), model_.undoTree(), id);
        if (!undone) return undone.error();
        return model_.execute(undone->command);
    }
    ProjectModel model_;
};

TEST_F(SelectiveUndoing, TakesTheLastEditOfATrackBackAndLeavesLaterOnesOfOthers)
{
    ASSERT_TRUE(model_.execute(SetTrackGain{bass, -3.0f}));
    ASSERT_TRUE(model_.execute(SetTrackGain{lead, -9.0f}));
    ASSERT_TRUE(model_.execute(RenameProject{"Tune"}));
    ASSERT_TRUE(undo(bass));
    EXPECT_EQ(track(bass).strip.gainDb, 0.0f);
    EXPECT_EQ(track(lead).strip.gainDb, -9.0f);
    EXPECT_EQ(model_.snapshot()->name, "Tune");
    EXPECT_THAT(model_.undoLabel(), HasSubstr("Undo "));
    ASSERT_TRUE(model_.undo());
    EXPECT_EQ(track(bass).strip.gainDb, -3.0f) << "it is an edit that undo takes back";
}

TEST_F(SelectiveUndoing, AskedAgainItGoesOnWithTheEditBefore)
{
    ASSERT_TRUE(model_.execute(SetTrackGain{bass, -3.0f}));
    ASSERT_TRUE(model_.execute(SetTrackPan{bass, -0.5f}));
    ASSERT_TRUE(model_.execute(SetTrackGain{bass, -6.0f}));
    ASSERT_TRUE(model_.execute(SetTrackPan{lead, 1.0f}));
    const std::pair<float, float> expected[] = {{-3.0f, -0.5f}, {-3.0f, 0.0f}, {0.0f, 0.0f}};
    for (const auto& [gain, pan] : expected) {
        const auto status = undo(bass);
        ASSERT_TRUE(status) << status.error().text();
        EXPECT_EQ(track(bass).strip.gainDb, gain);
        EXPECT_EQ(track(bass).strip.pan, pan);
        EXPECT_EQ(track(lead).strip.pan, 1.0f);
    }
    // What was taken back alone and done again is there to be taken back.
    for (int count = 0; count < 3; ++count) ASSERT_TRUE(model_.undo());
    EXPECT_EQ(track(bass).strip.gainDb, -6.0f);
    ASSERT_TRUE(undo(bass));
    EXPECT_EQ(track(bass).strip.gainDb, -3.0f);
}

TEST_F(SelectiveUndoing, IsRefusedWithTheNameOfTheEditThatNeedsIt)
{
    model::Device synth;
    synth.id = model::DeviceId{201};
    synth.type = "cppmusic.synth";
    ASSERT_TRUE(model_.execute(RenameTrack{lead, "Solo"}));
    // One edit of both tracks: taking it back would take the later pan of the other along.
    ASSERT_TRUE(
        model_.execute(Batch{"Pan apart", {SetTrackPan{bass, -1.0f}, SetTrackPan{lead, 1.0f}}}));
    ASSERT_TRUE(model_.execute(SetTrackPan{lead, 0.25f}));
    const auto before = *model_.snapshot();
    const auto status = undo(bass);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, core::ErrorCode::invalidArgument);
    EXPECT_THAT(status.error().message, HasSubstr("'Pan apart'"));
    EXPECT_THAT(status.error().message,
                HasSubstr("'" + labelOf(SetTrackPan{lead, 0.25f}) + "' (revision 5)"));
    EXPECT_EQ(*model_.snapshot(), before);
}

TEST_F(SelectiveUndoing, ATrackThatWasNeverEditedSaysSo)
{
    ASSERT_TRUE(model_.execute(RenameProject{"Tune"}));
    EXPECT_EQ(undo(model::TrackId{999}).error().code, core::ErrorCode::notFound);
    EXPECT_EQ(undo(model_.snapshot()->tracks.back()->id).error().code, core::ErrorCode::notFound);
}

constexpr Revision numEdits = 25;

/// The first edits without those of `left`, applied again; nothing when one doesn't apply.
std::optional<model::Project> without(const model::Project& begin, const UndoTree& tree,
                                      const std::vector<Revision>& left)
{
    auto project = begin;
    const auto path = tree.path(0, tree.current());
    for (const auto revision : path->forth) {
        if (revision > numEdits || std::find(left.begin(), left.end(), revision) != left.end())
            continue;
        auto applied = applyCommand(project, tree.node(revision).entry->forward);
        if (!applied) return std::nullopt;
        project = std::move(applied->after);
    }
    return project;
}

bool isSameSong(const model::Project& a, model::Project b)
{
    b.nextId = a.nextId;
    return a == b;
}

// The law: what is left is the history without that edit, wherever it is not refused; a refusal
// changes nothing and names a later edit.
TEST(SelectiveUndoLaws, TheSongIsWhatItWouldBeWithoutTheEdit)
{
    int numDone = 0, numRefused = 0, numInTheMiddle = 0;
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        test::RandomCommands random(0x5e1ec7 + seed);
        std::mt19937_64 dice(seed);
        const auto begin = random.makeProject(30);
        ProjectModel model(begin);
        for (Revision count = 0; count < numEdits;)
            if (model.execute(random.next(*model.snapshot()))) ++count;
        std::vector<Revision> left;
        for (int round = 0; round < 4 && !model.snapshot()->tracks.empty(); ++round) {
            const auto before = model.snapshot();
            const auto& tracks = before->tracks;
            const auto id = tracks[dice() % tracks.size()]->id;
            const auto undone = undoLastOfTrack(*before, model.undoTree(), id);
            if (!undone) {
                EXPECT_THAT(undone.error().code,
                            AnyOf(core::ErrorCode::notFound, core::ErrorCode::invalidArgument));
                const bool isRefused = undone.error().code == core::ErrorCode::invalidArgument;
                EXPECT_EQ(isRefused, undone.error().message.find("revision ") != std::string::npos);
                numRefused += isRefused ? 1 : 0;
                continue;
            }
            const auto here = model.undoTree().current();
            left.push_back(undone->revision);
            ASSERT_TRUE(model.execute(undone->command)) << "seed " << seed;
            const auto expected = without(begin, model.undoTree(), left);
            ASSERT_TRUE(expected) << "seed " << seed;
            ASSERT_TRUE(isSameSong(*model.snapshot(), *expected)) << "seed " << seed;
            EXPECT_GE(model.snapshot()->nextId, before->nextId) << "ids stay taken";
            ++numDone;
            numInTheMiddle += undone->revision != here ? 1 : 0;
            ASSERT_TRUE(model.undo());
            ASSERT_EQ(*model.snapshot(), *before);
            ASSERT_TRUE(model.redo());
        }
    }
    EXPECT_GT(numDone, 300);
    EXPECT_GT(numInTheMiddle, 200);
    EXPECT_GT(numRefused, 20);
}

} // namespace

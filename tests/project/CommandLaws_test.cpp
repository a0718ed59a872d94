// SPDX-License-Identifier: GPL-3.0-or-later
#include "RandomCommands.h"
#include "model/Validate.h"
#include "project/ProjectModel.h"

#include <gtest/gtest.h>

#include <vector>

namespace {

using namespace cppmusic;
using namespace cppmusic::project;

constexpr std::uint64_t firstSeed = 0x5eed'0001;
constexpr int histories = 1000;
constexpr int commandsEach = 30;

std::string describe(const model::Project& project)
{
    std::string text;
    for (const auto& problem : model::validate(project))
        text += problem.place + ": " + problem.message + "\n";
    return text;
}

TEST(CommandLaws, EveryEditIsTakenBackExactlyInAThousandHistories)
{
    std::vector<int> applied(test::RandomCommands::countKinds() + 1);
    int refused = 0;
    for (int history = 0; history < histories; ++history) {
        test::RandomCommands random(firstSeed + static_cast<std::uint64_t>(history));
        model::Project project = model::makeEmptyProject();
        for (int done = 0; done < commandsEach;) {
            const Command command = random.next(project);
            const auto result = applyCommand(project, command);
            if (!result) {
                ++refused;
                ASSERT_FALSE(result.error().message.empty());
                continue;
            }
            ++done;
            ++applied[test::kindOf(command)];
            const auto back = applyCommand(result->after, result->inverse);
            ASSERT_TRUE(back) << "seed " << history << ", " << labelOf(command) << ": "
                              << back.error().text();
            ASSERT_EQ(back->after == project, true)
                << "seed " << history << ", " << labelOf(command) << " is not taken back";
            const auto again = applyCommand(back->after, back->inverse);
            ASSERT_TRUE(again && again->after == result->after)
                << "seed " << history << ", " << labelOf(command) << " is not done again";
            project = result->after;
        }
        ASSERT_EQ(describe(project), "") << "seed " << history;
    }
    for (std::size_t kind = 0; kind < applied.size(); ++kind)
        EXPECT_GE(applied[kind], 5) << "command kind " << kind << " was hardly tried";
    EXPECT_GT(refused, histories) << "refusals were hardly tried";
}

TEST(CommandLaws, UndoingAllAndRedoingAllPassesThroughTheSameProjects)
{
    for (int history = 0; history < histories; ++history) {
        test::RandomCommands random(~(firstSeed + static_cast<std::uint64_t>(history)));
        ProjectModel model;
        std::vector<std::shared_ptr<const model::Project>> states{model.snapshot()};
        while (states.size() <= commandsEach)
            if (model.execute(random.next(*model.snapshot()))) states.push_back(model.snapshot());
        ASSERT_EQ(model.undoStack().position(), states.size() - 1);
        for (std::size_t step = states.size() - 1; step-- > 0;) {
            ASSERT_TRUE(model.undo());
            ASSERT_TRUE(*model.snapshot() == *states[step]) << "seed " << history;
        }
        ASSERT_FALSE(model.undo());
        ASSERT_FALSE(model.isModified());
        for (std::size_t step = 1; step < states.size(); ++step) {
            ASSERT_TRUE(model.redo());
            ASSERT_TRUE(*model.snapshot() == *states[step]) << "seed " << history;
        }
        ASSERT_FALSE(model.redo());
    }
}

TEST(CommandLaws, AGestureOfAnyCommandsIsOneEntryThatUndoesAndRedoesExactly)
{
    for (int history = 0; history < 300; ++history) {
        test::RandomCommands random(firstSeed ^ (static_cast<std::uint64_t>(history) << 32));
        ProjectModel model(random.makeProject(15));
        const auto before = model.snapshot();
        const auto gesture = model.newGesture();
        for (int tick = 0; tick < 12; ++tick)
            static_cast<void>(model.execute(random.next(*model.snapshot()), gesture));
        const auto after = model.snapshot();
        if (!model.canUndo()) continue;
        ASSERT_EQ(model.undoStack().entries().size(), 1u);
        ASSERT_TRUE(model.undo());
        ASSERT_TRUE(*model.snapshot() == *before) << "seed " << history;
        ASSERT_TRUE(model.redo());
        ASSERT_TRUE(*model.snapshot() == *after) << "seed " << history;
    }
}

TEST(CommandLaws, OneCommandGivesTheSameProjectEveryTime)
{
    test::RandomCommands random(firstSeed);
    const auto project = random.makeProject(200);
    for (int count = 0; count < 500; ++count) {
        const auto command = random.next(project);
        const auto first = applyCommand(project, command);
        const auto second = applyCommand(project, command);
        ASSERT_EQ(first.ok(), second.ok());
        if (!first) {
            ASSERT_EQ(first.error(), second.error());
            continue;
        }
        ASSERT_TRUE(first->after == second->after && first->inverse == second->inverse);
    }
}

TEST(CommandLaws, WhatAnEditDoesNotTouchIsSharedWithTheProjectBefore)
{
    test::RandomCommands random(firstSeed);
    const auto project = random.makeProject(300);
    ASSERT_GT(project.tracks.size(), 2u);
    const auto track = project.tracks.front()->id;
    const auto result = applyCommand(project, SetTrackGain{track, -7.5f});
    ASSERT_TRUE(result);
    for (std::size_t index = 1; index < project.tracks.size(); ++index)
        EXPECT_EQ(project.tracks[index].identity(), result->after.tracks[index].identity());
    for (const auto& [id, pattern] : project.patterns)
        EXPECT_EQ(pattern.identity(), result->after.patterns.at(id).identity());
    EXPECT_NE(project.tracks.front().identity(), result->after.tracks.front().identity());
    const auto same = applyCommand(result->after, SetTrackGain{track, -7.5f});
    ASSERT_TRUE(same);
    EXPECT_EQ(same->after.tracks.front().identity(), result->after.tracks.front().identity())
        << "a command that changes nothing keeps what is there";
}

} // namespace

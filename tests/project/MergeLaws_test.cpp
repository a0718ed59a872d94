// SPDX-License-Identifier: GPL-3.0-or-later
// What has to hold for any two histories that begin with the same song.
#include "RandomCommands.h"
#include "model/Validate.h"
#include "project/merge/Diff.h"
#include "project/merge/Merge.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace {

using namespace cppmusic;
using namespace cppmusic::project;

constexpr std::uint64_t firstSeed = 0x3e26'0001;

int countRuns()
{
    return std::getenv("CPPMUSIC_ALL_SEEDS") != nullptr ? 5000 : 500;
}

model::Project edited(model::Project song, test::RandomCommands& random, int count)
{
    while (count > 0) {
        auto applied = applyCommand(song, random.next(song));
        if (!applied) continue;
        song = std::move(applied->after);
        --count;
    }
    return song;
}

struct Versions {
    model::Project base, ours, theirs;
};

/// Both sides take the same new ids, as two people do who don't know of each other.
Versions makeVersions(std::uint64_t seed)
{
    test::RandomCommands random(seed), left(seed * 3 + 1), right(seed * 7 + 2);
    Versions versions;
    versions.base = random.makeProject(40);
    versions.ours = edited(versions.base, left, 1 + static_cast<int>(seed % 12));
    versions.theirs = edited(versions.base, right, 1 + static_cast<int>(seed % 9));
    return versions;
}

std::string firstLines(const std::vector<Difference>& differences)
{
    std::string text;
    for (std::size_t index = 0; index < std::min<std::size_t>(differences.size(), 5); ++index)
        text += differences[index].sentence() + "\n";
    return text;
}

TEST(MergeLaws, ASideThatDidNothingChangesNothing)
{
    for (int run = 0; run < countRuns(); ++run) {
        const auto [base, ours, theirs] = makeVersions(firstSeed + static_cast<std::uint64_t>(run));
        for (const auto* a : {&ours, &theirs, &base}) {
            const auto both = mergeProjects(base, *a, *a);
            ASSERT_TRUE(both && both->project == *a && both->conflicts.empty()) << "run " << run;
            const auto right = mergeProjects(base, base, *a), left = mergeProjects(base, *a, base);
            ASSERT_TRUE(right && right->project == *a && right->conflicts.empty()) << "run " << run;
            ASSERT_TRUE(left && left->project == *a && left->conflicts.empty()) << "run " << run;
        }
    }
}

TEST(MergeLaws, TheResultIsAValidProjectAndWithoutConflictsTheSidesCanBeExchanged)
{
    int clean = 0, conflicting = 0;
    for (int run = 0; run < countRuns(); ++run) {
        const auto [base, ours, theirs] = makeVersions(firstSeed + static_cast<std::uint64_t>(run));
        const auto merged = mergeProjects(base, ours, theirs);
        ASSERT_TRUE(merged) << "run " << run << ": " << merged.error().text();
        ASSERT_TRUE(model::validate(merged->project).empty()) << "run " << run;
        const auto exchanged = mergeProjects(base, theirs, ours);
        ASSERT_TRUE(exchanged) << "run " << run << ": " << exchanged.error().text();
        ASSERT_EQ(merged->conflicts.empty(), exchanged->conflicts.empty()) << "run " << run;
        for (const auto& conflict : merged->conflicts) ASSERT_FALSE(conflict.text.empty());
        if (!merged->conflicts.empty()) {
            ++conflicting;
            continue;
        }
        ++clean;
        ASSERT_TRUE(merged->project == exchanged->project)
            << "run " << run << "\n"
            << firstLines(diffProjects(merged->project, exchanged->project));
    }
    EXPECT_GT(clean, countRuns() / 10);
    EXPECT_GT(conflicting, countRuns() / 10);
}

TEST(MergeLaws, NoNoteAndNoClipOfEitherSideIsLost)
{
    const auto countNotes = [](const model::Project& song) {
        std::size_t count = 0;
        for (const auto& [id, pattern] : song.patterns)
            for (const auto& [track, lane] : pattern->lanes) count += lane->notes.size();
        return count;
    };
    for (int run = 0; run < countRuns(); ++run) {
        test::RandomCommands random(firstSeed + static_cast<std::uint64_t>(run));
        const auto base = random.makeProject(40);
        if (base.patterns.empty()) continue;
        // Both add the same number of notes, under the same ids, to the same lanes.
        const auto add = [&](float velocity) {
            auto song = base;
            for (const auto& [id, pattern] : base.patterns) {
                model::Note note;
                note.id = model::NoteId{song.nextId};
                note.event.velocity = velocity;
                song = applyCommand(song, InsertNotes{id, {}, {note}})->after;
            }
            return song;
        };
        const auto merged = mergeProjects(base, add(0.25f), add(0.75f));
        ASSERT_TRUE(merged) << merged.error().text();
        EXPECT_TRUE(merged->conflicts.empty());
        EXPECT_EQ(countNotes(merged->project), countNotes(base) + 2 * base.patterns.size());
    }
}

TEST(DiffLaws, ADiffIsEmptyExactlyWhenTheSongsAreEqual)
{
    int equal = 0;
    for (int run = 0; run < countRuns(); ++run) {
        test::RandomCommands random(firstSeed ^ static_cast<std::uint64_t>(run));
        auto before = random.makeProject(30);
        auto after = edited(before, random, run % 4);
        after.nextId = before.nextId; // not music
        const auto differences = diffProjects(before, after);
        ASSERT_EQ(differences.empty(), before == after) << "run " << run << "\n"
                                                        << firstLines(differences);
        ASSERT_EQ(diffProjects(after, before).empty(), before == after) << "run " << run;
        for (const auto& difference : differences) {
            ASSERT_FALSE(difference.place.empty());
            ASSERT_FALSE(difference.text.empty());
        }
        equal += differences.empty();
    }
    EXPECT_GE(equal, countRuns() / 4);
    EXPECT_LT(equal, countRuns() / 2);
}

} // namespace

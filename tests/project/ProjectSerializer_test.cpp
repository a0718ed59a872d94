// SPDX-License-Identifier: GPL-3.0-or-later
#include "RandomCommands.h"
#include "SmallSong.h"
#include "core/io/Checksum.h"
#include "core/io/MemoryFileSystem.h"
#include "project/ProjectModel.h"
#include "project/serialization/CanonicalJson.h"
#include "project/serialization/Manifest.h"
#include "project/serialization/ProjectJson.h"
#include "project/serialization/ProjectSerializer.h"
#include "support/OldUndo.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

namespace {

using namespace cppmusic;
using namespace cppmusic::project;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

constexpr std::uint64_t seed = 0x5a7e'0001;
using test::folder;
using test::makeSmallSong;
using test::plant;

FileContents readAll(const core::FileSystem& files)
{
    FileContents contents;
    for (const std::string place : {"", "tracks/", "patterns/", "automation/"}) {
        const auto directory = place.empty() ? folder : folder / place;
        if (!files.isDirectory(directory)) continue;
        const auto names = *files.list(directory);
        for (const auto& name : names)
            if (!files.isDirectory(directory / name))
                contents[place + name] = *files.readFile(directory / name);
    }
    return contents;
}

TEST(ProjectSerializer, WhatIsSavedComesBackEqual)
{
    for (std::uint64_t run = 0; run < 60; ++run) {
        test::RandomCommands random(seed + run);
        ProjectModel model(random.makeProject(40));
        for (int count = 0; count < 40; ++count)
            static_cast<void>(model.execute(random.next(*model.snapshot())));
        static_cast<void>(model.undo());
        core::MemoryFileSystem files;
        const auto saved = ProjectSerializer::save(*model.snapshot(), folder, files);
        ASSERT_TRUE(saved) << saved.error().text();
        const auto loaded = ProjectSerializer::load(folder, files);
        ASSERT_TRUE(loaded) << loaded.error().text();
        ASSERT_TRUE(loaded->project == *model.snapshot()) << "run " << run;
        EXPECT_TRUE(loaded->undo.entries().empty()) << "the journal has the history";
        for (const auto& problem : loaded->problems)
            EXPECT_THAT(problem.message, HasSubstr("is missing; what plays it is silent"));

        const auto before = readAll(files);
        const auto again = ProjectSerializer::save(loaded->project, folder, files);
        ASSERT_TRUE(again);
        EXPECT_TRUE(again->written.empty()) << "saving what is on the disk writes nothing";
        core::MemoryFileSystem other;
        ASSERT_TRUE(ProjectSerializer::save(loaded->project, folder, other));
        EXPECT_TRUE(readAll(other) == before) << "one project has one text";
    }
}

TEST(ProjectSerializer, TheHistoryOfAnOlderVersionOpensAndItsFileGoesWithTheNextSave)
{
    for (std::uint64_t run = 0; run < 20; ++run) {
        test::RandomCommands random(seed + run);
        ProjectModel model(random.makeProject(40));
        for (int count = 0; count < 40; ++count)
            static_cast<void>(model.execute(random.next(*model.snapshot())));
        static_cast<void>(model.undo());
        core::MemoryFileSystem files;
        ASSERT_TRUE(ProjectSerializer::save(*model.snapshot(), folder, files));
        ASSERT_TRUE(test::addOldUndo(files, folder, model.undoStack()));
        const auto loaded = ProjectSerializer::load(folder, files);
        ASSERT_TRUE(loaded) << loaded.error().text();
        ASSERT_TRUE(loaded->undo == model.undoStack()) << "run " << run;
        ProjectModel reopened;
        reopened.replace(loaded->project, UndoTree(loaded->undo));
        while (reopened.undo()) ASSERT_TRUE(model.undo());
        EXPECT_TRUE(*reopened.snapshot() == *model.snapshot());
        const auto saved = ProjectSerializer::save(loaded->project, folder, files);
        ASSERT_TRUE(saved);
        EXPECT_THAT(saved->removed, ElementsAre("undo.json"));
        EXPECT_FALSE(files.exists(folder / "undo.json"));
    }
}

TEST(ProjectSerializer, FilesAreNamedByIdAndReadLikeMusic)
{
    core::MemoryFileSystem files;
    ASSERT_TRUE(ProjectSerializer::save(makeSmallSong(), folder, files));
    const auto contents = readAll(files);
    std::vector<std::string> names;
    for (const auto& [name, content] : contents) names.push_back(name);
    EXPECT_THAT(names, ElementsAre("automation/auto-005.json", "manifest.json",
                                   "patterns/pattern-003.json", "project.json",
                                   "tracks/track-001.json", "tracks/track-002.json"));
    EXPECT_EQ(contents.at("automation/auto-005.json"), R"({
  "id": 5,
  "parameter": "gain",
  "points": [
    {"at": 0, "value": -6},
    {"at": 4, "value": 0}
  ]
}
)");
    EXPECT_THAT(contents.at("patterns/pattern-003.json"),
                HasSubstr("        {\"duration\": 1, \"id\": 12, \"pitch\": 60, \"start\": 1, "
                          "\"velocity\": 0.3},\n"));
    for (const auto& [name, content] : contents) {
        EXPECT_EQ(content.find('\r'), std::string::npos);
        EXPECT_EQ(content.back(), '\n');
    }
}

TEST(ProjectSerializer, ChangingOneNoteChangesOneLineOfOneFile)
{
    core::MemoryFileSystem files;
    ProjectModel model(makeSmallSong());
    ASSERT_TRUE(ProjectSerializer::save(*model.snapshot(), folder, files));
    const auto before = readAll(files);
    auto note = model.snapshot()->patterns.begin()->second->lanes.begin()->second->notes[3];
    note.event.pitch = 64;
    ASSERT_TRUE(model.execute(ChangeNotes{model::PatternId{3}, {}, {note}}));
    const auto saved = ProjectSerializer::save(*model.snapshot(), folder, files);
    ASSERT_TRUE(saved);
    EXPECT_THAT(saved->written, UnorderedElementsAre("manifest.json", "patterns/pattern-003.json"));
    const auto after = readAll(files);
    const auto lines = [](const std::string& text) {
        std::vector<std::string> list;
        std::istringstream stream(text);
        for (std::string line; std::getline(stream, line);) list.push_back(line);
        return list;
    };
    const auto old = lines(before.at("patterns/pattern-003.json"));
    const auto now = lines(after.at("patterns/pattern-003.json"));
    ASSERT_EQ(old.size(), now.size());
    int different = 0;
    for (std::size_t index = 0; index < old.size(); ++index) different += old[index] != now[index];
    EXPECT_EQ(different, 1);
}

TEST(ProjectSerializer, ATrackKeepsItsFileWhenOthersComeAndGo)
{
    core::MemoryFileSystem files;
    ProjectModel model(makeSmallSong());
    model::Track lead;
    lead.id = model.newId<model::TrackId>();
    ASSERT_TRUE(model.execute(AddTrack{lead, 0}));
    ASSERT_TRUE(ProjectSerializer::save(*model.snapshot(), folder, files));
    ASSERT_TRUE(model.execute(RemoveTrack{lead.id}));
    const auto saved = ProjectSerializer::save(*model.snapshot(), folder, files);
    ASSERT_TRUE(saved);
    EXPECT_THAT(saved->written, UnorderedElementsAre("manifest.json", "project.json"));
    EXPECT_THAT(saved->removed, ElementsAre("tracks/track-030.json"));
    EXPECT_FALSE(files.exists(folder / "tracks/track-030.json"));
}

TEST(ProjectSerializer, FieldsFromTheFutureSurviveAtEveryLevel)
{
    core::MemoryFileSystem files;
    ASSERT_TRUE(ProjectSerializer::save(makeSmallSong(), folder, files));
    const std::string future =
        R"("zFuture": {"a": [1, 2.50, 123456789012345678901234567890], "b": null}, )";
    const auto insertAfter = [&](const std::string& path, const std::string& mark) {
        auto text = *files.readFile(folder / path);
        const auto at = text.find(mark);
        ASSERT_NE(at, std::string::npos) << path << " " << mark;
        text.insert(at + mark.size(), future);
        plant(files, path, text);
    };
    insertAfter("project.json", "{");
    insertAfter("project.json", "\"tempo\": {");
    insertAfter("project.json", "\"tempos\": [\n      {");
    insertAfter("project.json", "\"signatures\": [\n      {");
    insertAfter("tracks/track-002.json", "{");
    insertAfter("tracks/track-002.json", "\"content\": {");
    insertAfter("patterns/pattern-003.json", "{");
    insertAfter("patterns/pattern-003.json", "        {");
    insertAfter("automation/auto-005.json", "{");
    insertAfter("automation/auto-005.json", "    {");
    const auto loaded = ProjectSerializer::load(folder, files);
    ASSERT_TRUE(loaded) << loaded.error().text();
    ASSERT_TRUE(ProjectSerializer::save(loaded->project, folder, files));
    int found = 0;
    for (const auto& [path, text] : readAll(files))
        for (auto at = text.find("123456789012345678901234567890"); at != std::string::npos;
             at = text.find("123456789012345678901234567890", at + 1))
            ++found;
    EXPECT_EQ(found, 10);
    const auto again = ProjectSerializer::load(folder, files);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->project == loaded->project);
}

TEST(ProjectSerializer, VerifyNamesWhatIsDamagedMissingAndExtra)
{
    core::MemoryFileSystem files;
    auto song = makeSmallSong();
    model::Asset kick;
    kick.id = model::AssetId{20};
    kick.name = "kick.wav";
    kick.sha256 = core::sha256Hex("boom");
    kick.file = "assets/audio/" + kick.sha256 + ".wav";
    kick.sizeBytes = 4;
    song.assets.emplace(kick.id, kick);
    ASSERT_TRUE(ProjectSerializer::save(song, folder, files));
    ASSERT_TRUE(files.createDirectories(folder / "assets/audio"));
    ASSERT_TRUE(files.writeFile(folder / kick.file, "boom"));
    EXPECT_TRUE(ProjectSerializer::verify(folder, files).empty());

    ASSERT_TRUE(files.writeFile(folder / kick.file, "bomb"));
    ASSERT_TRUE(files.writeFile(folder / "tracks/track-099.json", "{}"));
    auto found = ProjectSerializer::verify(folder, files);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].place, kick.file);
    EXPECT_EQ(found[1].place, "tracks/track-099.json");

    ASSERT_TRUE(files.remove(folder / "patterns/pattern-003.json"));
    ASSERT_TRUE(files.writeFile(folder / "automation/auto-005.json", "x"));
    found = ProjectSerializer::verify(folder, files);
    std::vector<std::string> places;
    for (const auto& problem : found) places.push_back(problem.place);
    EXPECT_THAT(places,
                testing::IsSupersetOf({"patterns/pattern-003.json", "automation/auto-005.json",
                                       "tracks/track-099.json"}));
    EXPECT_EQ(ProjectSerializer::verify("nowhere", files).size(), 1u);
    EXPECT_EQ(ProjectSerializer::load("nowhere", files).error().code, core::ErrorCode::notFound);
}

TEST(CanonicalJson, NumbersAreShortAndReadBackAsTheSame)
{
    EXPECT_EQ(numberText(0.1), "0.1");
    EXPECT_EQ(numberText(0.8f), "0.8");
    EXPECT_EQ(numberText(-0.0), "0");
    EXPECT_EQ(numberText(120.0), "120");
    EXPECT_EQ(std::strtod(numberText(1.0 / 3).c_str(), nullptr), 1.0 / 3);
}

} // namespace

// SPDX-License-Identifier: GPL-3.0-or-later
#include "RandomCommands.h"
#include "core/io/Checksum.h"
#include "core/io/MemoryFileSystem.h"
#include "project/ProjectModel.h"
#include "project/serialization/CanonicalJson.h"
#include "project/serialization/Manifest.h"
#include "project/serialization/ProjectJson.h"
#include "project/serialization/ProjectSerializer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace {

using namespace cppmusic;
using namespace cppmusic::project;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

constexpr std::uint64_t seed = 0x5a7e'0001;
const std::filesystem::path folder = "Song.dawproj";

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

// Puts a file in place of another and makes the manifest agree, as a hostile hand could.
void plant(core::FileSystem& files, const std::string& path, const std::string& content)
{
    ASSERT_TRUE(files.writeFile(folder / path, content));
    auto manifest = readManifest(*files.readFile(folder / manifestPath));
    ASSERT_TRUE(manifest);
    for (auto& entry : manifest->files)
        if (entry.path == path) {
            entry.sha256 = core::sha256Hex(content);
            entry.size = content.size();
        }
    ASSERT_TRUE(files.writeFile(folder / manifestPath, *writeManifest(*manifest)));
}

model::Project makeSmallSong()
{
    auto song = model::makeEmptyProject();
    model::Track bass;
    bass.id = model::TrackId{2};
    bass.name = "Bass";
    model::Pattern riff;
    riff.id = model::PatternId{3};
    riff.name = "Riff";
    model::PatternLane lane;
    for (std::uint64_t index = 0; index < 8; ++index) {
        model::Note note;
        note.id = model::NoteId{10 + index};
        note.event.start = core::Beats{static_cast<double>(index) / 2};
        note.event.velocity = 0.1f * static_cast<float>(index + 1);
        lane.notes.push_back(note);
    }
    riff.lanes.emplace(model::TrackId{}, lane);
    model::Clip clip;
    clip.id = model::ClipId{4};
    clip.content = model::PatternClip{riff.id, {}, true};
    bass.clips.emplace_back(clip);
    model::AutomationLane gain;
    gain.id = model::LaneId{5};
    gain.parameter = "gain";
    gain.points = {{core::Beats{0}, -6.0f}, {core::Beats{4}, 0.0f}};
    bass.lanes.emplace_back(gain);
    song.patterns.emplace(riff.id, riff);
    song.tracks.emplace_back(bass);
    song.nextId = 30;
    return song;
}

TEST(ProjectSerializer, WhatIsSavedComesBackEqualHistoryIncluded)
{
    for (std::uint64_t run = 0; run < 60; ++run) {
        test::RandomCommands random(seed + run);
        ProjectModel model(random.makeProject(40));
        for (int count = 0; count < 40; ++count)
            static_cast<void>(model.execute(random.next(*model.snapshot())));
        static_cast<void>(model.undo());
        core::MemoryFileSystem files;
        const auto saved =
            ProjectSerializer::save(*model.snapshot(), model.undoStack(), folder, files);
        ASSERT_TRUE(saved) << saved.error().text();
        const auto loaded = ProjectSerializer::load(folder, files);
        ASSERT_TRUE(loaded) << loaded.error().text();
        ASSERT_TRUE(loaded->project == *model.snapshot()) << "run " << run;
        ASSERT_TRUE(loaded->undo == model.undoStack()) << "run " << run;
        for (const auto& problem : loaded->problems)
            EXPECT_THAT(problem.message, HasSubstr("is missing; what plays it is silent"));

        const auto before = readAll(files);
        const auto again = ProjectSerializer::save(loaded->project, loaded->undo, folder, files);
        ASSERT_TRUE(again);
        EXPECT_TRUE(again->written.empty()) << "saving what is on the disk writes nothing";
        core::MemoryFileSystem other;
        ASSERT_TRUE(ProjectSerializer::save(loaded->project, loaded->undo, folder, other));
        EXPECT_TRUE(readAll(other) == before) << "one project has one text";

        ProjectModel reopened;
        reopened.replace(loaded->project, loaded->undo);
        while (reopened.undo()) ASSERT_TRUE(model.undo());
        EXPECT_TRUE(*reopened.snapshot() == *model.snapshot())
            << "the history undoes the same after reopening";
    }
}

TEST(ProjectSerializer, FilesAreNamedByIdAndReadLikeMusic)
{
    core::MemoryFileSystem files;
    ASSERT_TRUE(ProjectSerializer::save(makeSmallSong(), {}, folder, files));
    const auto contents = readAll(files);
    std::vector<std::string> names;
    for (const auto& [name, content] : contents) names.push_back(name);
    EXPECT_THAT(names, ElementsAre("automation/auto-005.json", "manifest.json",
                                   "patterns/pattern-003.json", "project.json",
                                   "tracks/track-001.json", "tracks/track-002.json", "undo.json"));
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
    ASSERT_TRUE(ProjectSerializer::save(*model.snapshot(), model.undoStack(), folder, files));
    const auto before = readAll(files);
    auto note = model.snapshot()->patterns.begin()->second->lanes.begin()->second->notes[3];
    note.event.pitch = 64;
    ASSERT_TRUE(model.execute(ChangeNotes{model::PatternId{3}, {}, {note}}));
    const auto saved = ProjectSerializer::save(*model.snapshot(), model.undoStack(), folder, files);
    ASSERT_TRUE(saved);
    EXPECT_THAT(saved->written,
                UnorderedElementsAre("manifest.json", "patterns/pattern-003.json", "undo.json"));
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
    ASSERT_TRUE(ProjectSerializer::save(*model.snapshot(), {}, folder, files));
    ASSERT_TRUE(model.execute(RemoveTrack{lead.id}));
    const auto saved = ProjectSerializer::save(*model.snapshot(), {}, folder, files);
    ASSERT_TRUE(saved);
    EXPECT_THAT(saved->written, UnorderedElementsAre("manifest.json", "project.json", "undo.json"));
    EXPECT_THAT(saved->removed, ElementsAre("tracks/track-030.json"));
    EXPECT_FALSE(files.exists(folder / "tracks/track-030.json"));
}

TEST(ProjectSerializer, FieldsFromTheFutureSurviveAtEveryLevel)
{
    core::MemoryFileSystem files;
    ASSERT_TRUE(ProjectSerializer::save(makeSmallSong(), {}, folder, files));
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
    insertAfter("tracks/track-002.json", "{");
    insertAfter("tracks/track-002.json", "\"content\": {");
    insertAfter("patterns/pattern-003.json", "{");
    insertAfter("patterns/pattern-003.json", "        {");
    insertAfter("automation/auto-005.json", "{");
    insertAfter("automation/auto-005.json", "    {");
    const auto loaded = ProjectSerializer::load(folder, files);
    ASSERT_TRUE(loaded) << loaded.error().text();
    ASSERT_TRUE(ProjectSerializer::save(loaded->project, {}, folder, files));
    int found = 0;
    for (const auto& [path, text] : readAll(files))
        for (auto at = text.find("123456789012345678901234567890"); at != std::string::npos;
             at = text.find("123456789012345678901234567890", at + 1))
            ++found;
    EXPECT_EQ(found, 7);
    const auto again = ProjectSerializer::load(folder, files);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->project == loaded->project);
}

TEST(ProjectSerializer, AWrongChecksumNamesTheFile)
{
    for (const char* path : {"project.json", "tracks/track-002.json", "manifest.json"}) {
        core::MemoryFileSystem files;
        ASSERT_TRUE(ProjectSerializer::save(makeSmallSong(), {}, folder, files));
        auto text = *files.readFile(folder / path);
        text[text.size() / 2] ^= 1;
        ASSERT_TRUE(files.writeFile(folder / path, text));
        const auto loaded = ProjectSerializer::load(folder, files);
        ASSERT_FALSE(loaded);
        EXPECT_EQ(loaded.error().code, core::ErrorCode::corrupt);
        EXPECT_THAT(loaded.error().place, HasSubstr(path));
        const auto found = ProjectSerializer::verify(folder, files);
        ASSERT_FALSE(found.empty());
        EXPECT_THAT(found[0].place, HasSubstr(path));
    }
}

TEST(ProjectSerializer, ADamagedHistoryIsToldAndTheMusicOpens)
{
    core::MemoryFileSystem files;
    ProjectModel model(makeSmallSong());
    ASSERT_TRUE(model.execute(RenameProject{"Other"}));
    ASSERT_TRUE(ProjectSerializer::save(*model.snapshot(), model.undoStack(), folder, files));
    ASSERT_TRUE(files.writeFile(folder / "undo.json", "{"));
    auto loaded = ProjectSerializer::load(folder, files);
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->undo.entries().size(), 0u);
    ASSERT_EQ(loaded->problems.size(), 1u);
    EXPECT_EQ(loaded->problems[0].place, "undo.json");
    ASSERT_TRUE(files.remove(folder / "undo.json"));
    EXPECT_TRUE(ProjectSerializer::load(folder, files));
}

TEST(ProjectSerializer, NewerProjectsAreRefusedAndNotOverwritten)
{
    core::MemoryFileSystem files;
    ASSERT_TRUE(ProjectSerializer::save(makeSmallSong(), {}, folder, files));
    auto text = *files.readFile(folder / "project.json");
    text.replace(text.find("\"version\": 1"), 12, "\"version\": 2");
    plant(files, "project.json", text);
    auto loaded = ProjectSerializer::load(folder, files);
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, core::ErrorCode::newerVersion);
    EXPECT_THAT(loaded.error().text(), HasSubstr("written by a newer version"));
    auto manifest = *files.readFile(folder / manifestPath);
    manifest.replace(manifest.find("\"version\": 1"), 12, "\"version\": 9");
    ASSERT_TRUE(files.writeFile(folder / manifestPath, manifest));
    loaded = ProjectSerializer::load(folder, files);
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, core::ErrorCode::newerVersion);
    EXPECT_FALSE(ProjectSerializer::save(makeSmallSong(), {}, folder, files));
}

TEST(ProjectSerializer, WrongValuesAreNamedByFileAndPlace)
{
    struct Case {
        const char *path, *from, *to, *place;
    };
    const Case cases[] = {
        {"tracks/track-002.json", "\"name\": \"Bass\"", "\"name\": 7",
         "tracks/track-002.json#/name"},
        {"tracks/track-002.json", "\"kind\": \"instrument\"", "\"kind\": \"kazoo\"",
         "tracks/track-002.json#/kind"},
        {"tracks/track-002.json", "\"length\": 4", "\"length\": -4", "track 2 'Bass', clip 4"},
        {"tracks/track-002.json", "\"pattern\": 3", "\"pattern\": 4", "track 2 'Bass', clip 4"},
        {"tracks/track-002.json", "auto-005", "auto-006", "automation/auto-006.json"},
        {"patterns/pattern-003.json", "\"pitch\": 60", "\"pitch\": 300",
         "patterns/pattern-003.json#/lanes/0/notes/0/pitch"},
        {"patterns/pattern-003.json", "\"start\": 0", "\"start\": 1e999",
         "patterns/pattern-003.json, line"},
        {"patterns/pattern-003.json", "\"id\": 3", "\"id\": 3, \"id\": 4",
         "patterns/pattern-003.json"},
        {"patterns/pattern-003.json", "\"id\": 10", "\"id\": 11", "pattern 3 'Riff', lane 0"},
        {"automation/auto-005.json", "\"value\": -6", "\"value\": 1e40",
         "automation/auto-005.json#/points/0/value"},
        {"automation/auto-005.json", "\"at\": 0, ", "", "automation/auto-005.json#/points/0"},
        {"project.json", "\"numerator\": 4", "\"numerator\": 4.5",
         "project.json#/tempo/signatures/0/numerator"},
    };
    for (const auto& wrong : cases) {
        core::MemoryFileSystem files;
        ASSERT_TRUE(ProjectSerializer::save(makeSmallSong(), {}, folder, files));
        auto text = *files.readFile(folder / wrong.path);
        ASSERT_NE(text.find(wrong.from), std::string::npos) << wrong.from;
        text.replace(text.find(wrong.from), std::string(wrong.from).size(), wrong.to);
        plant(files, wrong.path, text);
        const auto loaded = ProjectSerializer::load(folder, files);
        ASSERT_FALSE(loaded) << wrong.to;
        EXPECT_EQ(loaded.error().code, core::ErrorCode::corrupt);
        EXPECT_THAT(loaded.error().place, HasSubstr(wrong.place)) << loaded.error().text();
        EXPECT_FALSE(loaded.error().message.empty());
    }
}

TEST(ProjectSerializer, AManifestCantReachOutsideOfTheProject)
{
    for (const char* path :
         {"../x.json", "/etc/x.json", "tracks/../../x.json", "assets/audio/a.json",
          "tracks/.x.json", "tracks/a/b.json", ".save/x.json", "x.txt", ""})
        EXPECT_FALSE(isProjectFile(path)) << path;
    EXPECT_TRUE(isProjectFile("tracks/track-001.json"));
    core::MemoryFileSystem files;
    ASSERT_TRUE(ProjectSerializer::save(makeSmallSong(), {}, folder, files));
    auto manifest = *readManifest(*files.readFile(folder / manifestPath));
    manifest.files.insert(manifest.files.begin(), {"../x.json", std::string(64, '0'), 1});
    ASSERT_TRUE(files.writeFile(folder / manifestPath, *writeManifest(manifest)));
    const auto loaded = ProjectSerializer::load(folder, files);
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().place, "manifest.json");
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
    ASSERT_TRUE(ProjectSerializer::save(song, {}, folder, files));
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

// Files that are no project, in place of project.json and of a track, with the manifest agreeing.
void expectRefusal(const std::string& content, const std::string& name)
{
    for (const char* path :
         {"project.json", "tracks/track-002.json", "manifest.json", "undo.json"}) {
        core::MemoryFileSystem files;
        ASSERT_TRUE(ProjectSerializer::save(makeSmallSong(), {}, folder, files));
        if (std::string(path) == manifestPath) {
            ASSERT_TRUE(files.writeFile(folder / path, content));
        } else {
            plant(files, path, content);
        }
        const auto loaded = ProjectSerializer::load(folder, files);
        if (std::string(path) == undoPath) {
            ASSERT_TRUE(loaded);
            EXPECT_EQ(loaded->problems.size(), 1u);
            continue;
        }
        ASSERT_FALSE(loaded) << name;
        EXPECT_THAT(loaded.error().place, HasSubstr(path)) << name << loaded.error().text();
        EXPECT_LT(loaded.error().text().size(), 400u);
        EXPECT_FALSE(ProjectSerializer::verify(folder, files).empty());
    }
}

TEST(ProjectSerializer, AnythingElseInPlaceOfAFileIsRefusedWithOneSentence)
{
    expectRefusal("", "empty");
    expectRefusal("[]", "array");
    expectRefusal("1", "number");
    expectRefusal("null", "null");
    expectRefusal(std::string(100000, '['), "deep");
    expectRefusal(std::string(100000, '[') + std::string(100000, ']'), "deep, closed");
    expectRefusal(R"({"version":1,"version":2})", "twice");
    expectRefusal(R"({"version":-1})", "negative");
    expectRefusal(R"({"version":2147483647})", "newer");
    expectRefusal(R"({"version":99999999999999999999999999})", "huge");
    expectRefusal(R"({"version":1,"tempo":1e999})", "infinite");
    expectRefusal(R"({"version":1,"tempo":NaN})", "not a number");
    expectRefusal("{\"name\":\"\\ud800\"}", "lone surrogate");
    expectRefusal("{\"name\":\"\xff\"}", "no UTF-8");
    expectRefusal(std::string("\0\1\2", 3), "binary");
    expectRefusal("{} {}", "two values");
}

TEST(ProjectSerializer, TheCorpusOfBadFilesIsRefused)
{
    const char* corpora = std::getenv("CPPMUSIC_CORPORA");
    if (corpora == nullptr) GTEST_SKIP() << "CPPMUSIC_CORPORA is not set";
    const auto place = std::filesystem::path(corpora) / "badinput/generated/json";
    int count = 0;
    for (const auto& file : std::filesystem::directory_iterator(place)) {
        std::ifstream stream(file.path(), std::ios::binary);
        const std::string content{std::istreambuf_iterator<char>(stream),
                                  std::istreambuf_iterator<char>()};
        expectRefusal(content, file.path().filename().string());
        ++count;
    }
    EXPECT_GT(count, 5);
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

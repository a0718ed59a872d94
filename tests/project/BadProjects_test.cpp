// SPDX-License-Identifier: GPL-3.0-or-later
// Projects that are damaged, newer, hostile, or no projects at all.
#include "SmallSong.h"
#include "project/ProjectModel.h"
#include "support/FaultyFileSystem.h"
#include "support/OldUndo.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

using namespace cppmusic;
using namespace cppmusic::project;
using test::folder;
using test::makeSmallSong;
using test::plant;
using testing::HasSubstr;

TEST(BadProjects, AWrongChecksumNamesTheFile)
{
    for (const char* path : {"project.json", "tracks/track-002.json", "manifest.json"}) {
        core::MemoryFileSystem files;
        ASSERT_TRUE(ProjectSerializer::save(makeSmallSong(), folder, files));
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

TEST(BadProjects, ADamagedHistoryIsToldAndTheMusicOpens)
{
    core::MemoryFileSystem files;
    ProjectModel model(makeSmallSong());
    ASSERT_TRUE(model.execute(RenameProject{"Other"}));
    ASSERT_TRUE(ProjectSerializer::save(*model.snapshot(), folder, files));
    ASSERT_TRUE(test::addOldUndo(files, folder, model.undoStack()));
    ASSERT_TRUE(files.writeFile(folder / "undo.json", "{"));
    auto loaded = ProjectSerializer::load(folder, files);
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->undo.entries().size(), 0u);
    ASSERT_EQ(loaded->problems.size(), 1u);
    EXPECT_EQ(loaded->problems[0].place, "undo.json");
    ASSERT_TRUE(files.remove(folder / "undo.json"));
    EXPECT_TRUE(ProjectSerializer::load(folder, files));
}

TEST(BadProjects, NewerProjectsAreRefusedAndNotOverwritten)
{
    core::MemoryFileSystem files;
    ASSERT_TRUE(ProjectSerializer::save(makeSmallSong(), folder, files));
    auto text = *files.readFile(folder / "project.json");
    text.replace(text.find("\"version\": 2"), 12, "\"version\": 3");
    plant(files, "project.json", text);
    auto loaded = ProjectSerializer::load(folder, files);
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, core::ErrorCode::newerVersion);
    EXPECT_THAT(loaded.error().text(), HasSubstr("written by a newer version"));
    auto manifest = *files.readFile(folder / manifestPath);
    manifest.replace(manifest.find("\"version\": 2"), 12, "\"version\": 9");
    ASSERT_TRUE(files.writeFile(folder / manifestPath, manifest));
    loaded = ProjectSerializer::load(folder, files);
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, core::ErrorCode::newerVersion);
    EXPECT_FALSE(ProjectSerializer::save(makeSmallSong(), folder, files));
}

TEST(BadProjects, ASaveByAnotherProgramMeanwhileIsNoDamage)
{
    core::MemoryFileSystem disk;
    auto song = makeSmallSong();
    ASSERT_TRUE(ProjectSerializer::save(song, folder, disk));
    test::FaultyFileSystem files(disk);
    int reads = 0, saves = 0;
    files.beforeRead = [&](const std::filesystem::path&) {
        if (++reads % 3 != 0 || saves == 5) return;
        ++saves;
        song.name = "Take " + std::to_string(saves);
        ASSERT_TRUE(ProjectSerializer::save(song, folder, disk));
    };
    const auto found = ProjectSerializer::verify(folder, files);
    EXPECT_TRUE(found.empty()) << found.front().text();
    EXPECT_EQ(saves, 5);
}

TEST(BadProjects, WrongValuesAreNamedByFileAndPlace)
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
        ASSERT_TRUE(ProjectSerializer::save(makeSmallSong(), folder, files));
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

TEST(BadProjects, AManifestCantReachOutsideOfTheProject)
{
    for (const char* path :
         {"../x.json", "/etc/x.json", "tracks/../../x.json", "assets/audio/a.json",
          "tracks/.x.json", "tracks/a/b.json", ".save/x.json", "x.txt", ""})
        EXPECT_FALSE(isProjectFile(path)) << path;
    EXPECT_TRUE(isProjectFile("tracks/track-001.json"));
    core::MemoryFileSystem files;
    ASSERT_TRUE(ProjectSerializer::save(makeSmallSong(), folder, files));
    auto manifest = *readManifest(*files.readFile(folder / manifestPath));
    manifest.files.insert(manifest.files.begin(), {"../x.json", std::string(64, '0'), 1});
    ASSERT_TRUE(files.writeFile(folder / manifestPath, *writeManifest(manifest)));
    const auto loaded = ProjectSerializer::load(folder, files);
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().place, "manifest.json");
}

// Files that are no project, in place of project.json and of a track, with the manifest agreeing.
void expectRefusal(const std::string& content, const std::string& name)
{
    for (const char* path :
         {"project.json", "tracks/track-002.json", "manifest.json", "undo.json"}) {
        core::MemoryFileSystem files;
        const UndoStack history({{"Rename", RenameProject{"a"}, RenameProject{"b"}}}, 1);
        ASSERT_TRUE(ProjectSerializer::save(makeSmallSong(), folder, files));
        ASSERT_TRUE(test::addOldUndo(files, folder, history));
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

TEST(BadProjects, AnythingElseInPlaceOfAFileIsRefusedWithOneSentence)
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

TEST(BadProjects, TheCorpusOfBadFilesIsRefused)
{
    const char* corpora = std::getenv("CPPMUSIC_CORPORA");
    if (corpora == nullptr) GTEST_SKIP() << "CPPMUSIC_CORPORA is not set";
    const auto place = std::filesystem::path(corpora) / "badinput/generated/json";
    int count = 0;
    for (const auto& file : std::filesystem::directory_iterator(place)) {
        std::ifstream stream(file.path(), std::ios::binary);
        std::ostringstream content;
        content << stream.rdbuf();
        expectRefusal(content.str(), file.path().filename().string());
        ++count;
    }
    EXPECT_GT(count, 5);
}

} // namespace

// SPDX-License-Identifier: GPL-3.0-or-later
// Histories as every version of the program wrote them have to be read for ever, and those of a
// program to come have to be left alone.
#include "RandomCommands.h"
#include "core/io/DiskFileSystem.h"
#include "project/ProjectModel.h"
#include "project/migration/CommandMigrations.h"
#include "project/serialization/CanonicalJson.h"
#include "project/serialization/JsonReader.h"
#include "project/storage/JournalDisk.h"
#include "project/storage/ProjectStore.h"
#include "project/storage/Repair.h"
#include "project/storage/Replay.h"
#include "support/TemporaryFolder.h"

#include <cstdlib>
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <set>
#include <sqlite3.h>

namespace {

using namespace cppmusic;
using namespace cppmusic::project;
using testing::Each;
using testing::HasSubstr;
namespace fs = std::filesystem;

class JournalFormat : public testing::Test {
protected:
    [[nodiscard]] static fs::path golden(const std::string& name)
    {
        return fs::path(CPPMUSIC_GOLDEN) / name / "Song.dawproj";
    }
    /// A song of tests/golden with its history where it belongs (there it isn't hidden).
    fs::path copyOf(const std::string& name)
    {
        const auto song = folder_.file(name);
        fs::copy(golden(name), song, fs::copy_options::recursive);
        fs::rename(song / "journal", song / ".journal");
        return song;
    }
    /// A song with some edits, closed.
    fs::path makeSong()
    {
        const auto song = folder_.file("Song.dawproj");
        write(song, 10);
        return song;
    }
    void write(const fs::path& song, std::size_t kinds)
    {
        test::RandomCommands random(0x901d);
        std::mt19937_64 dice(0x901d);
        ProjectModel model(random.makeProject(40));
        auto store = ProjectStore::create(song, files_, model.snapshot(), model.undoTree(), {});
        ASSERT_TRUE(store) << store.error().text();
        const auto recording =
            model.observeHistory([&](const HistoryStep& step) { (*store)->record(step); });
        std::set<std::size_t> seen;
        for (int tries = 0; seen.size() < kinds && tries < 100'000; ++tries) {
            const auto command = random.next(*model.snapshot());
            if (seen.contains(test::kindOf(command)) || !model.execute(command)) continue;
            seen.insert(test::kindOf(command));
            if (dice() % 8 == 0) { ASSERT_TRUE(model.goTo(dice() % model.undoTree().count())); }
            if (seen.size() == kinds / 2) { ASSERT_TRUE((*store)->saveNow(model.snapshot())); }
        }
        RecordProperty("kinds", static_cast<int>(seen.size()));
        ASSERT_TRUE((*store)->saveNow(model.snapshot()));
        ASSERT_TRUE((*store)->close());
    }
    /// Adds a row that a newer program would write, with all its checksums.
    static void addRow(const fs::path& song, std::uint32_t format)
    {
        const auto journal = readJournal(journalFolder(song), LoadAccess::readWrite);
        ASSERT_FALSE(journal.rows.empty());
        JournalRow row;
        row.seq = journal.rows.size() + 1;
        row.format = format;
        row.kind = JournalKind::edit;
        row.node = 100;
        row.label = "Fold space";
        row.text = row.inverse = R"({"do":"foldSpace"})";
        JournalDisk disk(journalFolder(song), journal.rows.size(), journal.rows.back().head);
        ASSERT_TRUE(disk.append({row}));
        ASSERT_TRUE(disk.close());
    }
    static std::map<fs::path, std::string> everything(const fs::path& song)
    {
        std::map<fs::path, std::string> all;
        for (const auto& entry : fs::recursive_directory_iterator(song))
            if (entry.is_regular_file() && entry.file_size() > 0)
                all[entry.path()] = test::readBytes(entry.path());
        return all;
    }
    /// The history leads to the song that the files hold, and every revision can be gone to.
    void expectWhole(const fs::path& song)
    {
        const auto saved = ProjectSerializer::load(song, files_, LoadAccess::readOnly);
        ASSERT_TRUE(saved) << saved.error().text();
        const auto journal = readJournal(journalFolder(song), LoadAccess::readOnly);
        ASSERT_THAT(journal.damage, testing::IsEmpty());
        const auto replay = Replay::of(journal.rows);
        ASSERT_TRUE(replay) << replay.error().text();
        const auto& tree = replay->tree();
        const auto here = replay->stateOf(tree.current());
        ASSERT_TRUE(here) << here.error().text();
        EXPECT_TRUE(*here == saved->project);
        ProjectModel model(*here, tree);
        for (Revision revision = 0; revision < tree.count(); ++revision) {
            ASSERT_TRUE(model.goTo(revision)) << revision;
            const auto state = replay->stateOf(revision);
            ASSERT_TRUE(state) << state.error().text();
            EXPECT_TRUE(*model.snapshot() == *state) << revision;
        }
        const auto opened = readProject(song, files_, LoadAccess::readOnly);
        ASSERT_TRUE(opened) << opened.error().text();
        EXPECT_TRUE(opened->damage.empty());
        EXPECT_EQ(opened->fit, JournalFit::follows);
    }

    core::DiskFileSystem files_;
    test::TemporaryFolder folder_;
};

TEST_F(JournalFormat, EveryFormatThereWasOpensAsTheSongThatItLedTo)
{
    for (std::uint32_t format = 1; format <= rowFormat; ++format) {
        const auto song = copyOf("journal-" + std::to_string(format));
        expectWhole(song);
        std::set<std::size_t> kinds;
        const auto journal = readJournal(journalFolder(song), LoadAccess::readOnly);
        for (const auto& row : journal.rows) {
            EXPECT_EQ(row.format, format);
            if (row.kind != JournalKind::edit) continue;
            const auto entry = entryOf(row);
            ASSERT_TRUE(entry) << entry.error().text();
            kinds.insert(test::kindOf(entry->forward));
        }
        EXPECT_GE(kinds.size(), 68u) << "as many kinds of command as there were in format 1";
    }
}

TEST_F(JournalFormat, AHistoryThatBeganBeforeRowsHadAFormatGoesOn)
{
    const auto song = copyOf("journal-early");
    expectWhole(song);
    {
        OpenedProject opened;
        auto store = ProjectStore::open(song, files_, opened);
        ASSERT_TRUE(store && *store);
        ProjectModel model(opened.project, opened.tree);
        const auto recording =
            model.observeHistory([&](const HistoryStep& step) { (*store)->record(step); });
        ASSERT_TRUE(model.execute(RenameProject{"Goes on"}));
        ASSERT_TRUE((*store)->saveNow(model.snapshot()));
        ASSERT_TRUE((*store)->close());
    }
    expectWhole(song);
    const auto opened = readProject(song, files_, LoadAccess::readOnly);
    EXPECT_EQ(opened->project.name, "Goes on");
    EXPECT_EQ(opened->edits, 41u);
}

TEST_F(JournalFormat, RowsAreWrittenInTheNewestFormat)
{
    const auto song = makeSong();
    const auto journal = readJournal(journalFolder(song), LoadAccess::readOnly);
    ASSERT_GT(journal.rows.size(), 10u);
    for (const auto& row : journal.rows) EXPECT_EQ(row.format, rowFormat);
    EXPECT_EQ(commandSteps().size(), rowFormat - 1) << "a step leads from each format to the next";
    expectWhole(song);
}

TEST_F(JournalFormat, AHistoryOfANewerVersionIsRefusedAndNothingIsOverwritten)
{
    const auto song = makeSong();
    addRow(song, rowFormat + 1);
    const auto before = everything(song);
    std::vector<core::Error> errors;
    for (const auto access : {LoadAccess::readOnly, LoadAccess::readWrite})
        errors.push_back(readProject(song, files_, access).error());
    OpenedProject opened;
    errors.push_back(ProjectStore::open(song, files_, opened).error());
    errors.push_back(repairProject(song, files_).error());
    const auto project = std::make_shared<const model::Project>(model::makeEmptyProject());
    errors.push_back(ProjectStore::create(song, files_, project, {}, {}).error());
    const auto verified = verifyProject(song, files_);
    ASSERT_FALSE(verified.empty());
    errors.push_back(verified.back());
    for (const auto& error : errors) {
        EXPECT_EQ(error.code, core::ErrorCode::newerVersion) << error.text();
        EXPECT_THAT(error.message, HasSubstr("newer version of CPPMusic (format " +
                                             std::to_string(rowFormat + 1)));
    }
    EXPECT_TRUE(everything(song) == before);
}

TEST_F(JournalFormat, AFormatThatThereNeverWasIsDamage)
{
    const auto song = makeSong();
    addRow(song, 0);
    const auto opened = readProject(song, files_, LoadAccess::readOnly);
    ASSERT_TRUE(opened) << opened.error().text();
    ASSERT_FALSE(opened->damage.empty());
    EXPECT_THAT(opened->damage.front().message, HasSubstr("no such format"));
}

// A view or a computed column could compute for ever; an index or a trigger is none of ours.
TEST_F(JournalFormat, ADatabaseOfAnotherShapeIsRefusedUnread)
{
    const auto song = makeSong();
    const std::string forever =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS seq, 1 AS "
        "kind, 0 AS node, 0 AS parent, 0 AS base, '' AS label, '' AS text, '' AS inverse, '' AS "
        "sum, '' AS head, 1 AS format FROM n";
    int number = 0;
    for (const std::string& hostile :
         {"DROP TABLE step; CREATE VIEW step AS " + forever,
          std::string("CREATE TRIGGER more AFTER INSERT ON step BEGIN DELETE FROM step; END"),
          std::string("CREATE INDEX labels ON step(label)"),
          std::string("ALTER TABLE step ADD COLUMN big AS (zeroblob(1000000000))"),
          std::string("DROP TABLE step")}) {
        const auto copy = folder_.file("Copy" + std::to_string(number++));
        fs::copy(song, copy, fs::copy_options::recursive);
        const auto file = copy / ".journal" / "history.db";
        sqlite3* database = nullptr;
        ASSERT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
        ASSERT_EQ(sqlite3_exec(database, hostile.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
            << sqlite3_errmsg(database);
        sqlite3_close(database);
        fs::remove(copy / ".journal" / "closed"); // whoever made it made its checksum, too
        const auto opened = readProject(copy, files_, LoadAccess::readOnly);
        ASSERT_TRUE(opened) << opened.error().text();
        ASSERT_FALSE(opened->damage.empty()) << hostile;
        EXPECT_THAT(opened->damage.front().message, HasSubstr("not the table it was"));
    }
}

// Two formats that there might have been: levels under another name, then in another unit.
TEST_F(JournalFormat, CommandsAreMigratedStepByStepAlsoWithinBatches)
{
    const std::vector<CommandStep> steps{[](JsonObject& command) -> core::Status {
                                             for (auto& [name, value] : command)
                                                 if (name == "level") name = "percent";
                                             return {};
                                         },
                                         [](JsonObject& command) -> core::Status {
                                             for (auto& [name, value] : command)
                                                 if (name == "percent") {
                                                     const auto* number = value.getIf<JsonNumber>();
                                                     if (number == nullptr)
                                                         return core::makeError(
                                                             core::ErrorCode::corrupt, "no number");
                                                     name = "share";
                                                     value = JsonNumber{"0." + number->text};
                                                 }
                                             return {};
                                         }};
    const auto migrated = [&](const char* text, std::uint32_t format) -> std::string {
        auto json = *readJson(text, "");
        const auto status = migrateCommand(json, format, steps);
        return status ? *writeOnOneLine(json) : status.error().message;
    };
    EXPECT_EQ(migrated(R"({"do":"a","level":25})", 1), migrated(R"({"do":"a","percent":25})", 2));
    EXPECT_EQ(migrated(R"({"do":"a","percent":25})", 2), migrated(R"({"do":"a","share":0.25})", 3));
    EXPECT_EQ(migrated(R"({"do":"a","level":25})", 3), migrated(R"({"do":"a","level":25})", 4));
    EXPECT_EQ(migrated(R"({"do":"batch","commands":[{"do":"batch","label":"x","commands":[
                           {"do":"a","level":25,"kept":null}]},{"do":"b"}]})",
                       1),
              migrated(R"({"do":"batch","commands":[{"do":"batch","label":"x","commands":[
                           {"do":"a","share":0.25,"kept":null}]},{"do":"b"}]})",
                       3));
    EXPECT_EQ(migrated(R"({"do":"a","level":"loud"})", 1), "no number");
    EXPECT_THAT(migrated(R"({"do":"batch","commands":[7]})", 1), HasSubstr("must be an object"));
}

/// CPPMUSIC_WRITE_GOLDEN=1 writes the golden history of the current format, once, before it is
/// released; afterwards it must never change.
TEST_F(JournalFormat, WriteTheNewestOnRequest)
{
    if (std::getenv("CPPMUSIC_WRITE_GOLDEN") == nullptr) GTEST_SKIP() << "nobody asked for it";
    const auto target = golden("journal-" + std::to_string(rowFormat));
    ASSERT_FALSE(files_.exists(target)) << "a golden history never changes";
    write(target, test::RandomCommands::countKinds());
    fs::rename(target / ".journal", target / "journal");
    for (const char* name : {"lock", "history.db-wal"}) fs::remove(target / "journal" / name);
}

} // namespace

// SPDX-License-Identifier: GPL-3.0-or-later
// Files and journal of a song are both damaged: what can be read of either is saved, whatever was
// hit, and what nothing hit is all there. CPPMUSIC_CRASH_POINTS as in CrashPoints_test.
#include "DrillRig.h"
#include "core/io/DiskFileSystem.h"
#include "model/Queries.h"
#include "project/serialization/Manifest.h"
#include "project/serialization/ProjectJson.h"
#include "project/storage/ProjectStore.h"
#include "project/storage/Repair.h"
#include "project/storage/Salvage.h"
#include "support/FaultyFileSystem.h"

#include <algorithm>
#include <cstdlib>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <set>

namespace {

using namespace cppmusic;
namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

class Salvage : public testing::Test {
protected:
    void SetUp() override
    {
        whole_ = rig_.init("song");
        ASSERT_EQ(rig_.run(whole_, 80), 80u);
        // What is in the files is the song with all edits.
        project::OpenedProject opened;
        auto store = project::ProjectStore::open(whole_, disk_, opened);
        ASSERT_TRUE(store && *store != nullptr);
        song_ = opened.project;
        ASSERT_TRUE((*store)->saveNow(std::make_shared<const model::Project>(song_)));
        ASSERT_TRUE((*store)->close());
    }

    fs::path copy()
    {
        const auto song = rig_.path("damaged");
        fs::remove_all(song);
        fs::copy(whole_, song, fs::copy_options::recursive);
        return song;
    }
    [[nodiscard]] static std::vector<std::string> filesOf(const fs::path& song)
    {
        std::vector<std::string> names;
        for (const auto& entry : fs::recursive_directory_iterator(song)) {
            const auto name = entry.path().lexically_relative(song).generic_string();
            if (entry.is_regular_file() && !name.starts_with(".journal/")) names.push_back(name);
        }
        std::sort(names.begin(), names.end());
        return names;
    }
    [[nodiscard]] static std::map<std::string, std::string> contentOf(const fs::path& song)
    {
        std::map<std::string, std::string> content;
        for (const auto& entry : fs::recursive_directory_iterator(song))
            if (entry.is_regular_file() && entry.path().filename() != "lock")
                content[entry.path().string()] = test::readBytes(entry.path());
        return content;
    }
    /// Flipped, cut, emptied, filled with anything, or gone.
    void hit(const fs::path& file, std::mt19937_64& dice)
    {
        auto bytes = test::readBytes(file);
        if (bytes.empty()) return;
        switch (dice() % 6) {
        case 0: bytes.resize(dice() % bytes.size()); break;
        case 1: bytes.assign(bytes.size(), '\0'); break;
        case 2:
            for (char& c : bytes) c = static_cast<char>(dice());
            break;
        case 3: fs::remove(file); return;
        default: bytes[dice() % bytes.size()] ^= static_cast<char>(1 + dice() % 255);
        }
        test::writeBytes(file, bytes);
    }
    void hitJournal(const fs::path& song, std::mt19937_64& dice)
    {
        const auto database = song / ".journal" / "history.db";
        if (dice() % 3 == 0) return hit(database, dice);
        // Somewhere in the rows: those before it can be read.
        auto bytes = test::readBytes(database);
        const auto place = 4096 + dice() % (bytes.size() - 4096);
        for (std::size_t at = place; at < std::min(bytes.size(), place + 2000); ++at)
            bytes[at] = static_cast<char>(dice());
        test::writeBytes(database, bytes);
    }
    /// What of the song lies in files that nothing hit has to be there as it was.
    void expectIntact(const model::Project& result, const std::set<std::string>& damaged)
    {
        for (const auto& [id, pattern] : song_.patterns) {
            if (damaged.contains(project::fileNameOf(id))) continue;
            const auto* found = model::findPattern(result, id);
            ASSERT_NE(found, nullptr) << "pattern " << id.value;
            EXPECT_TRUE(**found == *pattern) << "pattern " << id.value;
        }
        for (const auto& track : song_.tracks) {
            if (damaged.contains(project::fileNameOf(track->id))) continue;
            const auto* found = model::findTrack(result, track->id);
            ASSERT_NE(found, nullptr) << "track " << track->id.value;
            const auto& there = **found;
            EXPECT_EQ(there.name, track->name);
            EXPECT_TRUE(there.clips == track->clips) << there.name;
            EXPECT_TRUE(there.instrument == track->instrument) << there.name;
            EXPECT_EQ(there.inserts.size(), track->inserts.size()) << there.name;
            EXPECT_EQ(there.strip.gainDb, track->strip.gainDb) << there.name;
            for (const auto& lane : track->lanes) {
                if (damaged.contains(project::fileNameOf(lane->id))) continue;
                const bool isThere = std::any_of(there.lanes.begin(), there.lanes.end(),
                                                 [&](const auto& each) { return each == lane; });
                EXPECT_TRUE(isThere) << there.name << ", automation " << lane->id.value;
            }
        }
        if (!damaged.contains("project.json")) {
            EXPECT_EQ(result.name, song_.name);
            EXPECT_TRUE(result.tempo == song_.tempo);
            EXPECT_TRUE(result.assets == song_.assets);
        }
    }

    test::DrillRig rig_;
    fs::path whole_;
    model::Project song_;
    core::DiskFileSystem disk_;
};

TEST_F(Salvage, WhateverIsDamagedTheResultOpensAndNothingIntactIsLost)
{
    const char* wanted = std::getenv("CPPMUSIC_CRASH_POINTS");
    const int count = wanted == nullptr ? 150 : std::atoi(wanted) / 10;
    int salvaged = 0, repaired = 0, told = 0;
    std::mt19937_64 dice(0x5a17a6e);
    for (int index = 0; index < count; ++index) {
        SCOPED_TRACE(index);
        const auto song = copy();
        hitJournal(song, dice);
        std::set<std::string> damaged;
        const auto names = filesOf(song);
        for (std::size_t hits = 1 + dice() % 5; hits > 0; --hits) {
            const auto& name = names[dice() % names.size()];
            if (damaged.insert(name).second) hit(song / name, dice);
        }
        const auto before = contentOf(song);
        const auto seen = project::readProject(song, disk_, project::LoadAccess::readOnly);
        ASSERT_TRUE(seen) << seen.error().text();
        EXPECT_FALSE(seen->damage.empty());
        const auto plain = project::repairProject(song, disk_);
        if (!plain) {
            EXPECT_TRUE(seen->isSalvaged);
            EXPECT_THAT(plain.error().message, HasSubstr("--salvage"));
            EXPECT_EQ(contentOf(song), before) << "refused, and touched nothing";
        }
        const auto report = project::salvageProject(song, disk_);
        ASSERT_TRUE(report) << report.error().text();
        const auto wrong = project::verifyProject(song, disk_);
        EXPECT_THAT(wrong, IsEmpty()) << wrong.front().text();
        project::OpenedProject opened;
        auto store = project::ProjectStore::open(song, disk_, opened);
        ASSERT_TRUE(store) << store.error().text();
        ASSERT_NE(*store, nullptr) << opened.damage.front().text();
        ASSERT_TRUE((*store)->close());
        if (plain) {
            ++repaired;
            EXPECT_TRUE(!plain->lost.empty() || opened.project == song_);
            continue;
        }
        ++salvaged;
        EXPECT_FALSE(report->lost.empty()) << "somebody has to hear of it";
        told += static_cast<int>(report->lost.size());
        expectIntact(opened.project, damaged);
        EXPECT_TRUE(opened.project == seen->project) << "what one saw before is what comes out";
        for (const auto& name : damaged) {
            const auto bytes = before.find((song / name).string());
            if (bytes == before.end() || name == "manifest.json") continue;
            const bool isKept =
                std::any_of(report->kept.begin(), report->kept.end(), [&](const std::string& kept) {
                    return test::readBytes(song / kept) == bytes->second;
                });
            EXPECT_TRUE(isKept || test::readBytes(song / name) == bytes->second) << name;
        }
    }
    std::printf("%d songs damaged twice: %d repaired, %d salvaged, %d sentences about losses\n",
                count, repaired, salvaged, told);
    EXPECT_GT(salvaged, count / 4);
}

TEST_F(Salvage, ATrackThatCantBeReadComesFromTheReadableBeginningOfTheHistory)
{
    const auto song = copy();
    // The first track that there was from the beginning and that is not the master.
    std::string lost, name;
    for (const auto& track : song_.tracks)
        if (track->kind != model::TrackKind::master && lost.empty()) {
            lost = project::fileNameOf(track->id);
            name = track->name;
        }
    ASSERT_FALSE(lost.empty());
    test::writeBytes(song / lost, "not a track");
    const auto database = song / ".journal" / "history.db";
    auto bytes = test::readBytes(database);
    for (std::size_t at = bytes.size() * 3 / 4; at < bytes.size(); ++at) bytes[at] = 'x';
    test::writeBytes(database, bytes);
    ASSERT_FALSE(project::repairProject(song, disk_));
    const auto report = project::salvageProject(song, disk_);
    ASSERT_TRUE(report) << report.error().text();
    EXPECT_EQ(test::readBytes(song / (lost + ".damaged")), "not a track");
    const auto opened = project::readProject(song, disk_, project::LoadAccess::readOnly);
    ASSERT_TRUE(opened && opened->damage.empty());
    expectIntact(opened->project, {lost});
    const auto about = [&](const std::string& place) {
        std::string sentences;
        for (const auto& error : report->lost)
            if (error.place == place) sentences += error.message;
        return sentences;
    };
    EXPECT_THAT(about(".journal/history.db"), HasSubstr("edits can be read"));
    EXPECT_THAT(about(lost), HasSubstr("which is older"));
    EXPECT_GT(opened->tree.count(), 2u) << "the readable history is there";
    EXPECT_TRUE(opened->tree.isOrigin(opened->tree.current())) << "and the salvaged song after it";
    // Doing it again has nothing to do.
    const auto again = project::salvageProject(song, disk_);
    ASSERT_TRUE(again);
    EXPECT_THAT(again->damaged, IsEmpty());
}

TEST_F(Salvage, ADiskThatFailsMeanwhileLosesNothingMore)
{
    int failures = 0;
    for (int n = 1;; ++n) {
        SCOPED_TRACE(n);
        const auto song = copy();
        const std::set<std::string> damaged{"project.json", "tracks/track-001.json"};
        for (const auto& name : damaged) test::writeBytes(song / name, "gone");
        auto bytes = test::readBytes(song / ".journal/history.db");
        for (std::size_t at = bytes.size() * 3 / 4; at < bytes.size(); ++at) bytes[at] = 'x';
        test::writeBytes(song / ".journal/history.db", bytes);
        test::FaultyFileSystem faulty(disk_);
        faulty.arm({n, core::ErrorCode::noSpace, n % 2 == 0, n % 3 == 0});
        const auto report = project::salvageProject(song, faulty);
        if (faulty.failures() == 0) {
            EXPECT_TRUE(report) << report.error().text();
            break;
        }
        ++failures;
        const auto again = project::salvageProject(song, disk_);
        ASSERT_TRUE(again) << again.error().text();
        const auto opened = project::readProject(song, disk_, project::LoadAccess::readOnly);
        ASSERT_TRUE(opened) << opened.error().text();
        ASSERT_THAT(opened->damage, IsEmpty()) << opened->damage.front().text();
        expectIntact(opened->project, damaged);
        if (HasFailure()) return;
    }
    EXPECT_GT(failures, 15);
}

TEST_F(Salvage, WithoutAnyHistoryTheReadableFilesAreASong)
{
    for (const std::string gone : {"project.json", "manifest.json", "both"}) {
        SCOPED_TRACE(gone);
        const auto song = copy();
        fs::remove_all(song / ".journal");
        fs::create_directories(song / ".journal");
        test::writeBytes(song / ".journal/history.db", "nothing of a database");
        std::set<std::string> damaged;
        for (const char* name : {"project.json", "manifest.json"})
            if (gone == name || gone == "both") {
                fs::remove(song / name);
                damaged.insert(name);
            }
        const auto report = project::salvageProject(song, disk_);
        ASSERT_TRUE(report) << report.error().text();
        const auto opened = project::readProject(song, disk_, project::LoadAccess::readOnly);
        ASSERT_TRUE(opened && opened->damage.empty());
        expectIntact(opened->project, damaged);
    }
}

TEST_F(Salvage, AFolderWithNothingOfASongIsRefused)
{
    const auto song = rig_.fresh("empty");
    EXPECT_FALSE(project::salvageProject(song, disk_));
    fs::create_directories(song / "tracks");
    test::writeBytes(song / "tracks/track-001.json", "?");
    EXPECT_FALSE(project::salvageProject(song, disk_));
    EXPECT_EQ(test::readBytes(song / "tracks/track-001.json"), "?");
}

} // namespace

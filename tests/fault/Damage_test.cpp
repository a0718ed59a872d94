// SPDX-License-Identifier: GPL-3.0-or-later
// Any byte of a song's folder may change: it is noticed, nothing crashes, nothing is overwritten,
// and repair brings back what can be had. CPPMUSIC_CRASH_POINTS as in CrashPoints_test.
#include "DrillRig.h"
#include "core/io/DiskFileSystem.h"
#include "project/storage/JournalDisk.h"
#include "project/storage/JournalMarks.h"
#include "project/storage/JournalRow.h"
#include "project/storage/ReadProject.h"
#include "project/storage/Repair.h"

#include <algorithm>
#include <cstdlib>
#include <gtest/gtest.h>
#include <random>

namespace {

using namespace cppmusic;
namespace fs = std::filesystem;

struct Flips {
    int tried = 0, silent = 0, unreadable = 0, rebuilt = 0, repaired = 0, lossy = 0;
};

std::vector<fs::path> filesOf(const fs::path& folder)
{
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && entry.file_size() > 0) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

/// Flips a byte anywhere, every file being as likely as large, but each at least now and then.
fs::path flip(const fs::path& folder, std::mt19937_64& dice, std::size_t index)
{
    const auto files = filesOf(folder);
    fs::path chosen = files[index % files.size()];
    if (index % 2 == 0) {
        std::uint64_t total = 0;
        for (const auto& file : files) total += fs::file_size(file);
        auto place = dice() % total;
        for (const auto& file : files) {
            if (place < fs::file_size(file)) {
                chosen = file;
                break;
            }
            place -= fs::file_size(file);
        }
    }
    auto bytes = test::readBytes(chosen);
    bytes[dice() % bytes.size()] ^= static_cast<char>(1 + dice() % 255);
    test::writeBytes(chosen, bytes);
    return chosen;
}

void flipMany(test::DrillRig& rig, const fs::path& whole, std::uint64_t edits, int count,
              std::uint64_t seed, Flips& flips)
{
    core::DiskFileSystem disk;
    std::mt19937_64 dice(seed);
    for (int index = 0; index < count; ++index) {
        const auto song = rig.path("flipped");
        fs::remove_all(song);
        fs::copy(whole, song, fs::copy_options::recursive);
        const auto file = flip(song, dice, static_cast<std::size_t>(index));
        const auto damaged = test::readBytes(file);
        ++flips.tried;
        const auto opened = project::readProject(song, disk, project::LoadAccess::readOnly);
        EXPECT_EQ(test::readBytes(file), damaged) << "looking changes nothing";
        if (!opened) {
            ++flips.unreadable;
            ADD_FAILURE() << file << ": " << opened.error().text();
            continue;
        }
        if (opened->damage.empty()) {
            ++flips.silent;
            ADD_FAILURE() << file << " was changed and nobody noticed";
            continue;
        }
        const auto hash = *project::checksumOf(opened->project);
        EXPECT_EQ(hash, rig.hashAfter(edits)) << file << ": the music is all there";
        if (opened->isRebuilt) ++flips.rebuilt;
        if (index % 4 != 0) continue;
        const auto report = project::repairProject(song, disk);
        ASSERT_TRUE(report) << file << ": " << report.error().text();
        EXPECT_FALSE(report->kept.empty()) << "the damaged original is kept";
        const bool isKept =
            std::any_of(report->kept.begin(), report->kept.end(),
                        [&](const auto& name) { return test::readBytes(song / name) == damaged; });
        EXPECT_TRUE(isKept) << file;
        EXPECT_TRUE(project::verifyProject(song, disk).empty())
            << project::verifyProject(song, disk).front().text();
        const auto again = project::readProject(song, disk, project::LoadAccess::readOnly);
        ASSERT_TRUE(again);
        EXPECT_EQ(*project::checksumOf(again->project), rig.hashAfter(edits));
        ++flips.repaired;
        flips.lossy += report->lost.empty() ? 0 : 1;
    }
}

TEST(Damage, NoByteOfASongChangesUnnoticed)
{
    const char* wanted = std::getenv("CPPMUSIC_CRASH_POINTS");
    const int count = wanted == nullptr ? 300 : std::atoi(wanted) / 2;
    test::DrillRig rig;
    const auto song = rig.init("song");
    ASSERT_EQ(rig.run(song, 60), 60u);
    Flips flips;
    flipMany(rig, song, 60, count, 0xf11b, flips);
    std::printf("%d bytes flipped: %d silent, %d unreadable, %d rebuilt from the journal, "
                "%d repaired, %d with a history cut short\n",
                flips.tried, flips.silent, flips.unreadable, flips.rebuilt, flips.repaired,
                flips.lossy);
    EXPECT_GT(flips.rebuilt, 20);
}

TEST(Damage, AJournalThatLostItsEndIsNoticed)
{
    core::DiskFileSystem disk;
    test::DrillRig rig;
    const auto song = rig.init("song");
    rig.run(song, 40, "kill 120");
    // A killed program leaves the last edits in the -wal.
    const auto wal = song / ".journal" / "history.db-wal";
    ASSERT_GT(fs::file_size(wal), 10'000u);
    // Killed between a commit and its promise it may lose those rows; here all are promised.
    const auto journal = project::readJournal(song / ".journal", project::LoadAccess::readOnly);
    ASSERT_TRUE(journal.damage.empty() && !journal.rows.empty());
    project::Acknowledgement promise;
    ASSERT_TRUE(promise.open(song / ".journal"));
    ASSERT_TRUE(promise.write(journal.rows.size(), journal.rows.back().head));
    // What a killed program had not committed yet stands behind the rows and means nothing.
    constexpr std::size_t headerBytes = 32, frameBytes = 24 + 4096;
    auto whole = test::readBytes(wal);
    for (auto frames = (whole.size() - headerBytes) / frameBytes; frames > 0; --frames) {
        const auto shorter = whole.substr(0, headerBytes + (frames - 1) * frameBytes);
        test::writeBytes(wal, shorter);
        const auto rows = project::readJournal(song / ".journal", project::LoadAccess::readOnly);
        if (rows.rows.size() < journal.rows.size()) {
            whole.resize(headerBytes + frames * frameBytes);
            break;
        }
    }
    std::mt19937_64 dice(7);
    for (int count = 0; count < 60; ++count) {
        auto bytes = whole;
        if (count % 2 == 0)
            bytes.resize(dice() % bytes.size());
        else
            bytes[dice() % bytes.size()] ^= static_cast<char>(1 + dice() % 255);
        test::writeBytes(wal, bytes);
        const auto opened = project::readProject(song, disk, project::LoadAccess::readOnly);
        ASSERT_TRUE(opened) << opened.error().text();
        EXPECT_FALSE(opened->damage.empty()) << count << ", " << bytes.size() << " bytes";
    }
    test::writeBytes(wal, whole);
    EXPECT_EQ(rig.check(song, 0), "");
}

} // namespace

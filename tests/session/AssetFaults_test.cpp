// SPDX-License-Identifier: GPL-3.0-or-later
// Audio on a disk that fails at any call: nothing that was there is lost, nothing half-copied takes
// the place of a file, and trying again works.
#include "SongFile.h"
#include "core/io/Checksum.h"
#include "core/io/DiskFileSystem.h"
#include "session/assets/AssetList.h"
#include "session/assets/AssetSearch.h"
#include "session/assets/UnusedAudio.h"
#include "session/files/AssetCopies.h"
#include "support/FaultyFileSystem.h"
#include "support/TemporaryFolder.h"

#include <array>
#include <filesystem>
#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace cppmusic;
namespace fs = std::filesystem;
using Condition = session::AssetState::Condition;

class AssetFaults : public testing::Test {
protected:
    void SetUp() override
    {
        ASSERT_TRUE(test::writeTone(folder_.file("kick.wav"), 100, 0.1, 48000).ok());
        auto asset = session::copyIntoAssets(disk_, folder_.file("kick.wav"), fresh());
        ASSERT_TRUE(asset);
        asset_ = std::move(*asset);
        asset_.id = model::AssetId{2};
        project_.nextId = 3;
        project_.assets.emplace(asset_.id, asset_);
    }
    fs::path fresh()
    {
        fs::remove_all(song());
        fs::create_directories(song());
        return song();
    }
    [[nodiscard]] fs::path song() const { return folder_.file("Song.dawproj"); }
    [[nodiscard]] Condition condition() const
    {
        return session::conditionOf(disk_, asset_, song(), session::AssetCheck::content);
    }
    /// Runs `act` after `prepare` with the n-th change failing, for every n that there is, in every
    /// way; `check` looks at what is left, then `act` on a sound disk has to work.
    void failEverywhere(const std::function<void()>& prepare,
                        const std::function<core::Status(core::FileSystem&)>& act,
                        const std::function<void()>& check)
    {
        int failures = 0;
        for (const bool isTorn : {false, true})
            for (const bool isForEver : {false, true})
                for (int n = 1;; ++n) {
                    prepare();
                    test::FaultyFileSystem faulty(disk_);
                    faulty.arm({n, core::ErrorCode::noSpace, isForEver, isTorn});
                    const auto status = act(faulty);
                    if (faulty.failures() == 0) {
                        EXPECT_TRUE(status) << status.error().text();
                        break;
                    }
                    ++failures;
                    SCOPED_TRACE(faulty.history().back());
                    check();
                    const auto again = act(disk_);
                    EXPECT_TRUE(again) << again.error().text();
                    if (HasFailure()) return;
                }
        EXPECT_GT(failures, 12);
    }

    test::TemporaryFolder folder_;
    core::DiskFileSystem disk_;
    model::Project project_ = model::makeEmptyProject();
    model::Asset asset_;
};

TEST_F(AssetFaults, AnImportIsThereWholeOrNotAtAll)
{
    failEverywhere(
        [this] { (void)fresh(); },
        [this](core::FileSystem& files) {
            return session::copyIntoAssets(files, folder_.file("kick.wav"), song()).status();
        },
        [this] {
            EXPECT_TRUE(condition() == Condition::missing || condition() == Condition::whole);
        });
    EXPECT_EQ(condition(), Condition::whole);
}

TEST_F(AssetFaults, RelinkingKeepsTheDamagedFileUntilTheWholeOneIsThere)
{
    failEverywhere(
        [this] {
            fs::create_directories((fresh() / asset_.file).parent_path());
            test::writeBytes(song() / asset_.file, "damaged");
        },
        [this](core::FileSystem& files) {
            const std::array places{folder_.file("kick.wav")};
            const auto report = session::relinkAssets(files, project_, song(), places);
            return report ? core::Status{} : report.error();
        },
        [this] {
            const bool isKept = test::readBytes(song() / asset_.file) == "damaged" ||
                                test::readBytes(song() / (asset_.file + ".damaged")) == "damaged";
            EXPECT_TRUE(isKept);
            EXPECT_TRUE(fs::exists(folder_.file("kick.wav")));
        });
    EXPECT_EQ(condition(), Condition::whole);
}

TEST_F(AssetFaults, RemovedAudioIsInOnePlaceOrTheOther)
{
    const auto trash = song() / "assets/unused" / fs::path(asset_.file).filename();
    failEverywhere(
        [this] {
            (void)fresh();
            ASSERT_TRUE(session::copyIntoAssets(disk_, folder_.file("kick.wav"), song()));
        },
        [this](core::FileSystem& files) {
            const auto unused =
                session::findUnusedAudio(files, model::makeEmptyProject(), song(), {});
            return session::moveToUnused(files, song(), unused.files);
        },
        [&] {
            const auto sum =
                core::sha256OfFile(disk_, fs::exists(trash) ? trash : song() / asset_.file);
            ASSERT_TRUE(sum);
            EXPECT_EQ(*sum, asset_.sha256);
        });
    EXPECT_TRUE(fs::exists(trash));
}

TEST_F(AssetFaults, SavingElsewhereOntoAFailingDiskLeavesTheSongItself)
{
    const auto other = folder_.file("Other.dawproj");
    failEverywhere(
        [&] {
            fs::remove_all(other);
            (void)fresh();
            ASSERT_TRUE(session::copyIntoAssets(disk_, folder_.file("kick.wav"), song()));
        },
        [&](core::FileSystem& files) {
            return session::copyAssets(files, project_, song(), other);
        },
        [&] {
            EXPECT_EQ(condition(), Condition::whole);
            const auto there =
                session::conditionOf(disk_, asset_, other, session::AssetCheck::content);
            EXPECT_TRUE(there == Condition::missing || there == Condition::whole);
        });
}

} // namespace

// SPDX-License-Identifier: GPL-3.0-or-later
// Songs in one file, and files that only say they are songs.
#include "core/io/Checksum.h"
#include "core/io/DiskFileSystem.h"
#include "project/serialization/Manifest.h"
#include "project/serialization/ProjectJson.h"
#include "project/serialization/ProjectSerializer.h"
#include "session/files/SongArchive.h"
#include "support/TemporaryFolder.h"

#include <archive.h>
#include <archive_entry.h>
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace cppmusic;
using testing::HasSubstr;

struct Item {
    std::string name, content, link;
};

class SongArchive : public testing::Test {
protected:
    void SetUp() override
    {
        song_ = model::makeEmptyProject();
        song_.name = "Sent";
        model::Asset kick;
        kick.id = model::AssetId{song_.nextId++};
        kick.name = "kick.wav";
        kick.sha256 = core::sha256Hex("boom");
        kick.file = "assets/audio/" + kick.sha256 + ".wav";
        kick.sizeBytes = 4;
        song_.assets.emplace(kick.id, kick);
        ASSERT_TRUE(project::ProjectSerializer::save(song_, file("Song.dawproj"), files_));
        ASSERT_TRUE(files_.createDirectories(file("Song.dawproj") / "assets/audio"));
        ASSERT_TRUE(files_.writeFile(file("Song.dawproj") / kick.file, "boom"));
    }

    [[nodiscard]] std::filesystem::path file(const std::string& name) const
    {
        return folder_.file(name);
    }

    /// The entries of an honest archive.
    [[nodiscard]] std::vector<Item> honest() const
    {
        std::vector<Item> items;
        auto contents = *project::writeProjectFiles(song_);
        contents["manifest.json"] =
            *project::writeManifest(project::makeManifest(contents, song_.nextId));
        for (const auto& [path, text] : contents) items.push_back({path, text, {}});
        return items;
    }

    void write(const std::vector<Item>& items) const
    {
        auto* writer = archive_write_new();
        archive_write_set_format_zip(writer);
        archive_write_open_filename(writer, file("evil.zip").string().c_str());
        for (const auto& item : items) {
            auto* entry = archive_entry_new();
            archive_entry_set_pathname(entry, item.name.c_str());
            archive_entry_set_perm(entry, 0644);
            archive_entry_set_filetype(entry, item.link.empty() ? AE_IFREG : AE_IFLNK);
            archive_entry_set_size(entry, static_cast<la_int64_t>(item.content.size()));
            if (!item.link.empty()) archive_entry_set_symlink(entry, item.link.c_str());
            archive_write_header(writer, entry);
            archive_write_data(writer, item.content.data(), item.content.size());
            archive_entry_free(entry);
        }
        archive_write_close(writer);
        archive_write_free(writer);
    }

    /// Refused in one sentence, and nothing new is anywhere.
    void expectRefusal(const std::vector<Item>& items, const std::string& sentence,
                       const session::ArchiveLimits& limits = {})
    {
        write(items);
        const auto before = *files_.list(folder_.path());
        const auto status =
            session::unpackSong(files_, file("evil.zip"), file("Out.dawproj"), limits);
        ASSERT_FALSE(status) << sentence;
        EXPECT_THAT(status.error().text(), HasSubstr(sentence));
        EXPECT_EQ(status.error().text().find('\n'), std::string::npos);
        EXPECT_EQ(*files_.list(folder_.path()), before) << sentence;
    }

    core::DiskFileSystem files_;
    test::TemporaryFolder folder_;
    model::Project song_;
};

TEST_F(SongArchive, WhatIsPackedUnpacksAsTheSameSong)
{
    ASSERT_TRUE(session::packSong(files_, song_, file("Song.dawproj"), file("a.zip")));
    ASSERT_TRUE(session::packSong(files_, song_, file("Song.dawproj"), file("b.zip")));
    EXPECT_EQ(*files_.readFile(file("a.zip")), *files_.readFile(file("b.zip")));
    const auto status = session::unpackSong(files_, file("a.zip"), file("Out.dawproj"));
    ASSERT_TRUE(status) << status.error().text();
    const auto loaded = project::ProjectSerializer::load(file("Out.dawproj"), files_);
    ASSERT_TRUE(loaded) << loaded.error().text();
    EXPECT_TRUE(loaded->project == song_);
    EXPECT_TRUE(loaded->problems.empty());
    EXPECT_TRUE(project::ProjectSerializer::verify(file("Out.dawproj"), files_).empty());
    EXPECT_EQ(session::unpackSong(files_, file("a.zip"), file("Out.dawproj")).error().code,
              core::ErrorCode::alreadyExists);
}

TEST_F(SongArchive, DamagedAudioIsNotSent)
{
    const auto audio = file("Song.dawproj") / song_.assets.begin()->second->file;
    ASSERT_TRUE(files_.writeFile(audio, "bomb"));
    const auto status = session::packSong(files_, song_, file("Song.dawproj"), file("a.zip"));
    ASSERT_FALSE(status);
    EXPECT_THAT(status.error().message, HasSubstr("changed or damaged"));
    EXPECT_FALSE(files_.exists(file("a.zip")));
    EXPECT_FALSE(files_.exists(file("a.zip.part")));
}

TEST_F(SongArchive, NamesThatLeadElsewhereAreRefused)
{
    for (const char* name :
         {"../escaped.json", "tracks/../../escaped.json", "/escaped.json", "..\\escaped.json",
          "C:\\escaped.json", "assets/audio/../../../escaped.wav", "assets/audio/.hidden",
          "plugins/evil.so", "run.lua", "tracks/.x.json", ".journal/history.db", "a\nb.json"}) {
        auto items = honest();
        items.push_back({name, "x", {}});
        expectRefusal(items, "nothing was unpacked");
    }
    EXPECT_FALSE(std::filesystem::exists(folder_.path().parent_path() / "escaped.json"));
}

TEST_F(SongArchive, LinksTwinsAndTooManyFilesAreRefused)
{
    auto items = honest();
    items.push_back({"assets/audio/link.wav", "", "/etc/passwd"});
    expectRefusal(items, "Links");
    items = honest();
    items.push_back({"tracks/TRACK-001.json", "{}", {}});
    expectRefusal(items, "twice");
    items = honest();
    for (int count = 0; count < 30; ++count)
        items.push_back({"assets/audio/" + std::to_string(count) + ".wav", "x", {}});
    session::ArchiveLimits few;
    few.entries = 20;
    expectRefusal(items, "too many files", few);
}

TEST_F(SongArchive, BombsAreStopped)
{
    auto items = honest();
    items.push_back({"assets/audio/zeros.wav", std::string(40u << 20, '\0'), {}});
    session::ArchiveLimits limits;
    limits.freeBytes = 1u << 20;
    expectRefusal(items, "times its size", limits);
    items = honest();
    items.push_back({"tracks/track-099.json", std::string(8u << 20, ' '), {}});
    limits = {};
    limits.fileBytes = 1u << 20;
    expectRefusal(items, "larger than a song's files", limits);
}

TEST_F(SongArchive, ContentThatIsNoSongIsRefused)
{
    auto items = honest();
    for (auto& item : items)
        if (item.name == "project.json") item.content = std::string(100'000, '[');
    expectRefusal(items, "project.json");
    // The same with a manifest that agrees: the depth itself is refused.
    project::FileContents contents;
    for (const auto& item : items)
        if (item.name != "manifest.json") contents[item.name] = item.content;
    for (auto& item : items)
        if (item.name == "manifest.json")
            item.content = *project::writeManifest(project::makeManifest(contents, 5));
    expectRefusal(items, "nested deeper");
    items = honest();
    items.push_back({song_.assets.begin()->second->file, "bomb", {}});
    expectRefusal(items, "checksum is wrong");
    expectRefusal({{"assets/audio/a.wav", "x", {}}}, "There is no song");
    ASSERT_TRUE(files_.writeFile(file("evil.zip"), "this is no archive"));
    EXPECT_FALSE(session::unpackSong(files_, file("evil.zip"), file("Out.dawproj")));
    EXPECT_FALSE(session::unpackSong(files_, file("missing.zip"), file("Out.dawproj")));
    EXPECT_FALSE(files_.exists(file("Out.dawproj")));
}

TEST_F(SongArchive, AnArchiveCutAnywhereIsRefusedUnlessAllOfTheSongIsInIt)
{
    ASSERT_TRUE(session::packSong(files_, song_, file("Song.dawproj"), file("a.zip")));
    const auto whole = *files_.readFile(file("a.zip"));
    std::size_t refused = 0, tried = 0;
    for (std::size_t size = 0; size < whole.size(); size += 97, ++tried) {
        ASSERT_TRUE(files_.writeFile(file("cut.zip"), whole.substr(0, size)));
        if (!session::unpackSong(files_, file("cut.zip"), file("Out.dawproj"))) {
            ASSERT_FALSE(files_.exists(file("Out.dawproj"))) << size;
            ++refused;
            continue;
        }
        // Only the archive's directory, which stands at its end, was cut.
        const auto loaded = project::ProjectSerializer::load(file("Out.dawproj"), files_);
        ASSERT_TRUE(loaded && loaded->project == song_ && loaded->problems.empty()) << size;
        ASSERT_TRUE(files_.removeAll(file("Out.dawproj")));
    }
    EXPECT_GT(refused, tried / 2);
}

} // namespace

// SPDX-License-Identifier: GPL-3.0-or-later
// Projects as every version of the format wrote them: they have to open as the same song for ever.
#include "RandomCommands.h"
#include "SmallSong.h"
#include "core/io/DiskFileSystem.h"
#include "project/serialization/ModelSchema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace {

using namespace cppmusic;
using namespace cppmusic::project;

std::filesystem::path golden(int version)
{
    return std::filesystem::path(CPPMUSIC_GOLDEN) / ("format-" + std::to_string(version)) /
           "Song.dawproj";
}

/// Whether every kind of noun is in it.
bool isRich(const model::Project& song)
{
    bool hasSends = false, hasAudio = false, hasSamples = false, hasNotes = false;
    std::size_t lanes = 0;
    for (const auto& track : song.tracks) {
        lanes += track->lanes.size();
        hasSends = hasSends || !track->strip.sends.empty();
        for (const auto& clip : track->clips)
            hasAudio = hasAudio || std::holds_alternative<model::AudioClip>(clip->content);
        for (const auto& device : track->inserts)
            hasSamples = hasSamples || !device->samples.empty();
    }
    for (const auto& [id, pattern] : song.patterns)
        for (const auto& [track, lane] : pattern->lanes)
            hasNotes = hasNotes || (!lane->notes.empty() && !lane->controls.empty());
    return hasSends && hasAudio && hasSamples && hasNotes && lanes > 1 &&
           song.patterns.size() > 2 && !song.markers.empty() && !song.routing.sidechains.empty();
}

/// Every kind of noun, fields and devices of later versions, names that need care.
model::Project makeGolden()
{
    model::Project song;
    for (std::uint64_t seed = 0x601d; !isRich(song); ++seed) {
        test::RandomCommands random(seed);
        song = random.makeProject(160);
    }
    song.name = "Golden";
    song.unknownFields = R"({"fromTheFuture": {"list": [1, 2.50, null]}})";
    model::Track track;
    track.id = model::TrackId{song.nextId++};
    track.name = "From another program";
    model::Device device;
    device.id = model::DeviceId{song.nextId++};
    device.type = "org.example.granulator";
    device.parameters = {{"density", 12.5f}};
    device.unknownFields = R"({"grains": {"shape": "hann", "sizes": [0.010, 1e-3]}})";
    track.inserts.emplace_back(device);
    song.tracks.emplace_back(track);
    return song;
}

TEST(Goldens, EveryPastVersionOpensAsTheSameSong)
{
    core::DiskFileSystem files;
    const auto newest = ProjectSerializer::load(golden(schemaVersion), files, LoadAccess::readOnly);
    ASSERT_TRUE(newest) << newest.error().text();
    EXPECT_GT(newest->project.tracks.size(), 2u);
    EXPECT_GT(newest->project.patterns.size(), 2u);
    for (int version = 1; version < schemaVersion; ++version) {
        const auto old = ProjectSerializer::load(golden(version), files, LoadAccess::readOnly);
        ASSERT_TRUE(old) << version << ": " << old.error().text();
        EXPECT_TRUE(old->project == newest->project) << "format " << version;
    }
}

TEST(Goldens, TheNewestVersionIsWhatThisProgramWrites)
{
    core::DiskFileSystem disk;
    const auto loaded = ProjectSerializer::load(golden(schemaVersion), disk, LoadAccess::readOnly);
    ASSERT_TRUE(loaded) << loaded.error().text();
    core::MemoryFileSystem files;
    ASSERT_TRUE(ProjectSerializer::save(loaded->project, test::folder, files));
    for (const std::string place : {"", "tracks", "patterns", "automation"}) {
        const auto names = disk.list(golden(schemaVersion) / place);
        ASSERT_TRUE(names);
        for (const auto& name : *names) {
            const auto path = std::filesystem::path(place) / name;
            if (disk.isDirectory(golden(schemaVersion) / path) || name == undoPath ||
                name == manifestPath)
                continue;
            EXPECT_EQ(*files.readFile(test::folder / path),
                      *disk.readFile(golden(schemaVersion) / path))
                << path;
        }
    }
}

/// CPPMUSIC_WRITE_GOLDEN=1 writes the golden project of the current version, once, before it is
/// released; afterwards it must never change.
TEST(Goldens, WriteTheNewestOnRequest)
{
    if (std::getenv("CPPMUSIC_WRITE_GOLDEN") == nullptr) GTEST_SKIP() << "nobody asked for it";
    core::DiskFileSystem files;
    ASSERT_FALSE(files.exists(golden(schemaVersion))) << "a golden project never changes";
    auto song = makeGolden();
    if (schemaVersion > 1) // the same song in another form
        song = ProjectSerializer::load(golden(1), files, LoadAccess::readOnly)->project;
    const auto saved = ProjectSerializer::save(song, golden(schemaVersion), files);
    ASSERT_TRUE(saved) << saved.error().text();
}

} // namespace

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/Checksum.h"
#include "core/io/MemoryFileSystem.h"
#include "project/serialization/Manifest.h"
#include "project/serialization/ProjectSerializer.h"

#include <gtest/gtest.h>

namespace cppmusic::test {

using namespace cppmusic::project;

inline const std::filesystem::path folder = "Song.dawproj";

// Puts a file in place of another and makes the manifest agree, as a hostile hand could.
inline void plant(core::FileSystem& files, const std::string& path, const std::string& content)
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

/// A master and a bass that plays one pattern, with automation of its gain.
inline model::Project makeSmallSong()
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

} // namespace cppmusic::test

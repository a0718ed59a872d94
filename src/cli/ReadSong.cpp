// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/ReadSong.h"

#include "project/storage/ReadProject.h"

#include <string>
#include <utility>

namespace cppmusic::cli {

core::Result<ReadSong> readSong(const std::filesystem::path& folder, core::FileSystem& files)
{
    auto opened = project::readProject(folder, files, project::LoadAccess::readOnly);
    if (!opened) return opened.error();
    ReadSong song;
    song.project = std::move(opened->project);
    song.unsavedEdits = opened->unsavedEdits;
    song.isDamaged = !opened->damage.empty();
    for (const auto* list : {&opened->damage, &opened->problems})
        for (const auto& error : *list) song.problems.push_back({error.place, error.message});
    return song;
}

core::Result<ReadSong> readWholeSong(const std::filesystem::path& folder, core::FileSystem& files)
{
    auto song = readSong(folder, files);
    if (!song || !song->isDamaged) return song;
    const auto& first = song->problems.front();
    return core::makeError(core::ErrorCode::corrupt,
                           "The song is damaged: " + first.place + ": " + first.message +
                               " 'cppmusic-cli repair' restores what can be restored.",
                           folder.string());
}

void tellReading(const ReadSong& song, Console& console)
{
    if (song.unsavedEdits != 0)
        console.note(std::to_string(song.unsavedEdits) +
                     (song.unsavedEdits == 1 ? " edit" : " edits") +
                     " beyond the last save included");
    for (const auto& problem : song.problems)
        console.warning(problem.place + ": " + problem.message);
}

} // namespace cppmusic::cli

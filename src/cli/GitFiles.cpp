// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/GitFiles.h"

#include "project/serialization/ProjectSerializer.h"

#include <array>
#include <system_error>

#ifndef _WIN32
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
extern char** environ;
#endif

namespace cppmusic::cli {

namespace fs = std::filesystem;
using core::ErrorCode;
using core::makeError;

SongPath splitSongPath(const std::string& path)
{
    const fs::path whole(path);
    fs::path song = whole.parent_path();
    std::string file = whole.filename().string();
    const auto folder = song.filename().string();
    if (folder == "tracks" || folder == "patterns" || folder == "automation") {
        file.insert(0, folder + "/");
        song = song.parent_path();
    }
    return {song.empty() ? fs::path(".") : song, file};
}

model::Project contextSong(core::FileSystem& files, const fs::path& folder)
{
    auto loaded = project::ProjectSerializer::load(folder, files, project::LoadAccess::readOnly);
    return loaded ? std::move(loaded->project) : model::makeEmptyProject();
}

std::string ownPath()
{
    std::error_code error;
    const auto path = fs::read_symlink("/proc/self/exe", error);
    return error ? "cppmusic-cli" : path.string();
}

#ifdef _WIN32
core::Result<std::string> runGit(const std::vector<std::string>&)
{
    return makeError(ErrorCode::unsupported, "git can't be started from here on this system",
                     "git");
}
#else
core::Result<std::string> runGit(const std::vector<std::string>& arguments)
{
    std::vector<std::string> words{"git"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> list;
    for (auto& word : words) list.push_back(word.data());
    list.push_back(nullptr);
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0)
        return makeError(ErrorCode::exhausted, "git can't be started: no pipe is left", "git");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO})
        posix_spawn_file_actions_adddup2(&actions, ends[1], stream);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    pid_t process = 0;
    const int failed = ::posix_spawnp(&process, "git", &actions, nullptr, list.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    std::string text;
    std::array<char, 4096> piece{};
    for (ssize_t count = 0;
         failed == 0 && (count = ::read(ends[0], piece.data(), piece.size())) > 0;)
        text.append(piece.data(), static_cast<std::size_t>(count));
    ::close(ends[0]);
    if (failed != 0) return makeError(ErrorCode::unsupported, "git is not installed", "git");
    int status = 0;
    ::waitpid(process, &status, 0);
    while (!text.empty() && text.back() == '\n') text.pop_back();
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return makeError(ErrorCode::ioFailure, text.empty() ? "git failed" : text, "git");
    return text;
}
#endif

} // namespace cppmusic::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/storage/LeftDrafts.h"

#include "project/storage/ReadProject.h"
#include "session/ProjectFiles.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace cppmusic::session {

namespace {

using Time = std::filesystem::file_time_type;

Time lastWorkedOn(const std::filesystem::path& draft)
{
    auto last = Time::min();
    for (const char* name : {"history.db", "history.db-wal", "acknowledged"}) {
        std::error_code error;
        const auto time =
            std::filesystem::last_write_time(project::journalFolder(draft) / name, error);
        if (!error) last = std::max(last, time);
    }
    return last;
}

} // namespace

std::vector<LeftDraft> leftDrafts(const ProjectFiles& files, core::FileSystem& fileSystem)
{
    std::vector<std::pair<Time, LeftDraft>> found;
    for (const auto& folder : files.drafts()) {
        const auto opened = project::readProject(folder, fileSystem, project::LoadAccess::readOnly);
        if (!opened || opened->edits == 0) continue;
        found.emplace_back(lastWorkedOn(folder),
                           LeftDraft{folder, opened->project.name, opened->edits});
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<LeftDraft> drafts;
    for (auto& [time, draft] : found) drafts.push_back(std::move(draft));
    return drafts;
}

std::string describe(const std::vector<LeftDraft>& drafts)
{
    if (drafts.empty()) return {};
    const auto& first = drafts.front();
    const auto name = "'" + first.name + "' (" + std::to_string(first.edits) +
                      (first.edits == 1 ? " edit)" : " edits)");
    if (drafts.size() == 1) return name + " was never saved, and the program ended without asking.";
    return std::to_string(drafts.size()) +
           " songs were never saved, and the program ended without asking; the last one is " +
           name + ".";
}

} // namespace cppmusic::session

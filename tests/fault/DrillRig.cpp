// SPDX-License-Identifier: GPL-3.0-or-later
#include "DrillRig.h"

#include "cli/DrillEdits.h"
#include "core/io/DiskFileSystem.h"
#include "project/ProjectModel.h"
#include "project/storage/JournalRow.h"
#include "session/storage/SongKeeper.h"

#include <cstdlib>
#include <fstream>

namespace cppmusic::test {

namespace fs = std::filesystem;

struct DrillRig::Reference {
    project::ProjectModel model{cli::makeDrillSong()};
    std::vector<std::string> hashes{*project::checksumOf(*model.snapshot())};
};

DrillRig::DrillRig() : reference_(std::make_shared<Reference>())
{
    if (fs::is_directory("/dev/shm")) setenv("TMPDIR", "/dev/shm", 1);
    folder_ = std::make_unique<TemporaryFolder>();
}

fs::path DrillRig::fresh(const std::string& name) const
{
    fs::remove_all(path(name));
    fs::create_directory(path(name));
    return path(name);
}

int DrillRig::execute(const std::string& arguments, const fs::path& song, const std::string& fault,
                      const fs::path& trace) const
{
    std::string command;
    if (!fault.empty() || !trace.empty())
        command = "FAULT_ROOT='" + song.string() + "' LD_PRELOAD='" CPPMUSIC_FAULT_PRELOAD "' ";
    if (!trace.empty()) command += "FAULT_TRACE='" + trace.string() + "' ";
    if (!fault.empty()) {
        const auto space = fault.find(' ');
        command +=
            "FAULT_KIND=" + fault.substr(0, space) + " FAULT_AT=" + fault.substr(space + 1) + " ";
    }
    command += "'" CPPMUSIC_CLI "' " + arguments + " >'" + path("out").string() + "' 2>'" +
               path("err").string() + "'";
    return std::system(("{ " + command + "; } 2>/dev/null").c_str());
}

fs::path DrillRig::init(const std::string& name, const fs::path& trace)
{
    const auto song = fresh(name);
    execute("drill init '" + song.string() + "'", song, {}, trace);
    return song;
}

std::uint64_t DrillRig::run(const fs::path& song, int edits, const std::string& fault,
                            const fs::path& trace)
{
    execute("drill run '" + song.string() + "' " + std::to_string(edits), song, fault, trace);
    std::ifstream out(path("out"));
    std::uint64_t acknowledged = 0;
    for (std::string line; std::getline(out, line);)
        if (line.starts_with("ACK ")) acknowledged = std::strtoull(line.c_str() + 4, nullptr, 10);
    return acknowledged;
}

const std::string& DrillRig::hashAfter(std::uint64_t edits)
{
    auto& hashes = reference_->hashes;
    while (hashes.size() <= edits) {
        if (!cli::performDrillEdit(reference_->model, hashes.size())) std::abort();
        hashes.push_back(*project::checksumOf(*reference_->model.snapshot()));
    }
    return hashes[static_cast<std::size_t>(edits)];
}

std::string DrillRig::check(const fs::path& song, std::uint64_t acknowledged, std::uint64_t* edits)
{
    core::DiskFileSystem disk;
    const auto opened = session::SongKeeper::read(song, disk);
    if (!opened) return "unreadable: " + opened.error().text();
    if (!opened->project.damage.empty())
        return "asks for repair: " + opened->project.damage.front().text();
    if (edits != nullptr) *edits = opened->project.edits;
    if (opened->project.edits < acknowledged)
        return "lost: " + std::to_string(acknowledged) + " were acknowledged, " +
               std::to_string(opened->project.edits) + " are there";
    if (*project::checksumOf(opened->project.project) != hashAfter(opened->project.edits))
        return "another song than after " + std::to_string(opened->project.edits) + " edits";
    return {};
}

} // namespace cppmusic::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/io/FileSystem.h"
#include "model/Project.h"
#include "project/UndoTree.h"
#include "project/serialization/ProjectSerializer.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace cppmusic::project {

/// How the files of a folder stand to its journal.
enum class JournalFit : std::uint8_t {
    none,    ///< there is no journal yet
    follows, ///< the journal leads from the files to the song
    older,   ///< the files are an earlier save: somebody brought it back
    foreign  ///< the files were changed by somebody else
};

/// A project with its history, as its folder tells it.
struct OpenedProject {
    model::Project project; ///< with every edit that was acknowledged
    UndoTree tree;
    std::vector<core::Error> problems; ///< worth telling, nothing is damaged
    /// What on the disk is not as it was written. The project is the best that can be had; whoever
    /// opens it must not write before somebody decided to repair.
    std::vector<core::Error> damage;
    std::uint64_t edits = 0;        ///< steps of the history that are in it
    std::uint64_t unsavedEdits = 0; ///< of these, steps after what the files hold
    std::uint64_t rows = 0;         ///< of the journal
    std::string head;
    std::string checksum; ///< of the files
    JournalFit fit = JournalFit::none;
    bool isRebuilt = false; ///< the files are damaged; the journal had everything
    /// Files and journal are both damaged: this is the best of both, which salvageProject keeps.
    bool isSalvaged = false;
};

/// Where a project's journal is.
[[nodiscard]] std::filesystem::path journalFolder(const std::filesystem::path& project);

/// Reads files and journal, checks all of it and replays what was edited after the last save.
/// Errors as ProjectSerializer::load, when not even the journal helps. readOnly touches nothing;
/// readWrite finishes or discards what a crash left half done. [main or job]
[[nodiscard]] core::Result<OpenedProject> readProject(const std::filesystem::path& folder,
                                                      core::FileSystem& files, LoadAccess access);

} // namespace cppmusic::project

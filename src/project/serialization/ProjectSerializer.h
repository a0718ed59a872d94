// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/io/FileSystem.h"
#include "model/Project.h"
#include "project/UndoStack.h"

#include <filesystem>
#include <string>
#include <vector>

namespace cppmusic::project {

/// A project from a folder, and what is wrong with it without keeping it from opening: a missing
/// sample, a clip whose pattern is not there, an undo history that was damaged.
struct LoadedProject {
    model::Project project;
    UndoStack undo;
    std::vector<core::Error> problems;
    std::string checksum;    ///< checksumOf its manifest
    std::uint64_t edits = 0; ///< that its journal had when it was saved
};

/// What a save did, relative to the folder.
struct SaveReport {
    std::vector<std::string> written;
    std::vector<std::string> removed;
};

/// Whether opening may finish or discard a half-done save.
enum class LoadAccess : std::uint8_t { readWrite, readOnly };

/// The project folder `Name.dawproj/`:
///
///     manifest.json   size and SHA-256 of every file below, the id counter
///     project.json    name, tempo, loop, routing, markers, assets, order of the tracks
///     tracks/track-001.json  patterns/pattern-002.json  automation/auto-003.json  (named by id)
///     undo.json       the history as older versions wrote it; read, and removed by the next save
///     assets/audio/<sha256>.ext  put there by import, never touched here
///     .save/          a save in progress
///
/// The manifest is a file of its own so that project.json, like all others, changes only with the
/// music. Canonical JSON: UTF-8, LF, sorted keys, shortest numbers that round-trip, one object a
/// line in lists, no times, no absolute paths. Fields this version doesn't know survive.
///
/// All functions: [main or job], never throw. Errors name the place:
/// `tracks/track-001.json#/strip/pan`.
class ProjectSerializer {
public:
    /// Makes the folder hold exactly this project; creates it when missing. Writes only files whose
    /// content differs. Atomic: after a failure or a crash at any step, load() gives the project
    /// from before or this one, never a mixture.
    [[nodiscard]] static core::Result<SaveReport> save(const model::Project& project,
                                                       const std::filesystem::path& folder,
                                                       core::FileSystem& files);

    /// Finishes or discards a half-done save, checks every checksum, reads, validates. corrupt: a
    /// damaged or missing file, by name; newerVersion: from a newer program; notFound: no project
    /// there. readOnly reads the same project without writing.
    [[nodiscard]] static core::Result<LoadedProject>
    load(const std::filesystem::path& folder, core::FileSystem& files,
         LoadAccess access = LoadAccess::readWrite);

    /// Every damaged, missing and extra file (assets included, whose content is read in full), and
    /// everything load would object to. Empty: all is well. Writes nothing.
    [[nodiscard]] static std::vector<core::Error> verify(const std::filesystem::path& folder,
                                                         core::FileSystem& files);
};

} // namespace cppmusic::project

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "model/Project.h"
#include "project/UndoTree.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cppmusic::project {

/// What a row of the journal tells.
enum class JournalKind : std::uint8_t {
    origin = 1, ///< a state that no edit led to: `text` has all files, `sum` their checksum
    edit = 2,   ///< revision `node` is new, made from `parent`
    amend = 3,  ///< a gesture goes on: `node` is reached by another edit
    move = 4,   ///< the song is in revision `node` now
    saving = 5, ///< the state after row `base` goes into the folder; `sum` is its checksum
    saved = 6   ///< the save of row `base` is done
};

/// The format in which rows are written: how commands, and the nouns in them, are JSON. Rows of
/// older formats are migrated as they are read; a newer one is refused. It rises with every change
/// that an older program would misread. Columns of the table are added, never changed.
inline constexpr std::uint32_t rowFormat = 1;

/// A line of the journal, numbered from 1 without gaps. Each carries a checksum of itself and of
/// all before it.
struct JournalRow {
    std::uint64_t seq = 0;
    std::uint32_t format = rowFormat;
    JournalKind kind = JournalKind::edit;
    Revision node = 0;
    Revision parent = 0;
    std::uint64_t base = 0;
    std::string label;   ///< of edits
    std::string text;    ///< of edits the command, of origins the files; JSON
    std::string inverse; ///< of edits; JSON
    std::string sum;     ///< of origins and saves: checksumOf the project's manifest
    std::string head;    ///< 32 hexadecimal digits: this row and all before it

    friend bool operator==(const JournalRow&, const JournalRow&) = default;
};

/// The head of a row that comes after the one with `previous` (empty for the first). [any]
[[nodiscard]] std::string headOf(const JournalRow& row, const std::string& previous);

/// Success when this program knows the row's format, else newerVersion. [any]
[[nodiscard]] core::Status checkFormat(const JournalRow& row);

/// Whether it counts as something the person did. [any]
[[nodiscard]] bool isStep(JournalKind kind) noexcept;

/// The row of an edit, without number and head. invalidArgument for text that isn't UTF-8. [any]
[[nodiscard]] core::Result<JournalRow> rowOf(JournalKind kind, Revision revision, Revision parent,
                                             const UndoEntry& entry);
/// corrupt when it is none, newerVersion when a newer program wrote it. [any]
[[nodiscard]] core::Result<UndoEntry> entryOf(const JournalRow& row);

/// All files of a project as the text of an origin; fills `sum` too. [any]
[[nodiscard]] core::Result<JournalRow> originOf(const model::Project& project, Revision revision);
/// The project of an origin. corrupt when it is none. [any]
[[nodiscard]] core::Result<model::Project> projectOf(const JournalRow& origin);

/// The checksum of a project as its manifest would give it. [any]
[[nodiscard]] core::Result<std::string> checksumOf(const model::Project& project);

} // namespace cppmusic::project

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace cppmusic::session {

class ProjectFiles;

/// What a window says about the song on the disk.
struct SaveState {
    enum class Kind : std::uint8_t {
        saved,
        unsaved,  ///< the last edits are in the journal, the files are older
        draft,    ///< the song has no folder of its own yet; it is kept in the drafts folder
        readOnly, ///< nothing is kept
        failing   ///< the disk refuses
    };
    Kind kind = Kind::saved;
    std::string word;   ///< "saved", for a status line
    std::string banner; ///< what the person has to know; the cure is to save elsewhere. Often empty
    friend bool operator==(const SaveState&, const SaveState&) = default;
};

/// [main]
[[nodiscard]] SaveState saveStateOf(ProjectFiles& files);

} // namespace cppmusic::session

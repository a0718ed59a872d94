// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/storage/SaveState.h"

#include "session/ProjectFiles.h"
#include "session/storage/SongKeeper.h"

namespace cppmusic::session {

namespace {

std::string readOnlyBanner(const SongKeeper& keeper, bool isModified)
{
    if (!keeper.damage().empty()) {
        const auto& first = keeper.damage().front();
        return "The song is damaged (" + first.place +
               ") and open for reading only: save it elsewhere, or close it and repair it.";
    }
    return isModified ? "The song is open for reading only: your changes are kept nowhere until "
                        "you save it elsewhere."
                      : "";
}

} // namespace

SaveState saveStateOf(ProjectFiles& files)
{
    using Kind = SaveState::Kind;
    const auto& keeper = files.keeper();
    const auto durability = keeper.durability();
    if (durability.isFailing) {
        auto why = durability.error.message;
        while (why.ends_with('.')) why.pop_back();
        return {Kind::failing, "not being saved",
                "Not being saved: " + why +
                    ". Your edits are kept in memory, and it is tried again every two seconds."};
    }
    if (durability.isReadOnly)
        return {Kind::readOnly, "read only", readOnlyBanner(keeper, files.isModified())};
    if (!files.isModified()) return {Kind::saved, "saved", {}};
    const bool isDraft = !files.hasLocation() && !keeper.folder().empty();
    if (isDraft) return {Kind::draft, "draft", {}};
    return {Kind::unsaved, "not saved", {}};
}

} // namespace cppmusic::session

// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/ApplyCommand.h"

#include "project/commands/Edit.h"

#include <algorithm>

namespace cppmusic::project {

core::Status perform(Edit& edit, const Batch& batch)
{
    for (const auto& command : batch.commands)
        if (auto status = perform(edit, command); !status) return status;
    return {};
}

core::Status perform(Edit& edit, const Command& command)
{
    auto status = std::visit([&](const auto& group) { return perform(edit, group); }, command.body);
    if (!status) return status;
    if (command.nextIdAfter != 0) edit.project.nextId = command.nextIdAfter;
    return {};
}

core::Result<Applied> applyCommand(const model::Project& before, const Command& command)
{
    Edit edit(before);
    if (auto status = perform(edit, command); !status) return status.error();
    Applied applied{std::move(edit.project), {}};
    auto inverses = std::move(edit).takeInverses();
    std::reverse(inverses.begin(), inverses.end());
    applied.inverse =
        inverses.size() == 1 ? std::move(inverses.front()) : Batch{labelOf(command), inverses};
    if (applied.after.nextId != before.nextId) applied.inverse.nextIdAfter = before.nextId;
    return applied;
}

} // namespace cppmusic::project

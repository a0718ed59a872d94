// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/WalkHistory.h"

#include "project/ApplyCommand.h"

namespace cppmusic::project {

core::Result<model::Project> walk(model::Project from, const UndoTree& tree, const UndoPath& path)
{
    const auto apply = [&from](const Command& command) {
        auto applied = applyCommand(from, command);
        if (applied) from = std::move(applied->after);
        return applied.status();
    };
    for (const auto step : path.back)
        if (auto status = apply(tree.node(step).entry->inverse); !status) return status.error();
    for (const auto step : path.forth)
        if (auto status = apply(tree.node(step).entry->forward); !status) return status.error();
    return from;
}

} // namespace cppmusic::project

// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/migration/CommandMigrations.h"

#include "project/storage/JournalRow.h"

#include <algorithm>
#include <array>

namespace cppmusic::project {

namespace {

core::Status apply(const CommandStep& step, JsonValue& command)
{
    auto* object = std::get_if<JsonObject>(&command.content);
    if (object == nullptr)
        return core::makeError(core::ErrorCode::corrupt, "A command of the history must be an "
                                                         "object.");
    const auto list = std::find_if(object->begin(), object->end(), [](const auto& member) {
        return member.first == "commands" && member.second.template getIf<JsonArray>() != nullptr;
    });
    if (list == object->end()) return step(*object);
    for (auto& each : std::get<JsonArray>(list->second.content))
        if (auto status = apply(step, each); !status) return status;
    return {};
}

} // namespace

std::span<const CommandStep> commandSteps() noexcept
{
    static const std::array<CommandStep, rowFormat - 1> steps{};
    return steps;
}

core::Status migrateCommand(JsonValue& command, std::uint32_t format,
                            std::span<const CommandStep> steps)
{
    for (std::size_t index = format - 1; index < steps.size(); ++index)
        if (auto status = apply(steps[index], command); !status) return status;
    return {};
}

} // namespace cppmusic::project

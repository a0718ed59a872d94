// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/migration/Migrations.h"

#include "project/serialization/ModelSchema.h"

#include <array>

namespace cppmusic::project {

namespace {

using Step = core::Status (*)(JsonFiles&);

/// steps[n] leads from format n + 1 to n + 2.
constexpr std::array<Step, schemaVersion - 1> steps{migrateFrom1};

} // namespace

core::Status migrate(JsonFiles& files, int version)
{
    for (int from = version; from < schemaVersion; ++from)
        if (auto status = steps[static_cast<std::size_t>(from - 1)](files); !status) return status;
    if (auto* song = std::get_if<JsonObject>(&files["project.json"].content))
        for (auto& [name, value] : *song)
            if (name == "version") value = JsonNumber{std::to_string(schemaVersion)};
    return {};
}

} // namespace cppmusic::project

// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/Commands.h"
#include "cli/Json.h"
#include "session/presets/DevicePreset.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace cppmusic::cli {

namespace {

using Json = nlohmann::ordered_json;

int showPresets(const std::string& type, Console& console)
{
    Json list = Json::array();
    for (const auto& preset : session::factoryPresets()) {
        if (!type.empty() && preset.type != type) continue;
        console.line(preset.type + "  " + preset.name);
        list.push_back({{"type", preset.type}, {"name", preset.name}});
    }
    if (list.empty())
        return console.fail(
            core::makeError(core::ErrorCode::notFound,
                            "has no presets; without --type all that there are are listed.", type));
    Json json;
    json["presets"] = std::move(list);
    console.object(dump(json));
    return exitOk;
}

} // namespace

void addPresetsCommand(CLI::App& app, Invocation& invocation)
{
    auto* command = app.add_subcommand(
        "presets", "List the presets that come with the program; 'edit' applies one:\n"
                   "  track(\"Drums\").insert(\"Equaliser\").preset = \"Drum bus glue\"");
    auto type = std::make_shared<std::string>();
    command->add_option("--type", *type, "Of one kind of device only: cppmusic.eq");
    addJsonOption(*command, invocation);
    command->callback([type, &invocation] {
        invocation.run = [type, &invocation] { return showPresets(*type, invocation.console); };
    });
}

} // namespace cppmusic::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/engine/NodeFactory.h"
#include "core/params/Taper.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace cppmusic {
namespace {

/// The parameters of a type as the table of its page.
std::string tableOf(std::string_view type)
{
    std::string table = "\n## Parameters\n| id | | range | default |\n|---|---|---|---|\n";
    const auto node = audio::makeNode(type);
    for (const auto& spec : node->parameters()) {
        std::string range = core::textOf(spec, spec.min) + " … " + core::textOf(spec, spec.max);
        if (!spec.stepNames.empty()) {
            range = spec.stepNames;
            for (std::size_t at = 0; (at = range.find('|', at)) != std::string::npos; at += 2)
                range.replace(at, 1, ", ");
        }
        table += "| `" + std::string(spec.id) + "` | " + std::string(spec.label) + " | " + range +
                 " | " + core::textOf(spec, spec.defaultValue) + " |\n";
    }
    return table;
}

/// CPPMUSIC_WRITE_PAGES in the environment writes the tables anew.
TEST(ProcessorPages, TheirTablesAreTheParametersThatThereAre)
{
    for (const std::string name : {"eq", "saturator", "crusher", "filter", "imager", "utility"}) {
        const std::string path = std::string(CPPMUSIC_PROCESSOR_PAGES) + "/" + name + ".md";
        std::ostringstream text;
        text << std::ifstream(path).rdbuf();
        const std::string page = text.str();
        const auto place = page.find("\n## Parameters\n");
        ASSERT_NE(place, std::string::npos) << path;
        const std::string wanted = tableOf("cppmusic." + name);
        if (std::getenv("CPPMUSIC_WRITE_PAGES") != nullptr)
            std::ofstream(path) << page.substr(0, place) << wanted;
        else
            EXPECT_EQ(page.substr(place), wanted) << "write it anew with CPPMUSIC_WRITE_PAGES=1";
    }
}

} // namespace
} // namespace cppmusic

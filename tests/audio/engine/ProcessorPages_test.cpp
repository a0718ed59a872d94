// SPDX-License-Identifier: GPL-3.0-or-later
// docs/processors against the program: a page per processor with all its parameters.
#include "audio/engine/NodeFactory.h"
#include "support/TestData.h"

#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

namespace cppmusic {
namespace {

/// "gain3" and its like, one of a row of alike parts, stand in one row as "gainN".
std::string rowOf(std::string id)
{
    if (!id.empty() && id.back() >= '0' && id.back() <= '9') id.back() = 'N';
    return id;
}

std::set<std::string> rowsOf(const std::string& page)
{
    std::set<std::string> rows;
    const std::regex row("(^|\n)\\| `([A-Za-z0-9]+)` \\|");
    for (std::sregex_iterator found(page.begin(), page.end(), row), end; found != end; ++found)
        rows.insert(rowOf((*found)[2]));
    return rows;
}

TEST(ProcessorPages, EachListsTheParametersOfItsProcessor)
{
    const auto folder = test::dataFolder() / ".." / ".." / "docs" / "processors";
    int pages = 0;
    for (const auto& file : test::filesBelow(folder)) {
        std::ifstream in(file);
        std::stringstream text;
        text << in.rdbuf();
        const auto page = text.str();
        std::smatch type;
        ASSERT_TRUE(std::regex_search(page, type, std::regex("`(cppmusic\\.[a-z-]+)`"))) << file;
        const auto node = audio::makeNode(type[1].str());
        ASSERT_NE(node, nullptr) << file << " is about " << type[1];
        std::set<std::string> wanted;
        for (const auto& spec : node->parameters()) wanted.insert(rowOf(std::string(spec.id)));
        EXPECT_EQ(rowsOf(page), wanted) << file;
        ++pages;
    }
    EXPECT_GE(pages, 5);
}

} // namespace
} // namespace cppmusic

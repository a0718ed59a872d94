// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/engine/NodeFactory.h"

#include <gtest/gtest.h>

#include <set>

namespace cppmusic::audio {
namespace {

TEST(NodeFactory, EveryTypeHasItsOwnIdALabelAndMakesANode)
{
    std::set<std::string_view> ids;
    for (const NodeType& type : nodeTypes()) {
        EXPECT_TRUE(ids.insert(type.id).second) << type.id;
        EXPECT_FALSE(type.label.empty()) << type.id;
        EXPECT_NE(type.make(), nullptr) << type.id;
        EXPECT_EQ(findNodeType(type.id), &type);
    }
    EXPECT_EQ(findNodeType("no.such.node"), nullptr);
}

} // namespace
} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/engine/NodeFactory.h"

#include <algorithm>
#include <vector>

namespace cppmusic::audio {
namespace {

template <class Node>
[[maybe_unused]] std::unique_ptr<AudioNode> makeNode()
{
    return std::make_unique<Node>();
}

/// One line per type: {"cppmusic.synth", "Synthesizer", NodeType::Role::instrument,
/// &makeNode<Synthesizer>}. The order is the order that menus show.
const std::vector<NodeType>& table()
{
    static const std::vector<NodeType> types{};
    return types;
}

} // namespace

std::span<const NodeType> nodeTypes()
{
    return table();
}

const NodeType* findNodeType(std::string_view id)
{
    const auto types = nodeTypes();
    const auto found =
        std::find_if(types.begin(), types.end(), [id](const NodeType& t) { return t.id == id; });
    return found == types.end() ? nullptr : &*found;
}

} // namespace cppmusic::audio

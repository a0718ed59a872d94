// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"

#include <memory>
#include <span>
#include <string_view>

namespace cppmusic::audio {

/// One kind of built-in node. Registered here, it is covered by the contract test.
struct NodeType {
    std::string_view id;    ///< stable text used in project files: "cppmusic.synth"
    std::string_view label; ///< what a person reads: "Synthesizer"
    enum class Role { instrument, effect, internal } role;
    std::unique_ptr<AudioNode> (*make)();
    /// Ids of the parameters that a node takes at prepare() and then keeps, because its latency or
    /// memory depends on them: another value asks for another node.
    std::span<const std::string_view> fixedParameters = {};
};

/// All built-in node types, in a fixed order. [any]
[[nodiscard]] std::span<const NodeType> nodeTypes();
/// Null when there is no such type.
[[nodiscard]] const NodeType* findNodeType(std::string_view id);
/// A node of that type, or one of the mixer's of any width (makeWideNode), of which nodeTypes()
/// lists a few; null when there is no such type. [main or job]
[[nodiscard]] std::unique_ptr<AudioNode> makeNode(std::string_view id);

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace cppmusic::session {

/// The nodes that exist, one per id, each for as long as compiles ask for it. Another type under
/// the same id is another node. [main, or one job]
class NodeStore {
public:
    /// The node there is, or a new one; null when NodeFactory knows no such type.
    [[nodiscard]] std::shared_ptr<audio::AudioNode> get(audio::NodeId, std::string_view type);
    /// After a compile: nodes that were not asked for since the last call go.
    void forgetUnused();
    void clear() { nodes_.clear(); }
    [[nodiscard]] std::uint64_t made() const noexcept { return made_; }

private:
    struct Entry {
        std::string type;
        std::shared_ptr<audio::AudioNode> node;
        bool isUsed = false;
    };
    std::map<audio::NodeId, Entry> nodes_;
    std::uint64_t made_ = 0;
};

} // namespace cppmusic::session

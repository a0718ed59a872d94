// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cppmusic::session {

/// The nodes that exist, one per id, each for as long as somebody who asked for it hasn't let go.
/// Another type under the same id is another node. [main, or one job]
class NodeStore {
public:
    /// The node there is, or a new one; null when NodeFactory knows no such type. Counts as one
    /// use. `version` tells nodes of one type apart that can't become each other.
    [[nodiscard]] std::shared_ptr<audio::AudioNode> get(audio::NodeId, std::string_view type,
                                                        std::string_view version = {});
    /// One use less.
    void release(audio::NodeId);
    /// After a compile: nodes without a use go.
    void forgetUnused();
    void clear();
    [[nodiscard]] std::uint64_t made() const noexcept { return made_; }

private:
    struct Entry {
        std::string type, version;
        std::shared_ptr<audio::AudioNode> node;
        int uses = 0;
    };
    std::map<audio::NodeId, Entry> nodes_;
    std::vector<audio::NodeId> released_;
    std::uint64_t made_ = 0;
};

} // namespace cppmusic::session

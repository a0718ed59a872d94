// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/NodeStore.h"

#include "audio/engine/NodeFactory.h"

namespace cppmusic::session {

std::shared_ptr<audio::AudioNode> NodeStore::get(audio::NodeId id, std::string_view type,
                                                 std::string_view version)
{
    auto& entry = nodes_[id];
    ++entry.uses;
    if (entry.node == nullptr || entry.type != type || entry.version != version) {
        entry.type = type;
        entry.version = version;
        entry.node = audio::makeNode(type);
        if (entry.node != nullptr) ++made_;
    }
    return entry.node;
}

void NodeStore::release(audio::NodeId id)
{
    const auto found = nodes_.find(id);
    if (found == nodes_.end()) return;
    --found->second.uses;
    released_.push_back(id);
}

void NodeStore::forgetUnused()
{
    for (const auto id : released_) {
        const auto found = nodes_.find(id);
        if (found != nodes_.end() && found->second.uses <= 0) nodes_.erase(found);
    }
    released_.clear();
}

void NodeStore::clear()
{
    nodes_.clear();
    released_.clear();
}

} // namespace cppmusic::session

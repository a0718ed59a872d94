// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/NodeStore.h"

#include "audio/engine/NodeFactory.h"

namespace cppmusic::session {

std::shared_ptr<audio::AudioNode> NodeStore::get(audio::NodeId id, std::string_view type)
{
    auto& entry = nodes_[id];
    entry.isUsed = true;
    if (entry.node == nullptr || entry.type != type) {
        const auto* found = audio::findNodeType(type);
        entry.type = type;
        entry.node = found == nullptr ? nullptr : std::shared_ptr<audio::AudioNode>(found->make());
        if (entry.node != nullptr) ++made_;
    }
    return entry.node;
}

void NodeStore::forgetUnused()
{
    std::erase_if(nodes_, [](const auto& item) { return !item.second.isUsed; });
    for (auto& item : nodes_) item.second.isUsed = false;
}

} // namespace cppmusic::session

// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/graph/PlanBody.h"

#include "audio/graph/TaskWorker.h"

#include <algorithm>

namespace cppmusic::audio {

PlanBody::~PlanBody()
{
    for (const auto& node : nodes) --node->numPlans_;
}

std::int64_t PlanBody::stepOf(NodeId id) const noexcept CPPMUSIC_NONBLOCKING
{
    const auto found = std::lower_bound(nodeIds.begin(), nodeIds.end(), id);
    if (found == nodeIds.end() || *found != id) return -1;
    return stepOfNode[static_cast<std::size_t>(found - nodeIds.begin())];
}

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/VcaGroups.h"

#include "model/Limits.h"

#include <algorithm>

namespace cppmusic::session {

namespace {
constexpr float maxVcaGainDb = 36.0f; // of TrackStrip's parameter
}

VcaGroups::VcaGroups(const model::Project& project)
{
    for (const auto& track : project.tracks)
        if (track->kind == model::TrackKind::vca) vcas_.emplace(track->id, &*track);
}

VcaEffect VcaGroups::effectOn(const model::Track& track) const
{
    VcaEffect effect;
    bool isDown = false;
    std::size_t depth = 0; // a cycle can't be in a project that commands made
    for (auto vca = vcas_.find(track.vca); vca != vcas_.end() && depth <= vcas_.size(); ++depth) {
        const auto& strip = vca->second->strip;
        isDown = isDown || strip.gainDb <= model::minGainDb;
        effect.gainDb += strip.gainDb;
        effect.isMuted = effect.isMuted || strip.isMuted;
        effect.isSoloed = effect.isSoloed || strip.isSoloed;
        effect.isSoloSafe = effect.isSoloSafe || strip.isSoloSafe;
        vca = vcas_.find(vca->second->vca);
    }
    effect.gainDb =
        isDown ? model::minGainDb : std::clamp(effect.gainDb, model::minGainDb, maxVcaGainDb);
    return effect;
}

VcaAutomation VcaGroups::automationOn(const model::Track& track) const
{
    VcaAutomation automation;
    std::size_t depth = 0;
    for (auto vca = vcas_.find(track.vca); vca != vcas_.end() && depth <= vcas_.size(); ++depth) {
        const auto& lanes = vca->second->lanes;
        const auto lane = std::find_if(lanes.begin(), lanes.end(), [](const auto& each) {
            return each->isEnabled && !each->points.empty() && !each->device.isValid() &&
                   each->parameter == "gain";
        });
        if (automation.lane == nullptr && lane != lanes.end())
            automation.lane = &*lane;
        else
            automation.offsetDb += vca->second->strip.gainDb;
        vca = vcas_.find(vca->second->vca);
    }
    return automation;
}

bool VcaGroups::isMember(const model::Track& track, model::TrackId vca) const
{
    std::size_t depth = 0;
    for (auto above = track.vca; above.isValid() && depth <= vcas_.size(); ++depth) {
        if (above == vca) return true;
        const auto found = vcas_.find(above);
        above = found == vcas_.end() ? model::TrackId{} : found->second->vca;
    }
    return false;
}

} // namespace cppmusic::session

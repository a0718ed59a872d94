// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/core/LevelStore.h"

#include "session/controllers/MixerController.h"

namespace cppmusic::ui {

void LevelStore::update(session::MixerController& mixer, const model::Project& project,
                        float seconds)
{
    std::erase_if(levels_, [&](const auto& entry) {
        return std::none_of(project.tracks.begin(), project.tracks.end(),
                            [&](const auto& track) { return track->id == entry.first; });
    });
    isAtRest_ = true;
    for (const auto& track : project.tracks) {
        const session::StripLevels now = mixer.takeLevels(track->id);
        auto& levels = levels_[track->id];
        levels[0].update(now.peakLeft, now.rmsLeft, seconds);
        levels[1].update(now.peakRight, now.rmsRight, seconds);
        isAtRest_ = isAtRest_ && levels[0].isAtRest() && levels[1].isAtRest();
    }
}

const StereoBallistics& LevelStore::of(model::TrackId track) const
{
    const auto found = levels_.find(track);
    return found == levels_.end() ? silence_ : found->second;
}

void LevelStore::resetClip(model::TrackId track)
{
    const auto found = levels_.find(track);
    if (found == levels_.end()) return;
    for (auto& channel : found->second) channel.resetClip();
}

} // namespace cppmusic::ui

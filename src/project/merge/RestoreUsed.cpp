// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/merge/Mend.h"

#include "model/Queries.h"

#include <algorithm>
#include <functional>

namespace cppmusic::project {

namespace {

using namespace model;
using Sources = std::vector<const Project*>;

std::string named(const char* noun, std::uint64_t id, const std::string& name)
{
    return name.empty() ? std::string(noun) + " " + std::to_string(id)
                        : std::string(noun) + " '" + name + "'";
}

class Restorer {
public:
    Restorer(Project& project, const Sources& sources) : project_(project), sources_(sources) {}

    std::vector<std::string> run()
    {
        // What comes back may refer to more; nothing comes back twice.
        for (isChanged_ = true; isChanged_;) {
            isChanged_ = false;
            restoreContents();
            restoreTracks();
            restoreDevices();
        }
        return std::move(told_);
    }

private:
    void tell(const std::string& what, const std::string& user)
    {
        told_.push_back(what + " was removed on one side; it stays because " + user + " uses it.");
        isChanged_ = true;
    }

    void need(PatternId id, const std::string& user)
    {
        if (findPattern(project_, id) != nullptr) return;
        for (const auto* source : sources_)
            if (const auto* found = findPattern(*source, id)) {
                project_.patterns.emplace(id, *found);
                return tell(named("pattern", id.value, (*found)->name), user);
            }
    }

    void need(AssetId id, const std::string& user)
    {
        if (findAsset(project_, id) != nullptr) return;
        for (const auto* source : sources_)
            if (const auto* found = findAsset(*source, id)) {
                project_.assets.emplace(id, *found);
                return tell(named("audio file", id.value, (*found)->name), user);
            }
    }

    void need(TrackId id, const std::string& user)
    {
        if (!id.isValid() || findTrack(project_, id) != nullptr) return;
        for (const auto* source : sources_)
            if (const auto place = source->tracks.indexOf(id)) {
                const auto track = source->tracks[*place];
                project_.tracks.insert(std::min(*place, project_.tracks.size()), track);
                return tell(named("track", id.value, track->name), user);
            }
    }

    void restoreContents()
    {
        const auto tracks = project_.tracks;
        for (const auto& track : tracks) {
            const auto user = named("track", track->id.value, track->name);
            for (const auto& clip : track->clips) {
                if (const auto* content = std::get_if<PatternClip>(&clip->content))
                    need(content->pattern, user);
                else
                    need(std::get<AudioClip>(clip->content).asset, user);
            }
            forEachDevice(*track, [&](const Device& device) {
                for (const auto& sample : device.samples) need(sample.asset, user);
            });
        }
    }

    static void forEachDevice(const Track& track, const std::function<void(const Device&)>& visit)
    {
        if (track.instrument) visit(**track.instrument);
        for (const auto& device : track.inserts) visit(*device);
    }

    void restoreTracks()
    {
        const auto tracks = project_.tracks;
        for (const auto& track : tracks) {
            const auto user = named("track", track->id.value, track->name);
            need(track->output, user);
            need(track->vca, user);
            for (const auto& send : track->strip.sends) need(send.target, user);
            forEachDevice(*track, [&](const Device& device) {
                for (const auto& output : device.outputs) need(output.target, user);
            });
        }
        const auto patterns = project_.patterns;
        for (const auto& [id, pattern] : patterns)
            for (const auto& [lane, notes] : pattern->lanes)
                need(lane, named("pattern", id.value, pattern->name));
        const auto sidechains = project_.routing.sidechains;
        for (const auto& sidechain : sidechains) {
            need(sidechain.source, "a sidechain");
            need(sidechain.targetTrack, "a sidechain");
        }
    }

    void needDevice(TrackId track, DeviceId id, const std::string& user)
    {
        const auto place = project_.tracks.indexOf(track);
        if (!id.isValid() || !place || findDevice(project_, id) != nullptr) return;
        for (const auto* source : sources_) {
            TrackId home;
            const auto* device = findDevice(*source, id, &home);
            if (device == nullptr || home != track) continue;
            const auto* owner = findTrack(*source, track);
            const bool isInstrument = (*owner)->instrument && (**(*owner)->instrument).id == id;
            project_.tracks.set(*place, project_.tracks[*place].with([&](Track& copy) {
                if (isInstrument && !copy.instrument)
                    copy.instrument = *device;
                else
                    copy.inserts.push_back(*device);
            }));
            return tell(named("device", id.value, (*device)->name), user);
        }
    }

    void restoreDevices()
    {
        const auto tracks = project_.tracks;
        for (const auto& track : tracks)
            for (const auto& lane : track->lanes)
                needDevice(track->id, lane->device, "its automation");
        const auto sidechains = project_.routing.sidechains;
        for (const auto& sidechain : sidechains)
            needDevice(sidechain.targetTrack, sidechain.targetDevice, "a sidechain");
    }

    Project& project_;
    const Sources& sources_;
    bool isChanged_ = false;
    std::vector<std::string> told_;
};

} // namespace

std::vector<std::string> restoreUsed(model::Project& project, const Sources& sources)
{
    return Restorer(project, sources).run();
}

} // namespace cppmusic::project

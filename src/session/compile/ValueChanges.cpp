// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/ValueChanges.h"

#include "core/params/ParameterSpec.h"
#include "session/compile/DeviceVersion.h"
#include "session/compile/EngineParameters.h"
#include "session/compile/NodeIds.h"
#include "session/compile/VcaGroups.h"

#include <algorithm>

namespace cppmusic::session {

namespace {

using model::Device;
using model::Track;

/// Equal, and quickly so when the elements are shared.
template <class T>
bool isSameList(const std::vector<core::Shared<T>>& a, const std::vector<core::Shared<T>>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const auto& x, const auto& y) { return x.identity() == y.identity(); });
}

class Comparison {
public:
    Comparison(const model::Project& before, const model::Project& after,
               const audio::AudioGraph& graph)
        : before_(before), after_(after), graph_(graph)
    {
    }

    std::optional<ValueChanges> run()
    {
        const bool isSong =
            before_.tempo.identity() == after_.tempo.identity() &&
            before_.patterns.isSame(after_.patterns) && before_.assets.isSame(after_.assets) &&
            before_.routing == after_.routing && before_.tracks.size() == after_.tracks.size();
        if (!isSong) return std::nullopt;
        const bool isValues = model::TrackList::visitPairs(
            before_.tracks, after_.tracks, [this](const auto& old, const auto& now) {
                return old.identity() == now.identity() || compare(*old, *now);
            });
        return isValues ? std::optional(std::move(changes_)) : std::nullopt;
    }

private:
    void change(audio::NodeId node, std::string_view id, float value)
    {
        if (const auto ref = findEngineParameter(graph_, node, id))
            changes_.emplace_back(*ref, value);
    }

    /// False: what is wired or played has changed too.
    bool compare(const Track& old, const Track& now)
    {
        const bool isWiring = old.id == now.id && old.kind == now.kind &&
                              old.output == now.output && old.vca == now.vca &&
                              old.input == now.input && old.name == now.name &&
                              old.instrument.has_value() == now.instrument.has_value() &&
                              old.inserts.size() == now.inserts.size() &&
                              isSameList(old.clips, now.clips) && isSameList(old.lanes, now.lanes);
        if (!isWiring || !compareStrips(old, now)) return false;
        if (now.instrument && !compare(**old.instrument, **now.instrument, NodeRole::instrument))
            return false;
        for (std::size_t i = 0; i < now.inserts.size(); ++i)
            if (!compare(*old.inserts[i], *now.inserts[i], NodeRole::insert)) return false;
        return true;
    }

    bool compareStrips(const Track& old, const Track& now)
    {
        const auto& a = old.strip;
        const auto& b = now.strip;
        if (a.isSoloed != b.isSoloed || a.isSoloSafe != b.isSoloSafe || a.channels != b.channels ||
            a.sends.size() != b.sends.size())
            return false;
        if (now.kind == model::TrackKind::vca) return compareVca(now, a, b);
        const auto strip = nodeIdOf(now.id, NodeRole::strip);
        if (a.gainDb != b.gainDb) change(strip, "gain", b.gainDb);
        if (a.pan != b.pan) change(strip, "pan", b.pan);
        if (a.panLaw != b.panLaw)
            change(strip, "panLaw", static_cast<float>(b.panLaw.value_or(after_.routing.panLaw)));
        for (std::size_t i = 0; i < b.sends.size(); ++i) {
            const auto& x = a.sends[i];
            const auto& y = b.sends[i];
            if (x.target != y.target || x.isPreFader != y.isPreFader || x.isEnabled != y.isEnabled)
                return false;
            if (x.levelDb != y.levelDb)
                change(nodeIdOf(now.id, NodeRole::send, static_cast<std::uint8_t>(i)), "level",
                       y.levelDb);
        }
        if (a.isMuted == b.isMuted) return true;
        // A mute silences sends too, and may be that of a VCA above: rare enough to compile.
        if (!b.sends.empty() || now.vca.isValid()) return false;
        change(strip, "mute", b.isMuted ? 1.0f : 0.0f);
        return true;
    }

    bool compareVca(const Track& vca, const model::MixerStrip& a, const model::MixerStrip& b)
    {
        if (a.isMuted != b.isMuted) return false;
        if (a.gainDb == b.gainDb) return true;
        const VcaGroups groups(after_);
        for (const auto& track : after_.tracks) {
            if (track->kind == model::TrackKind::vca || !groups.isMember(*track, vca.id)) continue;
            if (groups.automationOn(*track).lane != nullptr) return false; // its curve moves
            change(nodeIdOf(track->id, NodeRole::strip), "vca", groups.effectOn(*track).gainDb);
        }
        return true;
    }

    bool compare(const Device& old, const Device& now, NodeRole role)
    {
        if (&old == &now) return true;
        if (old.id != now.id || old.type != now.type || old.isEnabled != now.isEnabled ||
            old.samples != now.samples || old.outputs != now.outputs)
            return false;
        if (old.parameters == now.parameters) return true;
        if (deviceVersion(old) != deviceVersion(now)) return false;
        const auto id = nodeIdOf(now.id, role);
        const auto entry = graph_.nodes().find(id);
        if (entry == graph_.nodes().end()) return true; // bypassed or unknown
        const auto specs = entry->second.node->parameters();
        for (std::size_t i = 0; i < specs.size(); ++i) {
            const std::string name(specs[i].id);
            const auto valueIn = [&](const Device& device) {
                const auto found = device.parameters.find(name);
                return found == device.parameters.end() ? specs[i].defaultValue : found->second;
            };
            if (valueIn(old) != valueIn(now))
                changes_.emplace_back(audio::ParameterRef{id, static_cast<int>(i)},
                                      core::clampToRange(specs[i], valueIn(now)));
        }
        return true;
    }

    const model::Project& before_;
    const model::Project& after_;
    const audio::AudioGraph& graph_;
    ValueChanges changes_;
};

} // namespace

std::optional<ValueChanges> findValueChanges(const model::Project& before,
                                             const model::Project& after,
                                             const audio::AudioGraph& graph)
{
    return Comparison(before, after, graph).run();
}

} // namespace cppmusic::session

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Device.h"
#include "session/compile/NodeStore.h"
#include "session/compile/TrackFragment.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cppmusic::session {

/// Writes nodes, wires and values into a TrackFragment. [main, or one job]
class FragmentWriter {
public:
    explicit FragmentWriter(NodeStore& nodes) : nodes_(nodes) {}

    /// What follows goes into this fragment, its problems into this list of it.
    void write(TrackFragment&, std::vector<Problem>&);

protected:
    /// The width of a point: of a tap, or of an input of which `first` is the first channel used.
    struct Width {
        Tap tap;
        int channels = 2;
        int first = 0;
    };

    /// Null, and a problem, when there is no such type.
    audio::AudioNode* add(audio::NodeId, std::string_view type, std::string name,
                          std::shared_ptr<const audio::NodeContent> = {},
                          std::string_view version = {});
    audio::AudioNode* add(audio::NodeId, const model::Device&, std::string name,
                          std::shared_ptr<const audio::NodeContent>);
    void keep(audio::NodeId, const model::Device&);
    void connect(Tap from, audio::NodeId to, int targetPort, std::string place);
    /// `from`, or behind a node `id` that makes it as wide as `to`.
    [[nodiscard]] Tap convert(Width from, Width to, audio::NodeId id, const std::string& place);
    /// When the track's strip and what is in front of it are there.
    void addStereoTaps();
    [[nodiscard]] std::optional<audio::ParameterRef> findParameter(audio::NodeId,
                                                                   std::string_view) const;
    void setDeviceParameters(audio::NodeId, const audio::AudioNode&, const model::Device&);
    void setParameter(audio::NodeId, std::string_view parameter, float plainValue);
    void report(std::string place, std::string message);

    TrackFragment* made_ = nullptr;
    std::vector<Problem>* problems_ = nullptr;

private:
    NodeStore& nodes_;
};

} // namespace cppmusic::session

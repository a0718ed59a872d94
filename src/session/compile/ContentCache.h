// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/parameters/AutomationCurve.h"
#include "audio/playback/AudioClipContent.h"
#include "audio/playback/NoteContent.h"
#include "audio/playback/SampleContent.h"
#include "core/params/ParameterSpec.h"
#include "model/Project.h"
#include "session/Problem.h"
#include "session/ProjectCompiler.h"
#include "session/compile/AssetSource.h"
#include "session/compile/NoteSequences.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cppmusic::session {

/// A clip whose pattern plays on a track.
struct LaneOnTrack {
    model::ClipId clip;
    PatternPlacement place;
    core::Shared<model::PatternLane> lane;
};

/// An audio clip with its file; without one (a missing asset) it is silent.
struct AudioOnTrack {
    core::Shared<model::Clip> clip;
    std::optional<core::Shared<model::Asset>> asset;
};

/// Contents of the recording taps of tracks.
using Recordings = std::map<model::TrackId, std::shared_ptr<const audio::NodeContent>>;

/// Contents made for the engine, kept as long as what they were made from stays the same and a
/// track asks for them. [main, or one job]
class ContentCache {
public:
    ContentCache(AssetSource& assets, CompileCounts& counts) : assets_(assets), counts_(counts) {}

    /// First in every compile; another tempo map or rate makes everything on the time axis anew:
    /// false then, and every track has to ask again.
    bool begin(const core::Shared<core::TempoMap>&, core::SampleRate);
    /// The track asks anew, or no more: what it asked for before is let go.
    void release(model::TrackId);
    /// Last in every compile: what no track asks for goes.
    void forgetUnused();
    /// Contents that came with problems are made again when they are asked for.
    void forgetFailed();
    void clear();

    [[nodiscard]] std::shared_ptr<const audio::NoteContent> notes(model::TrackId,
                                                                  const std::vector<LaneOnTrack>&);
    /// `place` is the track's name, for problems.
    [[nodiscard]] std::shared_ptr<const audio::AudioClipContent>
    audioClips(model::TrackId, const std::string& place, const std::vector<AudioOnTrack>&,
               std::vector<Problem>&);
    /// What the device makes of its samples: a sampler's zones, a convolver's response.
    [[nodiscard]] std::shared_ptr<const audio::NodeContent>
    samples(model::TrackId, const model::Project&, const model::Device&, const std::string& place,
            std::vector<Problem>&);
    /// Null when the lane is empty. `offset` is added to every point (an outer VCA's decibels).
    [[nodiscard]] std::shared_ptr<const audio::AutomationCurve>
    curve(model::TrackId, const core::Shared<model::AutomationLane>&, const core::ParameterSpec&,
          float offset = 0.0f);

    /// What tracks are recorded into; the others' taps have no content.
    void setRecordings(Recordings recordings) { recordings_ = std::move(recordings); }
    [[nodiscard]] const Recordings& recordings() const noexcept { return recordings_; }
    [[nodiscard]] std::shared_ptr<const audio::NodeContent> recording(model::TrackId track) const
    {
        const auto found = recordings_.find(track);
        return found == recordings_.end() ? nullptr : found->second;
    }

private:
    struct Sequence {
        PatternPlacement place;
        core::Shared<model::PatternLane> lane;
        std::shared_ptr<const audio::NoteSequence> sequence;
        int uses = 0;
    };
    struct Notes {
        std::shared_ptr<const audio::NoteContent> content;
        int uses = 0;
    };
    /// What decides how an audio clip sounds.
    struct AudioKey {
        model::ClipId clip;
        core::Beats start, length;
        model::AudioClip content;
        std::optional<core::Shared<model::Asset>> asset;
        friend bool operator==(const AudioKey&, const AudioKey&) = default;
    };
    struct Audio {
        std::vector<AudioKey> keys;
        std::shared_ptr<const audio::AudioClipContent> content;
        std::vector<Problem> problems;
        int uses = 0;
    };
    struct Stream {
        std::string sha256, file;
        std::shared_ptr<audio::SampleStream> stream;
        int uses = 0;
    };
    using SampleKey = std::pair<model::DeviceSample, std::optional<core::Shared<model::Asset>>>;
    struct Samples {
        std::vector<SampleKey> keys;
        core::SampleRate rate{0.0};
        std::shared_ptr<const audio::NodeContent> content;
        std::vector<Problem> problems;
        int uses = 0;
    };
    struct Curve {
        core::Shared<model::AutomationLane> lane;
        const core::ParameterSpec* spec = nullptr;
        std::shared_ptr<const audio::AutomationCurve> curve;
        int uses = 0;
    };

    using SequenceKey = std::pair<model::ClipId, model::TrackId>;
    using CurveKey = std::pair<model::LaneId, float>; // and offset
    /// What is asked for, each as often as it is.
    struct Keys {
        std::vector<SequenceKey> sequences;
        std::vector<model::TrackId> notes, audio;
        std::vector<model::ClipId> streams;
        std::vector<model::DeviceId> samples;
        std::vector<CurveKey> curves;
    };

    [[nodiscard]] std::shared_ptr<const audio::NoteSequence> sequence(model::TrackId,
                                                                      const LaneOnTrack&);
    [[nodiscard]] std::shared_ptr<audio::SampleStream> stream(const AudioKey&,
                                                              std::int64_t headFrame,
                                                              const std::string& place,
                                                              std::vector<Problem>&);
    void buildAudio(Audio&, const std::string& place);
    void buildSamples(Samples&, const std::string& place);
    void buildResponse(Samples&, const std::string& place);
    [[nodiscard]] std::int64_t framesAt(core::Beats beat) const
    {
        return tempo_->framesAt(beat, rate_).value;
    }

    AssetSource& assets_;
    CompileCounts& counts_;
    core::Shared<core::TempoMap> tempo_;
    core::SampleRate rate_{0.0};
    Recordings recordings_;
    std::map<model::TrackId, Keys> owned_; // by the track that asks
    std::vector<Keys> released_;           // and does so no more
    std::map<SequenceKey, Sequence> sequences_;
    std::map<model::TrackId, Notes> notes_;
    std::map<model::TrackId, Audio> audio_;
    std::map<model::ClipId, Stream> streams_;
    std::map<model::DeviceId, Samples> samples_;
    std::map<CurveKey, Curve> curves_;
};

} // namespace cppmusic::session

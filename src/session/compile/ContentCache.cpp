// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/compile/ContentCache.h"

#include "audio/effects/ImpulseResponse.h"
#include "audio/playback/SampleStream.h"
#include "core/MathUtils.h"
#include "model/Queries.h"
#include "session/compile/AutomationCurves.h"
#include "session/compile/NodeTypeIds.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::session {

namespace {

/// One use less of each; what has none left goes.
template <class Map, class Key>
void letGo(Map& map, const std::vector<Key>& keys)
{
    for (const Key& key : keys) {
        const auto found = map.find(key);
        if (found != map.end() && --found->second.uses <= 0) map.erase(found);
    }
}

Problem missingAsset(const std::string& place)
{
    return {place, "the audio file it plays is not part of the project; it is silent"};
}

} // namespace

bool ContentCache::begin(const core::Shared<core::TempoMap>& tempo, core::SampleRate rate)
{
    const bool isSame = rate == rate_ && tempo == tempo_;
    if (rate != rate_)
        for (auto& [clip, entry] : streams_) entry.stream = nullptr;
    if (!isSame) {
        for (auto& [key, entry] : sequences_) entry.sequence = nullptr;
        for (auto& [track, entry] : notes_) entry.content = nullptr;
        for (auto& [track, entry] : audio_) entry.content = nullptr;
        for (auto& [key, entry] : curves_) entry.spec = nullptr;
    }
    tempo_ = tempo;
    rate_ = rate;
    return isSame;
}

void ContentCache::release(model::TrackId track)
{
    const auto found = owned_.find(track);
    if (found == owned_.end()) return;
    released_.push_back(std::move(found->second));
    owned_.erase(found);
}

void ContentCache::forgetUnused()
{
    for (const Keys& keys : released_) {
        letGo(sequences_, keys.sequences);
        letGo(notes_, keys.notes);
        letGo(audio_, keys.audio);
        letGo(streams_, keys.streams);
        letGo(samples_, keys.samples);
        letGo(curves_, keys.curves);
    }
    released_.clear();
}

void ContentCache::forgetFailed()
{
    for (auto& [track, entry] : audio_)
        if (!entry.problems.empty()) entry.content = nullptr;
    for (auto& [device, entry] : samples_)
        if (!entry.problems.empty()) entry.content = nullptr;
}

void ContentCache::clear()
{
    owned_.clear();
    released_.clear();
    sequences_.clear();
    notes_.clear();
    audio_.clear();
    streams_.clear();
    samples_.clear();
    curves_.clear();
}

std::shared_ptr<const audio::NoteSequence> ContentCache::sequence(model::TrackId track,
                                                                  const LaneOnTrack& source)
{
    auto& entry = sequences_[{source.clip, track}];
    ++entry.uses;
    owned_[track].sequences.emplace_back(source.clip, track);
    if (entry.sequence != nullptr && entry.place == source.place && entry.lane == source.lane)
        return entry.sequence;
    entry.place = source.place;
    entry.lane = source.lane;
    entry.sequence = buildNoteSequence(source.place, *source.lane, *tempo_, rate_);
    ++counts_.noteSequences;
    return entry.sequence;
}

std::shared_ptr<const audio::NoteContent> ContentCache::notes(model::TrackId track,
                                                              const std::vector<LaneOnTrack>& lanes)
{
    auto& owned = owned_[track];
    auto& before = released_.emplace_back(); // also when only the notes are asked for anew
    before.sequences.swap(owned.sequences);
    before.notes.swap(owned.notes);
    std::vector<std::shared_ptr<const audio::NoteSequence>> sequences;
    sequences.reserve(lanes.size());
    for (const auto& lane : lanes) sequences.push_back(sequence(track, lane));
    std::stable_sort(sequences.begin(), sequences.end(),
                     [](const auto& a, const auto& b) { return a->startFrame < b->startFrame; });

    auto& entry = notes_[track];
    ++entry.uses;
    owned.notes.push_back(track);
    if (entry.content == nullptr || entry.content->sequences != sequences) {
        auto content = std::make_shared<audio::NoteContent>();
        content->sequences = std::move(sequences);
        content->buildIndex();
        entry.content = std::move(content);
        ++counts_.noteContents;
    }
    return entry.content;
}

std::shared_ptr<audio::SampleStream> ContentCache::stream(const AudioKey& key,
                                                          std::int64_t headFrame,
                                                          const std::string& place,
                                                          std::vector<Problem>& problems)
{
    if (!key.asset) {
        problems.push_back(missingAsset(place));
        return nullptr;
    }
    const model::Asset& asset = **key.asset;
    auto& entry = streams_[key.clip];
    if (entry.stream != nullptr && entry.sha256 == asset.sha256 && entry.file == asset.file) {
        entry.stream->setHead(headFrame);
        return entry.stream;
    }
    auto opened = assets_.stream(asset, rate_, headFrame);
    if (!opened) {
        problems.push_back({place, opened.error().text()});
        return nullptr;
    }
    entry.sha256 = asset.sha256;
    entry.file = asset.file;
    entry.stream = std::move(opened).value();
    return entry.stream;
}

void ContentCache::buildAudio(Audio& entry, const std::string& place)
{
    std::vector<audio::TimedAudioClip> clips;
    const auto frames = [this](core::Seconds time) {
        return static_cast<std::int64_t>(std::llround(std::max(0.0, time.value) * rate_.value));
    };
    for (const auto& key : entry.keys) {
        audio::TimedAudioClip clip;
        clip.startFrame = framesAt(key.start);
        clip.endFrame = framesAt(key.start + key.length);
        if (clip.endFrame <= clip.startFrame) continue;
        const std::int64_t length = clip.endFrame - clip.startFrame;
        clip.sourceFrame = frames(key.content.offset);
        clip.fadeInFrames = std::min(frames(key.content.fadeIn), length);
        clip.fadeOutFrames = std::min(frames(key.content.fadeOut), length);
        clip.gain = core::math::dbToGain(key.content.gainDb);
        clip.stream = stream(key, clip.sourceFrame, place, entry.problems);
        if (clip.stream != nullptr) clips.push_back(std::move(clip));
    }
    entry.content = audio::makeAudioClipContent(std::move(clips));
    ++counts_.audioContents;
}

std::shared_ptr<const audio::AudioClipContent>
ContentCache::audioClips(model::TrackId track, const std::string& place,
                         const std::vector<AudioOnTrack>& clips, std::vector<Problem>& problems)
{
    std::vector<AudioKey> keys;
    keys.reserve(clips.size());
    for (const auto& [clip, asset] : clips)
        keys.push_back({clip->id, clip->start, clip->length,
                        std::get<model::AudioClip>(clip->content), asset});
    auto& entry = audio_[track];
    if (entry.content == nullptr || entry.keys != keys) {
        entry.keys = std::move(keys);
        entry.problems.clear();
        buildAudio(entry, place);
    }
    ++entry.uses;
    auto& owned = owned_[track];
    owned.audio.push_back(track);
    for (const auto& key : entry.keys) {
        const auto stream = streams_.find(key.clip);
        if (stream == streams_.end()) continue;
        ++stream->second.uses;
        owned.streams.push_back(key.clip);
    }
    for (const auto& problem : entry.problems) problems.push_back({place, problem.message});
    return entry.content;
}

void ContentCache::buildSamples(Samples& entry, const std::string& place)
{
    auto content = std::make_shared<audio::SampleContent>();
    for (const auto& [sample, asset] : entry.keys) {
        if (!asset) {
            entry.problems.push_back(missingAsset(place));
            continue;
        }
        auto data = assets_.sample(**asset);
        if (!data) {
            entry.problems.push_back({place, data.error().text()});
            continue;
        }
        content->zones.push_back({std::move(data).value(), sample.lowKey, sample.highKey,
                                  sample.rootKey, core::math::dbToGain(sample.gainDb),
                                  sample.output});
    }
    entry.content = std::move(content);
    ++counts_.sampleContents;
}

/// The first sample that can be had.
void ContentCache::buildResponse(Samples& entry, const std::string& place)
{
    entry.content = nullptr;
    for (const auto& [sample, asset] : entry.keys) {
        if (!asset) {
            entry.problems.push_back(missingAsset(place));
            continue;
        }
        const auto data = assets_.sample(**asset);
        if (!data) {
            entry.problems.push_back({place, data.error().text()});
            continue;
        }
        auto response = audio::ImpulseResponse::make(**data, rate_.value);
        if (!response) {
            entry.problems.push_back({place, response.error().text()});
            continue;
        }
        entry.content = std::move(*response);
        break;
    }
    ++counts_.sampleContents;
}

std::shared_ptr<const audio::NodeContent> ContentCache::samples(model::TrackId track,
                                                                const model::Project& project,
                                                                const model::Device& device,
                                                                const std::string& place,
                                                                std::vector<Problem>& problems)
{
    std::vector<SampleKey> keys;
    for (const auto& sample : device.samples) {
        const auto* asset = model::findAsset(project, sample.asset);
        keys.emplace_back(sample, asset == nullptr ? std::nullopt : std::optional(*asset));
    }
    auto& entry = samples_[device.id];
    const bool isResponse = device.type == nodetype::convolver;
    if (entry.content == nullptr || entry.keys != keys || (isResponse && entry.rate != rate_)) {
        entry.keys = std::move(keys);
        entry.rate = rate_;
        entry.problems.clear();
        isResponse ? buildResponse(entry, place) : buildSamples(entry, place);
    }
    ++entry.uses;
    owned_[track].samples.push_back(device.id);
    for (const auto& problem : entry.problems) problems.push_back({place, problem.message});
    return entry.content;
}

std::shared_ptr<const audio::AutomationCurve>
ContentCache::curve(model::TrackId track, const core::Shared<model::AutomationLane>& lane,
                    const core::ParameterSpec& spec, float offset)
{
    auto& entry = curves_[{lane->id, offset}];
    ++entry.uses;
    owned_[track].curves.emplace_back(lane->id, offset);
    const bool isSame =
        entry.lane.identity() == lane.identity() || entry.lane->points == lane->points;
    if (entry.spec == &spec && isSame) return entry.curve;
    entry.lane = lane;
    entry.spec = &spec;
    entry.curve = buildAutomationCurve(*lane, spec, *tempo_, rate_, offset);
    ++counts_.curves;
    return entry.curve;
}

} // namespace cppmusic::session

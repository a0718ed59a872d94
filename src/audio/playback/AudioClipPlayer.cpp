// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/playback/AudioClipPlayer.h"

#include "core/Prefetch.h"

#include <algorithm>
#include <array>

namespace cppmusic::audio {

namespace {

constexpr std::array<int, 1> outputChannels{2};
constexpr double lookAheadSeconds = 0.5;
constexpr char batchKeyOfAll = 0;

/// Also makes −0 +0, as adding to silence does, so that alone or over others gives the same bits.
void scale(float* samples, int count, float gain) noexcept CPPMUSIC_NONBLOCKING
{
    for (int i = 0; i < count; ++i) samples[i] = 0.0f + gain * samples[i];
}

void addScaled(float* to, const float* from, int count, float gain) noexcept CPPMUSIC_NONBLOCKING
{
    for (int i = 0; i < count; ++i) to[i] += gain * from[i];
}

} // namespace

AudioClipPlayer::AudioClipPlayer() = default;

NodePorts AudioClipPlayer::ports() const noexcept
{
    NodePorts ports;
    ports.audioOutputs = outputChannels;
    return ports;
}

void AudioClipPlayer::prepare(const PrepareSpec& spec)
{
    const auto frames = static_cast<std::size_t>(spec.maxBlockFrames);
    left_.assign(frames, 0.0f);
    right_.assign(frames, 0.0f);
    lookAheadFrames_ = static_cast<std::int64_t>(spec.sampleRate.value * lookAheadSeconds);
}

void AudioClipPlayer::reset() noexcept CPPMUSIC_NONBLOCKING {}

const void* AudioClipPlayer::batchKey() const noexcept CPPMUSIC_NONBLOCKING
{
    return &batchKeyOfAll;
}

void AudioClipPlayer::prefetch() const noexcept CPPMUSIC_NONBLOCKING
{
    core::prefetch(this, sizeof *this);
    if (ahead_.content == nullptr) return;
    core::prefetch(ahead_.content, sizeof(AudioClipContent));
    core::prefetch(ahead_.ends, sizeof(std::int64_t));
    core::prefetch(ahead_.clip, sizeof(TimedAudioClip));
    ahead_.stream.prefetch();
}

void AudioClipPlayer::process(ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    if (context.content == nullptr || !context.transport->isPlaying) {
        context.setSilent(0);
        return;
    }
    const auto& content = static_cast<const AudioClipContent&>(*context.content);
    const std::int64_t from = context.transport->startFrame;
    const std::int64_t to = from + context.numFrames;
    std::size_t next = content.firstAfter(from);
    bool hasSound = false;
    ahead_ = {};
    for (; next < content.clips.size() && content.clips[next].startFrame < to; ++next) {
        const TimedAudioClip& clip = content.clips[next];
        if (clip.endFrame <= from || !clip.stream) continue;
        if (!hasSound && clip.startFrame <= from && clip.endFrame >= to) {
            playAlone(clip, context);
        } else {
            if (!hasSound) clear(context.outputs[0]);
            addClip(clip, context);
        }
        hasSound = true;
        ahead_ = {&content, content.latestEnd.data(), &clip, clip.stream->ahead()};
    }
    if (!hasSound) context.setSilent(0);
    for (; next < content.clips.size(); ++next) {
        const TimedAudioClip& clip = content.clips[next];
        if (clip.startFrame >= to + lookAheadFrames_) break;
        if (clip.stream) clip.stream->announce(clip.sourceFrame);
    }
}

std::int64_t
AudioClipPlayer::sleepsUntil(const ProcessContext& context) const noexcept CPPMUSIC_NONBLOCKING
{
    if (context.content == nullptr || !context.transport->isPlaying) return TransportBlock::never;
    const auto& content = static_cast<const AudioClipContent&>(*context.content);
    const std::int64_t from = context.transport->startFrame;
    for (std::size_t i = content.firstAfter(from); i < content.clips.size(); ++i) {
        const TimedAudioClip& clip = content.clips[i];
        if (clip.endFrame <= from || !clip.stream) continue;
        return std::max(from, clip.startFrame - lookAheadFrames_);
    }
    return TransportBlock::never;
}

/// Reads `count` frames of a clip from song frame `begin` on.
void AudioClipPlayer::readClip(const TimedAudioClip& clip, std::int64_t begin, float* left,
                               float* right, int count,
                               const ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    const int missing =
        clip.stream->read(clip.sourceFrame + (begin - clip.startFrame), left, right, count);
    if (missing > 0 && context.wasStreamMissed != nullptr) *context.wasStreamMissed = true;
}

/// The first clip of a block that it fills.
void AudioClipPlayer::playAlone(const TimedAudioClip& clip,
                                const ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    const std::int64_t begin = context.transport->startFrame;
    const std::int64_t end = begin + context.numFrames;
    float* left = context.outputs[0].channels[0];
    float* right = context.outputs[0].channels[1];
    readClip(clip, begin, left, right, context.numFrames, context);
    if (clip.isSteady(begin, end)) {
        if (clip.gain == 1.0f && !clip.stream->mayHoldNegativeZero()) return;
        scale(left, context.numFrames, clip.gain);
        scale(right, context.numFrames, clip.gain);
        return;
    }
    for (int i = 0; i < context.numFrames; ++i) {
        const float gain = clip.gainAt(begin + i);
        left[i] = 0.0f + gain * left[i];
        right[i] = 0.0f + gain * right[i];
    }
}

void AudioClipPlayer::addClip(const TimedAudioClip& clip,
                              const ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    const std::int64_t blockStart = context.transport->startFrame;
    const std::int64_t begin = std::max(blockStart, clip.startFrame);
    const std::int64_t end = std::min(blockStart + context.numFrames, clip.endFrame);
    const auto count = static_cast<int>(end - begin);
    readClip(clip, begin, left_.data(), right_.data(), count, context);
    float* left = context.outputs[0].channels[0] + (begin - blockStart);
    float* right = context.outputs[0].channels[1] + (begin - blockStart);
    if (clip.isSteady(begin, end)) {
        addScaled(left, left_.data(), count, clip.gain);
        addScaled(right, right_.data(), count, clip.gain);
        return;
    }
    for (int i = 0; i < count; ++i) {
        const float gain = clip.gainAt(begin + i);
        left[i] += gain * left_[static_cast<std::size_t>(i)];
        right[i] += gain * right_[static_cast<std::size_t>(i)];
    }
}

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/playback/AudioClipPlayer.h"

#include "audio/playback/SampleStream.h"

#include <algorithm>
#include <array>

namespace cppmusic::audio {

namespace {

constexpr std::array<int, 1> outputChannels{2};
constexpr double lookAheadSeconds = 0.5;

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

void AudioClipPlayer::process(ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    clear(context.outputs[0]);
    if (context.content == nullptr || !context.transport->isPlaying) return;
    const auto& content = static_cast<const AudioClipContent&>(*context.content);
    const std::int64_t from = context.transport->startFrame;
    const std::int64_t to = from + context.numFrames;
    for (std::size_t i = content.firstAfter(from); i < content.clips.size(); ++i) {
        const TimedAudioClip& clip = content.clips[i];
        if (clip.startFrame >= to) break;
        if (clip.endFrame > from && clip.stream) addClip(clip, context);
    }
    announceNext(content, to, to + lookAheadFrames_);
}

void AudioClipPlayer::addClip(const TimedAudioClip& clip,
                              const ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    const std::int64_t blockStart = context.transport->startFrame;
    const std::int64_t begin = std::max(blockStart, clip.startFrame);
    const std::int64_t end = std::min(blockStart + context.numFrames, clip.endFrame);
    const auto count = static_cast<int>(end - begin);
    const int missing = clip.stream->read(clip.sourceFrame + (begin - clip.startFrame),
                                          left_.data(), right_.data(), count);
    if (missing > 0 && context.wasStreamMissed != nullptr) *context.wasStreamMissed = true;

    float* left = context.outputs[0].channels[0] + (begin - blockStart);
    float* right = context.outputs[0].channels[1] + (begin - blockStart);
    const std::int64_t steadyFrom = clip.startFrame + clip.fadeInFrames;
    const std::int64_t steadyTo = clip.endFrame - clip.fadeOutFrames;
    for (int i = 0; i < count; ++i) {
        const std::int64_t frame = begin + i;
        const bool isSteady = frame >= steadyFrom && frame <= steadyTo;
        const float gain = isSteady ? clip.gain : clip.gainAt(frame);
        left[i] += gain * left_[static_cast<std::size_t>(i)];
        right[i] += gain * right_[static_cast<std::size_t>(i)];
    }
}

void AudioClipPlayer::announceNext(const AudioClipContent& content, std::int64_t from,
                                   std::int64_t to) const noexcept CPPMUSIC_NONBLOCKING
{
    auto next = std::lower_bound(
        content.clips.begin(), content.clips.end(), from,
        [](const TimedAudioClip& clip, std::int64_t frame) { return clip.startFrame < frame; });
    for (; next != content.clips.end() && next->startFrame < to; ++next) {
        if (next->stream) next->stream->announce(next->sourceFrame);
    }
}

} // namespace cppmusic::audio

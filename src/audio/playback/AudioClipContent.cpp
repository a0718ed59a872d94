// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/playback/AudioClipContent.h"

#include "core/MathUtils.h"

#include <algorithm>

namespace cppmusic::audio {

namespace {

/// `part` of `whole` (above 0) as a gain.
float fadeGain(FadeShape shape, std::int64_t part, std::int64_t whole) noexcept CPPMUSIC_NONBLOCKING
{
    const double x = static_cast<double>(part) / static_cast<double>(whole);
    if (shape == FadeShape::linear) return static_cast<float>(x);
    return static_cast<float>(core::math::sin(0.5 * core::math::pi * x));
}

} // namespace

float TimedAudioClip::gainAt(std::int64_t songFrame) const noexcept CPPMUSIC_NONBLOCKING
{
    const std::int64_t sinceStart = songFrame - startFrame;
    const std::int64_t untilEnd = endFrame - songFrame;
    float value = gain;
    if (sinceStart < fadeInFrames) value *= fadeGain(fadeShape, sinceStart, fadeInFrames);
    if (untilEnd < fadeOutFrames) value *= fadeGain(fadeShape, untilEnd, fadeOutFrames);
    return value;
}

std::size_t AudioClipContent::firstAfter(std::int64_t songFrame) const noexcept CPPMUSIC_NONBLOCKING
{
    if (latestEnd.size() != clips.size()) return 0;
    const auto found = std::upper_bound(latestEnd.begin(), latestEnd.end(), songFrame);
    return static_cast<std::size_t>(found - latestEnd.begin());
}

std::shared_ptr<const AudioClipContent> makeAudioClipContent(std::vector<TimedAudioClip> clips)
{
    std::stable_sort(clips.begin(), clips.end(),
                     [](const TimedAudioClip& a, const TimedAudioClip& b) {
                         return a.startFrame < b.startFrame;
                     });
    auto content = std::make_shared<AudioClipContent>();
    content->latestEnd.reserve(clips.size());
    for (const TimedAudioClip& clip : clips) {
        const std::int64_t before =
            content->latestEnd.empty() ? clip.endFrame : content->latestEnd.back();
        content->latestEnd.push_back(std::max(before, clip.endFrame));
    }
    content->clips = std::move(clips);
    return content;
}

} // namespace cppmusic::audio

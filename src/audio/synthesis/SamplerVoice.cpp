// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/synthesis/SamplerVoice.h"

#include "audio/dsp/Sanitise.h"
#include "core/MathUtils.h"

#include <algorithm>

namespace cppmusic::audio {

namespace math = core::math;

namespace {
constexpr double onePosition = 4294967296.0; // 2^32
constexpr std::int64_t edgeFrames = 32; // a sample that is cut off hard fades over its last frames
} // namespace

void SamplerVoice::start(const SamplerPatch& patch, const SampleZone& zone, int key, float gain,
                         double startFraction) noexcept CPPMUSIC_NONBLOCKING
{
    data_ = zone.data.get();
    length_ = data_->numFrames();
    keyOffset_ = static_cast<double>(key - static_cast<int>(zone.rootKey));
    const auto first = static_cast<std::uint64_t>(startFraction * static_cast<double>(length_));
    position_ = first << 32;
    gain_ = gain * zone.gain;
    fadeLength_ = fadeLeft_ = 0;
    last_ = {};
    for (auto& filter : filters_) filter.reset();
    amp_.reset();
    amp_.gateOn();
    updateControls(patch);
}

void SamplerVoice::fadeOut(int frames) noexcept CPPMUSIC_NONBLOCKING
{
    if (fadeLength_ == 0) fadeLength_ = fadeLeft_ = std::max(1, frames);
}

void SamplerVoice::stop() noexcept CPPMUSIC_NONBLOCKING
{
    amp_.reset();
    data_ = nullptr;
    fadeLength_ = fadeLeft_ = 0;
}

void SamplerVoice::updateControls(const SamplerPatch& patch) noexcept CPPMUSIC_NONBLOCKING
{
    if (data_ == nullptr) return;
    const double semitones = patch.tune + (patch.isKeyTracked ? keyOffset_ : 0.0);
    const double ratio = math::exp2(semitones / 12.0) * (data_->sampleRate / patch.sampleRate);
    increment_ = static_cast<std::uint64_t>(std::clamp(ratio, 0.0, 1024.0) * onePosition + 0.5);
    for (auto& filter : filters_) filter.flush();
}

float SamplerVoice::read(const SamplerPatch& patch,
                         const std::vector<float>& source) const noexcept CPPMUSIC_NONBLOCKING
{
    constexpr int before = SincInterpolator::before;
    constexpr int after = SincInterpolator::after;
    const auto frame = static_cast<std::int64_t>(position_ >> 32);
    const float fraction =
        static_cast<float>(static_cast<std::int32_t>((position_ & 0xffffffffu) >> 8)) *
        (1.0f / 16777216.0f);
    if (frame >= before && frame + after < length_)
        return sanitise((*patch.interpolator)(source.data() + frame - before, fraction));
    std::array<float, SincInterpolator::numPoints> points{};
    for (int i = 0; i < SincInterpolator::numPoints; ++i) {
        const std::int64_t place = frame + i - before;
        if (place >= 0 && place < length_)
            points[static_cast<std::size_t>(i)] = source[static_cast<std::size_t>(place)];
    }
    return sanitise((*patch.interpolator)(points.data(), fraction));
}

float SamplerVoice::edgeGain(std::int64_t frame) const noexcept CPPMUSIC_NONBLOCKING
{
    const std::int64_t left = length_ - frame;
    return left >= edgeFrames ? 1.0f
                              : static_cast<float>(left) * (1.0f / static_cast<float>(edgeFrames));
}

void SamplerVoice::render(const SamplerPatch& patch, float* left, float* right,
                          int frames) noexcept CPPMUSIC_NONBLOCKING
{
    std::array<float, controlInterval> level;
    amp_.render(patch.amp, level.data(), frames);
    const auto& channels = data_->channels;
    const bool isStereo = channels.size() > 1;
    for (int i = 0; i < frames; ++i) {
        const auto frame = static_cast<std::int64_t>(position_ >> 32);
        if (frame >= length_) {
            stop();
            return;
        }
        float l = read(patch, channels[0]);
        float r = isStereo ? read(patch, channels[1]) : l;
        if (!patch.isFilterOpen) {
            const float g = patch.filterGain.at(i);
            const float k = patch.damping.at(i);
            l = filters_[0].next(l, g, k).low;
            r = isStereo ? filters_[1].next(r, g, k).low : l;
        }
        float gain = level[static_cast<std::size_t>(i)] * gain_ * edgeGain(frame);
        if (fadeLength_ > 0) {
            fadeLeft_ = std::max(0, fadeLeft_ - 1);
            gain *= static_cast<float>(fadeLeft_) / static_cast<float>(fadeLength_);
        }
        last_ = {l * gain * patch.left.at(i), r * gain * patch.right.at(i)};
        left[i] += last_[0];
        right[i] += last_[1];
        position_ += increment_;
    }
    if (!amp_.isActive() || (fadeLength_ > 0 && fadeLeft_ == 0)) stop();
}

} // namespace cppmusic::audio

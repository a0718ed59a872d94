// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/KeyPath.h"

#include "audio/dsp/LevelDetector.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::audio {

namespace {

constexpr double fadeSeconds = 0.01;

} // namespace

void KeyPath::prepare(double sampleRate, double lookAheadSeconds)
{
    sampleRate_ = sampleRate;
    delay_ = static_cast<int>(lookAheadSeconds * sampleRate + 0.5);
    for (auto& channel : channels_)
        channel.delayed.assign(static_cast<std::size_t>(delay_) + 1, 0.0f);
    fadeStep_ = static_cast<float>(std::min(1.0, controlInterval / (fadeSeconds * sampleRate)));
    clear();
}

void KeyPath::clear() noexcept CPPMUSIC_NONBLOCKING
{
    position_ = 0;
    lowCut_.reset();
    highCut_.reset();
    for (auto& channel : channels_) {
        channel.meanSquare = 0.0;
        std::fill(channel.delayed.begin(), channel.delayed.end(), 0.0f);
    }
}

void KeyPath::flush() noexcept CPPMUSIC_NONBLOCKING
{
    lowCut_.flush();
    highCut_.flush();
    for (auto& channel : channels_) channel.meanSquare = flushTiny(channel.meanSquare);
}

void KeyPath::update(const Settings& settings, bool isImmediate) noexcept CPPMUSIC_NONBLOCKING
{
    const auto tune = [&](bool& isOn, bool isWanted, float hz, CrossoverTuning& tuning,
                          StereoSvf& filter) CPPMUSIC_NONBLOCKING {
        const bool isNew = isWanted && !isOn;
        isOn = isWanted;
        if (isNew) filter.reset();
        if (isWanted) tuning.tune(static_cast<double>(hz), sampleRate_, isImmediate || isNew);
    };
    tune(hasLowCut_, settings.lowCutHz > lowestHz * 1.0001f, settings.lowCutHz, lowCutTuning_,
         lowCut_);
    tune(hasHighCut_, settings.highCutHz < highestHz * 0.9999f, settings.highCutHz, highCutTuning_,
         highCut_);
    if (settings.isRms && !isRms_)
        for (auto& channel : channels_) channel.meanSquare = 0.0;
    isRms_ = settings.isRms;
    rmsFactor_ = smoothingFactor(settings.rmsSeconds, sampleRate_);
    const float whole = settings.isListening ? 1.0f : 0.0f;
    listening_ =
        isImmediate ? whole : std::clamp(whole, listening_ - fadeStep_, listening_ + fadeStep_);
    if (isImmediate)
        listen_.snapTo(listening_);
    else
        listen_.rampTo(listening_);
    isNeeded_ = hasLowCut_ || hasHighCut_ || isRms_ || delay_ > 0 || !listen_.isZero();
    isSteady_ = listening_ == whole && !listen_.isMoving() &&
                !(hasLowCut_ && lowCutTuning_.isMoving()) &&
                !(hasHighCut_ && highCutTuning_.isMoving());
}

double KeyPath::memorySeconds(const Settings& settings) const noexcept CPPMUSIC_NONBLOCKING
{
    double seconds = static_cast<double>(delay_) / sampleRate_;
    if (settings.lowCutHz > lowestHz) seconds += 5.0 / static_cast<double>(settings.lowCutHz);
    if (settings.highCutHz < highestHz) seconds += 5.0 / static_cast<double>(settings.highCutHz);
    if (settings.isRms) seconds += 16.0 * settings.rmsSeconds;
    return seconds;
}

void KeyPath::filter(Stereo& key, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    if (hasLowCut_) {
        lowCutTuning_.begin(frames);
        lowCut_.run(lowCutTuning_, key, frames,
                    [&](std::size_t n, std::size_t c, float x, float band, float low)
                        CPPMUSIC_NONBLOCKING { key[c][n] = x - band - low; });
    }
    if (hasHighCut_) {
        highCutTuning_.begin(frames);
        highCut_.run(highCutTuning_, key, frames,
                     [&](std::size_t n, std::size_t c, float, float, float low)
                         CPPMUSIC_NONBLOCKING { key[c][n] = low; });
    }
}

void KeyPath::delay(Channel& channel, Run& run, int frames) const noexcept CPPMUSIC_NONBLOCKING
{
    std::size_t place = position_;
    for (int i = 0; i < frames; ++i) {
        float& sample = run[static_cast<std::size_t>(i)];
        channel.delayed[place] = sample;
        place = place + 1 < channel.delayed.size() ? place + 1 : 0; // the oldest
        sample = channel.delayed[place];
    }
}

bool KeyPath::take(StereoPointers sound, StereoPointers side, int frames,
                   Rows& rows) noexcept CPPMUSIC_NONBLOCKING
{
    bool hasSounded = false;
    for (std::size_t c = 0; c < 2; ++c) {
        Run& own = rows.sound[c];
        Run& key = rows.key[c];
        for (int i = 0; i < frames; ++i) {
            const auto n = static_cast<std::size_t>(i);
            own[n] = sanitise(sound[c][i]);
            key[n] = side[c] != nullptr ? sanitise(side[c][i]) : own[n];
            hasSounded = hasSounded || own[n] != 0.0f || key[n] != 0.0f;
        }
    }
    filter(rows.key, frames);
    rows.heard = rows.key;
    for (std::size_t c = 0; c < 2; ++c) {
        Channel& channel = channels_[c];
        Run& key = rows.key[c];
        for (int i = 0; isRms_ && i < frames; ++i) {
            float& sample = key[static_cast<std::size_t>(i)];
            const double square = static_cast<double>(sample) * static_cast<double>(sample);
            channel.meanSquare = square + rmsFactor_ * (channel.meanSquare - square);
            sample = std::sqrt(static_cast<float>(channel.meanSquare));
        }
        if (delay_ > 0) delay(channel, rows.sound[c], frames);
    }
    const auto size = static_cast<std::size_t>(delay_) + 1;
    position_ = (position_ + static_cast<std::size_t>(frames)) % size;
    return hasSounded;
}

void KeyPath::give(const Rows& rows, std::array<float*, 2> output,
                   int frames) noexcept CPPMUSIC_NONBLOCKING
{
    if (!listen_.isZero()) {
        for (std::size_t c = 0; c < 2; ++c) {
            for (int i = 0; i < frames; ++i) {
                float& sample = output[c][i];
                sample += listen_.at(i) * (rows.heard[c][static_cast<std::size_t>(i)] - sample);
            }
        }
    }
    listen_.advance(frames);
}

} // namespace cppmusic::audio

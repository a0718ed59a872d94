// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/KeyPath.h"

#include "audio/dsp/LevelDetector.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::audio {

namespace {

constexpr float butterworth = 1.41421356f; // damping
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
    for (auto& channel : channels_) {
        channel.lowCut.reset();
        channel.highCut.reset();
        channel.meanSquare = 0.0;
        std::fill(channel.delayed.begin(), channel.delayed.end(), 0.0f);
    }
}

void KeyPath::flush() noexcept CPPMUSIC_NONBLOCKING
{
    for (auto& channel : channels_) {
        channel.lowCut.flush();
        channel.highCut.flush();
        channel.meanSquare = flushTiny(channel.meanSquare);
    }
}

void KeyPath::update(const Settings& settings, bool isImmediate) noexcept CPPMUSIC_NONBLOCKING
{
    const auto tune = [&](bool& isOn, bool isWanted, float hz, ControlRamp& gain,
                          StateVariableFilter Channel::*filter) CPPMUSIC_NONBLOCKING {
        const bool isNew = isWanted && !isOn;
        isOn = isWanted;
        if (!isWanted) return;
        if (isNew)
            for (auto& channel : channels_) (channel.*filter).reset();
        const float target = svfGain(static_cast<double>(hz), sampleRate_);
        if (isImmediate || isNew)
            gain.snapTo(target);
        else
            gain.rampTo(target);
    };
    tune(hasLowCut_, settings.lowCutHz > lowestHz * 1.0001f, settings.lowCutHz, lowCutGain_,
         &Channel::lowCut);
    tune(hasHighCut_, settings.highCutHz < highestHz * 0.9999f, settings.highCutHz, highCutGain_,
         &Channel::highCut);
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
                !(hasLowCut_ && lowCutGain_.isMoving()) &&
                !(hasHighCut_ && highCutGain_.isMoving());
}

double KeyPath::memorySeconds(const Settings& settings) const noexcept CPPMUSIC_NONBLOCKING
{
    double seconds = static_cast<double>(delay_) / sampleRate_;
    if (settings.lowCutHz > lowestHz) seconds += 5.0 / static_cast<double>(settings.lowCutHz);
    if (settings.highCutHz < highestHz) seconds += 5.0 / static_cast<double>(settings.highCutHz);
    if (settings.isRms) seconds += 16.0 * settings.rmsSeconds;
    return seconds;
}

void KeyPath::filter(Channel& channel, Run& run, int frames) const noexcept CPPMUSIC_NONBLOCKING
{
    for (int i = 0; hasLowCut_ && i < frames; ++i) {
        float& sample = run[static_cast<std::size_t>(i)];
        sample = channel.lowCut.next(sample, lowCutGain_.at(i), butterworth).high;
    }
    for (int i = 0; hasHighCut_ && i < frames; ++i) {
        float& sample = run[static_cast<std::size_t>(i)];
        sample = channel.highCut.next(sample, highCutGain_.at(i), butterworth).low;
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
        Channel& channel = channels_[c];
        Run& own = rows.sound[c];
        Run& key = rows.key[c];
        for (int i = 0; i < frames; ++i) {
            const auto n = static_cast<std::size_t>(i);
            own[n] = sanitise(sound[c][i]);
            key[n] = side[c] != nullptr ? sanitise(side[c][i]) : own[n];
            hasSounded = hasSounded || own[n] != 0.0f || key[n] != 0.0f;
        }
        filter(channel, key, frames);
        rows.heard[c] = key;
        for (int i = 0; isRms_ && i < frames; ++i) {
            float& sample = key[static_cast<std::size_t>(i)];
            const double square = static_cast<double>(sample) * static_cast<double>(sample);
            channel.meanSquare = square + rmsFactor_ * (channel.meanSquare - square);
            sample = std::sqrt(static_cast<float>(channel.meanSquare));
        }
        if (delay_ > 0) delay(channel, own, frames);
    }
    const auto size = static_cast<std::size_t>(delay_) + 1;
    position_ = (position_ + static_cast<std::size_t>(frames)) % size;
    lowCutGain_.advance(frames);
    highCutGain_.advance(frames);
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

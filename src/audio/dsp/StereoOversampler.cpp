// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/dsp/StereoOversampler.h"

#include "audio/dsp/HalfBandDesign.h"
#include "audio/dsp/Sanitise.h"

#include <algorithm>
#include <array>

namespace cppmusic::audio {

namespace {

constexpr int longTaps = 48, middleTaps = 16, shortTaps = 12;
/// Frames that rows are rounded up to, and one vector more that a stage may read.
constexpr int roomBehind = 32;

/// The taps of all oversamplers, made once.
struct FilterTables {
    std::array<float, longTaps> first{}, firstTwice{};
    std::array<float, middleTaps> second{}, secondTwice{};
    std::array<float, shortTaps> third{}, thirdTwice{};
    std::array<float, 8> sections8{};
    std::array<float, 4> sections4{};
    std::array<float, 2> sections2{};

    FilterTables()
    {
        designHalfBand(first, 10.06);
        designHalfBand(second, 11.0);
        designHalfBand(third, 11.5);
        for (std::size_t i = 0; i < first.size(); ++i) firstTwice[i] = 2.0f * first[i];
        for (std::size_t i = 0; i < second.size(); ++i) secondTwice[i] = 2.0f * second[i];
        for (std::size_t i = 0; i < third.size(); ++i) thirdTwice[i] = 2.0f * third[i];
        designAllpassHalfBand(sections8, 0.068);
        designAllpassHalfBand(sections4, 0.28);
        designAllpassHalfBand(sections2, 0.39);
    }
};

const FilterTables& tables()
{
    static const FilterTables made;
    return made;
}

/// Of a stage, times two on the way up.
std::span<const float> tapsOf(int stage, bool isUp)
{
    const auto& t = tables();
    if (stage == 0) return isUp ? t.firstTwice : t.first;
    if (stage == 1) return isUp ? t.secondTwice : t.second;
    return isUp ? t.thirdTwice : t.third;
}

AllpassChains chainsOf(int stage)
{
    const auto& t = tables();
    const std::span<const float> all = stage == 0   ? std::span<const float>(t.sections8)
                                       : stage == 1 ? std::span<const float>(t.sections4)
                                                    : std::span<const float>(t.sections2);
    AllpassChains chains;
    chains.sections = static_cast<int>(all.size() / 2);
    for (std::size_t j = 0; j < all.size() / 2; ++j) {
        const float even = all[2 * j];
        const float odd = all[2 * j + 1];
        chains.coefficients[j] = {even, odd, even, odd};
    }
    return chains;
}

void flushChains(AllpassChains& chains) noexcept CPPMUSIC_NONBLOCKING
{
    for (auto& section : chains.memory)
        for (float& value : section) value = flushTiny(value);
}

/// Puts `count` samples behind the `kept` older ones of a row.
void takeIn(float* row, int kept, const float* in, int count) noexcept CPPMUSIC_NONBLOCKING
{
    std::copy_n(in, count, row + kept);
}
/// Keeps the last `kept` of them for the next run.
void moveUp(float* row, int kept, int count) noexcept CPPMUSIC_NONBLOCKING
{
    std::copy(row + count, row + count + kept, row);
}

} // namespace

int Oversampling::latencyFrames() const noexcept CPPMUSIC_NONBLOCKING
{
    // Both ways a stage delays by half its taps at its higher rate: 47 of 2, 15 + 1 of 4, 11 + 1 of
    // 8 samples; the 1 is the stages' extra.
    constexpr std::array<int, maxDoublings + 1> frames{0, 47, 55, 58};
    return phase == Phase::linear ? frames[static_cast<std::size_t>(doublings)] : 0;
}

int Oversampling::memoryFrames() const noexcept CPPMUSIC_NONBLOCKING
{
    if (doublings == 0) return 0;
    return phase == Phase::linear ? 2 * latencyFrames() + 8 : 400;
}

void StereoUpsampler::prepare(Oversampling setting)
{
    setting_ = setting;
    kernel_ = halfBandKernel();
    stages_.clear();
    for (int s = 0; s < setting.doublings; ++s) {
        Stage stage;
        const auto all = tapsOf(s, true);
        const int taps = static_cast<int>(all.size());
        stage.taps = {all.data(), taps, taps / 2 - 1};
        stage.chains = chainsOf(s);
        stage.room = taps + (controlInterval << s) + roomBehind;
        stage.history.assign(static_cast<std::size_t>(2 * stage.room), 0.0f);
        stages_.push_back(std::move(stage));
    }
    const int room = setting.doublings > 1 ? (maxOversampledFrames >> 1) + roomBehind : 0;
    between_.assign(static_cast<std::size_t>(4 * room), 0.0f);
}

void StereoUpsampler::reset() noexcept CPPMUSIC_NONBLOCKING
{
    for (Stage& stage : stages_) {
        std::fill(stage.history.begin(), stage.history.end(), 0.0f);
        for (auto& section : stage.chains.memory) section.fill(0.0f);
    }
}

void StereoUpsampler::flush() noexcept CPPMUSIC_NONBLOCKING
{
    if (setting_.phase == Oversampling::Phase::linear) return;
    for (Stage& stage : stages_) flushChains(stage.chains);
}

StereoOut StereoUpsampler::runStage(Stage& stage, StereoIn in, StereoOut out,
                                    int count) noexcept CPPMUSIC_NONBLOCKING
{
    if (setting_.phase == Oversampling::Phase::minimum) {
        kernel_.allpassUp(stage.chains, in, out, count);
        return out;
    }
    const int kept = stage.taps.count;
    StereoIn newest{};
    for (std::size_t c = 0; c < 2; ++c) {
        float* row = stage.history.data() + c * static_cast<std::size_t>(stage.room);
        takeIn(row, kept, in[c], count);
        newest[c] = row + kept;
    }
    kernel_.firUp(stage.taps, newest, out, count);
    for (std::size_t c = 0; c < 2; ++c)
        moveUp(stage.history.data() + c * static_cast<std::size_t>(stage.room), kept, count);
    return out;
}

void StereoUpsampler::process(StereoIn in, StereoOut out, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    if (stages_.empty()) {
        for (std::size_t c = 0; c < 2; ++c) std::copy_n(in[c], frames, out[c]);
        return;
    }
    // Even and odd stages write into halves of `between_`, the last one into `out`.
    const std::size_t room = between_.size() / 4;
    int count = frames;
    for (std::size_t s = 0; s < stages_.size(); ++s) {
        float* half = between_.data() + 2 * room * (s % 2);
        const StereoOut target = s + 1 == stages_.size() ? out : StereoOut{half, half + room};
        runStage(stages_[s], in, target, count);
        in = {target[0], target[1]};
        count *= 2;
    }
}

void StereoDownsampler::prepare(Oversampling setting)
{
    setting_ = setting;
    kernel_ = halfBandKernel();
    stages_.clear();
    for (int s = 0; s < setting.doublings; ++s) {
        Stage stage;
        const auto all = tapsOf(s, false);
        const int taps = static_cast<int>(all.size());
        stage.taps = {all.data(), taps, taps / 2};
        stage.chains = chainsOf(s);
        stage.extra = s == 0 ? 0 : 1;
        stage.room = taps + 1 + (controlInterval << s) + roomBehind;
        stage.even.assign(static_cast<std::size_t>(2 * stage.room), 0.0f);
        stage.odd = stage.even;
        stages_.push_back(std::move(stage));
    }
    const int room = setting.doublings > 1 ? (maxOversampledFrames >> 1) + roomBehind : 0;
    between_.assign(static_cast<std::size_t>(4 * room), 0.0f);
}

void StereoDownsampler::reset() noexcept CPPMUSIC_NONBLOCKING
{
    for (Stage& stage : stages_) {
        std::fill(stage.even.begin(), stage.even.end(), 0.0f);
        std::fill(stage.odd.begin(), stage.odd.end(), 0.0f);
        for (auto& section : stage.chains.memory) section.fill(0.0f);
    }
}

void StereoDownsampler::flush() noexcept CPPMUSIC_NONBLOCKING
{
    if (setting_.phase == Oversampling::Phase::linear) return;
    for (Stage& stage : stages_) flushChains(stage.chains);
}

void StereoDownsampler::runStage(Stage& stage, StereoIn in, StereoOut out,
                                 int count) noexcept CPPMUSIC_NONBLOCKING
{
    if (setting_.phase == Oversampling::Phase::minimum) {
        kernel_.allpassDown(stage.chains, in, out, count);
        return;
    }
    const int kept = stage.taps.count + 1;
    const auto room = static_cast<std::size_t>(stage.room);
    const StereoOut even{stage.even.data(), stage.even.data() + room};
    const StereoOut odd{stage.odd.data(), stage.odd.data() + room};
    kernel_.split(in, {even[0] + kept, even[1] + kept}, {odd[0] + kept, odd[1] + kept}, count);
    const int newest = kept - stage.extra;
    kernel_.firDown(stage.taps, {even[0] + newest, even[1] + newest},
                    {odd[0] + newest, odd[1] + newest}, out, count);
    for (std::size_t c = 0; c < 2; ++c) {
        moveUp(even[c], kept, count);
        moveUp(odd[c], kept, count);
    }
}

void StereoDownsampler::process(StereoIn in, StereoOut out,
                                int frames) noexcept CPPMUSIC_NONBLOCKING
{
    if (stages_.empty()) {
        for (std::size_t c = 0; c < 2; ++c) std::copy_n(in[c], frames, out[c]);
        return;
    }
    const std::size_t room = between_.size() / 4;
    for (std::size_t s = stages_.size(); s-- > 0;) {
        float* half = between_.data() + 2 * room * (s % 2);
        const StereoOut target = s == 0 ? out : StereoOut{half, half + room};
        runStage(stages_[s], in, target, frames << s);
        in = {target[0], target[1]};
    }
}

} // namespace cppmusic::audio

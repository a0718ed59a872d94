// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/EqualiserColour.h"

#include "audio/dsp/Sanitise.h"
#include "core/MathUtils.h"

#include <algorithm>

namespace cppmusic::audio {

namespace math = core::math;
using Step = EqualiserStep;

namespace {

constexpr double blockerHz = 4.0;

} // namespace

void EqualiserColour::prepare(Oversampling setting, double sampleRate)
{
    setting_ = setting;
    sampleRate_ = sampleRate;
    latency_ = setting.latencyFrames();
    kernel_ = shaperKernel();
    for (Bender& bender : benders_) bender.up.prepare(setting);
    stage_.up.prepare(setting);
    straight_.prepare(setting);
    bandSum_.down.prepare(setting);
    stageSum_.down.prepare(setting);
    straightDown_.prepare(setting);
    blockerPole_ = poleShare(blockerHz, sampleRate);
    // What is bent falls by 120 dB in 13.8 of the blocker's time constants.
    memory_ = setting.memoryFrames() +
              static_cast<int>(13.8 * sampleRate / (math::twoPi * blockerHz)) + 64;
    clear();
}

void EqualiserColour::forget(Bender& bender) noexcept CPPMUSIC_NONBLOCKING
{
    bender.up.reset();
    bender.last = {};
    bender.isIdle = true;
}

void EqualiserColour::forget(Collector& sum) noexcept CPPMUSIC_NONBLOCKING
{
    sum.down.reset();
    for (auto& channel : sum.last) channel.fill(0.0f);
}

void EqualiserColour::clear() noexcept CPPMUSIC_NONBLOCKING
{
    for (Bender& bender : benders_) forget(bender);
    forget(stage_);
    forget(bandSum_);
    forget(stageSum_);
    straight_.reset();
    straightDown_.reset();
    shelf_ = unshelf_ = blocker_ = {};
    for (auto& channel : delay_) channel.fill(0.0f);
    bandsOn_ = stageOn_ = straightOn_ = {};
    notePoint(false);
}

void EqualiserColour::setStage(const StageModel& model) noexcept CPPMUSIC_NONBLOCKING
{
    stageShaper_ = model.shaper;
    shelves_ = ShelfPair::of(model.shelfHz, model.shelfDb, sampleRate_);
}

void EqualiserColour::moveTo(const Controls& controls,
                             bool isImmediate) noexcept CPPMUSIC_NONBLOCKING
{
    if (isImmediate)
        controls_.snapTo(controls);
    else
        controls_.rampTo(controls);
    notePoint(false);
}

void EqualiserColour::notePoint(bool isPoint) noexcept CPPMUSIC_NONBLOCKING
{
    bool isBending = false;
    for (std::size_t b = 0; b < numBands; ++b)
        isBending = isBending || isUsed(b * perBand + weight);
    if (bandsOn_.note(isBending, memory_, isPoint)) forget(bandSum_);
    if (stageOn_.note(isUsed(stageWeight), memory_, isPoint)) {
        forget(stage_);
        forget(stageSum_);
        shelf_ = unshelf_ = {};
    }
    if (straightOn_.note(isUsed(blend), memory_, isPoint)) {
        straight_.reset();
        straightDown_.reset();
    }
    if (isPoint && !bandsOn_.isOn && !stageOn_.isOn) blocker_ = {};
}

float EqualiserColour::control(std::size_t index, int frame) const noexcept CPPMUSIC_NONBLOCKING
{
    const int k = std::min(controls_.position + frame, controlInterval);
    return controls_.from[index] +
           controls_.delta[index] * (static_cast<float>(k) * (1.0f / controlInterval));
}

void EqualiserColour::flush() noexcept CPPMUSIC_NONBLOCKING
{
    for (auto* pair : {&shelf_, &unshelf_, &blocker_})
        for (float& state : *pair) state = flushTiny(state);
    for (Bender& bender : benders_)
        if (!bender.isIdle) bender.up.flush();
    stage_.up.flush();
    straight_.flush();
    bandSum_.down.flush();
    stageSum_.down.flush();
    straightDown_.flush();
}

bool EqualiserColour::needsBands() const noexcept CPPMUSIC_NONBLOCKING
{
    for (std::size_t b = 0; b < numBands; ++b)
        if (isUsed(b * perBand + weight)) return true;
    return false;
}

/// The operations of EqualiserKernel in their order, and what the shaper is driven with.
template <bool isMoving>
void EqualiserColour::runBand(std::size_t b, Pair& rows, EqualiserLane& lane, Pair& picked,
                              int frames) const noexcept CPPMUSIC_NONBLOCKING
{
    const auto& ramps = lane.controls;
    std::array<float, Step::numCoefficients> from, delta, now;
    for (std::size_t c = 0; c < Step::numCoefficients; ++c) {
        from[c] = now[c] = ramps.from[b * Step::numCoefficients + c];
        delta[c] = ramps.delta[b * Step::numCoefficients + c];
    }
    const std::size_t pick = b * perBand;
    const bool isDriven = isUsed(pick + weight);
    std::array<float, 3> picks{controls_.from[pick + through], controls_.from[pick + fromFirst],
                               controls_.from[pick + fromSecond]};
    auto states = std::array{lane.states[0][2 * b], lane.states[1][2 * b]};
    auto others = std::array{lane.states[0][2 * b + 1], lane.states[1][2 * b + 1]};
    for (int i = 0; i < frames; ++i) {
        const auto frame = static_cast<std::size_t>(i);
        if constexpr (isMoving) {
            const int k = std::min(ramps.position + i, controlInterval);
            const float phase = static_cast<float>(k) * (1.0f / controlInterval);
            for (std::size_t c = 0; c < now.size(); ++c) now[c] = from[c] + delta[c] * phase;
            for (std::size_t c = 0; c < 3; ++c) picks[c] = control(pick + c, i);
        }
        for (std::size_t c = 0; c < 2; ++c) {
            const float s = states[c];
            const float t = others[c];
            const float x = rows[c][frame];
            if (isDriven) picked[c][frame] = picks[0] * x + (picks[1] * s + picks[2] * t);
            const float difference = x - t;
            const float intoFirst = now[Step::drive] * difference - now[Step::damp] * s;
            const float intoSecond = now[Step::drive] * s + now[Step::lift] * difference;
            const float sum = now[Step::fromFirst] * s + now[Step::fromSecond] * t;
            rows[c][frame] = now[Step::through] * x + sum;
            states[c] = s + intoFirst;
            others[c] = t + intoSecond;
        }
    }
    for (std::size_t c = 0; c < 2; ++c) {
        lane.states[c][2 * b] = states[c];
        lane.states[c][2 * b + 1] = others[c];
    }
}

void EqualiserColour::runBands(Pair& rows, EqualiserLane& lane, Picks& picks,
                               int frames) noexcept CPPMUSIC_NONBLOCKING
{
    for (std::size_t b = 0; b < numBands; ++b) {
        if (lane.controls.isMoving || controls_.isMoving)
            runBand<true>(b, rows, lane, picks[b], frames);
        else if ((lane.activeBands >> b & 1u) != 0)
            runBand<false>(b, rows, lane, picks[b], frames);
    }
    lane.controls.advance(frames);
}

void EqualiserColour::bend(Bender& bender, const Shaper& shaper, const Pair& in,
                           std::size_t weightIndex, WidePair& sum,
                           int frames) noexcept CPPMUSIC_NONBLOCKING
{
    bender.isIdle = false;
    const int count = frames << setting_.doublings;
    WidePair wide;
    WideRow weights;
    bender.up.process({in[0].data(), in[1].data()},
                      {wide[0].data() + history, wide[1].data() + history}, frames);
    for (int n = 0; n < count; ++n)
        weights[static_cast<std::size_t>(n)] = control(weightIndex, n >> setting_.doublings);
    std::fill_n(weights.data() + count, 16, 0.0f);
    for (std::size_t c = 0; c < 2; ++c) {
        float* row = wide[c].data() + history;
        row[-1] = bender.last[c];
        bender.last[c] = row[count - 1];
        std::fill_n(row + count, 16, 0.0f);
        kernel_.addBent(shaper, row, weights.data(), sum[c].data() + history, count);
    }
}

void EqualiserColour::clearSum(WidePair& sum, int frames) const noexcept CPPMUSIC_NONBLOCKING
{
    for (auto& row : sum)
        std::fill_n(row.data(), history + (frames << setting_.doublings) + 16, 0.0f);
}

void EqualiserColour::collect(Collector& collector, WidePair& sum, Pair& out,
                              int frames) noexcept CPPMUSIC_NONBLOCKING
{
    const int count = frames << setting_.doublings;
    WidePair corrected;
    for (std::size_t c = 0; c < 2; ++c) {
        float* row = sum[c].data() + history;
        std::copy_n(collector.last[c].data(), 3, row - 3);
        kernel_.correct(row, corrected[c].data() + history, count);
        std::copy_n(row + count - 3, 3, collector.last[c].data());
    }
    collector.down.process({corrected[0].data() + history, corrected[1].data() + history},
                           {out[0].data(), out[1].data()}, frames);
}

void EqualiserColour::addBands(const Picks& picked, Pair& bent,
                               int frames) noexcept CPPMUSIC_NONBLOCKING
{
    WidePair sum;
    clearSum(sum, frames);
    for (std::size_t b = 0; b < numBands; ++b) {
        Bender& bender = benders_[b];
        if (isUsed(b * perBand + weight)) {
            bend(bender, bandShaper_, picked[b], b * perBand + weight, sum, frames);
        } else if (!bender.isIdle) {
            bender.up.reset();
            bender.last = {};
            bender.isIdle = true;
        }
    }
    collect(bandSum_, sum, bent, frames);
}

void EqualiserColour::addStage(const Pair& clean, Pair& bent,
                               int frames) noexcept CPPMUSIC_NONBLOCKING
{
    Pair driven;
    for (int i = 0; i < frames; ++i) {
        const auto frame = static_cast<std::size_t>(i);
        const float gain = control(stageGain, i);
        for (std::size_t c = 0; c < 2; ++c) {
            const float x = clean[c][frame];
            driven[c][frame] = gain * (x + shelves_.gain * lowPass(x, shelves_.pole, shelf_[c]));
        }
    }
    WidePair sum;
    clearSum(sum, frames);
    bend(stage_, stageShaper_, driven, stageWeight, sum, frames);
    Pair result;
    collect(stageSum_, sum, result, frames);
    for (int i = 0; i < frames; ++i) {
        const auto frame = static_cast<std::size_t>(i);
        for (std::size_t c = 0; c < 2; ++c) {
            const float x = result[c][frame];
            bent[c][frame] +=
                x + shelves_.inverseGain * lowPass(x, shelves_.inversePole, unshelf_[c]);
        }
    }
}

/// The signal through the filters that what is bent goes through.
void EqualiserColour::addStraight(const Pair& clean, Pair& bent,
                                  int frames) noexcept CPPMUSIC_NONBLOCKING
{
    Pair in, out;
    for (int i = 0; i < frames; ++i)
        for (std::size_t c = 0; c < 2; ++c)
            in[c][static_cast<std::size_t>(i)] =
                control(blend, i) * clean[c][static_cast<std::size_t>(i)];
    WidePair wide;
    straight_.process({in[0].data(), in[1].data()},
                      {wide[0].data() + history, wide[1].data() + history}, frames);
    straightDown_.process({wide[0].data() + history, wide[1].data() + history},
                          {out[0].data(), out[1].data()}, frames);
    for (std::size_t c = 0; c < 2; ++c)
        for (int i = 0; i < frames; ++i)
            bent[c][static_cast<std::size_t>(i)] += out[c][static_cast<std::size_t>(i)];
}

void EqualiserColour::finish(Pair& rows, const Pair& bent, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    for (std::size_t c = 0; c < 2; ++c) {
        float* delayed = delay_[c].data();
        std::copy_n(rows[c].data(), frames, delayed + latency_);
        for (int i = 0; i < frames; ++i) {
            const auto frame = static_cast<std::size_t>(i);
            const float clean = (1.0f - control(blend, i)) * delayed[i];
            rows[c][frame] = (clean + bent[c][frame]) * control(output, i) + 0.0f;
        }
        std::copy(delayed + frames, delayed + frames + latency_, delayed);
    }
}

void EqualiserColour::addColour(Pair& rows, const Picks& picks,
                                int frames) noexcept CPPMUSIC_NONBLOCKING
{
    Pair bent{};
    if (bandsOn_.isOn) addBands(picks, bent, frames);
    if (stageOn_.isOn) addStage(rows, bent, frames);
    if (bandsOn_.isOn || stageOn_.isOn) {
        for (std::size_t c = 0; c < 2; ++c)
            for (std::size_t i = 0; i < static_cast<std::size_t>(frames); ++i)
                bent[c][i] -= lowPass(bent[c][i], blockerPole_, blocker_[c]);
    }
    if (straightOn_.isOn) addStraight(rows, bent, frames);
    finish(rows, bent, frames);
    controls_.advance(frames);
}

void EqualiserColour::run(LaneRun& run, std::size_t index,
                          EqualiserLane& node) noexcept CPPMUSIC_NONBLOCKING
{
    LaneRun::Lane& lane = run.lanes[index];
    lane.sounded = 0;
    Pair rows;
    Picks picks;
    int phase = run.phase;
    for (int at = 0, chunk = 0; at < run.frames; ++chunk) {
        const int frames = std::min(run.frames - at, controlInterval - phase);
        if (phase == 0) {
            for (auto& channel : node.states)
                for (float& state : channel) state = flushTiny(state);
            flush();
            notePoint(true);
        }
        for (std::size_t c = 0; c < 2; ++c) {
            const float* in = lane.in[c] + run.begin + at;
            for (int i = 0; i < frames; ++i) {
                const float x = sanitise(in[i]);
                rows[c][static_cast<std::size_t>(i)] = x;
                if (x != 0.0f) lane.sounded |= 1u << chunk;
            }
        }
        for (std::size_t b = 0; b < numBands; ++b)
            if (isUsed(b * perBand + weight)) picks[b] = {};
        runBands(rows, node, picks, frames);
        addColour(rows, picks, frames);
        for (std::size_t c = 0; c < 2; ++c)
            std::copy_n(rows[c].data(), frames, lane.out[c] + run.begin + at);
        at += frames;
        phase = 0;
    }
}

void EqualiserColour::runBehind(const LaneRun& run,
                                const LaneRun::Lane& lane) noexcept CPPMUSIC_NONBLOCKING
{
    Pair rows;
    const Picks nothing{};
    int phase = run.phase;
    for (int at = 0; at < run.frames;) {
        const int frames = std::min(run.frames - at, controlInterval - phase);
        if (phase == 0) {
            flush();
            notePoint(true);
        }
        for (std::size_t c = 0; c < 2; ++c)
            std::copy_n(lane.out[c] + run.begin + at, frames, rows[c].data());
        addColour(rows, nothing, frames);
        for (std::size_t c = 0; c < 2; ++c)
            std::copy_n(rows[c].data(), frames, lane.out[c] + run.begin + at);
        at += frames;
        phase = 0;
    }
}

} // namespace cppmusic::audio

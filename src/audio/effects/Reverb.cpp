// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/Reverb.h"

#include "audio/dsp/Sanitise.h"
#include "audio/dsp/StateVariableFilter.h"

#include <algorithm>

namespace cppmusic::audio {

namespace {

using core::Taper;

constexpr std::array<core::ParameterSpec, Reverb::numParameters> table{{
    {"decay", "Decay", "s", 0.1f, 20.0f, 1.8f, Taper::logarithmic, true, {}},
    {"size", "Size", "", 0.0f, 1.0f, 0.6f, Taper::linear, true, {}},
    {"preDelay", "Pre-delay", "s", 0.0f, 0.25f, 0.015f, Taper::linear, true, {}},
    {"damping", "Damping", "Hz", 1000.0f, 20000.0f, 7000.0f, Taper::logarithmic, true, {}},
    {"lowCut", "Low cut", "Hz", 20.0f, 1000.0f, 120.0f, Taper::logarithmic, true, {}},
    {"modulation", "Modulation", "", 0.0f, 1.0f, 0.4f, Taper::linear, true, {}},
    {"width", "Width", "", 0.0f, 1.0f, 1.0f, Taper::linear, true, {}},
    {"mix", "Mix", "", 0.0f, 1.0f, 0.25f, Taper::linear, true, {}},
}};

constexpr std::array<std::array<double, 4>, 2> diffuserMilliseconds{
    {{4.771, 3.595, 12.73, 9.307}, {4.523, 3.821, 12.21, 9.713}}};
constexpr std::array<float, 4> diffuserGains{0.75f, 0.75f, 0.625f, 0.625f};
constexpr std::array<double, 2> modulationHz{0.37, 0.61};
constexpr double depthMilliseconds = 0.5;
constexpr float wetLevel =
    0.30f; // as loud as the dry signal at the default settings, by ear and meter

} // namespace

Reverb::Reverb() : StereoEffect(table) {}

void Reverb::prepareEffect(const PrepareSpec& spec)
{
    const double rate = spec.sampleRate.value;
    network_.prepare(rate);
    longestRun_ = controlInterval;
    for (std::size_t c = 0; c < 2; ++c) {
        preDelays_[c].prepare(static_cast<int>(rate * 0.25) + 4);
        for (std::size_t d = 0; d < numDiffusers; ++d) {
            auto& diffuser = diffusers_[c][d];
            diffuser.delay =
                std::max(1, static_cast<int>(rate * 0.001 * diffuserMilliseconds[c][d]));
            diffuser.ring.prepare(diffuser.delay);
            run_.diffusers[c][d].gain = diffuserGains[d];
            longestRun_ = std::min(longestRun_, diffuser.delay);
        }
    }
    for (std::size_t i = 0; i < lfos_.size(); ++i) lfos_[i].setRate(modulationHz[i], rate);
}

void Reverb::clear() noexcept CPPMUSIC_NONBLOCKING
{
    network_.clear();
    for (auto& line : preDelays_) line.clear();
    run_.lows = {};
    for (auto& channel : diffusers_)
        for (auto& diffuser : channel) diffuser.ring.clear();
}

double Reverb::tailSeconds(const Values& values) const noexcept CPPMUSIC_NONBLOCKING
{
    return 2.0 * static_cast<double>(values[decay]) + static_cast<double>(values[preDelay]) + 0.5;
}

void Reverb::updateControls(const ControlPoint& point) noexcept CPPMUSIC_NONBLOCKING
{
    if (point.isGridContinuous)
        for (auto& lfo : lfos_) lfo.advance(controlInterval);
    else
        for (auto& lfo : lfos_) lfo.placeAt(point.gridFrame);

    FeedbackDelayNetwork::Settings settings;
    settings.size = 0.35 + static_cast<double>(value(size));
    settings.decaySeconds = static_cast<double>(value(decay));
    settings.dampingHz = static_cast<double>(value(damping));
    settings.depthFrames =
        static_cast<double>(value(modulation)) * depthMilliseconds * 0.001 * sampleRate();
    settings.modulation = {lfos_[0].value(LfoShape::sine), lfos_[1].value(LfoShape::sine),
                           lfos_[0].valueAhead(LfoShape::sine, 0.25),
                           lfos_[1].valueAhead(LfoShape::sine, 0.25)};
    network_.update(settings, point.isImmediate, isClear());
    for (auto& low : run_.lows) low = flushTiny(low);
    if (!point.hasChanged) return;
    const float g = svfGain(static_cast<double>(value(lowCut)), sampleRate());
    run_.lowCut.set(g / (1.0f + g));
    move(width_, value(width), point.isImmediate);
    move(mix_, value(mix), point.isImmediate);
    move(preDelayFrames_, value(preDelay) * static_cast<float>(sampleRate()), point.isImmediate);
}

/// Writes a run into the pre-delays and finds what comes out of them.
void Reverb::delayRun(int frames) noexcept CPPMUSIC_NONBLOCKING
{
    const bool isSteady = !preDelayFrames_.isMoving();
    std::array<int, controlInterval> whole{};
    for (int i = 0; i < (isSteady ? 1 : frames); ++i) {
        const auto k = static_cast<std::size_t>(i);
        const float delay = 1.0f + std::max(0.0f, preDelayFrames_.at(i));
        whole[k] = static_cast<int>(delay);
        run_.share[k] = delay - static_cast<float>(whole[k]);
    }
    if (isSteady) run_.share.fill(run_.share[0]);
    for (std::size_t c = 0; c < 2; ++c) {
        preDelays_[c].write(run_.input[c].data(), frames);
        auto& rows = preDelayRows_[c];
        if (isSteady) { // one view, in which the later samples are one further
            const float* view = preDelays_[c].view(whole[0] + frames, rows.early);
            run_.early[c] = view;
            run_.late[c] = view + 1;
            continue;
        }
        for (int i = 0; i < frames; ++i) {
            const auto k = static_cast<std::size_t>(i);
            rows.late[k] = preDelays_[c].read(whole[k] + frames - 1 - i);
            rows.early[k] = preDelays_[c].read(whole[k] + frames - i);
        }
        run_.early[c] = rows.early.data();
        run_.late[c] = rows.late.data();
    }
}

void Reverb::processPart(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    run_.frames = frames;
    copyRun(left, frames, run_.sound[0].data());
    copyRun(right, frames, run_.sound[1].data());
    run_.width = {width_.from(), width_.delta(), width_.position()};
    run_.mix = {mix_.from(), mix_.delta(), mix_.position()};
    run_.level = wetLevel;
    network_.begin(run_);
    kernel_.readLines(run_);
    delayRun(frames);
    for (std::size_t c = 0; c < 2; ++c) {
        for (std::size_t d = 0; d < numDiffusers; ++d) {
            const auto& diffuser = diffusers_[c][d];
            run_.diffusers[c][d].delayed = diffuser.ring.view(diffuser.delay, diffuserRooms_[c][d]);
        }
    }
    kernel_.join(run_);
    network_.end(run_);
    for (std::size_t c = 0; c < 2; ++c) {
        for (std::size_t d = 0; d < numDiffusers; ++d)
            diffusers_[c][d].ring.write(run_.diffusers[c][d].kept.data(), frames);
    }
    copyRun(run_.sound[0].data(), frames, left);
    copyRun(run_.sound[1].data(), frames, right);
    width_.advance(frames);
    mix_.advance(frames);
    preDelayFrames_.advance(frames);
}

void Reverb::processRun(float* left, float* right, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    for (int done = 0; done < frames;) {
        const int part = std::min(frames - done, longestRun_);
        processPart(left + done, right + done, part);
        done += part;
    }
}

} // namespace cppmusic::audio

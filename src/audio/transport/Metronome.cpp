// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/transport/Metronome.h"

#include "core/MathUtils.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::audio {
namespace {

constexpr double clickSeconds = 0.04;
constexpr double decaySeconds = 0.006;
constexpr double attackSeconds = 0.0005;
constexpr double accentHz = 1760.0;
constexpr double beatHz = 1175.0;
constexpr float accentLevel = 0.5f;
constexpr float beatLevel = 0.3f;

/// A decaying sine that begins and ends at silence.
std::vector<float> makeClick(double rate, double hz, float level)
{
    const auto length = static_cast<std::size_t>(clickSeconds * rate);
    std::vector<float> click(length);
    for (std::size_t i = 0; i < length; ++i) {
        const double time = static_cast<double>(i) / rate;
        const double left = clickSeconds - time;
        const double shape = std::min({time / attackSeconds, 1.0, left / attackSeconds}) *
                             core::math::exp(-time / decaySeconds);
        click[i] =
            level * static_cast<float>(shape * core::math::sin(core::math::twoPi * hz * time));
    }
    return click;
}

} // namespace

std::int64_t countInFrame(const core::TempoMap& map, core::Beats place, core::SampleRate rate,
                          int bar, int click) noexcept CPPMUSIC_NONBLOCKING
{
    const core::TimeSignature signature = map.signatureAt(place);
    const double beats = static_cast<double>(bar * signature.numerator + click) * 4.0 /
                         static_cast<double>(signature.denominator);
    const double seconds = beats * 60.0 / map.tempoAt(place).value;
    return static_cast<std::int64_t>(seconds * rate.value + 0.5);
}

void Metronome::prepare(core::SampleRate rate)
{
    accent_ = makeClick(rate.value, accentHz, accentLevel);
    beat_ = makeClick(rate.value, beatHz, beatLevel);
    numVoices_ = 0;
}

void Metronome::add(std::int64_t wait, int beat,
                    core::TimeSignature signature) noexcept CPPMUSIC_NONBLOCKING
{
    if (numVoices_ == voices_.size()) return;
    const bool isBar = beat == 0;
    const bool isCompound =
        signature.denominator >= 8 && signature.numerator > 3 && signature.numerator % 3 == 0;
    const bool isGroup = isCompound && beat % 3 == 0;
    // The high click is made at the accent's level.
    const float gain = isBar ? levels_.accent
                             : (isGroup ? levels_.beat * (beatLevel / accentLevel) : levels_.beat);
    voices_[numVoices_++] = {wait, 0, isBar || isGroup, gain};
}

void Metronome::findCountIn(const TransportBlock& transport, int numFrames,
                            int latencyFrames) noexcept CPPMUSIC_NONBLOCKING
{
    const core::TempoMap& map = *transport.tempoMap;
    const core::TimeSignature signature = map.signatureAt(transport.startBeat);
    for (int click = 0; click < 1024; ++click) {
        const std::int64_t frame =
            countInFrame(map, transport.startBeat, transport.sampleRate, 0, click);
        if (frame >= transport.countInFrame + numFrames) return;
        if (frame >= transport.countInFrame)
            add(frame - transport.countInFrame + latencyFrames, click % signature.numerator,
                signature);
    }
}

void Metronome::findClicks(const TransportBlock& transport, int numFrames,
                           int latencyFrames) noexcept CPPMUSIC_NONBLOCKING
{
    const core::TempoMap& map = *transport.tempoMap;
    const std::int64_t end = transport.startFrame + numFrames;
    // From one beat before the block, because places are rounded to frames.
    core::BarPosition at = map.barPositionAt(transport.startBeat);
    if (at.beat > 1) --at.beat;
    for (int guard = 0; guard < 1024; ++guard) {
        const core::Beats bar = map.barStart(at.bar);
        const core::TimeSignature signature = map.signatureAt(bar);
        const core::Beats place = bar + core::Beats((at.beat - 1) * 4.0 / signature.denominator);
        const core::Beats nextBar = map.barStart(at.bar + 1);
        if (place >= nextBar) { // a bar that a new signature cuts short
            ++at.bar;
            at.beat = 1;
            continue;
        }
        const std::int64_t frame = map.framesAt(place, transport.sampleRate).value;
        if (frame >= end) return;
        if (frame >= transport.startFrame) {
            add(frame - transport.startFrame + latencyFrames, at.beat - 1, signature);
        }
        if (++at.beat > signature.numerator) {
            ++at.bar;
            at.beat = 1;
        }
    }
}

void Metronome::process(const AudioBlock& output, const TransportBlock& transport,
                        int latencyFrames, bool isOn,
                        MetronomeLevels levels) noexcept CPPMUSIC_NONBLOCKING
{
    levels_ = levels;
    if (transport.countInLeft > 0) findCountIn(transport, output.numFrames, latencyFrames);
    if (isOn && transport.isPlaying) findClicks(transport, output.numFrames, latencyFrames);
    std::size_t kept = 0;
    for (std::size_t v = 0; v < numVoices_; ++v) {
        Voice voice = voices_[v];
        const auto& sound = voice.isHigh ? accent_ : beat_;
        const auto first = std::min<std::int64_t>(voice.wait, output.numFrames);
        const std::size_t count = std::min(sound.size() - voice.played,
                                           static_cast<std::size_t>(output.numFrames - first));
        for (int c = 0; c < std::min(output.numChannels, 2); ++c) {
            float* target = output.channels[c] + first;
            for (std::size_t i = 0; i < count; ++i)
                target[i] += voice.gain * sound[voice.played + i];
        }
        voice.wait -= first;
        voice.played += count;
        if (voice.played < sound.size()) voices_[kept++] = voice;
    }
    numVoices_ = kept;
}

} // namespace cppmusic::audio

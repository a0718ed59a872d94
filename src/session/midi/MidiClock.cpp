// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/midi/MidiClock.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace cppmusic::session {

namespace {

/// TempoMap takes signatures up to here.
constexpr core::Beats lastSignature{1.0e6};

core::Beats barLength(core::TimeSignature signature)
{
    return core::Beats{4.0 * signature.numerator / signature.denominator};
}

std::vector<core::TempoPoint> readTempos(const audio::StandardMidiFile& file,
                                         std::vector<Problem>& problems)
{
    std::map<core::Beats, core::Bpm> tempos{{core::Beats{0.0}, core::Bpm{120.0}}};
    int numClamped = 0;
    for (const auto& track : file.tracks) {
        for (const auto& event : track.events) {
            const auto microseconds = event.microsecondsPerQuarter();
            if (!event.isMeta(0x51) || !microseconds) continue;
            const core::Bpm tempo{60.0e6 / *microseconds};
            const core::Bpm inside = std::clamp(tempo, core::minTempo, core::maxTempo);
            if (inside != tempo) ++numClamped;
            tempos[beatsAtTick(file.division, event.tick)] = inside;
        }
    }
    if (numClamped > 0)
        problems.push_back({"tempo", std::to_string(numClamped) +
                                         " tempo changes lie outside 20 to 999 bpm; they "
                                         "were brought to the nearest of these"});
    std::vector<core::TempoPoint> points;
    for (const auto& [at, tempo] : tempos) points.push_back({at, tempo, false});
    return points;
}

/// Builds the list of signatures in ascending order.
class SignatureList {
public:
    explicit SignatureList(std::vector<Problem>& problems) : problems_(problems) {}

    void add(core::Beats at, core::TimeSignature signature)
    {
        if (at.value <= 0.0) {
            points_.front().signature = signature;
            return;
        }
        if (at > lastSignature) {
            report("a time signature behind the first million beats was left out");
            return;
        }
        const auto last = points_.back();
        const core::Beats bar = barLength(last.signature);
        const double bars = std::floor((at - last.at) / bar);
        const core::Beats barStart = last.at + bar * bars;
        if (at > barStart) {
            const auto remainder = signatureOf(at - barStart);
            if (!remainder || !isExact(last.at, bar, barStart)) {
                at = last.at + bar * std::max(1.0, std::round((at - last.at) / bar));
                report("a time signature inside a bar was moved to the nearest bar");
            } else {
                set(barStart, *remainder);
            }
        }
        set(at, signature);
    }

    [[nodiscard]] std::vector<core::TimeSignaturePoint> take() { return std::move(points_); }

private:
    static bool isExact(core::Beats from, core::Beats bar, core::Beats to)
    {
        const double bars = (to - from) / bar;
        return bars == std::floor(bars);
    }

    /// A signature whose one bar has this length.
    static std::optional<core::TimeSignature> signatureOf(core::Beats length)
    {
        for (const int denominator : {4, 8, 16, 32, 64}) {
            const double numerator = length.value * denominator / 4.0;
            if (numerator == std::floor(numerator) && numerator >= 1.0 && numerator <= 64.0)
                return core::TimeSignature{static_cast<int>(numerator), denominator};
        }
        return std::nullopt;
    }

    void set(core::Beats at, core::TimeSignature signature)
    {
        if (points_.back().at == at) {
            points_.back().signature = signature;
        } else if (points_.back().at < at) {
            points_.push_back({at, signature});
        }
    }

    void report(const char* message) { problems_.push_back({"time signature", message}); }

    std::vector<Problem>& problems_;
    std::vector<core::TimeSignaturePoint> points_{core::TimeSignaturePoint{}};
};

std::vector<core::TimeSignaturePoint> readSignatures(const audio::StandardMidiFile& file,
                                                     std::vector<Problem>& problems)
{
    std::map<core::Beats, core::TimeSignature> found;
    for (const auto& track : file.tracks) {
        for (const auto& event : track.events) {
            if (!event.isMeta(0x58)) continue;
            const auto meter = event.meter();
            if (meter && meter->numerator <= 64 && meter->denominator <= 64)
                found[beatsAtTick(file.division, event.tick)] = {meter->numerator,
                                                                 meter->denominator};
            else
                problems.push_back(
                    {"time signature", "one that is not 1 to 64 beats of 1 to 64ths was left out"});
        }
    }
    SignatureList list(problems);
    for (const auto& [at, signature] : found) list.add(at, signature);
    return list.take();
}

} // namespace

core::Beats beatsAtTick(const audio::MidiDivision& division, std::int64_t tick)
{
    const auto ticks = static_cast<double>(tick);
    if (division.isSmpte()) return core::Beats{ticks / division.ticksPerSecond() * 2.0};
    return core::Beats{ticks / division.ticksPerQuarter};
}

core::TempoMap tempoMapOf(const audio::StandardMidiFile& file, std::vector<Problem>& problems)
{
    if (file.division.isSmpte()) {
        problems.push_back({"division", "the file counts seconds, not beats; it was placed at "
                                        "120 bpm in 4/4"});
        return {};
    }
    auto tempos = readTempos(file, problems);
    auto map = core::TempoMap::make(tempos, readSignatures(file, problems));
    if (map) return std::move(map).value();
    problems.push_back({"time signature", map.error().text() + "; 4/4 is used"});
    auto plain = core::TempoMap::make(std::move(tempos), {core::TimeSignaturePoint{}});
    return plain ? std::move(plain).value() : core::TempoMap{};
}

} // namespace cppmusic::session

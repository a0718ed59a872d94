// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/time/TempoMap.h"

#include "core/MathUtils.h"

#include <cstddef>
#include <string>

namespace cppmusic::core {
namespace {

constexpr double maxFrames = 0x1p62;
constexpr double maxBars = 1.0e8;
constexpr double maxSignatureBeat = 1.0e6;

/// One tempo segment: linear in beats, `slope` bpm a beat (0: constant).
struct Segment {
    double startBeat;
    double startBpm;
    double slope;
};

Segment segmentAt(const std::vector<TempoPoint>& points,
                  std::size_t index) noexcept CPPMUSIC_NONBLOCKING
{
    const TempoPoint* const all = points.data();
    const TempoPoint& here = all[index];
    Segment segment{here.at.value, here.tempo.value, 0.0};
    if (here.rampToNext && index + 1 < points.size()) {
        const TempoPoint& next = all[index + 1];
        segment.slope = (next.tempo.value - here.tempo.value) / (next.at.value - here.at.value);
    }
    return segment;
}

/// The integral of 60/bpm over `beats` from the segment's start. For a ramp from b0 with slope k it
/// is 60/k·ln(1 + k·beats/b0); written with ln(1+u)/u it holds for small slopes as well.
double secondsInto(const Segment& segment, double beats) noexcept CPPMUSIC_NONBLOCKING
{
    const double atStartTempo = 60.0 * beats / segment.startBpm;
    const double growth = segment.slope * beats / segment.startBpm;
    return growth == 0.0 ? atStartTempo : atStartTempo * (math::log1p(growth) / growth);
}

/// The inverse of secondsInto: b0/k·(exp(k·seconds/60) − 1).
double beatsInto(const Segment& segment, double seconds) noexcept CPPMUSIC_NONBLOCKING
{
    const double atStartTempo = seconds * segment.startBpm / 60.0;
    const double growth = segment.slope * seconds / 60.0;
    return growth == 0.0 ? atStartTempo : atStartTempo * (math::expm1(growth) / growth);
}

/// The last index whose key is at or before `value`; 0 if all are later.
template <class Item, class KeyOf>
std::size_t lastAtOrBefore(const std::vector<Item>& items, double value, KeyOf keyOf) noexcept
{
    const Item* const all = items.data();
    std::size_t low = 0;
    std::size_t count = items.size();
    while (count > 1) {
        const std::size_t half = count / 2;
        if (keyOf(all[low + half]) <= value) low += half;
        count -= half;
    }
    return low;
}

double floorOf(double value) noexcept CPPMUSIC_NONBLOCKING
{
    if (!(value < 0x1p52 && value > -0x1p52)) return value;
    const auto whole = static_cast<double>(static_cast<std::int64_t>(value));
    return whole > value ? whole - 1.0 : whole;
}

/// NaN becomes 0, so that every result fits the whole number it is cast to.
double limited(double value, double limit) noexcept CPPMUSIC_NONBLOCKING
{
    if (!(value == value)) return 0.0;
    return value > limit ? limit : (value < -limit ? -limit : value);
}

double beatLength(TimeSignature s) noexcept CPPMUSIC_NONBLOCKING
{
    return 4.0 / s.denominator;
}
double barLength(TimeSignature s) noexcept CPPMUSIC_NONBLOCKING
{
    return s.numerator * beatLength(s);
}

Error invalid(std::string sentence, const char* list, std::size_t index)
{
    return makeError(ErrorCode::invalidArgument, std::move(sentence),
                     std::string(list) + "/" + std::to_string(index));
}

bool isFinite(double value)
{
    return value - value == 0.0;
}

/// What every list of points must hold: a start at beat 0, ascending distinct finite places.
template <class Point>
Status checkPlaces(const std::vector<Point>& points, const char* list)
{
    if (points.empty()) return makeError(ErrorCode::invalidArgument, "is empty", list);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double at = points[i].at.value;
        if (!isFinite(at)) return invalid("lies at a beat that is not a number", list, i);
        if (i == 0 && at != 0.0) return invalid("the first point must lie at beat 0", list, i);
        if (i > 0 && !(at > points[i - 1].at.value))
            return invalid("must lie after the point before it", list, i);
    }
    return {};
}

Status checkTempos(const std::vector<TempoPoint>& tempos)
{
    if (Status places = checkPlaces(tempos, "tempos"); !places.ok()) return places;
    for (std::size_t i = 0; i < tempos.size(); ++i)
        if (!(tempos[i].tempo >= minTempo && tempos[i].tempo <= maxTempo))
            return invalid("the tempo must be between 20 and 999 bpm", "tempos", i);
    return {};
}

bool isValid(TimeSignature s)
{
    const bool isPowerOfTwo =
        s.denominator >= 1 && s.denominator <= 64 && (s.denominator & (s.denominator - 1)) == 0;
    return isPowerOfTwo && s.numerator >= 1 && s.numerator <= 64;
}

Status checkSignatures(const std::vector<TimeSignaturePoint>& points)
{
    if (Status places = checkPlaces(points, "signatures"); !places.ok()) return places;
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (!isValid(points[i].signature))
            return invalid("a time signature is 1 to 64 beats of 1, 2, 4, 8, 16, 32 or 64",
                           "signatures", i);
        if (i == 0) continue;
        const double bars =
            (points[i].at - points[i - 1].at).value / barLength(points[i - 1].signature);
        if (bars != floorOf(bars))
            return invalid("a time signature must start where a bar starts", "signatures", i);
        if (points[i].at.value > maxSignatureBeat)
            return invalid("must lie within the first million beats", "signatures", i);
    }
    return {};
}

} // namespace

TempoMap::TempoMap()
    : tempos_{TempoPoint{}},
      signatures_{TimeSignaturePoint{}},
      segmentStartSeconds_{0.0},
      signatureStartBar_{0}
{
}

Result<TempoMap> TempoMap::make(std::vector<TempoPoint> tempos,
                                std::vector<TimeSignaturePoint> signatures)
{
    if (Status status = checkTempos(tempos); !status.ok()) return status.error();
    if (Status status = checkSignatures(signatures); !status.ok()) return status.error();

    TempoMap map;
    map.segmentStartSeconds_.assign(1, 0.0);
    for (std::size_t i = 1; i < tempos.size(); ++i) {
        const double length = (tempos[i].at - tempos[i - 1].at).value;
        map.segmentStartSeconds_.push_back(map.segmentStartSeconds_.back() +
                                           secondsInto(segmentAt(tempos, i - 1), length));
    }
    map.signatureStartBar_.assign(1, 0);
    for (std::size_t i = 1; i < signatures.size(); ++i) {
        const double bars = (signatures[i].at - signatures[i - 1].at).value /
                            barLength(signatures[i - 1].signature);
        map.signatureStartBar_.push_back(map.signatureStartBar_.back() + static_cast<int>(bars));
    }
    map.tempos_ = std::move(tempos);
    map.signatures_ = std::move(signatures);
    return map;
}

Seconds TempoMap::secondsAt(Beats beat) const noexcept CPPMUSIC_NONBLOCKING
{
    if (beat.value < 0.0) return Seconds(60.0 * beat.value / tempos_.data()->tempo.value);
    const std::size_t index =
        lastAtOrBefore(tempos_, beat.value, [](const TempoPoint& p) { return p.at.value; });
    const Segment segment = segmentAt(tempos_, index);
    return Seconds(segmentStartSeconds_.data()[index] +
                   secondsInto(segment, beat.value - segment.startBeat));
}

Beats TempoMap::beatsAt(Seconds time) const noexcept CPPMUSIC_NONBLOCKING
{
    if (time.value < 0.0) return Beats(time.value * tempos_.data()->tempo.value / 60.0);
    const std::size_t index =
        lastAtOrBefore(segmentStartSeconds_, time.value, [](double start) { return start; });
    const Segment segment = segmentAt(tempos_, index);
    return Beats(segment.startBeat +
                 beatsInto(segment, time.value - segmentStartSeconds_.data()[index]));
}

Frames TempoMap::framesAt(Beats beat, SampleRate rate) const noexcept CPPMUSIC_NONBLOCKING
{
    return Frames(static_cast<std::int64_t>(
        floorOf(limited(secondsAt(beat).value * rate.value, maxFrames) + 0.5)));
}

Beats TempoMap::beatsAt(Frames frame, SampleRate rate) const noexcept CPPMUSIC_NONBLOCKING
{
    return beatsAt(Seconds(static_cast<double>(frame.value) / rate.value));
}

Bpm TempoMap::tempoAt(Beats beat) const noexcept CPPMUSIC_NONBLOCKING
{
    if (beat.value < 0.0) return tempos_.data()->tempo;
    const std::size_t index =
        lastAtOrBefore(tempos_, beat.value, [](const TempoPoint& p) { return p.at.value; });
    const Segment segment = segmentAt(tempos_, index);
    return Bpm(segment.startBpm + segment.slope * (beat.value - segment.startBeat));
}

TimeSignature TempoMap::signatureAt(Beats beat) const noexcept CPPMUSIC_NONBLOCKING
{
    const std::size_t index = lastAtOrBefore(
        signatures_, beat.value, [](const TimeSignaturePoint& p) { return p.at.value; });
    return signatures_.data()[index].signature;
}

BarPosition TempoMap::barPositionAt(Beats beat) const noexcept CPPMUSIC_NONBLOCKING
{
    const std::size_t index = lastAtOrBefore(
        signatures_, beat.value, [](const TimeSignaturePoint& p) { return p.at.value; });
    const TimeSignaturePoint& point = signatures_.data()[index];
    const double length = barLength(point.signature);
    const double offset = limited(beat.value - point.at.value, maxBars * length);
    double bars = floorOf(offset / length);
    if (bars * length > offset) bars -= 1.0; // the division may round up to the next bar
    const double beats = (offset - bars * length) / beatLength(point.signature);
    const double whole = floorOf(beats);
    const bool isPastLast = whole >= point.signature.numerator; // a hair before the next bar
    return {signatureStartBar_.data()[index] + static_cast<int>(bars) + 1,
            isPastLast ? point.signature.numerator : static_cast<int>(whole) + 1,
            isPastLast ? 0x1.fffffffffffffp-1 : beats - whole};
}

Beats TempoMap::barStart(int bar) const noexcept CPPMUSIC_NONBLOCKING
{
    const int barFromZero = bar > -static_cast<int>(maxBars) ? bar - 1 : -static_cast<int>(maxBars);
    const std::size_t index =
        lastAtOrBefore(signatureStartBar_, barFromZero, [](int start) { return start; });
    const TimeSignaturePoint& point = signatures_.data()[index];
    const int barsInto = barFromZero - signatureStartBar_.data()[index];
    return Beats(point.at.value + barsInto * barLength(point.signature));
}

} // namespace cppmusic::core

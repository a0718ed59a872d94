// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/mixer/ChannelMatrix.h"

#include "audio/dsp/Sanitise.h"
#include "audio/mixer/ChannelWidths.h"

#include <algorithm>
#include <array>
#include <utility>

namespace cppmusic::audio {
namespace {

constexpr float minus3Db = 0.70710678f;

/// Where each channel of a known layout goes when it is folded.
enum class Place : std::uint8_t { left, right, centre, lfe, surroundLeft, surroundRight };

std::vector<Place> placesOf(int channels)
{
    using enum Place;
    switch (channels) {
    case 3: return {left, right, centre};
    case 4: return {left, right, surroundLeft, surroundRight};
    case 5: return {left, right, centre, surroundLeft, surroundRight};
    case 6: return {left, right, centre, lfe, surroundLeft, surroundRight};
    case 8:
        return {left, right, centre, lfe, surroundLeft, surroundRight, surroundLeft, surroundRight};
    default: {
        std::vector<Place> places{left, right};
        for (int c = 2; c < channels; ++c)
            places.push_back(c % 2 == 0 ? surroundLeft : surroundRight);
        return places;
    }
    }
}

float gainTo(int side, Place place)
{
    const bool isLeft = side == 0;
    switch (place) {
    case Place::left: return isLeft ? 1.0f : 0.0f;
    case Place::right: return isLeft ? 0.0f : 1.0f;
    case Place::centre: return minus3Db;
    case Place::lfe: return 0.0f;
    case Place::surroundLeft: return isLeft ? minus3Db : 0.0f;
    case Place::surroundRight: return isLeft ? 0.0f : minus3Db;
    }
    return 0.0f;
}

void addTerm(const float* in, float gain, float* out, int frames) noexcept CPPMUSIC_NONBLOCKING
{
    for (int i = 0; i < frames; ++i) out[i] += sanitise(in[i]) * gain;
}

} // namespace

ChannelMap ChannelMap::convert(int from, int to, int first)
{
    ChannelMap map{from, to, {}};
    if (from > 2 && to == 2 && first == 0) {
        const auto places = placesOf(from);
        for (int side = 0; side < 2; ++side)
            for (int c = 0; c < from; ++c)
                if (const float gain = gainTo(side, places[static_cast<std::size_t>(c)]);
                    gain != 0.0f)
                    map.terms.push_back({side, c, gain});
        return map;
    }
    const int count = std::min(std::max(2, from), to - first);
    for (int c = 0; c < count; ++c) map.terms.push_back({first + c, from == 1 ? 0 : c, 1.0f});
    return map;
}

ChannelMap ChannelMap::firstTwo(int channels)
{
    return {channels, 2, {{0, 0, 1.0f}, {1, 1, 1.0f}}};
}

ChannelMap ChannelMap::others(int channels)
{
    ChannelMap map{channels, channels, {}};
    for (int c = 2; c < channels; ++c) map.terms.push_back({c, c, 1.0f});
    return map;
}

ChannelMatrix::ChannelMatrix(ChannelMap map) : map_(std::move(map)) {}

NodePorts ChannelMatrix::ports() const noexcept
{
    NodePorts ports;
    ports.audioInputs = onePortOf(map_.inputs);
    ports.audioOutputs = onePortOf(map_.outputs);
    return ports;
}

void ChannelMatrix::process(ProcessContext& context) noexcept CPPMUSIC_NONBLOCKING
{
    if ((context.silentInputs & 1u) != 0) {
        context.setSilent(0);
        return;
    }
    clear(context.outputs[0]);
    for (const ChannelMap::Term& term : map_.terms)
        addTerm(context.inputs[0].channels[term.input], term.gain,
                context.outputs[0].channels[term.output], context.numFrames);
}

} // namespace cppmusic::audio

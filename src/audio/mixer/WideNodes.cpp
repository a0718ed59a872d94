// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/mixer/WideNodes.h"

#include "audio/mixer/ChannelMatrix.h"
#include "audio/mixer/SendNode.h"
#include "audio/mixer/SumNode.h"
#include "audio/mixer/TrackStrip.h"

#include <array>
#include <charconv>

namespace cppmusic::audio {
namespace {

constexpr std::string_view stripPrefix = "cppmusic.strip-";
constexpr std::string_view sumPrefix = "cppmusic.sum-";
constexpr std::string_view sendPrefix = "cppmusic.send-";
constexpr std::string_view convertPrefix = "cppmusic.convert-";
constexpr std::string_view firstPrefix = "cppmusic.first-";
constexpr std::string_view othersPrefix = "cppmusic.others-";

/// The numbers of "6-2-0"; none unless the text is one to three of them.
struct Numbers {
    std::array<int, 3> values{};
    int count = 0;
};

Numbers parse(std::string_view text)
{
    Numbers numbers;
    while (numbers.count < 3) {
        const char* end = text.data() + text.size();
        auto& value = numbers.values[static_cast<std::size_t>(numbers.count)];
        const auto [next, error] = std::from_chars(text.data(), end, value);
        if (error != std::errc{} || value < 0) return {};
        ++numbers.count;
        if (next == end) return numbers;
        if (*next != '-') return {};
        text.remove_prefix(static_cast<std::size_t>(next - text.data()) + 1);
    }
    return {};
}

bool isWidth(int channels)
{
    return channels >= 1 && channels <= maxBusChannels;
}

template <class Make>
std::unique_ptr<AudioNode> makeOfWidth(std::string_view id, std::string_view prefix, Make&& make)
{
    const Numbers numbers = parse(id.substr(prefix.size()));
    const int channels = numbers.values[0];
    if (numbers.count != 1 || channels < 3 || !isWidth(channels)) return nullptr;
    return make(channels);
}

std::unique_ptr<AudioNode> makeConvert(std::string_view id)
{
    const auto [values, count] = parse(id.substr(convertPrefix.size()));
    if (count < 2 || !isWidth(values[0]) || !isWidth(values[1]) || values[2] >= values[1])
        return nullptr;
    return std::make_unique<ChannelMatrix>(ChannelMap::convert(values[0], values[1], values[2]));
}

} // namespace

std::unique_ptr<AudioNode> makeWideNode(std::string_view id)
{
    if (id.starts_with(stripPrefix))
        return makeOfWidth(id, stripPrefix, [](int n) { return std::make_unique<TrackStrip>(n); });
    if (id.starts_with(sumPrefix))
        return makeOfWidth(id, sumPrefix, [](int n) { return std::make_unique<SumNode>(n); });
    if (id.starts_with(sendPrefix))
        return makeOfWidth(id, sendPrefix, [](int n) { return std::make_unique<SendNode>(n); });
    if (id.starts_with(convertPrefix)) return makeConvert(id);
    if (id.starts_with(firstPrefix))
        return makeOfWidth(id, firstPrefix, [](int n) {
            return std::make_unique<ChannelMatrix>(ChannelMap::firstTwo(n));
        });
    if (id.starts_with(othersPrefix))
        return makeOfWidth(id, othersPrefix, [](int n) {
            return std::make_unique<ChannelMatrix>(ChannelMap::others(n));
        });
    return nullptr;
}

std::string wideNodeId(std::string_view stereoId, int channels)
{
    return channels > 2 ? std::string(stereoId) + "-" + std::to_string(channels)
                        : std::string(stereoId);
}

std::string convertNodeId(int from, int to, int first)
{
    std::string id(convertPrefix);
    id += std::to_string(from) + "-" + std::to_string(to);
    return first == 0 ? id : id + "-" + std::to_string(first);
}

} // namespace cppmusic::audio

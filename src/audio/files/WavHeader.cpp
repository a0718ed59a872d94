// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/WavHeader.h"

#include <string_view>

namespace cppmusic::audio {

namespace {

constexpr std::uint32_t tagPcm = 1, tagFloat = 3, tagExtensible = 0xFFFE;

void put(std::string& out, std::uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>((value >> (8 * i)) & 0xFFu));
}

std::uint32_t bytesPerSample(const AudioFileSpec& spec) noexcept
{
    return spec.samples == SampleFormat::int16 ? 2u : spec.samples == SampleFormat::int24 ? 3u : 4u;
}

std::string formatChunk(const AudioFileSpec& spec)
{
    const bool isFloat = spec.samples == SampleFormat::float32;
    const bool isExtensible = spec.channels > 2;
    const auto channels = static_cast<std::uint32_t>(spec.channels);
    const auto rate = static_cast<std::uint32_t>(spec.sampleRate);
    const std::uint32_t frameBytes = channels * bytesPerSample(spec);
    const std::uint32_t tag = isFloat ? tagFloat : tagPcm;
    std::string out = "fmt ";
    put(out, isExtensible ? 40 : isFloat ? 18 : 16, 4);
    put(out, isExtensible ? tagExtensible : tag, 2);
    put(out, channels, 2);
    put(out, rate, 4);
    put(out, std::uint64_t{rate} * frameBytes, 4);
    put(out, frameBytes, 2);
    put(out, 8 * bytesPerSample(spec), 2);
    if (isExtensible) {
        put(out, 22, 2);
        put(out, 8 * bytesPerSample(spec), 2);
        put(out, 0, 4); // which loudspeaker is which: not said
        put(out, tag, 2);
        out += std::string_view("\x00\x00\x00\x00\x10\x00\x80\x00\x00\xAA\x00\x38\x9B\x71", 14);
    } else if (isFloat) {
        put(out, 0, 2);
    }
    return out;
}

} // namespace

std::uint64_t wavSoundBytes(const AudioFileSpec& spec, std::int64_t frames) noexcept
{
    return static_cast<std::uint64_t>(frames) * static_cast<std::uint64_t>(spec.channels) *
           bytesPerSample(spec);
}

bool wavHeaderHas64Bits(const AudioFileSpec& spec) noexcept
{
    return spec.expectedFrames == 0 || wavSoundBytes(spec, spec.expectedFrames) > maxPlainWavBytes;
}

std::string wavHeader(const AudioFileSpec& spec, std::int64_t frames)
{
    const std::uint64_t sound = wavSoundBytes(spec, frames);
    const bool is64 = sound > maxPlainWavBytes;
    std::string middle = formatChunk(spec);
    if (spec.samples == SampleFormat::float32) {
        middle += "fact";
        put(middle, 4, 4);
        put(middle, is64 ? 0xFFFFFFFF : static_cast<std::uint64_t>(frames), 4);
    }
    const std::uint64_t reserved = wavHeaderHas64Bits(spec) ? 8 + 28 : 0;
    const std::uint64_t riffSize = 4 + reserved + middle.size() + 8 + sound + (sound & 1u);

    std::string out = is64 ? "RF64" : "RIFF";
    put(out, is64 ? 0xFFFFFFFF : riffSize, 4);
    out += "WAVE";
    if (reserved > 0) {
        out += is64 ? "ds64" : "JUNK";
        put(out, 28, 4);
        put(out, is64 ? riffSize : 0, 8);
        put(out, is64 ? sound : 0, 8);
        put(out, is64 ? static_cast<std::uint64_t>(frames) : 0, 8);
        put(out, 0, 4); // no further 64-bit sizes
    }
    out += middle + "data";
    put(out, is64 ? 0xFFFFFFFF : sound, 4);
    return out;
}

} // namespace cppmusic::audio

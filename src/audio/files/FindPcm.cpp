// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/FindPcm.h"

#include "audio/files/PcmConvert.h"

#include <sndfile.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <string_view>
#include <vector>

namespace cppmusic::audio {

namespace {

constexpr int comparedFrames = 8;

std::optional<PcmEncoding> encodingOf(int format) noexcept
{
    switch (format & SF_FORMAT_SUBMASK) {
    case SF_FORMAT_PCM_16: return PcmEncoding::int16;
    case SF_FORMAT_PCM_24: return PcmEncoding::int24;
    case SF_FORMAT_PCM_32: return PcmEncoding::int32;
    case SF_FORMAT_FLOAT: return PcmEncoding::float32;
    default: return {};
    }
}

bool isPlainContainer(int format) noexcept
{
    switch (format & SF_FORMAT_TYPEMASK) {
    case SF_FORMAT_WAV:
    case SF_FORMAT_WAVEX:
    case SF_FORMAT_RF64:
    case SF_FORMAT_W64:
    case SF_FORMAT_AIFF:
    case SF_FORMAT_CAF:
    case SF_FORMAT_AU: return true;
    default: return false;
    }
}

/// Whether the decoder and direct reading agree on some frames, bit for bit.
bool agree(SNDFILE* decoder, const PcmFile& file, std::int64_t from, int count)
{
    const PcmLayout& layout = file.place().layout;
    const auto channels = static_cast<std::size_t>(layout.channels);
    const auto frames = static_cast<std::size_t>(count);
    std::vector<float> decoded(frames * channels), direct(frames * channels);
    std::vector<std::byte> bytes(frames * static_cast<std::size_t>(layout.bytesPerFrame()));
    if (sf_seek(decoder, from, SEEK_SET) != from ||
        sf_readf_float(decoder, decoded.data(), count) != count ||
        !file.read(from, count, bytes.data()))
        return false;
    std::vector<float*> targets(channels);
    for (std::size_t c = 0; c < channels; ++c) targets[c] = direct.data() + c * frames;
    pcmToFloat(layout, bytes.data(), count, targets.data(), layout.channels);
    for (std::size_t i = 0; i < frames; ++i) {
        for (std::size_t c = 0; c < channels; ++c) {
            const float expected = decoded[i * channels + c];
            const auto bits = std::bit_cast<std::uint32_t>(std::isfinite(expected) ? expected : 0);
            if (std::bit_cast<std::uint32_t>(direct[c * frames + i]) != bits) return false;
        }
    }
    return true;
}

} // namespace

bool mayHoldPcm(const FileDescriptor& descriptor)
{
    std::array<std::byte, 4> head{};
    if (!descriptor.isOpen() || descriptor.readAt(0, head.data(), head.size()) != head.size())
        return false;
    constexpr std::array<std::string_view, 8> magics{"RIFF", "RIFX", "RF64", "riff",
                                                     "dns.", "FORM", "caff", ".snd"};
    return std::any_of(magics.begin(), magics.end(), [&](std::string_view magic) {
        return std::memcmp(magic.data(), head.data(), head.size()) == 0;
    });
}

std::optional<PcmFile> findPcm(SNDFILE* decoder,
                               const std::shared_ptr<const FileDescriptor>& descriptor,
                               const std::filesystem::path& path, int format, int channels,
                               std::int64_t frames)
{
    const auto encoding = encodingOf(format);
    if (!encoding || !isPlainContainer(format) || frames <= 0 || !descriptor->isOpen()) return {};
    const bool isSwapped = sf_command(decoder, SFC_RAW_DATA_NEEDS_ENDSWAP, nullptr, 0) == SF_TRUE;
    const bool isHostBig = std::endian::native == std::endian::big;
    PcmPlace place;
    place.layout = {*encoding, isSwapped != isHostBig, channels};
    place.frames = frames;
    if (sf_seek(decoder, 0, SEEK_SET) != 0 || !descriptor->describe(place)) return {};
    place.firstByte = descriptor->position();
    if (place.firstByte <= 0) return {};
    PcmFile file(descriptor, path, place);
    const int compared = static_cast<int>(std::min<std::int64_t>(frames, comparedFrames));
    if (!agree(decoder, file, 0, compared) || !agree(decoder, file, frames - compared, compared))
        return {};
    return file;
}

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/Mp3FrameCount.h"

#include <array>
#include <fstream>
#include <string>

namespace cppmusic::audio {

namespace {

struct Mp3Header {
    int bytes = 0; ///< of the whole MPEG frame; 0: no header
    int samples = 0;
};

Mp3Header parseHeader(const unsigned char* raw) noexcept
{
    static constexpr std::array<int, 15> kilobitsMpeg1{0,   32,  40,  48,  56,  64,  80, 96,
                                                       112, 128, 160, 192, 224, 256, 320};
    static constexpr std::array<int, 15> kilobitsMpeg2{0,  8,  16, 24,  32,  40,  48, 56,
                                                       64, 80, 96, 112, 128, 144, 160};
    static constexpr std::array<int, 3> rates{44100, 48000, 32000};
    if (raw[0] != 0xFF || (raw[1] & 0xE0) != 0xE0) return {};
    const int version = (raw[1] >> 3) & 3; // 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5
    const int layer = (raw[1] >> 1) & 3;   // 1: layer III
    const std::size_t bitrate = raw[2] >> 4;
    const std::size_t rate = (raw[2] >> 2) & 3;
    if (version == 1 || layer != 1 || bitrate == 0 || bitrate == 15 || rate == 3) return {};
    const bool isMpeg1 = version == 3;
    const int hz = rates[rate] / (isMpeg1 ? 1 : version == 2 ? 2 : 4);
    const int kilobits = isMpeg1 ? kilobitsMpeg1[bitrate] : kilobitsMpeg2[bitrate];
    const int samples = isMpeg1 ? 1152 : 576;
    const int padding = (raw[2] >> 1) & 1;
    return {samples / 8 * kilobits * 1000 / hz + padding, samples};
}

/// Where the sound begins: after an ID3v2 tag.
std::streamoff startOfSound(std::ifstream& in)
{
    std::array<char, 10> raw{};
    if (!in.read(raw.data(), 10) || std::string(raw.data(), 3) != "ID3") return 0;
    std::streamoff size = 0;
    for (std::size_t i = 6; i < 10; ++i) size = (size << 7) | (raw[i] & 0x7F);
    return 10 + size + ((raw[5] & 0x10) != 0 ? 10 : 0);
}

bool hasLengthTag(std::ifstream& in, std::streamoff frameStart, int frameBytes)
{
    std::string frame(static_cast<std::size_t>(frameBytes), '\0');
    in.seekg(frameStart);
    in.read(frame.data(), frameBytes);
    const std::string_view head = std::string_view(frame).substr(0, 64);
    return head.find("Xing") != head.npos || head.find("Info") != head.npos ||
           head.find("VBRI") != head.npos;
}

} // namespace

std::int64_t framesOfUntaggedMp3(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in) return 0;
    const std::streamoff start = startOfSound(in);
    std::int64_t frames = 0;
    std::array<char, 4> raw{};
    for (std::streamoff at = start;;) {
        in.clear();
        in.seekg(at);
        if (!in.read(raw.data(), 4)) return frames;
        const auto header = parseHeader(reinterpret_cast<const unsigned char*>(raw.data()));
        if (header.bytes < 4) return frames;
        if (at == start && hasLengthTag(in, at, header.bytes)) return 0;
        frames += header.samples;
        at += header.bytes;
    }
}

} // namespace cppmusic::audio

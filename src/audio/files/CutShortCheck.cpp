// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/CutShortCheck.h"

#include <array>
#include <fstream>
#include <string_view>

namespace cppmusic::audio {

namespace {

constexpr int maxChunks = 10'000;
/// Programs that don't know the length write the largest signed or unsigned number, some less a
/// header or a block.
bool isUnknownLength(std::uint64_t length) noexcept
{
    return length >= 0xFFFF0000 || (length >= 0x7FFF0000 && length <= 0x80000000);
}

std::uint64_t number(const char* bytes, int count, bool isBigEndian) noexcept
{
    std::uint64_t value = 0;
    for (int i = 0; i < count; ++i) {
        const int index = isBigEndian ? i : count - 1 - i;
        value = (value << 8) | static_cast<std::uint8_t>(bytes[index]);
    }
    return value;
}

std::uint64_t missingBytes(std::ifstream& in, std::uint64_t fileSize)
{
    std::array<char, 36> raw{};
    if (!in.read(raw.data(), 12)) return 0;
    const std::string_view form(raw.data(), 4);
    const bool isAiff = form == "FORM";
    const bool isRf64 = form == "RF64";
    if (!isAiff && !isRf64 && form != "RIFF" && form != "RIFX") return 0;
    const bool isBigEndian = isAiff || form == "RIFX";
    std::uint64_t at = 12, length64 = 0;

    for (int i = 0; i < maxChunks && at + 8 <= fileSize; ++i) {
        in.seekg(static_cast<std::streamoff>(at));
        if (!in.read(raw.data(), 8)) return 0;
        const std::string_view id(raw.data(), 4);
        std::uint64_t length = number(raw.data() + 4, 4, isBigEndian);
        const std::uint64_t held = fileSize - at - 8;
        if (id == (isAiff ? "SSND" : "data")) {
            if (isRf64 && length == 0xFFFFFFFF) {
                length = length64;
            } else if (isUnknownLength(length) && !isRf64) {
                return 0;
            }
            return length > held ? length - held : 0;
        }
        if (id == "ds64" && length >= 28 && held >= 28) {
            if (!in.read(raw.data(), 28)) return 0;
            length64 = number(raw.data() + 8, 8, false);
        }
        at += 8 + length + (length & 1u);
    }
    return 0;
}

} // namespace

std::uint64_t missingSoundBytes(const std::filesystem::path& path)
{
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    std::ifstream in(path, std::ios::binary);
    return error || !in ? 0 : missingBytes(in, size);
}

} // namespace cppmusic::audio

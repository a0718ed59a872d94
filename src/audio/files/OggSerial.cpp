// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/OggSerial.h"

#include <array>
#include <string>

namespace cppmusic::audio {

namespace {

constexpr std::size_t fixedHeader = 27;
constexpr std::size_t serialAt = 14, checksumAt = 22;

/// CRC-32 with polynomial 0x04C11DB7, not reflected, start and end value 0.
std::uint32_t checksum(const std::string& page)
{
    static const std::array<std::uint32_t, 256> table = [] {
        std::array<std::uint32_t, 256> made{};
        for (std::uint32_t i = 0; i < 256; ++i) {
            std::uint32_t value = i << 24;
            for (int bit = 0; bit < 8; ++bit)
                value = (value << 1) ^ ((value & 0x80000000u) != 0 ? 0x04C11DB7u : 0u);
            made[i] = value;
        }
        return made;
    }();
    std::uint32_t value = 0;
    for (const char c : page)
        value = (value << 8) ^ table[(value >> 24) ^ static_cast<std::uint8_t>(c)];
    return value;
}

void putLittleEndian(std::string& page, std::size_t at, std::uint32_t value)
{
    for (std::size_t i = 0; i < 4; ++i)
        page[at + i] = static_cast<char>((value >> (8 * i)) & 0xFFu);
}

/// The page at `offset`; empty at the end of the file or where there is no whole page.
std::string readPage(TemporaryFile& file, std::int64_t offset)
{
    std::string page(fixedHeader, '\0');
    if (!file.seek(offset) || file.read(page.data(), fixedHeader) != fixedHeader ||
        page.compare(0, 4, "OggS") != 0)
        return {};
    const auto segments = static_cast<std::size_t>(static_cast<std::uint8_t>(page[26]));
    page.resize(fixedHeader + segments);
    if (file.read(page.data() + fixedHeader, segments) != segments) return {};
    std::size_t body = 0;
    for (std::size_t i = 0; i < segments; ++i)
        body += static_cast<std::uint8_t>(page[fixedHeader + i]);
    const std::size_t start = page.size();
    page.resize(start + body);
    return file.read(page.data() + start, body) == body ? page : std::string{};
}

} // namespace

core::Status setOggSerial(TemporaryFile& file, std::uint32_t serial)
{
    const std::int64_t size = file.size();
    for (std::int64_t offset = 0; offset < size;) {
        std::string page = readPage(file, offset);
        if (page.empty()) {
            return file.status().ok() ? core::makeError(core::ErrorCode::internal,
                                                        "the encoder wrote no valid Ogg page")
                                      : file.status();
        }
        putLittleEndian(page, serialAt, serial);
        putLittleEndian(page, checksumAt, 0);
        putLittleEndian(page, checksumAt, checksum(page));
        file.seek(offset);
        if (auto written = file.write(page); !written) return written;
        offset += static_cast<std::int64_t>(page.size());
    }
    return {};
}

} // namespace cppmusic::audio

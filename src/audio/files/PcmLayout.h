// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace cppmusic::audio {

/// How one sample lies in memory. Integers are signed.
enum class PcmEncoding : std::uint8_t { int16, int24, int32, float32 };

/// Interleaved samples as files hold them.
struct PcmLayout {
    PcmEncoding encoding = PcmEncoding::float32;
    bool isBigEndian = false;
    int channels = 2;

    [[nodiscard]] constexpr int bytesPerSample() const noexcept
    {
        return encoding == PcmEncoding::int16 ? 2 : encoding == PcmEncoding::int24 ? 3 : 4;
    }
    [[nodiscard]] constexpr int bytesPerFrame() const noexcept
    {
        return channels * bytesPerSample();
    }
    friend bool operator==(const PcmLayout&, const PcmLayout&) = default;
};

} // namespace cppmusic::audio

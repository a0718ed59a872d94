// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/files/PcmLayout.h"
#include "core/Result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace cppmusic::audio {

/// Where streams get their frames from. Any thread but audio; used by several at once.
class StreamSource {
public:
    virtual ~StreamSource() = default;
    /// Of what read() gives: one or two channels.
    [[nodiscard]] virtual PcmLayout layout() const noexcept = 0;
    [[nodiscard]] virtual std::int64_t numFrames() const noexcept = 0;
    [[nodiscard]] virtual const std::filesystem::path& path() const noexcept = 0;
    /// Frames frame … frame + count − 1, all of which exist, as layout() says. May take long.
    virtual core::Status read(std::int64_t frame, int count, std::byte* into) = 0;
};

} // namespace cppmusic::audio

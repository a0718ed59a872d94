// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

namespace cppmusic::audio {

/// Where a file that is being recorded belongs, in a small file beside it: what is left when the
/// program ends before the take has become a clip.
struct TakeNote {
    std::uint64_t label = 0; ///< RecordSettings::label
    double startBeat = 0.0;
    friend bool operator==(const TakeNote&, const TakeNote&) = default;
};

/// "Voice take.wav" → "Voice take.place". [any]
[[nodiscard]] std::filesystem::path takeNotePath(std::filesystem::path recording);
/// A note that cannot be written is left out: the recording is worth more. [disk thread]
void writeTakeNote(const std::filesystem::path& recording, const TakeNote&) noexcept;
/// From the note's text. [any]
[[nodiscard]] std::optional<TakeNote> parseTakeNote(std::string_view text);

} // namespace cppmusic::audio

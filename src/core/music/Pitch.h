// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <string>
#include <string_view>

namespace cppmusic::core {

/// How the black keys are called.
enum class Spelling { sharps, flats };

inline constexpr int lowestKey = 0;    ///< C-1
inline constexpr int highestKey = 127; ///< G9

/// 0 (C) to 11 (B) of any key, also of negative ones. [any]
[[nodiscard]] constexpr int pitchClassOf(int key) noexcept
{
    return (key % 12 + 12) % 12;
}
/// 4 for keys 60 to 71. [any]
[[nodiscard]] constexpr int octaveOf(int key) noexcept
{
    return (key - pitchClassOf(key)) / 12 - 1;
}
[[nodiscard]] constexpr bool isBlackKey(int key) noexcept
{
    return ((0b0101'0100'1010 >> pitchClassOf(key)) & 1) != 0;
}

/// "C#", "Db", "B". [any but audio]
[[nodiscard]] std::string pitchClassName(int pitchClass, Spelling = Spelling::sharps);
/// "C#4" for MIDI key 61; middle C (60) is C4. [any but audio]
[[nodiscard]] std::string pitchName(int key, Spelling = Spelling::sharps);

/// A letter and any number of accidentals (#, b, ♯, ♭) as semitones from C, from −1 for "Cb" to 12
/// for "B#" and beyond for doubles; takes what it read off the front of `text`. [any but audio]
[[nodiscard]] Result<int> takePitchLetter(std::string_view& text);
/// The MIDI key of a name like "C#4", "db4", "A0", "C-1"; invalidArgument if it is none or outside
/// 0–127. [any but audio]
[[nodiscard]] Result<int> parsePitch(std::string_view name);

} // namespace cppmusic::core

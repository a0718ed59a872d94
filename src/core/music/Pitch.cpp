// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/music/Pitch.h"

#include <array>
#include <charconv>

namespace cppmusic::core {
namespace {

constexpr std::array<std::string_view, 12> sharpNames{"C",  "C#", "D",  "D#", "E",  "F",
                                                      "F#", "G",  "G#", "A",  "A#", "B"};
constexpr std::array<std::string_view, 12> flatNames{"C",  "Db", "D",  "Eb", "E",  "F",
                                                     "Gb", "G",  "Ab", "A",  "Bb", "B"};
constexpr std::array<int, 7> semitonesFromA{9, 11, 0, 2, 4, 5, 7}; // A to G, above C

bool take(std::string_view& text, std::string_view prefix)
{
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

Error notAPitch(std::string_view name)
{
    return makeError(ErrorCode::invalidArgument,
                     "is not a note from C-1 to G9; write for example C4, F#3 or Bb2",
                     std::string(name));
}

} // namespace

std::string pitchClassName(int pitchClass, Spelling spelling)
{
    const auto index = static_cast<std::size_t>(pitchClassOf(pitchClass));
    return std::string(spelling == Spelling::sharps ? sharpNames[index] : flatNames[index]);
}

std::string pitchName(int key, Spelling spelling)
{
    return pitchClassName(key, spelling) + std::to_string(octaveOf(key));
}

Result<int> takePitchLetter(std::string_view& text)
{
    const char letter = text.empty() ? '\0' : static_cast<char>(text.front() & ~0x20);
    if (letter < 'A' || letter > 'G') return notAPitch(text);
    int semitones = semitonesFromA[static_cast<std::size_t>(letter - 'A')];
    text.remove_prefix(1);
    while (true) {
        if (take(text, "#") || take(text, "\u266f"))
            ++semitones;
        else if (take(text, "b") || take(text, "\u266d"))
            --semitones;
        else
            return semitones;
    }
}

Result<int> parsePitch(std::string_view name)
{
    std::string_view rest = name;
    const Result<int> letter = takePitchLetter(rest);
    if (!letter.ok()) return notAPitch(name);
    int octave = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), octave);
    if (error != std::errc() || end != rest.data() + rest.size() || octave < -2 || octave > 10)
        return notAPitch(name);
    const int key = (octave + 1) * 12 + *letter;
    if (key < lowestKey || key > highestKey) return notAPitch(name);
    return key;
}

} // namespace cppmusic::core

// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/music/Scale.h"

#include <algorithm>
#include <bit>
#include <initializer_list>

namespace cppmusic::core {
namespace {

constexpr ScaleType scale(std::string_view name, std::initializer_list<int> semitones)
{
    unsigned notes = 0;
    for (const int semitone : semitones) notes |= 1u << semitone;
    return {name, static_cast<std::uint16_t>(notes)};
}

constexpr ScaleType types[] = {
    scale("major", {0, 2, 4, 5, 7, 9, 11}),
    scale("minor", {0, 2, 3, 5, 7, 8, 10}),
    scale("harmonic minor", {0, 2, 3, 5, 7, 8, 11}),
    scale("melodic minor", {0, 2, 3, 5, 7, 9, 11}),
    scale("dorian", {0, 2, 3, 5, 7, 9, 10}),
    scale("phrygian", {0, 1, 3, 5, 7, 8, 10}),
    scale("lydian", {0, 2, 4, 6, 7, 9, 11}),
    scale("mixolydian", {0, 2, 4, 5, 7, 9, 10}),
    scale("locrian", {0, 1, 3, 5, 6, 8, 10}),
    scale("phrygian dominant", {0, 1, 4, 5, 7, 8, 10}),
    scale("major pentatonic", {0, 2, 4, 7, 9}),
    scale("minor pentatonic", {0, 3, 5, 7, 10}),
    scale("blues", {0, 3, 5, 6, 7, 10}),
    scale("whole tone", {0, 2, 4, 6, 8, 10}),
    scale("diminished", {0, 2, 3, 5, 6, 8, 9, 11}),
    scale("chromatic", {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}),
};

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool equalIgnoringCase(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

} // namespace

int ScaleType::size() const noexcept
{
    return std::popcount(notes);
}

std::span<const ScaleType> scaleTypes() noexcept
{
    return types;
}

const ScaleType* findScaleType(std::string_view name) noexcept
{
    for (const ScaleType& type : types)
        if (equalIgnoringCase(type.name, name)) return &type;
    return nullptr;
}

Scale::Scale() noexcept : Scale(0, types[0]) {}

Result<Scale> Scale::parse(std::string_view name)
{
    std::string_view rest = name;
    const Result<int> root = takePitchLetter(rest);
    if (root.ok() && rest.starts_with(' ')) {
        rest.remove_prefix(1);
        if (const ScaleType* type = findScaleType(rest)) return Scale(*root, *type);
    }
    return makeError(ErrorCode::invalidArgument,
                     "is not a scale; write for example 'D dorian' or 'Bb harmonic minor'",
                     std::string(name));
}

std::string Scale::name(Spelling spelling) const
{
    return pitchClassName(root_, spelling) + " " + std::string(type_->name);
}

bool Scale::contains(int key) const noexcept
{
    return ((type_->notes >> pitchClassOf(key - root_)) & 1) != 0;
}

std::optional<int> Scale::degreeOf(int key) const noexcept
{
    if (!contains(key)) return std::nullopt;
    const unsigned below = type_->notes & ((1u << pitchClassOf(key - root_)) - 1u);
    return std::popcount(below);
}

int Scale::keyOf(int degree, int octave) const noexcept
{
    const int size = type_->size();
    const int wrapped = (degree % size + size) % size;
    const int octaves = (degree - wrapped) / size;
    unsigned notes = type_->notes;
    for (int i = 0; i < wrapped; ++i) notes &= notes - 1; // drops the lowest note
    return (octave + 1 + octaves) * 12 + root_ + std::countr_zero(notes);
}

int Scale::nearestKey(int key) const noexcept
{
    for (int distance = 0; distance < 12; ++distance) {
        if (contains(key - distance)) return key - distance;
        if (contains(key + distance)) return key + distance;
    }
    return key;
}

} // namespace cppmusic::core

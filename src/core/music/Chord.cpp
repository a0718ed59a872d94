// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/music/Chord.h"

#include <algorithm>
#include <initializer_list>

namespace cppmusic::core {
namespace {

constexpr ChordType chord(std::string_view suffix, std::initializer_list<int> semitones)
{
    unsigned notes = 0;
    for (const int semitone : semitones) notes |= 1u << semitone;
    return {suffix, static_cast<std::uint16_t>(notes)};
}

constexpr ChordType types[] = {
    chord("", {0, 4, 7}),
    chord("m", {0, 3, 7}),
    chord("7", {0, 4, 7, 10}),
    chord("maj7", {0, 4, 7, 11}),
    chord("m7", {0, 3, 7, 10}),
    chord("dim", {0, 3, 6}),
    chord("aug", {0, 4, 8}),
    chord("sus4", {0, 5, 7}),
    chord("sus2", {0, 2, 7}),
    chord("5", {0, 7}),
    chord("m7b5", {0, 3, 6, 10}),
    chord("dim7", {0, 3, 6, 9}),
    chord("6", {0, 4, 7, 9}),
    chord("m6", {0, 3, 7, 9}),
    chord("add9", {0, 2, 4, 7}),
    chord("madd9", {0, 2, 3, 7}),
    chord("9", {0, 2, 4, 7, 10}),
    chord("maj9", {0, 2, 4, 7, 11}),
    chord("m9", {0, 2, 3, 7, 10}),
    chord("6/9", {0, 2, 4, 7, 9}),
    chord("7sus4", {0, 5, 7, 10}),
    chord("mmaj7", {0, 3, 7, 11}),
    chord("7b9", {0, 1, 4, 7, 10}),
    chord("7#9", {0, 3, 4, 7, 10}),
    chord("aug7", {0, 4, 8, 10}),
    chord("m11", {0, 2, 3, 5, 7, 10}),
    chord("11", {0, 2, 4, 5, 7, 10}),
    chord("13", {0, 2, 4, 7, 9, 10}),
};

constexpr unsigned octaveMask = 0xfff;

/// The set of pitch classes as seen from `root`.
unsigned seenFrom(int root, unsigned classes) noexcept
{
    return ((classes >> root) | (classes << (12 - root))) & octaveMask;
}

const ChordType* findType(unsigned notes) noexcept
{
    for (const ChordType& type : types)
        if (type.notes == notes) return &type;
    return nullptr;
}

} // namespace

std::span<const ChordType> chordTypes() noexcept
{
    return types;
}

Chord::Chord() noexcept : Chord(0, types[0]) {}

std::optional<Chord> Chord::fromKeys(std::span<const int> keys) noexcept
{
    if (keys.empty()) return std::nullopt;
    unsigned classes = 0;
    for (const int key : keys) classes |= 1u << pitchClassOf(key);
    const int bass = pitchClassOf(*std::min_element(keys.begin(), keys.end()));
    const ChordType* best = findType(seenFrom(bass, classes));
    if (best != nullptr) return Chord(bass, *best);
    int bestRoot = 0;
    for (int root = 0; root < 12; ++root) {
        const ChordType* type = findType(seenFrom(root, classes));
        if (type == nullptr || (best != nullptr && best <= type)) continue;
        best = type; // both point into one table, so the smaller one is the commoner
        bestRoot = root;
    }
    if (best == nullptr) return std::nullopt;
    return Chord(bestRoot, *best, bass);
}

Result<Chord> Chord::parse(std::string_view name)
{
    std::string_view rest = name;
    const Result<int> root = takePitchLetter(rest);
    for (const ChordType& type : types) {
        if (!root.ok() || !rest.starts_with(type.suffix)) continue;
        std::string_view bassName = rest.substr(type.suffix.size());
        if (bassName.empty()) return Chord(*root, type);
        if (!bassName.starts_with('/')) continue;
        bassName.remove_prefix(1);
        const Result<int> bass = takePitchLetter(bassName);
        if (bass.ok() && bassName.empty()) return Chord(*root, type, *bass);
    }
    return makeError(ErrorCode::invalidArgument,
                     "is not a chord; write for example Am7, F#m7b5 or C/E", std::string(name));
}

std::string Chord::name(Spelling spelling) const
{
    std::string text = pitchClassName(root_, spelling) + std::string(type_->suffix);
    if (bass_ != root_) text += "/" + pitchClassName(bass_, spelling);
    return text;
}

bool Chord::contains(int key) const noexcept
{
    return ((type_->notes >> pitchClassOf(key - root_)) & 1) != 0 || pitchClassOf(key) == bass_;
}

std::vector<int> Chord::keys(int octave) const
{
    const int rootKey = (octave + 1) * 12 + root_;
    std::vector<int> keys;
    if (bass_ != root_) keys.push_back(rootKey - pitchClassOf(root_ - bass_));
    for (int semitone = 0; semitone < 12; ++semitone)
        if (((type_->notes >> semitone) & 1) != 0) keys.push_back(rootKey + semitone);
    return keys;
}

} // namespace cppmusic::core

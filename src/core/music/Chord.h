// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/music/Pitch.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cppmusic::core {

/// The notes of a chord above its root: bit n is set if the note n semitones up (octaves folded)
/// belongs to it.
struct ChordType {
    std::string_view suffix; ///< "", "m7", "sus4": what follows the root's name
    std::uint16_t notes;     ///< 12 bits, bit 0 always set
};

/// Every chord type this program knows, the commonest first.
[[nodiscard]] std::span<const ChordType> chordTypes() noexcept;

/// A chord on a root, perhaps with another note in the bass: "Am7", "C/E". A value. [any]
class Chord {
public:
    /// C major. `root` and `bass` are keys or pitch classes; only their classes count.
    Chord() noexcept;
    Chord(int root, const ChordType& type) noexcept : Chord(root, type, root) {}
    Chord(int root, const ChordType& type, int bass) noexcept
        : type_(&type), root_(pitchClassOf(root)), bass_(pitchClassOf(bass))
    {
    }

    /// Which chord exactly these keys are, whatever their octaves and doublings; the lowest key is
    /// the bass. Where several names fit (Am7 = C6/A), the one on the bass wins, then the
    /// commonest. Nothing if the notes are no known chord.
    [[nodiscard]] static std::optional<Chord> fromKeys(std::span<const int> keys) noexcept;
    /// "F#m7b5", "C/E"; invalidArgument if it is none. [any but audio]
    [[nodiscard]] static Result<Chord> parse(std::string_view name);

    [[nodiscard]] int root() const noexcept { return root_; }
    [[nodiscard]] int bass() const noexcept { return bass_; }
    [[nodiscard]] const ChordType& type() const noexcept { return *type_; }
    /// "C#m7/G#". [any but audio]
    [[nodiscard]] std::string name(Spelling = Spelling::sharps) const;

    /// Whether a key is one of its notes, the bass included.
    [[nodiscard]] bool contains(int key) const noexcept;
    /// Its notes in close position from the root in `octave` (4: middle C) upward; a bass that is
    /// not the root comes first, below. [any but audio]
    [[nodiscard]] std::vector<int> keys(int octave) const;

    friend bool operator==(const Chord& a, const Chord& b) noexcept
    {
        return a.root_ == b.root_ && a.bass_ == b.bass_ && a.type_->notes == b.type_->notes;
    }

private:
    const ChordType* type_; // one of chordTypes()
    int root_;
    int bass_;
};

} // namespace cppmusic::core

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/music/Pitch.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace cppmusic::core {

/// The notes of a scale above its root: bit n is set if the note n semitones up belongs to it.
struct ScaleType {
    std::string_view name; ///< "harmonic minor"
    std::uint16_t notes;   ///< 12 bits, bit 0 always set
    [[nodiscard]] int size() const noexcept;
};

/// Every scale this program knows: the modes, the minors, pentatonics, blues, symmetric ones.
[[nodiscard]] std::span<const ScaleType> scaleTypes() noexcept;
/// By name, in any case; null if unknown.
[[nodiscard]] const ScaleType* findScaleType(std::string_view name) noexcept;

/// A scale on a root: D dorian. A value. [any]
class Scale {
public:
    /// C major.
    Scale() noexcept;
    /// `root` is any key or pitch class; only its class counts.
    Scale(int root, const ScaleType& type) noexcept : type_(&type), root_(pitchClassOf(root)) {}
    /// "D dorian", "Bb harmonic minor"; invalidArgument if it is none. [any but audio]
    [[nodiscard]] static Result<Scale> parse(std::string_view name);

    [[nodiscard]] int root() const noexcept { return root_; }
    [[nodiscard]] const ScaleType& type() const noexcept { return *type_; }
    [[nodiscard]] std::string name(Spelling = Spelling::sharps) const;

    [[nodiscard]] bool contains(int key) const noexcept;
    /// 0 for the root, 1 for the second note …; nothing for a key outside.
    [[nodiscard]] std::optional<int> degreeOf(int key) const noexcept;
    /// The key of a degree counted from 0; degrees below 0 or beyond the octave go on below and
    /// above. `octave` is that of the root: octave 4 of C major starts at 60.
    [[nodiscard]] int keyOf(int degree, int octave) const noexcept;
    /// The nearest key inside; the lower one of two equally near.
    [[nodiscard]] int nearestKey(int key) const noexcept;

    friend bool operator==(const Scale& a, const Scale& b) noexcept
    {
        return a.root_ == b.root_ && a.type_->notes == b.type_->notes;
    }

private:
    const ScaleType* type_; // one of scaleTypes()
    int root_;
};

} // namespace cppmusic::core

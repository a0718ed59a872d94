// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"

#include <cstdint>
#include <string>
#include <string_view>

// The promises that each noun makes about itself, checked in one place for commands and for files.
// What concerns several nouns (references, cycles, doubled ids) is in Validate and Routing checks.
namespace cppmusic::model {

inline constexpr double maxBeats = 1.0e7;                ///< a month of music at 240 bpm
inline constexpr std::uint64_t maxId = (1ull << 53) - 2; ///< every JSON reader can hold it
inline constexpr std::size_t maxTextBytes = 4096;
inline constexpr float minGainDb = -90.0f, maxGainDb = 6.0f;
inline constexpr float minClipGainDb = -60.0f, maxClipGainDb = 24.0f;

/// Whether the text is well-formed UTF-8 (Unicode, table 3-7). [any]
[[nodiscard]] bool isUtf8(std::string_view text);

/// What is wrong with a value, as a sentence; empty: nothing. [any]
[[nodiscard]] std::string problemWithText(std::string_view text, std::string_view what);
[[nodiscard]] std::string problemWithId(std::uint64_t id);
[[nodiscard]] std::string problemWithColour(PaletteColour colour);
[[nodiscard]] std::string problemWithGain(float gainDb);
[[nodiscard]] std::string problemWithPan(float pan);
/// The range of places in the song: 0…maxBeats; `what` begins the sentence: "The clip's start".
[[nodiscard]] std::string problemWithPlace(core::Beats at, std::string_view what);
/// Above 0, at most maxBeats.
[[nodiscard]] std::string problemWithLength(core::Beats length, std::string_view what);
[[nodiscard]] std::string problemWith(const Note&);
[[nodiscard]] std::string problemWith(const ControlEvent&);
[[nodiscard]] std::string problemWith(const OpaqueEvent&);
/// Its own fields, not its lanes.
[[nodiscard]] std::string problemWith(const Pattern&);
/// Every event of it.
[[nodiscard]] std::string problemWith(const PatternLane&);
[[nodiscard]] std::string problemWith(const Clip&);
[[nodiscard]] std::string problemWith(const Send&);
[[nodiscard]] std::string problemWith(ChannelCount);
[[nodiscard]] std::string problemWith(const MixerStrip&);
[[nodiscard]] std::string problemWith(const TrackInput&);
[[nodiscard]] std::string problemWith(const DeviceSample&);
[[nodiscard]] std::string problemWith(const Device&);
[[nodiscard]] std::string problemWith(const AutomationPoint&);
[[nodiscard]] std::string problemWith(const AutomationLane&);
[[nodiscard]] std::string problemWith(const Marker&);
[[nodiscard]] std::string problemWith(const Asset&);
[[nodiscard]] std::string problemWith(const LoopRange&);
[[nodiscard]] std::string problemWith(const PunchRange&);

} // namespace cppmusic::model

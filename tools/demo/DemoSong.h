// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/music/NoteEvent.h"
#include "tools/demo/DemoSounds.h"

#include <vector>

/// "Low Tide": the notes of the demo song. 108 bpm, A minor, 40 bars and a ring-out; every pattern
/// here is in beats from its own start.
namespace cppmusic::demo {

using Notes = std::vector<core::NoteEvent>;

inline constexpr double bpm = 108.0;
inline constexpr double beatsPerBar = 4.0;

/// The eight-bar harmonies: verse (Am9 F C G | Am9 F Dm9 E7) and bridge (Dm9 G13 C F | Bm7b5 E7 Am9
/// E7).
enum class Harmony { verse, bridge };

[[nodiscard]] Notes padChords(Harmony, int octaveShift);            ///< 8 bars
[[nodiscard]] Notes bassLine(Harmony, bool isBusy);                 ///< 8 bars
[[nodiscard]] Notes pluckArpeggio(Harmony, int firstBar, int bars); ///< `bars` bars of it
[[nodiscard]] Notes keyStabs(Harmony);                              ///< 8 bars
[[nodiscard]] Notes leadTheme(bool isSecondTime);                   ///< 8 bars, over the verse
[[nodiscard]] Notes leadHarmony();  ///< 8 bars, thirds and sixths under the theme
[[nodiscard]] Notes bridgeMelody(); ///< 8 bars, over the bridge
[[nodiscard]] Notes endChord();     ///< 2 bars, rolled

// Drums, one bar each unless said; key 60.
[[nodiscard]] Notes kickFour();
[[nodiscard]] Notes kickHalf();
[[nodiscard]] Notes backbeat();
[[nodiscard]] Notes rimPattern(); ///< 2 bars
[[nodiscard]] Notes hats();       ///< 2 bars; key 60 closed, 62 open
[[nodiscard]] Notes shakerSixteenths();
[[nodiscard]] Notes snareFill(); ///< the last two beats of a bar
[[nodiscard]] Notes kickFill();  ///< under the snare's
[[nodiscard]] Notes crashHit();

/// The guitar's broken chords over the bridge.
[[nodiscard]] std::vector<Pluck> guitarPart();

} // namespace cppmusic::demo

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

/// The NodeFactory types that every track is made of.
namespace cppmusic::session::nodetype {

inline constexpr std::string_view patternPlayer = "cppmusic.pattern-player";
inline constexpr std::string_view audioClipPlayer = "cppmusic.clips";
inline constexpr std::string_view sum = "cppmusic.sum";
inline constexpr std::string_view strip = "cppmusic.strip";
inline constexpr std::string_view monoStrip = "cppmusic.strip-mono";
inline constexpr std::string_view mono = "cppmusic.mono";
inline constexpr std::string_view send = "cppmusic.send";
inline constexpr std::string_view input = "cppmusic.input";
inline constexpr std::string_view monitor = "cppmusic.monitor";
inline constexpr std::string_view convolver = "cppmusic.convolver";
inline constexpr std::string_view recordTap = "cppmusic.record-tap";

} // namespace cppmusic::session::nodetype

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>

namespace cppmusic::audio {

/// Sample frames of an MPEG layer III file that has no length tag (Xing, Info, VBRI), counted by
/// walking its headers (ISO 11172-3, 2.4.2.3); the count ends where no header follows. 0 if the
/// file has a tag or is none of this kind. [main, job or disk thread]
[[nodiscard]] std::int64_t framesOfUntaggedMp3(const std::filesystem::path&);

} // namespace cppmusic::audio

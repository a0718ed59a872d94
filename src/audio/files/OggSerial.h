// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/files/TemporaryFile.h"
#include "core/Result.h"

#include <cstdint>

namespace cppmusic::audio {

/// Gives every page of a finished Ogg file the same stream serial number, and the checksum that
/// goes with it (RFC 3533, section 6), because the encoder's library draws one at random and files
/// of the same music shall be equal. The file must hold a single stream. [main or job]
core::Status setOggSerial(TemporaryFile&, std::uint32_t serial);

} // namespace cppmusic::audio

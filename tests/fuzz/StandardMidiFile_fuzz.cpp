// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/midi/StandardMidiFile.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using cppmusic::audio::StandardMidiFile;

/// Any bytes are either refused or become a value that survives the way to bytes and back.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto first = StandardMidiFile::parse({reinterpret_cast<const char*>(data), size});
    if (!first) return 0;
    const auto bytes = first->serialize();
    if (!bytes) return 0;
    const auto second = StandardMidiFile::parse(*bytes);
    if (!second || !(*second == *first)) std::abort();
    return 0;
}

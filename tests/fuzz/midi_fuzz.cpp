// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/midi/StandardMidiFile.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

/// Any bytes: an error with a sentence, or a file that survives writing and reading.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using cppmusic::audio::StandardMidiFile;
    const auto file = StandardMidiFile::parse({reinterpret_cast<const char*>(data), size}, "fuzz");
    if (!file.ok()) {
        if (file.error().message.empty()) std::abort();
        return 0;
    }
    const auto bytes = file->serialize();
    if (!bytes.ok()) std::abort();
    const auto again = StandardMidiFile::parse(*bytes);
    if (!again.ok() || !(*again == *file)) std::abort();
    return 0;
}

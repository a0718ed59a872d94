// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Ids.h"

#include <cstdint>
#include <string>

namespace cppmusic::model {

/// An audio file that belongs to the project, stored under assets/audio/ by content.
struct Asset {
    AssetId id;
    std::string name;   ///< what it was called when imported: "guitar take 3.wav"
    std::string file;   ///< relative to the project folder: "assets/audio/<sha256>.wav"
    std::string sha256; ///< lower-case hex of the file's content
    std::uint64_t sizeBytes = 0;
    double sampleRate = 0; ///< frames a second
    std::int64_t frames = 0;
    int channels = 0;
    std::string unknownFields = {};
    friend bool operator==(const Asset&, const Asset&) = default;
};

} // namespace cppmusic::model

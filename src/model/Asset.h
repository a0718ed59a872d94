// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Ids.h"

#include <cstdint>
#include <string>

namespace cppmusic::model {

/// Where an audio file comes from, for people to read; nothing plays by it.
struct AssetProvenance {
    /// "imported", "recorded" or "rendered"; newer programs may know more. Empty: not known.
    std::string origin;
    std::string fileName;  ///< what it was called there, without folders
    std::string format;    ///< "wav", "flac": before it was converted; empty: it wasn't
    double sampleRate = 0; ///< frames a second before it was converted; 0: it wasn't
    std::string unknownFields = {};
    friend bool operator==(const AssetProvenance&, const AssetProvenance&) = default;
};

/// An audio file that belongs to the project, stored under assets/audio/ by content.
struct Asset {
    AssetId id;
    std::string name;   ///< what it is called: "guitar take 3.wav"
    std::string file;   ///< relative to the project folder: "assets/audio/<sha256>.wav"
    std::string sha256; ///< lower-case hex of the file's content
    std::uint64_t sizeBytes = 0;
    double sampleRate = 0; ///< frames a second
    std::int64_t frames = 0;
    int channels = 0;
    AssetProvenance provenance = {};
    std::string unknownFields = {};
    friend bool operator==(const Asset&, const Asset&) = default;
};

} // namespace cppmusic::model

// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/AudioFileReader.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

namespace {

/// One file that every run overwrites.
const std::filesystem::path& scratchFile()
{
    static const std::filesystem::path path =
        std::filesystem::temp_directory_path() /
        ("cppmusic-fuzz-" + std::to_string(std::random_device{}()) + ".wav");
    return path;
}

void readSome(cppmusic::audio::AudioFileReader& reader)
{
    static std::array<float, 4096> left, right;
    std::array<float*, 2> channels{left.data(), right.data()};
    const cppmusic::audio::AudioBlock block{channels.data(), 2, 4096};
    const std::int64_t frames = reader.info().frames;
    for (const std::int64_t start : {std::int64_t{0}, frames / 2, frames - 1, std::int64_t{-9}}) {
        const auto got = reader.read(start, block);
        if (!got.ok() && got.error().message.empty()) std::abort();
        for (const float value : left) {
            if (!std::isfinite(value)) std::abort();
        }
    }
}

} // namespace

/// Any bytes as an audio file: an error with a sentence, or finite samples.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using cppmusic::audio::AudioFileReader;
    {
        std::ofstream out(scratchFile(), std::ios::binary);
        out.write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
    }
    for (const auto mode : {AudioFileReader::CutShort::refuse, AudioFileReader::CutShort::accept}) {
        auto reader = AudioFileReader::open(scratchFile(), mode);
        if (reader.ok()) {
            readSome(*reader);
        } else if (reader.error().message.empty()) {
            std::abort();
        }
    }
    return 0;
}

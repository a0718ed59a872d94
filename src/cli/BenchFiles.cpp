// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/BenchFiles.h"

#include "audio/files/AudioFileReader.h"
#include "audio/files/WavHeader.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <system_error>

namespace cppmusic::cli {

namespace {

namespace fs = std::filesystem;
using core::ErrorCode;
using core::makeError;

/// Noise at about −20 dB that swells and fades over two seconds, so that dynamics have work to do;
/// 24-bit little-endian bytes of one stereo second after another.
class NoiseBytes {
public:
    NoiseBytes(std::uint64_t seed, int rate) : rate_(rate), state_(seed * 0x9e3779b97f4a7c15ull + 1)
    {
    }

    const std::string& second(int index, std::int64_t frames)
    {
        bytes_.resize(static_cast<std::size_t>(frames) * 6);
        for (std::size_t i = 0; i < bytes_.size(); i += 3) {
            const auto at = static_cast<std::int32_t>(i / 6);
            const std::int32_t ramp = index % 2 == 0 ? at : rate_ - at;
            const auto noise = static_cast<std::int32_t>(next() >> 11) - (1 << 20);
            const auto value = static_cast<std::uint32_t>(
                static_cast<std::int32_t>(std::int64_t{noise} * (ramp + rate_ / 8) / rate_));
            for (std::size_t byte = 0; byte < 3; ++byte)
                bytes_[i + byte] = static_cast<char>((value >> (8 * byte)) & 0xffu);
        }
        return bytes_;
    }

private:
    /// The upper half of a 64-bit congruential generator (Knuth, MMIX).
    std::uint32_t next()
    {
        state_ = state_ * 6364136223846793005ull + 1442695040888963407ull;
        return static_cast<std::uint32_t>(state_ >> 32);
    }

    int rate_;
    std::uint64_t state_;
    std::string bytes_;
};

core::Status writeFile(const fs::path& path, std::uint64_t seed, std::int64_t frames, int rate)
{
    audio::AudioFileSpec spec;
    spec.sampleRate = rate;
    spec.expectedFrames = frames;
    std::ofstream out(path, std::ios::binary);
    out << audio::wavHeader(spec, frames);
    NoiseBytes noise(seed, rate);
    int second = 0;
    for (std::int64_t done = 0; done < frames; done += rate)
        out << noise.second(second++, std::min<std::int64_t>(rate, frames - done));
    out.close();
    if (out) return {};
    return makeError(ErrorCode::ioFailure, "cannot be written; is there room on the disk?",
                     path.string());
}

bool isAudioFile(const fs::path& path)
{
    constexpr std::array<std::string_view, 8> endings{".wav",  ".aif", ".aiff", ".flac",
                                                      ".rf64", ".w64", ".caf",  ".ogg"};
    const auto ending = path.extension().string();
    return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

} // namespace

core::Result<std::vector<BenchFile>> writeBenchFiles(const fs::path& folder, int count,
                                                     double seconds, int rate)
{
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return makeError(ErrorCode::ioFailure, "cannot be made", folder.string());
    const auto frames = static_cast<std::int64_t>(seconds * rate);
    std::vector<BenchFile> files;
    for (int i = 1; i <= count; ++i) {
        char name[32];
        std::snprintf(name, sizeof name, "track-%04d.wav", i);
        const auto path = fs::absolute(folder / name);
        if (auto written = writeFile(path, static_cast<std::uint64_t>(i), frames, rate); !written)
            return written.error();
        files.push_back({path, static_cast<double>(rate), frames, 2});
    }
    return files;
}

core::Result<std::vector<BenchFile>> findBenchFiles(const fs::path& folder, int count)
{
    std::error_code error;
    std::vector<fs::path> paths;
    for (const auto& entry : fs::directory_iterator(folder, error))
        if (isAudioFile(entry.path())) paths.push_back(fs::absolute(entry.path()));
    if (error) return makeError(ErrorCode::notFound, "cannot be listed", folder.string());
    std::sort(paths.begin(), paths.end());
    if (paths.size() < static_cast<std::size_t>(count))
        return makeError(ErrorCode::notFound,
                         "holds " + std::to_string(paths.size()) + " audio files, not " +
                             std::to_string(count) + "; 'bench files' makes more",
                         folder.string());
    paths.resize(static_cast<std::size_t>(count));
    std::vector<BenchFile> files;
    for (const auto& path : paths) {
        const auto reader = audio::AudioFileReader::open(path);
        if (!reader) return reader.error();
        const auto& info = reader->info();
        files.push_back({path, info.sampleRate, info.frames, info.channels});
        if (info.sampleRate != files.front().sampleRate)
            return makeError(ErrorCode::invalidArgument,
                             "has another sample rate than the first file", path.string());
    }
    return files;
}

BenchFolder::BenchFolder()
{
    std::error_code error;
    const auto parent = fs::temp_directory_path(error);
    auto number = std::chrono::steady_clock::now().time_since_epoch().count();
    do {
        path_ = parent / ("cppmusic-bench-" + std::to_string(number++));
    } while (!fs::create_directory(path_, error) && !error);
}

BenchFolder::~BenchFolder()
{
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

} // namespace cppmusic::cli

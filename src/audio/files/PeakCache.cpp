// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/PeakCache.h"

#include "audio/files/CacheKey.h"
#include "audio/files/PeakLevels.h"
#include "audio/files/TemporaryFile.h"
#include "core/io/Checksum.h"
#include "core/io/DiskFileSystem.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>

namespace cppmusic::audio {

namespace {

namespace fs = std::filesystem;
using core::ErrorCode;
using core::makeError;

// The file: magic, channels (32 bits), frames (64 bits), the finest level channel after channel as
// three 32-bit floats a peak, SHA-256 of all before in hexadecimal. Little endian.
constexpr std::string_view magic = "CPMPEAK1";
constexpr std::size_t headerBytes = 8 + 4 + 8, bytesPerPeak = 12, checksumBytes = 64;

void put(std::string& out, std::uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>((value >> (8 * i)) & 0xFFu));
}

std::uint64_t get(std::string_view bytes, std::size_t at, int count) noexcept
{
    std::uint64_t value = 0;
    for (int i = count - 1; i >= 0; --i)
        value = (value << 8) | static_cast<std::uint8_t>(bytes[at + static_cast<std::size_t>(i)]);
    return value;
}

core::Result<Peaks> parsePeaks(std::string_view bytes, const std::string& place)
{
    const auto corrupt = makeError(ErrorCode::corrupt, "the waveform cache is damaged", place);
    if (bytes.size() < headerBytes + checksumBytes || bytes.substr(0, 8) != magic ||
        bytes.substr(bytes.size() - checksumBytes) !=
            core::sha256Hex(bytes.substr(0, bytes.size() - checksumBytes)))
        return corrupt;
    const std::uint64_t channels = get(bytes, 8, 4);
    const std::uint64_t frames = get(bytes, 12, 8);
    const std::size_t payload = bytes.size() - headerBytes - checksumBytes;
    if (channels < 1 || channels > 256 || frames > std::uint64_t{payload} * 256) return corrupt;
    Peaks peaks;
    peaks.frames = static_cast<std::int64_t>(frames);
    const auto count = static_cast<std::size_t>(peaksIn(peaks.frames, Peaks::finestFramesPerPeak));
    if (count * channels * bytesPerPeak != payload) return corrupt;
    PeakLevel level;
    std::size_t at = headerBytes;
    const auto next = [&] {
        at += 4;
        return std::bit_cast<float>(static_cast<std::uint32_t>(get(bytes, at - 4, 4)));
    };
    for (std::uint64_t c = 0; c < channels; ++c) {
        auto& channel = level.channels.emplace_back(count);
        for (Peak& peak : channel) {
            peak.lowest = next();
            peak.highest = next();
            peak.rms = next();
        }
    }
    peaks.levels.push_back(std::move(level));
    updateCoarserLevels(peaks, 0);
    return peaks;
}

} // namespace

const PeakLevel* Peaks::levelFor(double framesPerPixel) const noexcept
{
    const PeakLevel* best = levels.empty() ? nullptr : &levels.front();
    for (const PeakLevel& level : levels) {
        if (level.framesPerPeak <= framesPerPixel) best = &level;
    }
    return best;
}

Peak Peaks::between(int channel, std::int64_t begin, std::int64_t end) const noexcept
{
    begin = std::max<std::int64_t>(begin, 0);
    end = std::min(end, frames);
    const PeakLevel* level = levelFor(static_cast<double>(end - begin));
    if (begin >= end || level == nullptr || channel < 0 ||
        static_cast<std::size_t>(channel) >= level->channels.size())
        return {};
    const auto first = static_cast<std::size_t>(begin / level->framesPerPeak);
    const auto last = static_cast<std::size_t>(peaksIn(end, level->framesPerPeak));
    return mergePeaks(level->channels[static_cast<std::size_t>(channel)], first, last,
                      level->framesPerPeak, frames);
}

fs::path PeakCache::pathFor(std::string_view contentHash) const
{
    return folder_ / (std::string(contentHash) + ".peaks");
}

core::Result<std::shared_ptr<const Peaks>> PeakCache::get(const fs::path& audioFile,
                                                          std::string_view contentHash,
                                                          const core::CancellationToken& token,
                                                          const FileProgress& progress) const
{
    if (auto cached = load(contentHash); cached)
        return std::make_shared<const Peaks>(std::move(*cached));
    auto reader = AudioFileReader::open(audioFile);
    if (!reader) return reader.error();
    auto built = buildPeaks(*reader, token, progress);
    if (!built) return built.error();
    (void)save(contentHash, *built); // only a cache
    return std::make_shared<const Peaks>(std::move(*built));
}

core::Result<Peaks> PeakCache::load(std::string_view contentHash) const
{
    const auto path = pathFor(contentHash);
    if (!isCacheKey(contentHash))
        return makeError(ErrorCode::notFound, "a content hash consists of letters and digits",
                         std::string(contentHash));
    const auto bytes = core::DiskFileSystem().readFile(path);
    if (!bytes) return bytes.error();
    return parsePeaks(*bytes, path.string());
}

core::Status PeakCache::save(std::string_view contentHash, const Peaks& peaks) const
{
    if (!isCacheKey(contentHash) || peaks.levels.empty())
        return makeError(ErrorCode::invalidArgument,
                         "a content hash consists of letters and digits", std::string(contentHash));
    const PeakLevel& finest = peaks.levels.front();
    std::string bytes(magic);
    put(bytes, finest.channels.size(), 4);
    put(bytes, static_cast<std::uint64_t>(peaks.frames), 8);
    for (const auto& channel : finest.channels) {
        for (const Peak& peak : channel) {
            for (const float value : {peak.lowest, peak.highest, peak.rms})
                put(bytes, std::bit_cast<std::uint32_t>(value), 4);
        }
    }
    bytes += core::sha256Hex(bytes);
    std::error_code error;
    fs::create_directories(folder_, error); // if that fails, creating the file tells why
    auto file = TemporaryFile::create(pathFor(contentHash));
    if (!file) return file.error();
    if (auto written = file->write(bytes); !written) return written;
    return file->commit();
}

} // namespace cppmusic::audio

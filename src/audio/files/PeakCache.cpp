// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/PeakCache.h"

#include "audio/files/CacheKey.h"
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

std::int64_t stretches(std::int64_t frames, std::int64_t framesPerPeak) noexcept
{
    return (frames + framesPerPeak - 1) / framesPerPeak;
}

/// The peak of peaks begin … end − 1 of a level of `framesPerPeak`; weights the shorter last one.
Peak merged(const std::vector<Peak>& peaks, std::size_t begin, std::size_t end, int framesPerPeak,
            std::int64_t totalFrames) noexcept
{
    if (begin >= end) return {};
    Peak result = peaks[begin];
    double squares = 0, frames = 0;
    for (std::size_t i = begin; i < end; ++i) {
        result.lowest = std::min(result.lowest, peaks[i].lowest);
        result.highest = std::max(result.highest, peaks[i].highest);
        const auto start = static_cast<std::int64_t>(i) * framesPerPeak;
        const auto count =
            static_cast<double>(std::min<std::int64_t>(framesPerPeak, totalFrames - start));
        squares += count * static_cast<double>(peaks[i].rms) * static_cast<double>(peaks[i].rms);
        frames += count;
    }
    result.rms = static_cast<float>(std::sqrt(squares / frames));
    return result;
}

void addCoarserLevels(Peaks& peaks)
{
    while (!peaks.levels.back().channels.empty() && peaks.levels.back().channels[0].size() > 1) {
        const PeakLevel& fine = peaks.levels.back();
        PeakLevel coarse;
        coarse.framesPerPeak = fine.framesPerPeak * Peaks::levelFactor;
        for (const auto& channel : fine.channels) {
            std::vector<Peak> out;
            for (std::size_t i = 0; i < channel.size(); i += Peaks::levelFactor)
                out.push_back(merged(channel, i, std::min(channel.size(), i + Peaks::levelFactor),
                                     fine.framesPerPeak, peaks.frames));
            coarse.channels.push_back(std::move(out));
        }
        if (coarse.framesPerPeak > (1 << 28)) return;
        peaks.levels.push_back(std::move(coarse));
    }
}

Peak peakOf(const float* samples, int count) noexcept
{
    Peak peak{samples[0], samples[0], 0.0f};
    double squares = 0;
    for (int i = 0; i < count; ++i) {
        peak.lowest = std::min(peak.lowest, samples[i]);
        peak.highest = std::max(peak.highest, samples[i]);
        squares += static_cast<double>(samples[i]) * static_cast<double>(samples[i]);
    }
    peak.rms = static_cast<float>(std::sqrt(squares / count));
    return peak;
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
    const auto count =
        static_cast<std::size_t>(stretches(peaks.frames, Peaks::finestFramesPerPeak));
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
    addCoarserLevels(peaks);
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
    const auto last = static_cast<std::size_t>(stretches(end, level->framesPerPeak));
    return merged(level->channels[static_cast<std::size_t>(channel)], first, last,
                  level->framesPerPeak, frames);
}

core::Result<Peaks> buildPeaks(AudioFileReader& reader, const core::CancellationToken& token,
                               const FileProgress& progress)
{
    constexpr int chunkFrames = 64 * Peaks::finestFramesPerPeak;
    const auto channels = static_cast<std::size_t>(reader.info().channels);
    std::vector<std::vector<float>> samples(channels, std::vector<float>(chunkFrames));
    std::vector<float*> pointers;
    for (auto& channel : samples) pointers.push_back(channel.data());
    const AudioBlock block{pointers.data(), static_cast<int>(channels), chunkFrames};

    Peaks peaks;
    PeakLevel finest;
    finest.channels.resize(channels);
    for (int got = chunkFrames; got == chunkFrames; peaks.frames += got) {
        if (token.isCancelled())
            return makeError(ErrorCode::cancelled, "stopped", reader.path().string());
        const auto read = reader.read(peaks.frames, block);
        if (!read) return read.error();
        got = *read;
        for (int at = 0; at < got; at += Peaks::finestFramesPerPeak) {
            const int count = std::min(Peaks::finestFramesPerPeak, got - at);
            for (std::size_t c = 0; c < channels; ++c)
                finest.channels[c].push_back(peakOf(samples[c].data() + at, count));
        }
        const auto total = static_cast<double>(std::max<std::int64_t>(reader.info().frames, 1));
        if (progress) progress(std::min(1.0, static_cast<double>(peaks.frames + got) / total));
    }
    peaks.levels.push_back(std::move(finest));
    addCoarserLevels(peaks);
    return peaks;
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/ConformedFile.h"

#include "audio/files/AudioFileWriter.h"
#include "audio/files/CacheKey.h"
#include "audio/files/Resampler.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace cppmusic::audio {

namespace {

namespace fs = std::filesystem;
using core::ErrorCode;
using core::makeError;

constexpr int chunkFrames = 16384;

/// Planar memory with views on its start.
class Buffer {
public:
    explicit Buffer(int channels)
        : samples_(static_cast<std::size_t>(channels) * chunkFrames), channels_(channels)
    {
        for (int c = 0; c < channels; ++c)
            pointers_.push_back(samples_.data() + static_cast<std::ptrdiff_t>(c) * chunkFrames);
        shifted_.resize(pointers_.size());
    }
    [[nodiscard]] AudioBlock whole() const { return {pointers_.data(), channels_, chunkFrames}; }
    [[nodiscard]] ConstAudioBlock part(int from, int count)
    {
        for (std::size_t c = 0; c < pointers_.size(); ++c) shifted_[c] = pointers_[c] + from;
        return {shifted_.data(), channels_, count};
    }
    void silence() { std::fill(samples_.begin(), samples_.end(), 0.0f); }

private:
    std::vector<float> samples_;
    std::vector<float*> pointers_;
    std::vector<const float*> shifted_;
    int channels_;
};

/// One conversion, from an open source to a new file.
class Conversion {
public:
    Conversion(AudioFileReader& reader, AudioFileWriter& writer, int toRate)
        : reader_(reader),
          writer_(writer),
          toRate_(toRate),
          input_(reader.info().channels),
          output_(reader.info().channels)
    {
    }

    core::Status run(const core::CancellationToken& token, const FileProgress& progress)
    {
        const double fromRate = reader_.info().sampleRate;
        if (fromRate != toRate_) {
            auto made = Resampler::create(fromRate, toRate_, reader_.info().channels);
            if (!made) return made.error();
            resampler_.emplace(std::move(*made));
        }
        std::int64_t done = 0;
        for (int got = chunkFrames; got == chunkFrames; done += got) {
            if (token.isCancelled())
                return makeError(ErrorCode::cancelled, "stopped", reader_.path().string());
            const auto read = reader_.read(done, input_.whole());
            if (!read) return read.error();
            got = *read;
            if (auto taken = take(got); !taken) return taken;
            const auto total =
                static_cast<double>(std::max<std::int64_t>(reader_.info().frames, 1));
            if (progress) progress(std::min(1.0, static_cast<double>(done + got) / total));
        }
        return finish(conformedFrames(done, fromRate, toRate_));
    }

private:
    core::Status take(int frames)
    {
        if (!resampler_) return frames > 0 ? writer_.write(input_.part(0, frames)) : core::Status{};
        for (int at = 0; at < frames;) {
            const auto step = resampler_->process(input_.part(at, frames - at), output_.whole());
            if (!step) return step.error();
            at += step->consumed;
            if (step->produced == 0) continue;
            if (auto written = writer_.write(output_.part(0, step->produced)); !written)
                return written;
        }
        return {};
    }

    core::Status finish(std::int64_t target)
    {
        while (resampler_ && writer_.framesWritten() < target) {
            const auto got = resampler_->drain(output_.whole());
            if (!got) return got.error();
            if (*got == 0) break;
            if (auto written = writeUpTo(target, *got); !written) return written;
        }
        output_.silence();
        while (writer_.framesWritten() < target) {
            if (auto written = writeUpTo(target, chunkFrames); !written) return written;
        }
        return writer_.finish();
    }

    core::Status writeUpTo(std::int64_t target, int count)
    {
        const auto rest = target - writer_.framesWritten();
        return writer_.write(
            output_.part(0, static_cast<int>(std::min<std::int64_t>(count, rest))));
    }

    AudioFileReader& reader_;
    AudioFileWriter& writer_;
    int toRate_;
    std::optional<Resampler> resampler_;
    Buffer input_, output_;
};

/// A cache file that is whole and fits; anything else is made anew.
std::optional<ConformedFile> existing(const fs::path& path, int rate, int channels)
{
    const auto reader = AudioFileReader::open(path);
    if (!reader || reader->info().sampleRate != rate || reader->info().channels != channels)
        return {};
    return ConformedFile{path, reader->info().frames, channels, false};
}

} // namespace

bool needsConforming(const AudioFileInfo& info, int engineRate) noexcept
{
    return !info.canSeekExactly || info.sampleRate != static_cast<double>(engineRate);
}

std::int64_t conformedFrames(std::int64_t frames, double fromRate, double toRate) noexcept
{
    return static_cast<std::int64_t>(
        std::floor(static_cast<double>(frames) * toRate / fromRate + 0.5));
}

core::Result<ConformedFile> conformFile(const fs::path& source, std::string_view contentHash,
                                        int engineRate, const fs::path& cacheFolder,
                                        const core::CancellationToken& token,
                                        const FileProgress& progress)
{
    auto reader = AudioFileReader::open(source);
    if (!reader) return reader.error();
    const AudioFileInfo info = reader->info();
    if (!needsConforming(info, engineRate))
        return ConformedFile{source, info.frames, info.channels, true};
    if (!isCacheKey(contentHash))
        return makeError(ErrorCode::invalidArgument,
                         "a content hash consists of letters and digits", source.string());

    const auto target =
        cacheFolder / (std::string(contentHash) + "-" + std::to_string(engineRate) + ".wav");
    if (auto found = existing(target, engineRate, info.channels)) return *found;
    std::error_code error;
    fs::create_directories(cacheFolder, error); // if that fails, creating the file tells why
    AudioFileSpec spec;
    spec.samples = SampleFormat::float32;
    spec.sampleRate = engineRate;
    spec.channels = info.channels;
    auto writer = AudioFileWriter::create(target, spec);
    if (!writer) return writer.error();
    if (auto done = Conversion(*reader, *writer, engineRate).run(token, progress); !done)
        return done.error();
    return ConformedFile{target, writer->framesWritten(), info.channels, false};
}

} // namespace cppmusic::audio

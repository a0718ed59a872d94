// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/recording/RecordingFile.h"

#include "audio/files/PcmQuantise.h"
#include "audio/files/WavHeader.h"

#include <bit>
#include <cerrno>
#include <cmath>
#include <system_error>

#ifndef _WIN32
#include <unistd.h>
#endif

namespace cppmusic::audio {

namespace {

using core::ErrorCode;
using core::makeError;

std::FILE* openNew(const std::filesystem::path& path)
{
#ifdef _WIN32
    return _wfopen(path.c_str(), L"w+bx");
#else
    return std::fopen(path.c_str(), "w+bx");
#endif
}

bool seekTo(std::FILE* file, std::int64_t place)
{
#ifdef _WIN32
    return _fseeki64(file, place, SEEK_SET) == 0;
#else
    return ::fseeko(file, static_cast<off_t>(place), SEEK_SET) == 0;
#endif
}

bool toDisk(std::FILE* file)
{
    if (std::fflush(file) != 0) return false;
#if defined(_WIN32)
    return true;
#elif defined(__APPLE__)
    return ::fsync(::fileno(file)) == 0;
#else
    return ::fdatasync(::fileno(file)) == 0;
#endif
}

} // namespace

RecordingFile::RecordingFile(std::filesystem::path path, const AudioFileSpec& spec, std::FILE* file)
    : path_(std::move(path)), spec_(spec), file_(file)
{
}

core::Error RecordingFile::failure() const
{
    if (errno == ENOSPC || errno == EFBIG || errno == EDQUOT)
        return makeError(ErrorCode::noSpace,
                         "the disk is full; what was recorded before is in the file",
                         path_.string());
    return makeError(ErrorCode::ioFailure,
                     "the recording cannot be written any further; what was recorded before is in "
                     "the file",
                     path_.string());
}

core::Result<RecordingFile> RecordingFile::create(const std::filesystem::path& path,
                                                  SampleFormat samples, int sampleRate)
{
    AudioFileSpec spec;
    spec.samples = samples;
    spec.sampleRate = sampleRate;
    if (auto checked = checkAudioFileSpec(spec); !checked) return checked.error();
    std::error_code error;
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), error);
    errno = 0;
    std::FILE* file = openNew(path);
    if (file == nullptr)
        return errno == EEXIST
                   ? makeError(ErrorCode::alreadyExists, "is there already", path.string())
                   : makeError(ErrorCode::ioFailure,
                               "a recording cannot be made here; check the folder's rights",
                               path.string());
    // What the header counts must be in the file, not in a buffer that a full disk won't take.
    std::setvbuf(file, nullptr, _IONBF, 0);
    RecordingFile recording(path, spec, file);
    if (auto written = recording.update(); !written) return written.error();
    return recording;
}

core::Status RecordingFile::append(std::span<const float> interleaved)
{
    if (interleaved.empty()) return {};
    const std::size_t count = interleaved.size();
    std::size_t size = sizeof(float);
    if (spec_.samples == SampleFormat::float32) {
        bytes_.resize(count * size);
        for (std::size_t i = 0; i < count; ++i) {
            const float sample = std::isfinite(interleaved[i]) ? interleaved[i] : 0.0f;
            const auto word = std::bit_cast<std::uint32_t>(sample);
            for (std::size_t byte = 0; byte < 4; ++byte)
                bytes_[4 * i + byte] = static_cast<std::byte>((word >> (8 * byte)) & 0xffu);
        }
    } else {
        const int bits = spec_.samples == SampleFormat::int16 ? 16 : 24;
        size = static_cast<std::size_t>(bits) / 8;
        integers_.resize(count);
        bytes_.resize(count * size);
        quantise(interleaved.data(), count, {bits, false, 0}, 0, integers_.data());
        packLittleEndian(integers_.data(), count, bits, bytes_.data());
    }
    errno = 0;
    if (std::fwrite(bytes_.data(), 1, bytes_.size(), file_.get()) != bytes_.size()) {
        const auto failed = failure();
        std::clearerr(file_.get());
        (void)writeHeader(frames_);
        return failed;
    }
    frames_ += static_cast<std::int64_t>(count / 2);
    return {};
}

core::Status RecordingFile::writeHeader(std::int64_t frames)
{
    const std::string header = wavHeader(spec_, frames);
    const bool isWritten =
        seekTo(file_.get(), 0) &&
        std::fwrite(header.data(), 1, header.size(), file_.get()) == header.size() &&
        std::fflush(file_.get()) == 0 &&
        seekTo(file_.get(),
               static_cast<std::int64_t>(header.size() + wavSoundBytes(spec_, frames)));
    return isWritten ? core::Status{} : failure();
}

core::Status RecordingFile::update()
{
    errno = 0;
    if (!toDisk(file_.get())) return failure(); // the sound is there before the header says so
    if (auto written = writeHeader(frames_); !written) return written;
    return toDisk(file_.get()) ? core::Status{} : failure();
}

core::Status RecordingFile::finish()
{
    auto status = update();
    file_.reset();
    return status;
}

} // namespace cppmusic::audio

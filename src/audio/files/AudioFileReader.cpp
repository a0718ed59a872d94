// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/AudioFileReader.h"

#include "audio/files/CutShortCheck.h"
#include "audio/files/FindPcm.h"
#include "audio/files/Mp3FrameCount.h"
#include "audio/files/PcmConvert.h"
#include "audio/files/SoundFileHandle.h"

#ifdef _WIN32
#define ENABLE_SNDFILE_WINDOWS_PROTOTYPES 1
#include <windows.h>
#endif
#include <sndfile.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <vector>

namespace cppmusic::audio {

namespace {

namespace fs = std::filesystem;
using core::ErrorCode;
using core::makeError;

constexpr int chunkFrames = 4096;
constexpr int maxChannels = 256;
constexpr double minRate = 1000.0, maxRate = 768000.0;
/// No lossless or lossy format here packs more frames than this into a byte on average.
constexpr std::int64_t maxFramesPerByte = 65536;
/// Two MPEG frames of padding, which decoders count differently.
constexpr std::int64_t maxEstimateError = 2 * 1152;

bool isKnownContainer(int format) noexcept
{
    switch (format & SF_FORMAT_TYPEMASK) {
    case SF_FORMAT_WAV:
    case SF_FORMAT_WAVEX:
    case SF_FORMAT_RF64:
    case SF_FORMAT_W64:
    case SF_FORMAT_AIFF:
    case SF_FORMAT_CAF:
    case SF_FORMAT_AU:
    case SF_FORMAT_FLAC:
    case SF_FORMAT_OGG:
    case SF_FORMAT_MPEG: return true;
    default: return false;
    }
}

bool isMp3(int format) noexcept
{
    return (format & SF_FORMAT_TYPEMASK) == SF_FORMAT_MPEG;
}

bool canSeekExactly(int format) noexcept
{
    return !isMp3(format) && (format & SF_FORMAT_TYPEMASK) != SF_FORMAT_OGG;
}

std::string nameOf(int format)
{
    std::string name;
    for (const int part : {format & SF_FORMAT_TYPEMASK, format & SF_FORMAT_SUBMASK}) {
        SF_FORMAT_INFO info{};
        info.format = part;
        if (sf_command(nullptr, SFC_GET_FORMAT_INFO, &info, sizeof info) != 0 || !info.name)
            continue;
        name += (name.empty() ? "" : ", ") + std::string(info.name);
    }
    return name;
}

core::Status checkIsReadableFile(const fs::path& path)
{
    std::error_code error;
    const auto status = fs::status(path, error);
    const auto place = path.string();
    if (status.type() == fs::file_type::not_found)
        return makeError(ErrorCode::notFound, "there is no such file", place);
    if (error)
        return makeError(ErrorCode::permissionDenied,
                         "the file cannot be reached; check the rights of its folder", place);
    if (fs::is_directory(status))
        return makeError(ErrorCode::invalidArgument, "this is a folder, not an audio file", place);
    if (!fs::is_regular_file(status))
        return makeError(ErrorCode::invalidArgument, "this is not an ordinary file", place);
    errno = 0;
    std::FILE* probe = std::fopen(place.c_str(), "rb");
    if (probe == nullptr) {
        return errno == EACCES || errno == EPERM
                   ? makeError(ErrorCode::permissionDenied,
                               "the file may not be read; check its rights", place)
                   : makeError(ErrorCode::ioFailure, "the file cannot be opened", place);
    }
    std::fclose(probe);
    if (fs::file_size(path, error) == 0)
        return makeError(ErrorCode::corrupt, "the file is empty", place);
    return {};
}

/// About how many frames so many bytes are, going by the frames that are there.
std::int64_t framesIn(std::uint64_t bytes, const fs::path& path, const SF_INFO& info)
{
    std::error_code error;
    const auto held = static_cast<double>(fs::file_size(path, error));
    const double bytesPerFrame =
        info.frames > 0 ? held / static_cast<double>(info.frames) : info.channels;
    return 1 + static_cast<std::int64_t>(static_cast<double>(bytes) / bytesPerFrame);
}

/// By name where the decoder may need the ending to know what it is.
SoundFileHandle openSoundFile(const fs::path& path, const FileDescriptor& descriptor, SF_INFO& info)
{
    if (mayHoldPcm(descriptor))
        return SoundFileHandle(sf_open_fd(descriptor.number(), SFM_READ, &info, SF_FALSE));
#ifdef _WIN32
    return SoundFileHandle(sf_wchar_open(path.c_str(), SFM_READ, &info));
#else
    return SoundFileHandle(sf_open(path.c_str(), SFM_READ, &info));
#endif
}

core::Status checkInfo(const SF_INFO& info, const fs::path& path)
{
    const auto place = path.string();
    if (!isKnownContainer(info.format))
        return makeError(ErrorCode::unsupported,
                         "audio files of this kind (" + nameOf(info.format) +
                             ") are not read; convert it to WAV or FLAC",
                         place);
    if (info.channels < 1 || info.channels > maxChannels)
        return makeError(ErrorCode::corrupt,
                         "the file says that it has " + std::to_string(info.channels) +
                             " channels; 1 to 256 are possible",
                         place);
    if (info.samplerate < minRate || info.samplerate > maxRate)
        return makeError(ErrorCode::corrupt,
                         "the file says that its sample rate is " +
                             std::to_string(info.samplerate) + " Hz; 1 000 to 768 000 are possible",
                         place);
    std::error_code error;
    const auto bytes = static_cast<std::int64_t>(fs::file_size(path, error));
    if (info.frames < 0 || error || info.frames / maxFramesPerByte > bytes)
        return makeError(ErrorCode::corrupt,
                         "the file says that it has " + std::to_string(info.frames) +
                             " frames, more than its size can hold",
                         place);
    // The decoder only estimates the length of a file without a tag, and would cut it there.
    if (isMp3(info.format) && framesOfUntaggedMp3(path) > info.frames + maxEstimateError)
        return makeError(ErrorCode::unsupported,
                         "this MP3 does not say how long it is and its bit rate varies, so it "
                         "would be cut; convert it to WAV or FLAC",
                         place);
    return {};
}

} // namespace

void SoundFileCloser::operator()(sf_private_tag* file) const noexcept
{
    sf_close(file);
}

struct AudioFileReader::State {
    fs::path path;
    AudioFileInfo info;
    std::shared_ptr<const FileDescriptor> descriptor; ///< before `file`, which may read through it
    SoundFileHandle file;                             ///< null when there is `pcm`
    std::int64_t position = 0;                        ///< of the decoder; −1: unknown
    std::vector<float> interleaved;
    std::optional<PcmFile> pcm; ///< samples that need no decoder
    std::vector<std::byte> bytes;
    std::vector<float*> targets;

    core::Error damaged(std::int64_t frame) const
    {
        return makeError(ErrorCode::corrupt,
                         "the file is damaged or cut short at frame " + std::to_string(frame) +
                             " of " + std::to_string(info.frames),
                         path.string());
    }
    core::Status seekTo(std::int64_t frame);
    bool canReadFrame(std::int64_t frame);
    core::Status checkEnd(CutShort);
    /// Gives the frames read: fewer than `count` only at the end of a lossy file whose length was
    /// an estimate.
    core::Result<int> readInto(std::int64_t frame, int count, int at, const AudioBlock& out);
    core::Status readPcm(std::int64_t frame, int count, int at, const AudioBlock& out);
    void usePcm(int format);
    /// Decodes into `interleaved`; as readInto.
    core::Result<int> decode(std::int64_t frame, int count);
};

core::Status AudioFileReader::State::seekTo(std::int64_t frame)
{
    if (position == frame) return {};
    if (file) position = sf_seek(file.get(), frame, SEEK_SET);
    if (file && position == frame) return {};
    position = -1;
    return damaged(frame);
}

bool AudioFileReader::State::canReadFrame(std::int64_t frame)
{
    const bool isThere =
        seekTo(frame).ok() && sf_readf_float(file.get(), interleaved.data(), 1) == 1;
    position = isThere ? frame + 1 : -1;
    if (!isThere) { // a decoder may not come back from a failed seek
        SF_INFO again{};
        file.reset();
        descriptor = std::make_shared<const FileDescriptor>(path);
        file = openSoundFile(path, *descriptor, again);
        position = 0;
    }
    return isThere && file;
}

core::Status AudioFileReader::State::checkEnd(CutShort cutShort)
{
    if (info.frames == 0 || !info.canSeekExactly) return {};
    if (canReadFrame(info.frames - 1)) return seekTo(0);
    if (cutShort == CutShort::refuse)
        return makeError(ErrorCode::corrupt,
                         "the file is cut short or damaged: the last of its " +
                             std::to_string(info.frames) + " frames cannot be read",
                         path.string());
    std::int64_t whole = 0, missing = info.frames;
    while (whole < missing) {
        const std::int64_t middle = whole + (missing - whole) / 2;
        if (canReadFrame(middle)) {
            whole = middle + 1;
        } else {
            missing = middle;
        }
    }
    info.missingFrames = info.frames - whole;
    info.frames = whole;
    return whole == 0 ? core::Status{} : seekTo(0);
}

void AudioFileReader::State::usePcm(int format)
{
    if (!info.canSeekExactly) return;
    pcm = findPcm(file.get(), descriptor, path, format, info.channels, info.frames);
    position = -1;
    if (!pcm) return;
    file.reset();
    std::vector<float>().swap(interleaved);
}

core::Status AudioFileReader::State::readPcm(std::int64_t frame, int count, int at,
                                             const AudioBlock& out)
{
    const PcmLayout& layout = pcm->place().layout;
    bytes.resize(static_cast<std::size_t>(chunkFrames) *
                 static_cast<std::size_t>(layout.bytesPerFrame()));
    const int shared = std::min(out.numChannels, layout.channels);
    if (auto got = pcm->read(frame, count, bytes.data()); !got) return got;
    targets.resize(static_cast<std::size_t>(shared));
    for (int c = 0; c < shared; ++c) targets[static_cast<std::size_t>(c)] = out.channels[c] + at;
    if (shared > 0) pcmToFloat(layout, bytes.data(), count, targets.data(), shared);
    return {};
}

core::Result<int> AudioFileReader::State::decode(std::int64_t frame, int count)
{
    if (auto seeked = seekTo(frame); !seeked) return seeked.error();
    const sf_count_t got = sf_readf_float(file.get(), interleaved.data(), count);
    if (got < 0 || got > count || (got < count && info.canSeekExactly)) {
        position = -1;
        return damaged(frame + std::clamp<sf_count_t>(got, 0, count));
    }
    if (got < count) info.frames = frame + got;
    position += got;
    return static_cast<int>(got);
}

core::Result<int> AudioFileReader::State::readInto(std::int64_t frame, int count, int at,
                                                   const AudioBlock& out)
{
    if (pcm) {
        if (auto got = readPcm(frame, count, at, out); !got) return got.error();
        return count;
    }
    const auto got = decode(frame, count);
    if (!got) return got;
    count = *got;
    const auto channels = static_cast<std::size_t>(info.channels);
    const int shared = std::min(out.numChannels, info.channels);
    for (int c = 0; c < shared; ++c) {
        float* to = out.channels[c] + at;
        const float* from = interleaved.data() + c;
        for (int i = 0; i < count; ++i) {
            const float value = from[static_cast<std::size_t>(i) * channels];
            to[i] = std::isfinite(value) ? value : 0.0f;
        }
    }
    return count;
}

AudioFileReader::AudioFileReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
AudioFileReader::AudioFileReader(AudioFileReader&&) noexcept = default;
AudioFileReader& AudioFileReader::operator=(AudioFileReader&&) noexcept = default;
AudioFileReader::~AudioFileReader() = default;

const AudioFileInfo& AudioFileReader::info() const noexcept
{
    return state_->info;
}
const fs::path& AudioFileReader::path() const noexcept
{
    return state_->path;
}

core::Result<AudioFileReader> AudioFileReader::open(const fs::path& path, CutShort cutShort)
{
    if (auto readable = checkIsReadableFile(path); !readable) return readable.error();
    SF_INFO raw{};
    auto state = std::make_unique<State>();
    state->path = path;
    state->descriptor = std::make_shared<const FileDescriptor>(path);
    state->file = openSoundFile(path, *state->descriptor, raw);
    if (!state->file)
        return makeError(ErrorCode::corrupt,
                         "this is not an audio file that can be read (" +
                             std::string(sf_strerror(nullptr)) + ")",
                         path.string());
    if (auto checked = checkInfo(raw, path); !checked) return checked.error();

    AudioFileInfo& info = state->info;
    info = {static_cast<double>(raw.samplerate),
            raw.channels,
            raw.frames,
            nameOf(raw.format),
            canSeekExactly(raw.format),
            0};
    if (const auto missing = missingSoundBytes(path); missing > 0) {
        if (cutShort == CutShort::refuse)
            return makeError(ErrorCode::corrupt,
                             "the file is cut short: its header promises " +
                                 std::to_string(missing) + " bytes of sound more than there are",
                             path.string());
        info.missingFrames = framesIn(missing, path, raw);
    }
    state->interleaved.resize(static_cast<std::size_t>(chunkFrames) *
                              static_cast<std::size_t>(raw.channels));
    if (auto checked = state->checkEnd(cutShort); !checked) return checked.error();
    state->usePcm(raw.format);
    return AudioFileReader(std::move(state));
}

std::optional<PcmPlace> AudioFileReader::pcmPlace() const
{
    return state_->pcm ? std::optional(state_->pcm->place()) : std::nullopt;
}

core::Status AudioFileReader::readInterleaved(std::int64_t frame, int count, float* out)
{
    State& state = *state_;
    const int channels = state.info.channels;
    if (state.pcm || frame < 0 || frame + count > state.info.frames)
        return makeError(ErrorCode::internal, "these frames are not there to be decoded",
                         state.path.string());
    for (int done = 0; done < count;) {
        const auto got = state.decode(frame + done, std::min(chunkFrames, count - done));
        if (!got) return got.status();
        if (*got == 0) return state.damaged(frame + done);
        std::transform(state.interleaved.begin(), state.interleaved.begin() + *got * channels,
                       out + static_cast<std::ptrdiff_t>(done) * channels,
                       [](float value) { return std::isfinite(value) ? value : 0.0f; });
        done += *got;
    }
    return {};
}

core::Result<int> AudioFileReader::read(std::int64_t startFrame, const AudioBlock& out)
{
    State& state = *state_;
    clear(out);
    const std::int64_t total = state.info.frames;
    const std::int64_t begin = std::clamp<std::int64_t>(startFrame, 0, total);
    if (startFrame >= total || startFrame <= -static_cast<std::int64_t>(out.numFrames)) return 0;
    const std::int64_t end = std::min<std::int64_t>(total, startFrame + out.numFrames);
    for (std::int64_t frame = begin; frame < end;) {
        const int count = static_cast<int>(std::min<std::int64_t>(chunkFrames, end - frame));
        const int at = static_cast<int>(frame - startFrame);
        const auto got = state.readInto(frame, count, at, out);
        if (!got) return got.error();
        frame += *got;
        if (*got < count) return static_cast<int>(frame - begin);
    }
    return static_cast<int>(end - begin);
}

} // namespace cppmusic::audio

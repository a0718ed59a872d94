// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/AudioFileWriter.h"

#include "audio/files/OggSerial.h"
#include "audio/files/PcmQuantise.h"
#include "audio/files/SoundFileHandle.h"
#include "audio/files/TemporaryFile.h"
#include "audio/files/WavHeader.h"

#include <sndfile.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

namespace cppmusic::audio {

namespace {

using core::ErrorCode;
using core::makeError;

/// Encoders get pieces of this size whatever the blocks of the caller are.
constexpr int chunkFrames = 8192;
constexpr std::uint32_t oggSerial = 0x43505053;
bool isLossy(AudioFileFormat format) noexcept
{
    return format == AudioFileFormat::ogg || format == AudioFileFormat::opus ||
           format == AudioFileFormat::mp3;
}

bool isInteger(const AudioFileSpec& spec) noexcept
{
    return !isLossy(spec.format) && spec.samples != SampleFormat::float32;
}

bool isWav(const AudioFileSpec& spec) noexcept
{
    return spec.format == AudioFileFormat::wav;
}

int containerFor(const AudioFileSpec& spec) noexcept
{
    switch (spec.format) {
    case AudioFileFormat::wav: return SF_FORMAT_WAV;
    case AudioFileFormat::aiff: return SF_FORMAT_AIFF;
    case AudioFileFormat::flac: return SF_FORMAT_FLAC;
    case AudioFileFormat::ogg: return SF_FORMAT_OGG | SF_FORMAT_VORBIS;
    case AudioFileFormat::opus: return SF_FORMAT_OGG | SF_FORMAT_OPUS;
    case AudioFileFormat::mp3: return SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III;
    }
    return 0;
}

int sndfileFormat(const AudioFileSpec& spec) noexcept
{
    const int container = containerFor(spec);
    if (isLossy(spec.format)) return container;
    switch (spec.samples) {
    case SampleFormat::int16: return container | SF_FORMAT_PCM_16;
    case SampleFormat::int24: return container | SF_FORMAT_PCM_24;
    case SampleFormat::float32: return container | SF_FORMAT_FLOAT;
    }
    return container;
}

sf_count_t sinkLength(void* user)
{
    return static_cast<TemporaryFile*>(user)->size();
}
sf_count_t sinkTell(void* user)
{
    return static_cast<TemporaryFile*>(user)->position();
}
sf_count_t sinkSeek(sf_count_t offset, int whence, void* user)
{
    auto& file = *static_cast<TemporaryFile*>(user);
    const sf_count_t base = whence == SEEK_CUR   ? file.position()
                            : whence == SEEK_END ? file.size()
                                                 : 0;
    return file.seek(base + offset) ? file.position() : -1;
}
sf_count_t sinkRead(void* into, sf_count_t count, void* user)
{
    return static_cast<sf_count_t>(static_cast<TemporaryFile*>(user)->read(
        static_cast<char*>(into), static_cast<std::size_t>(count)));
}
sf_count_t sinkWrite(const void* from, sf_count_t count, void* user)
{
    auto& file = *static_cast<TemporaryFile*>(user);
    const std::string_view bytes(static_cast<const char*>(from), static_cast<std::size_t>(count));
    return file.write(bytes).ok() ? count : 0;
}

void applyOptions(SNDFILE* file, const AudioFileSpec& spec)
{
    sf_command(file, SFC_SET_ADD_PEAK_CHUNK, nullptr, SF_FALSE);
    sf_command(file, SFC_SET_CLIPPING, nullptr, SF_TRUE);
    if (spec.format == AudioFileFormat::flac) {
        double level = 5.0 / 8.0;
        sf_command(file, SFC_SET_COMPRESSION_LEVEL, &level, sizeof level);
    }
    if (isLossy(spec.format)) {
        double quality = static_cast<double>(spec.quality);
        sf_command(file, SFC_SET_VBR_ENCODING_QUALITY, &quality, sizeof quality);
    }
}

} // namespace

struct AudioFileWriter::State {
    AudioFileSpec spec;
    std::filesystem::path target;
    TemporaryFile sink;
    SoundFileHandle file; ///< the encoder, except for WAV; after `sink`, so that it is closed first
    Quantisation quantisation;
    std::int64_t framesWritten = 0; ///< those that wait included
    int pending = 0;                ///< frames that wait in `floats`
    std::vector<float> floats;      ///< interleaved
    std::vector<std::int32_t> integers;
    std::vector<std::byte> bytes;
    bool isOpen = true;

    State(const AudioFileSpec& wanted, std::filesystem::path path, TemporaryFile&& temporary)
        : spec(wanted),
          target(std::move(path)),
          sink(std::move(temporary)),
          quantisation{wanted.samples == SampleFormat::int16 ? 16 : 24, wanted.hasDither,
                       wanted.ditherSeed}
    {
        const auto values =
            static_cast<std::size_t>(chunkFrames) * static_cast<std::size_t>(spec.channels);
        floats.resize(values);
        if (isInteger(spec)) integers.resize(values);
        if (isWav(spec)) bytes.resize(values * sizeof(float));
    }

    core::Status openEncoder();
    void take(const ConstAudioBlock& block, int from, int count);
    void convert();
    core::Status flush();
    core::Status flushWav();
    core::Status finishEncoder();
    core::Status failed();
    void close() noexcept
    {
        isOpen = false;
        file.reset();
        sink.abandon();
    }
};

core::Status AudioFileWriter::State::openEncoder()
{
    if (isWav(spec)) return sink.write(wavHeader(spec, 0));
    SF_VIRTUAL_IO io{sinkLength, sinkSeek, sinkRead, sinkWrite, sinkTell};
    SF_INFO info{};
    info.samplerate = spec.sampleRate;
    info.channels = spec.channels;
    info.format = sndfileFormat(spec);
    file.reset(sf_open_virtual(&io, SFM_WRITE, &info, &sink));
    if (!file) {
        if (!sink.status().ok()) return sink.status();
        return makeError(ErrorCode::unsupported,
                         "a file like this cannot be made (" + std::string(sf_strerror(nullptr)) +
                             "); choose another format",
                         target.string());
    }
    applyOptions(file.get(), spec);
    return {};
}

core::Status AudioFileWriter::State::failed()
{
    core::Status status = sink.status();
    if (status.ok())
        status = makeError(ErrorCode::ioFailure,
                           "the encoder failed (" + std::string(sf_strerror(file.get())) + ")",
                           target.string());
    close();
    return status;
}

void AudioFileWriter::State::take(const ConstAudioBlock& block, int from, int count)
{
    const auto channels = static_cast<std::ptrdiff_t>(spec.channels);
    for (std::ptrdiff_t c = 0; c < channels; ++c) {
        const float* samples = block.channels[c] + from;
        float* to = floats.data() + pending * channels + c;
        for (int i = 0; i < count; ++i) to[i * channels] = samples[i];
    }
    pending += count;
    framesWritten += count;
}

/// Makes what waits in `floats` what the file holds: whole numbers, or floats that are finite.
void AudioFileWriter::State::convert()
{
    const auto channels = static_cast<std::size_t>(spec.channels);
    const std::size_t values = static_cast<std::size_t>(pending) * channels;
    if (isInteger(spec)) {
        const auto before = static_cast<std::uint64_t>(framesWritten - pending) * channels;
        quantise(floats.data(), values, quantisation, before, integers.data());
    } else {
        for (std::size_t i = 0; i < values; ++i)
            floats[i] = std::isfinite(floats[i]) ? floats[i] : 0.0f;
    }
}

core::Status AudioFileWriter::State::flushWav()
{
    const auto values = static_cast<std::size_t>(pending) * static_cast<std::size_t>(spec.channels);
    std::size_t size = sizeof(float);
    if (isInteger(spec)) {
        packLittleEndian(integers.data(), values, quantisation.bits, bytes.data());
        size = static_cast<std::size_t>(quantisation.bits) / 8;
    } else {
        for (std::size_t i = 0; i < values; ++i) {
            const auto word = std::bit_cast<std::uint32_t>(floats[i]);
            for (std::size_t byte = 0; byte < 4; ++byte)
                bytes[4 * i + byte] = static_cast<std::byte>((word >> (8 * byte)) & 0xFFu);
        }
    }
    pending = 0;
    return sink.write({reinterpret_cast<const char*>(bytes.data()), values * size}).ok()
               ? core::Status{}
               : failed();
}

/// What comes after the last frame: sizes in headers, last pages.
core::Status AudioFileWriter::State::finishEncoder()
{
    if (isWav(spec)) {
        if (wavSoundBytes(spec, framesWritten) % 2 != 0) (void)sink.write(std::string_view("", 1));
        sink.seek(0);
        return sink.write(wavHeader(spec, framesWritten)).ok() ? core::Status{} : failed();
    }
    if (sf_close(file.release()) != 0 || !sink.status().ok()) return failed();
    const bool isOgg = spec.format == AudioFileFormat::ogg || spec.format == AudioFileFormat::opus;
    core::Status status = isOgg ? setOggSerial(sink, oggSerial) : core::Status{};
    if (!status.ok()) close();
    return status;
}

core::Status AudioFileWriter::State::flush()
{
    convert();
    if (isWav(spec)) return flushWav();
    const int shift = 32 - quantisation.bits; // the encoder wants the high bits
    const auto values = static_cast<std::ptrdiff_t>(pending) * spec.channels;
    if (isInteger(spec))
        std::for_each_n(integers.begin(), values, [shift](auto& value) { value *= 1 << shift; });
    const sf_count_t written = isInteger(spec)
                                   ? sf_writef_int(file.get(), integers.data(), pending)
                                   : sf_writef_float(file.get(), floats.data(), pending);
    const bool isWritten = written == pending && sink.status().ok();
    pending = 0;
    return isWritten ? core::Status{} : failed();
}

AudioFileWriter::AudioFileWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
AudioFileWriter::AudioFileWriter(AudioFileWriter&&) noexcept = default;
AudioFileWriter& AudioFileWriter::operator=(AudioFileWriter&&) noexcept = default;
AudioFileWriter::~AudioFileWriter() = default;

core::Result<AudioFileWriter> AudioFileWriter::create(const std::filesystem::path& target,
                                                      const AudioFileSpec& spec)
{
    if (auto checked = checkAudioFileSpec(spec); !checked) return checked.error();
    auto sink = TemporaryFile::create(target, spec.maxBytes);
    if (!sink) return sink.error();
    auto state = std::make_unique<State>(spec, target, std::move(*sink));
    if (auto opened = state->openEncoder(); !opened) return opened.error();
    return AudioFileWriter(std::move(state));
}

core::Status AudioFileWriter::write(const ConstAudioBlock& block)
{
    State& state = *state_;
    const AudioFileSpec& spec = state.spec;
    if (!state.isOpen)
        return makeError(ErrorCode::invalidArgument, "the file is closed", state.target.string());
    if (block.numChannels != spec.channels)
        return makeError(ErrorCode::invalidArgument,
                         "the sound has " + std::to_string(block.numChannels) +
                             " channels, the file " + std::to_string(spec.channels),
                         state.target.string());
    const bool has32Bits =
        spec.format == AudioFileFormat::aiff || (isWav(spec) && !wavHeaderHas64Bits(spec));
    if (has32Bits &&
        wavSoundBytes(spec, state.framesWritten + block.numFrames) > maxPlainWavBytes) {
        state.close();
        return makeError(ErrorCode::unsupported,
                         "the sound is longer than this kind of file can hold (4 GB); choose WAV "
                         "of unknown length, FLAC, or a shorter range",
                         state.target.string());
    }
    for (int from = 0; from < block.numFrames;) {
        const int count = std::min(block.numFrames - from, chunkFrames - state.pending);
        state.take(block, from, count);
        from += count;
        if (state.pending < chunkFrames) continue;
        if (auto flushed = state.flush(); !flushed) return flushed;
    }
    return {};
}

core::Status AudioFileWriter::finish()
{
    State& state = *state_;
    if (!state.isOpen)
        return makeError(ErrorCode::invalidArgument, "the file is closed", state.target.string());
    if (state.pending > 0) {
        if (auto flushed = state.flush(); !flushed) return flushed;
    }
    if (auto finished = state.finishEncoder(); !finished) return finished;
    state.isOpen = false;
    return state.sink.commit();
}

void AudioFileWriter::abandon() noexcept
{
    if (state_) state_->close();
}

std::int64_t AudioFileWriter::framesWritten() const noexcept
{
    return state_->framesWritten;
}

} // namespace cppmusic::audio

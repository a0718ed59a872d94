// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/services/RenderFiles.h"

#include <cmath>
#include <cstdio>

namespace cppmusic::session {

namespace {

audio::AudioFileFormat fileFormatOf(RenderFormat format)
{
    switch (format) {
    case RenderFormat::wav: return audio::AudioFileFormat::wav;
    case RenderFormat::aiff: return audio::AudioFileFormat::aiff;
    case RenderFormat::flac: return audio::AudioFileFormat::flac;
    case RenderFormat::ogg: return audio::AudioFileFormat::ogg;
    case RenderFormat::opus: return audio::AudioFileFormat::opus;
    case RenderFormat::mp3: return audio::AudioFileFormat::mp3;
    }
    return audio::AudioFileFormat::wav;
}

audio::SampleFormat sampleFormatOf(RenderBits bits)
{
    switch (bits) {
    case RenderBits::int16: return audio::SampleFormat::int16;
    case RenderBits::int24: return audio::SampleFormat::int24;
    case RenderBits::float32: return audio::SampleFormat::float32;
    }
    return audio::SampleFormat::int24;
}

core::Error invalid(const char* message, const char* place)
{
    return core::makeError(core::ErrorCode::invalidArgument, message, place);
}

} // namespace

audio::AudioFileSpec fileSpecOf(const RenderSettings& settings, std::int64_t expectedFrames,
                                int channels)
{
    audio::AudioFileSpec spec;
    spec.format = fileFormatOf(settings.format);
    spec.samples = sampleFormatOf(settings.bits);
    spec.sampleRate = static_cast<int>(std::lround(settings.rate.value));
    spec.channels = channels;
    spec.expectedFrames = expectedFrames;
    return spec;
}

std::string extensionOf(RenderFormat format)
{
    return std::string(audio::audioFileFormatName(fileFormatOf(format)));
}

std::string stemFileName(std::size_t number, const std::string& trackName, RenderFormat format)
{
    constexpr std::size_t longestName = 120;
    char prefix[32];
    std::snprintf(prefix, sizeof prefix, "%02zu ", number);
    std::string name = trackName.empty() ? "Track" : trackName;
    for (char& c : name) {
        const bool isControl = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
        if (isControl || std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos) c = '_';
    }
    if (name.size() > longestName) {
        name.resize(longestName);
        // Not in the middle of a UTF-8 sequence.
        while (!name.empty() && (static_cast<unsigned char>(name.back()) & 0xc0) == 0x80)
            name.pop_back();
        if (!name.empty() && (static_cast<unsigned char>(name.back()) & 0x80) != 0) name.pop_back();
    }
    while (!name.empty() && (name.back() == ' ' || name.back() == '.')) name.pop_back();
    return prefix + name + "." + extensionOf(format);
}

core::Status checkRenderSettings(const RenderSettings& settings)
{
    if (!(settings.rate.value >= 8000.0 && settings.rate.value <= 192000.0) ||
        settings.rate.value != std::floor(settings.rate.value))
        return invalid("is a whole number from 8000 to 192000 Hz", "rate");
    if (settings.blockFrames < 1 || settings.blockFrames > 16384)
        return invalid("is 1 to 16384 frames", "block");
    if (settings.from && settings.from->value < 0.0)
        return invalid("must not start before the song", "range");
    if (settings.from && settings.to && !(*settings.from < *settings.to))
        return invalid("ends before it starts", "range");
    return audio::checkAudioFileSpec(fileSpecOf(settings, 0));
}

} // namespace cppmusic::session

// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/AudioFileFormat.h"

#include <algorithm>
#include <array>

namespace cppmusic::audio {

namespace {

core::Status refuse(std::string sentence, const char* place)
{
    return core::makeError(core::ErrorCode::invalidArgument, std::move(sentence), place);
}

bool isOneOf(int value, std::initializer_list<int> allowed)
{
    return std::find(allowed.begin(), allowed.end(), value) != allowed.end();
}

int maxChannelsOf(AudioFileFormat format) noexcept
{
    switch (format) {
    case AudioFileFormat::flac: return 8;
    case AudioFileFormat::mp3: return 2;
    case AudioFileFormat::ogg:
    case AudioFileFormat::opus: return 8;
    default: return 256;
    }
}

core::Status checkRate(AudioFileFormat format, int rate)
{
    if (rate < 1000 || rate > 768000)
        return refuse("a sample rate of " + std::to_string(rate) +
                          " Hz is not possible; choose 1000 to 768000",
                      "sample rate");
    if (format == AudioFileFormat::opus && !isOneOf(rate, {8000, 12000, 16000, 24000, 48000}))
        return refuse("Opus files have 8000, 12000, 16000, 24000 or 48000 Hz; choose 48000",
                      "sample rate");
    if (format == AudioFileFormat::mp3 &&
        !isOneOf(rate, {8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000}))
        return refuse("MP3 files have at most 48000 Hz; choose 44100 or 48000", "sample rate");
    if (format == AudioFileFormat::flac && rate > 655350)
        return refuse("FLAC files have at most 655350 Hz; choose WAV or a lower rate",
                      "sample rate");
    if (format == AudioFileFormat::ogg && rate > 200000)
        return refuse("Ogg Vorbis files have at most 200000 Hz; choose 48000 or 96000",
                      "sample rate");
    return {};
}

} // namespace

std::optional<AudioFileFormat> audioFileFormatFromName(std::string_view name)
{
    if (!name.empty() && name.front() == '.') name.remove_prefix(1);
    std::string lower(name);
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    using Entry = std::pair<std::string_view, AudioFileFormat>;
    static constexpr std::array<Entry, 9> names{{{"wav", AudioFileFormat::wav},
                                                 {"wave", AudioFileFormat::wav},
                                                 {"aiff", AudioFileFormat::aiff},
                                                 {"aif", AudioFileFormat::aiff},
                                                 {"flac", AudioFileFormat::flac},
                                                 {"ogg", AudioFileFormat::ogg},
                                                 {"oga", AudioFileFormat::ogg},
                                                 {"opus", AudioFileFormat::opus},
                                                 {"mp3", AudioFileFormat::mp3}}};
    for (const Entry& entry : names) {
        if (entry.first == lower) return entry.second;
    }
    return {};
}

std::string_view audioFileFormatName(AudioFileFormat format) noexcept
{
    switch (format) {
    case AudioFileFormat::wav: return "wav";
    case AudioFileFormat::aiff: return "aiff";
    case AudioFileFormat::flac: return "flac";
    case AudioFileFormat::ogg: return "ogg";
    case AudioFileFormat::opus: return "opus";
    case AudioFileFormat::mp3: return "mp3";
    }
    return "";
}

core::Status checkAudioFileSpec(const AudioFileSpec& spec)
{
    if (auto rate = checkRate(spec.format, spec.sampleRate); !rate) return rate;
    const int most = maxChannelsOf(spec.format);
    if (spec.channels < 1 || spec.channels > most)
        return refuse("this format takes 1 to " + std::to_string(most) + " channels, not " +
                          std::to_string(spec.channels),
                      "channels");
    if (spec.format == AudioFileFormat::flac && spec.samples == SampleFormat::float32)
        return refuse("FLAC files hold 16 or 24 bits; choose one, or WAV for floating point",
                      "bits");
    if (!(spec.quality >= 0.0f && spec.quality <= 1.0f))
        return refuse("the quality is a number from 0 to 1", "quality");
    if (spec.expectedFrames < 0) return refuse("the length is below zero", "length");
    return {};
}

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/RenderOptions.h"

#include "audio/files/AudioFileFormat.h"

#include <charconv>
#include <filesystem>
#include <optional>
#include <string_view>

namespace cppmusic::cli {

namespace {

core::Error wrong(std::string message, std::string place)
{
    return core::makeError(core::ErrorCode::invalidArgument, std::move(message), std::move(place));
}

template <class Number>
std::optional<Number> parseNumber(std::string_view text)
{
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::optional<session::RenderFormat> parseFormat(std::string_view name)
{
    const auto format = audio::audioFileFormatFromName(name);
    if (!format) return std::nullopt;
    switch (*format) {
    case audio::AudioFileFormat::wav: return session::RenderFormat::wav;
    case audio::AudioFileFormat::aiff: return session::RenderFormat::aiff;
    case audio::AudioFileFormat::flac: return session::RenderFormat::flac;
    case audio::AudioFileFormat::ogg: return session::RenderFormat::ogg;
    case audio::AudioFileFormat::opus: return session::RenderFormat::opus;
    case audio::AudioFileFormat::mp3: return session::RenderFormat::mp3;
    }
    return std::nullopt;
}

core::Result<session::RenderFormat> chooseFormat(const RenderOptions& options)
{
    constexpr const char* known = "choose wav, aiff, flac, ogg, opus or mp3";
    if (!options.format.empty()) {
        if (const auto format = parseFormat(options.format)) return *format;
        return wrong("'" + options.format + "' is no audio format; " + known, "--format");
    }
    if (options.output.empty()) return session::RenderFormat::wav;
    const auto extension = std::filesystem::path(options.output).extension().string();
    if (extension.empty()) return session::RenderFormat::wav;
    if (const auto format = parseFormat(extension)) return *format;
    return wrong("'" + extension + "' says nothing about the format; " + known + " with --format",
                 "--output");
}

/// A place of a range: "12" is the start of bar 12, "3.5s" is seconds.
core::Result<core::Beats> parsePlace(std::string_view text, const core::TempoMap& tempo)
{
    if (text.ends_with('s')) {
        const auto seconds = parseNumber<double>(text.substr(0, text.size() - 1));
        if (seconds && *seconds >= 0.0 && *seconds <= 1.0e6)
            return tempo.beatsAt(core::Seconds{*seconds});
    } else if (const auto bar = parseNumber<int>(text); bar && *bar >= 1 && *bar <= 1000000) {
        return tempo.barStart(*bar);
    }
    return wrong("'" + std::string(text) + "' is neither a bar (from 1) nor seconds ('2.5s')",
                 "--range");
}

} // namespace

core::Result<session::RenderSettings> settingsOf(const RenderOptions& options)
{
    session::RenderSettings settings;
    if (options.output.empty() && options.stems.empty())
        return wrong("say where to write with --output or --stems", "--output");
    settings.output = options.output;
    settings.stems = options.stems;
    settings.rate = core::SampleRate{options.rate};
    settings.threads = options.threads;
    const auto format = chooseFormat(options);
    if (!format) return format.error();
    settings.format = *format;
    if (options.bits == "16")
        settings.bits = session::RenderBits::int16;
    else if (options.bits == "24")
        settings.bits = session::RenderBits::int24;
    else if (options.bits == "32f")
        settings.bits = session::RenderBits::float32;
    else
        return wrong("'" + options.bits + "' is not one of 16, 24, 32f", "--bits");
    if (options.block == "random") {
        settings.blockFrames = 2048;
        settings.randomBlocks = options.seed;
    } else {
        const auto frames = parseNumber<int>(options.block);
        if (!frames || *frames < 1 || *frames > 16384)
            return wrong("'" + options.block + "' is neither 1 to 16384 frames nor random",
                         "--block");
        settings.blockFrames = *frames;
    }
    return settings;
}

core::Status applyRange(const std::string& text, const core::TempoMap& tempo,
                        session::RenderSettings& settings)
{
    if (text.empty()) return {};
    const auto colon = text.find(':');
    if (colon == std::string::npos)
        return wrong("'" + text + "' has no ':' between its start and its end", "--range");
    const auto from = text.substr(0, colon), to = text.substr(colon + 1);
    if (!from.empty()) {
        const auto place = parsePlace(from, tempo);
        if (!place) return place.error();
        settings.from = *place;
    }
    if (!to.empty()) {
        const auto place = parsePlace(to, tempo);
        if (!place) return place.error();
        settings.to = *place;
    }
    if (settings.to && !(settings.from.value_or(core::Beats{0.0}) < *settings.to))
        return wrong("'" + text + "' ends before it starts", "--range");
    return {};
}

} // namespace cppmusic::cli

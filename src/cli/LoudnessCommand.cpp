// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/analysis/LoudnessMeter.h"
#include "audio/files/AudioFileReader.h"
#include "cli/Commands.h"
#include "cli/Json.h"

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace cppmusic::cli {

namespace {

using Json = nlohmann::ordered_json;

core::Result<audio::Loudness> measure(const std::string& path)
{
    auto file = audio::AudioFileReader::open(path);
    if (!file) return file.error();
    const auto& info = file->info();
    if (info.channels > 8)
        return core::makeError(core::ErrorCode::unsupported,
                               "has " + std::to_string(info.channels) +
                                   " channels; loudness is defined for at most 8. Split the file.",
                               path);
    if (info.sampleRate < 8000.0 || info.sampleRate > 384000.0)
        return core::makeError(core::ErrorCode::unsupported,
                               "has a sample rate that loudness can't be measured at; convert the "
                               "file to 8 to 384 kHz.",
                               path);
    constexpr int blockFrames = 16384;
    std::vector<std::vector<float>> samples(static_cast<std::size_t>(info.channels),
                                            std::vector<float>(blockFrames));
    std::vector<float*> writable;
    std::vector<const float*> readable;
    for (auto& channel : samples) {
        writable.push_back(channel.data());
        readable.push_back(channel.data());
    }
    audio::LoudnessMeter meter(info.channels, info.sampleRate);
    for (std::int64_t frame = 0; frame < info.frames;) {
        const auto read = file->read(frame, {writable.data(), info.channels, blockFrames});
        if (!read) return read.error();
        if (*read == 0) break;
        meter.add({readable.data(), info.channels, *read});
        frame += *read;
    }
    return meter.result();
}

int showLoudness(const std::string& path, Console& console)
{
    const auto loudness = measure(path);
    if (!loudness) return console.fail(loudness.error());
    const std::pair<const char*, double> values[] = {{"I", loudness->integratedLufs},
                                                     {"LRA", loudness->rangeLu},
                                                     {"TP", loudness->truePeakDb},
                                                     {"M", loudness->maxMomentaryLufs},
                                                     {"S", loudness->maxShortTermLufs}};
    Json json;
    for (const auto& [name, value] : values) {
        char line[40];
        if (std::isfinite(value))
            std::snprintf(line, sizeof line, "%s %.2f", name, value);
        else
            std::snprintf(line, sizeof line, "%s -inf", name);
        console.line(line);
        json[name] = std::isfinite(value) ? Json(value) : Json(nullptr);
    }
    console.object(dump(json));
    return exitOk;
}

} // namespace

void addLoudnessCommand(CLI::App& app, Invocation& invocation)
{
    auto* command = app.add_subcommand(
        "loudness", "Measure a sound file (EBU R 128): I integrated LUFS, LRA range in LU,\n"
                    "TP true peak in dBTP, M and S the loudest 400 ms and 3 s in LUFS");
    auto path = std::make_shared<std::string>();
    command->add_option("file", *path, "WAV, AIFF, FLAC, Ogg, Opus, MP3 …")->required();
    addJsonOption(*command, invocation);
    command->callback([path, &invocation] {
        invocation.run = [path, &invocation] { return showLoudness(*path, invocation.console); };
    });
}

} // namespace cppmusic::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/BenchOptions.h"
#include "cli/Json.h"
#include "cli/ProcessUsage.h"
#include "session/services/SongRenderer.h"

#include <cstdio>
#include <nlohmann/json.hpp>

namespace cppmusic::cli {

namespace {

using Json = nlohmann::ordered_json;

struct Measured {
    session::RenderResult render;
    ProcessUsage used; ///< since the process began, without the writing of test files
    double nsPerSample = 0.0;
};

core::Result<Measured> measure(const BenchOptions& options, const BenchFolder& folder)
{
    const auto begin = processUsage();
    const auto variant = benchVariantFromName(options.variant);
    auto files = benchFiles(options, folder.path() / "files");
    if (!files) return files.error();
    // Files that had to be written are no part of the work.
    const auto before = options.files.empty() ? processUsage() : begin;
    const double startUp = begin.cpuSeconds;

    project::ProjectModel model;
    const auto song = folder.path() / "Bench.dawproj";
    if (auto built = buildBenchProject(model, song, *files, *variant); !built) return built.error();
    session::RenderSettings settings;
    settings.output = folder.path() / "bench.wav";
    settings.bits = options.bits == 16   ? session::RenderBits::int16
                    : options.bits == 24 ? session::RenderBits::int24
                                         : session::RenderBits::float32;
    settings.rate = core::SampleRate{files->front().sampleRate};
    settings.to = core::Beats{2.0 * options.seconds}; // at 120 bpm
    settings.blockFrames = options.block;
    settings.threads = options.threads;
    settings.isMeasured = options.isMeasured;
    auto rendered = session::renderSong(*model.snapshot(), song, settings);
    if (!rendered) return rendered.error();

    Measured measured{std::move(*rendered), processUsage(), 0.0};
    measured.used.cpuSeconds -= before.cpuSeconds - startUp;
    measured.used.wallSeconds -= before.wallSeconds;
    measured.nsPerSample = 1.0e9 * measured.used.cpuSeconds /
                           (2.0 * static_cast<double>(measured.render.frames) * options.tracks);
    return measured;
}

} // namespace

int benchRender(const BenchOptions& options, Console& console)
{
    const BenchFolder folder;
    const auto measured = measure(options, folder);
    if (!measured) return console.fail(measured.error());
    const auto& [render, used, nsPerSample] = *measured;
    if (!render.problems.empty())
        return console.fail(core::makeError(core::ErrorCode::internal,
                                            render.problems.front().message,
                                            render.problems.front().place));
    const double megabytes = static_cast<double>(used.peakBytes) / (1024.0 * 1024.0);
    char text[240];
    std::snprintf(text, sizeof text,
                  "%d tracks, %s: %.3f s CPU, %.3f s wall, %.2f ns a sample and channel, "
                  "%.1f x real time (CPU), %.0f MB",
                  options.tracks, options.variant.c_str(), used.cpuSeconds, used.wallSeconds,
                  nsPerSample, render.seconds / used.cpuSeconds, megabytes);
    console.line(text);
    console.object(dump(Json{{"tracks", options.tracks},
                             {"variant", options.variant},
                             {"threads", options.threads},
                             {"block", options.block},
                             {"seconds", render.seconds},
                             {"cpuSeconds", used.cpuSeconds},
                             {"wallSeconds", used.wallSeconds},
                             {"nsPerSampleAndChannel", nsPerSample},
                             {"realTimeFactor", render.seconds / used.cpuSeconds},
                             {"peakMegabytes", megabytes},
                             {"sha256", render.sha256}}));
    return exitOk;
}

} // namespace cppmusic::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/BenchOptions.h"
#include "cli/Json.h"
#include "core/performance/ProcessUsage.h"
#include "session/services/SongRenderer.h"

#include <cstdio>
#include <nlohmann/json.hpp>

namespace cppmusic::cli {

namespace {

using Json = nlohmann::ordered_json;

/// What the process has used, in seconds.
struct Used {
    double cpu = 1.0e-9 * static_cast<double>(core::ProcessUsage::cpuNanoseconds());
    double wall = 1.0e-9 * static_cast<double>(core::ProcessUsage::wallNanoseconds());
};

struct Measured {
    session::RenderResult render;
    double cpuSeconds = 0.0;  ///< since the process began, without the writing of test files
    double wallSeconds = 0.0; ///< of building the song and rendering it
    double nsPerSample = 0.0;
};

core::Result<Measured> measure(const BenchOptions& options, const BenchFolder& folder)
{
    const Used begin;
    const auto variant = benchVariantFromName(options.variant);
    auto files = benchFiles(options, folder.path() / "files");
    if (!files) return files.error();
    // Files that had to be written are no part of the work.
    const Used before = options.files.empty() ? Used() : begin;

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

    const Used after;
    Measured measured{std::move(*rendered), after.cpu - (before.cpu - begin.cpu),
                      after.wall - before.wall, 0.0};
    measured.nsPerSample = 1.0e9 * measured.cpuSeconds /
                           (2.0 * static_cast<double>(measured.render.frames) * options.tracks);
    return measured;
}

} // namespace

int benchRender(const BenchOptions& options, Console& console)
{
    const BenchFolder folder;
    const auto measured = measure(options, folder);
    if (!measured) return console.fail(measured.error());
    const auto& [render, cpuSeconds, wallSeconds, nsPerSample] = *measured;
    if (!render.problems.empty())
        return console.fail(core::makeError(core::ErrorCode::internal,
                                            render.problems.front().message,
                                            render.problems.front().place));
    const double megabytes =
        static_cast<double>(core::ProcessUsage::peakResidentBytes()) / (1024.0 * 1024.0);
    char text[240];
    std::snprintf(text, sizeof text,
                  "%d tracks, %s: %.3f s CPU, %.3f s wall, %.2f ns a sample and channel, "
                  "%.1f x real time (CPU), %.0f MB",
                  options.tracks, options.variant.c_str(), cpuSeconds, wallSeconds, nsPerSample,
                  render.seconds / cpuSeconds, megabytes);
    console.line(text);
    console.object(dump(Json{{"tracks", options.tracks},
                             {"variant", options.variant},
                             {"threads", options.threads},
                             {"block", options.block},
                             {"seconds", render.seconds},
                             {"cpuSeconds", cpuSeconds},
                             {"wallSeconds", wallSeconds},
                             {"nsPerSampleAndChannel", nsPerSample},
                             {"realTimeFactor", render.seconds / cpuSeconds},
                             {"peakMegabytes", megabytes},
                             {"sha256", render.sha256}}));
    return exitOk;
}

} // namespace cppmusic::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/engine/EngineContext.h"
#include "cli/BenchDevice.h"
#include "cli/BenchOptions.h"
#include "cli/EditBench.h"
#include "cli/Json.h"
#include "core/performance/ProcessUsage.h"
#include "project/ProjectModel.h"
#include "session/controllers/TransportController.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>

namespace cppmusic::cli {

namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

constexpr auto uiFrame = std::chrono::milliseconds(16);
constexpr double fileSeconds = 2.0; // what the song loops over
constexpr int editsPerTrack = 16;   // of so many frames of the window one adds a track, two a note

/// p50, p99 and the longest.
Json summary(std::vector<double> times)
{
    if (times.empty()) return Json::object();
    std::sort(times.begin(), times.end());
    const auto at = [&](double part) {
        const auto place = static_cast<std::size_t>(part * static_cast<double>(times.size()));
        return times[std::min(place, times.size() - 1)];
    };
    return {{"count", times.size()}, {"p50", at(0.5)}, {"p99", at(0.99)}, {"max", times.back()}};
}

Json toJson(const BlockStretch& stretch)
{
    return {{"blocks", stretch.wallMs.size()},
            {"late", stretch.numLate},
            {"tooLong", stretch.numTooLong},
            {"wallMs", summary(stretch.wallMs)},
            {"cpuMs", summary(stretch.cpuMs)}};
}

/// Processor microseconds of the main thread, by kind of edit.
struct EditTimes {
    std::array<std::vector<double>, 3> edits;
    std::vector<double>
        frames; ///< of the window's work once a frame, freed plans and undo included

    core::Status measure(EditBench& bench, int frame)
    {
        const int turn = frame % editsPerTrack;
        const auto edit = turn == 0       ? BenchEdit::track
                          : turn % 8 == 4 ? BenchEdit::note
                                          : BenchEdit::faderTick;
        const auto took = bench.measure(edit);
        if (!took) return took.error();
        edits[static_cast<std::size_t>(edit)].push_back(1.0e-3 * static_cast<double>(*took));
        return {};
    }
    void settle(EditBench& bench)
    {
        const auto began = core::ProcessUsage::threadCpuNanoseconds();
        bench.settle();
        const auto ended = core::ProcessUsage::threadCpuNanoseconds();
        frames.push_back(1.0e-3 * static_cast<double>(ended - began));
    }
};

/// The window's frames for a while, with an edit in each or without.
core::Status runWindow(EditBench& bench, double seconds, EditTimes* times)
{
    const auto began = Clock::now();
    const auto end = began + std::chrono::duration<double>(seconds);
    auto due = began;
    for (int frame = 0; Clock::now() < end; ++frame) {
        if (times != nullptr) {
            if (auto status = times->measure(bench, frame); !status) return status;
            times->settle(bench);
        } else {
            bench.settle();
        }
        due = std::max(due + uiFrame, Clock::now());
        std::this_thread::sleep_until(due);
    }
    return {};
}

struct Measured {
    BlockStretch without, with;
    EditTimes times;
    double periodMs = 0.0;
};

core::Result<Measured> measure(const BenchOptions& options, const BenchFolder& folder)
{
    auto forFiles = options;
    forFiles.seconds = fileSeconds;
    auto files = benchFiles(forFiles, folder.path() / "files");
    if (!files) return files.error();
    EditBench bench(options, files->front().sampleRate);
    if (auto opened = bench.open(folder.path() / "Bench.dawproj", *files); !opened)
        return opened.error();
    Measured measured;
    BenchDevice device(bench.session().engine(), options.block);
    measured.periodMs = device.periodMs();
    bench.session().transport().play();
    // What happens first happens in peace: pages, caches, files.
    constexpr double warmUpSeconds = 1.0;
    EditTimes warmUp;
    for (auto* times : {&warmUp, static_cast<EditTimes*>(nullptr), &measured.times}) {
        device.start();
        const double seconds = times == &warmUp ? warmUpSeconds : options.seconds;
        const auto status = runWindow(bench, seconds, times);
        (times == nullptr ? measured.without : measured.with) = device.stop();
        if (!status) return status.error();
    }
    return measured;
}

std::string figures(const char* name, const Json& times)
{
    if (times.empty()) return std::string(name) + " not measured";
    char text[120];
    std::snprintf(text, sizeof text, "%s p50 %.1f, p99 %.1f, longest %.1f us (%d)", name,
                  times["p50"].get<double>(), times["p99"].get<double>(),
                  times["max"].get<double>(), times["count"].get<int>());
    return text;
}

} // namespace

int benchEdit(const BenchOptions& options, Console& console)
{
    const BenchFolder folder;
    auto measured = measure(options, folder);
    if (!measured) return console.fail(measured.error());
    const auto of = [&](BenchEdit edit) {
        return summary(measured->times.edits[static_cast<std::size_t>(edit)]);
    };
    const Json json{{"tracks", options.tracks},
                    {"variant", options.variant},
                    {"threads", options.threads},
                    {"block", options.block},
                    {"periodMs", measured->periodMs},
                    {"faderUs", of(BenchEdit::faderTick)},
                    {"noteUs", of(BenchEdit::note)},
                    {"trackUs", of(BenchEdit::track)},
                    {"frameUs", summary(measured->times.frames)},
                    {"withoutEdits", toJson(measured->without)},
                    {"withEdits", toJson(measured->with)}};
    console.line(std::to_string(options.tracks) + " tracks, " + options.variant +
                 ", processor time of the main thread: " + figures("fader tick", json["faderUs"]) +
                 "; " + figures("note", json["noteUs"]) + "; " +
                 figures("track with three inserts", json["trackUs"]));
    char text[200];
    std::snprintf(text, sizeof text,
                  "blocks of %d frames: %zu of %zu late without edits, %zu of %zu with; by "
                  "processor time %zu and %zu too long",
                  options.block, measured->without.numLate, measured->without.wallMs.size(),
                  measured->with.numLate, measured->with.wallMs.size(),
                  measured->without.numTooLong, measured->with.numTooLong);
    console.line(text);
    console.object(dump(json));
    return exitOk;
}

} // namespace cppmusic::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/engine/DawEngine.h"
#include "audio/engine/EngineContext.h"
#include "audio/playback/DiskStreamer.h"
#include "cli/BenchOptions.h"
#include "cli/Json.h"
#include "core/io/DiskFileSystem.h"
#include "core/memory/MemoryTracker.h"
#include "core/performance/ProcessUsage.h"
#include "model/Queries.h"
#include "project/serialization/ProjectSerializer.h"
#include "session/EngineSync.h"
#include "session/services/AssetPool.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>

#ifdef __linux__
#include <sched.h>
#endif

namespace cppmusic::cli {

namespace {

using Json = nlohmann::ordered_json;
using core::ProcessUsage;

constexpr int blocksPerPoll = 16;
constexpr std::size_t numCostliest = 5;

void pinThread()
{
#ifdef __linux__
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(static_cast<std::size_t>(std::max(0, sched_getcpu())), &cores);
    (void)sched_setaffinity(0, sizeof cores, &cores);
#endif
}

class ReportCounter final : public audio::EngineObserver {
public:
    void onReport(const audio::EngineReport& report) override
    {
        numMissed += report.kind == audio::EngineReport::Kind::streamMissed ? 1 : 0;
    }
    int numMissed = 0;
};

/// Times of all blocks, in milliseconds.
class BlockTimes {
public:
    void reserve(std::size_t count)
    {
        wall_.reserve(count);
        cpu_.reserve(count);
    }
    void add(std::uint64_t wallNanoseconds, std::uint64_t cpuNanoseconds)
    {
        wall_.push_back(1.0e-6 * static_cast<double>(wallNanoseconds));
        cpu_.push_back(1.0e-6 * static_cast<double>(cpuNanoseconds));
    }
    /// p50, p99, p99.9 and the longest, of wall time and of the thread's processor time.
    [[nodiscard]] Json summary()
    {
        return Json{{"wallMs", percentiles(wall_)}, {"cpuMs", percentiles(cpu_)}};
    }
    [[nodiscard]] std::size_t countAbove(double milliseconds) const
    {
        return static_cast<std::size_t>(std::count_if(
            wall_.begin(), wall_.end(), [=](double time) { return time > milliseconds; }));
    }
    [[nodiscard]] std::size_t size() const { return wall_.size(); }

private:
    static Json percentiles(std::vector<double>& times)
    {
        std::sort(times.begin(), times.end());
        const auto at = [&](double part) {
            const auto place = static_cast<std::size_t>(part * static_cast<double>(times.size()));
            return times[std::min(place, times.size() - 1)];
        };
        return {{"p50", at(0.5)}, {"p99", at(0.99)}, {"p999", at(0.999)}, {"max", times.back()}};
    }

    std::vector<double> wall_, cpu_;
};

/// The song in an engine with a device that hears nothing.
class LiveBench {
public:
    LiveBench(const BenchOptions& options, double rate)
        : options_(options),
          rate_(rate),
          engine_({core::SampleRate{rate}, options.block}, planOptions(options)),
          channels_(2, std::vector<float>(static_cast<std::size_t>(options.block)))
    {
    }

    core::Status openMade(const std::filesystem::path& song, const std::vector<BenchFile>& files)
    {
        auto built =
            buildBenchProject(model_, song, files, *benchVariantFromName(options_.variant));
        return built ? open(song) : built;
    }

    core::Status openProject()
    {
        core::DiskFileSystem fileSystem;
        auto loaded = project::ProjectSerializer::load(options_.project, fileSystem,
                                                       project::LoadAccess::readOnly);
        if (!loaded) return loaded.error();
        model_.replace(std::move(loaded->project), project::UndoTree(loaded->undo));
        if (auto opened = open(options_.project); !opened) return opened;
        const auto song = model_.snapshot();
        const auto end = song->tempo->framesAt(model::songEnd(*song), core::SampleRate{rate_});
        if (end.value <= 0)
            return core::makeError(core::ErrorCode::invalidArgument,
                                   "the song has no clips; there is nothing to play",
                                   options_.project);
        engine_.command(audio::TransportCommand::loop(core::Frames{0}, end, true));
        return {};
    }

    void play()
    {
        const auto numBlocks = static_cast<std::size_t>(options_.seconds * rate_ / options_.block);
        times_.reserve(numBlocks);
        if (options_.isPinned) pinThread();
        engine_.command(audio::TransportCommand::play());
        engine_.poll(reports_);
        engine_.performance().restart();
        if (options_.isPaced) disk_.start();
        const auto period = std::chrono::nanoseconds(std::llround(1.0e9 * options_.block / rate_));
        auto due = std::chrono::steady_clock::now();
        for (std::size_t block = 0; block < numBlocks; ++block) {
            if (options_.isPaced) {
                due = std::max(due + period, std::chrono::steady_clock::now() - period);
                std::this_thread::sleep_until(due);
            } else if (block % blocksPerPoll == 0) {
                readAhead();
            }
            playBlock();
            if (block % blocksPerPoll == 0) engine_.poll(reports_);
        }
        disk_.stop();
        engine_.poll(reports_);
    }

    [[nodiscard]] Json result()
    {
        const double periodMs = 1000.0 * options_.block / rate_;
        Json json = times_.summary();
        json["engineMs"] = engineFigures();
        json["costliest"] = costliest();
        json["song"] = songText();
        json["tracks"] = model_.snapshot()->tracks.size();
        json["rate"] = rate_;
        json["threads"] = options_.threads;
        json["block"] = options_.block;
        json["isPaced"] = options_.isPaced;
        json["blocks"] = times_.size();
        json["periodMs"] = periodMs;
        json["lateBlocks"] = times_.countAbove(periodMs);
        json["blocksWithMissingSound"] = reports_.numMissed;
        json["audioLoad"] = engine_.cpu().audioLoad();
        json["peakAudioLoad"] = engine_.cpu().takePeakAudioLoad();
        json["processLoad"] = engine_.cpu().processLoad();
        for (const auto& usage : pool_.memory().report())
            json["memoryMegabytes"][usage.name] =
                megabytes(static_cast<std::uint64_t>(usage.bytes));
        json["streamMegabytes"] = megabytes(disk_.bytesInMemory());
        json["peakMegabytes"] = megabytes(ProcessUsage::peakResidentBytes());
        return json;
    }

private:
    core::Status open(const std::filesystem::path& song)
    {
        pool_.setFolder(song);
        sync_.emplace(model_, engine_, pool_);
        if (!sync_->status()) return sync_->status();
        if (!sync_->problems().empty())
            return core::makeError(core::ErrorCode::internal, sync_->problems().front().message,
                                   sync_->problems().front().place);
        disk_.serveAll(); // a person takes longer to press play
        return {};
    }

    /// As the disk thread would have done by now: by another thread, so that this one's core keeps
    /// what it has in its cache, and doesn't sleep meanwhile, since a device doesn't wait for
    /// files.
    void readAhead()
    {
        std::atomic<bool> isDone{false};
        std::thread reader([&] {
            disk_.serveAll();
            isDone.store(true, std::memory_order_release);
        });
        while (!isDone.load(std::memory_order_acquire)) std::this_thread::yield();
        reader.join();
    }

    [[nodiscard]] std::string songText() const
    {
        if (!options_.project.empty()) return model_.snapshot()->name;
        return std::to_string(options_.tracks) + " tracks, " + options_.variant;
    }

    static Json milliseconds(const core::DurationSummary& times)
    {
        const auto ms = [](std::uint64_t time) { return 1.0e-6 * static_cast<double>(time); };
        return {{"count", times.count}, {"mean", 1.0e-6 * times.mean}, {"p50", ms(times.p50)},
                {"p99", ms(times.p99)}, {"p999", ms(times.p999)},      {"max", ms(times.max)}};
    }
    /// What the engine's own PerformanceMonitor says about the same blocks, by the clock.
    Json engineFigures()
    {
        Json json = milliseconds(engine_.performance().blocks());
        json["overruns"] = engine_.performance().overruns();
        return json;
    }
    /// The batches of nodes that cost most.
    Json costliest()
    {
        Json json = Json::array();
        for (const auto& node : engine_.performance().costliest(numCostliest)) {
            Json entry = milliseconds(node.durations);
            entry["name"] = node.name;
            json.push_back(std::move(entry));
        }
        return json;
    }

    static audio::PlanOptions planOptions(const BenchOptions& options)
    {
        audio::PlanOptions plan;
        plan.threads = options.threads;
        return plan;
    }
    static double megabytes(std::uint64_t bytes)
    {
        return static_cast<double>(bytes) / (1024.0 * 1024.0);
    }

    void playBlock()
    {
        float* const pointers[] = {channels_[0].data(), channels_[1].data()};
        const auto wall = ProcessUsage::wallNanoseconds();
        const auto cpu = ProcessUsage::threadCpuNanoseconds();
        engine_.realtime().processBlock({pointers, 2, options_.block}, false);
        const auto cpuAfter = ProcessUsage::threadCpuNanoseconds();
        times_.add(ProcessUsage::wallNanoseconds() - wall, cpuAfter - cpu);
    }

    const BenchOptions& options_;
    double rate_;
    project::ProjectModel model_;
    audio::EngineContext engine_;
    audio::DiskStreamer disk_;
    session::AssetPool pool_{disk_};
    std::optional<session::EngineSync> sync_;
    std::vector<std::vector<float>> channels_;
    ReportCounter reports_;
    BlockTimes times_;
};

std::string summaryText(const Json& json)
{
    const auto figures = [&](const char* clock) {
        const auto figure = [&](const char* name) { return json[clock][name].get<double>(); };
        char text[80];
        std::snprintf(text, sizeof text, "%.3f, %.3f, %.3f, %.3f", figure("p50"), figure("p99"),
                      figure("p999"), figure("max"));
        return std::string(text);
    };
    char text[400];
    std::snprintf(text, sizeof text,
                  "%s, %.0f Hz, %d frames: block p50, p99, p99.9, longest %s ms "
                  "(CPU %s; inside the engine %s) of %.3f ms; %d late, %d with missing sound, "
                  "%.0f MB",
                  json["song"].get<std::string>().substr(0, 120).c_str(),
                  json["rate"].get<double>(), json["block"].get<int>(), figures("wallMs").c_str(),
                  figures("cpuMs").c_str(), figures("engineMs").c_str(),
                  json["periodMs"].get<double>(), json["lateBlocks"].get<int>(),
                  json["blocksWithMissingSound"].get<int>(), json["peakMegabytes"].get<double>());
    return text;
}

} // namespace

int benchLive(const BenchOptions& options, Console& console)
{
    const BenchFolder folder;
    const bool isMade = options.project.empty();
    std::vector<BenchFile> files;
    if (isMade) {
        auto found = benchFiles(options, folder.path() / "files");
        if (!found) return console.fail(found.error());
        files = std::move(*found);
    }
    const double rate = options.rate > 0.0 ? options.rate
                        : isMade           ? files.front().sampleRate
                                           : 48000.0;
    LiveBench bench(options, rate);
    const auto opened =
        isMade ? bench.openMade(folder.path() / "Bench.dawproj", files) : bench.openProject();
    if (!opened) return console.fail(opened.error());
    bench.play();
    const Json json = bench.result();
    console.line(summaryText(json));
    console.object(dump(json));
    return exitOk;
}

} // namespace cppmusic::cli

// SPDX-License-Identifier: GPL-3.0-or-later
#include "LivePerformance.h"

#include "audio/engine/EngineContext.h"
#include "audio/files/AudioFileReader.h"
#include "audio/playback/DiskStreamer.h"
#include "project/ProjectModel.h"
#include "session/EngineSync.h"
#include "session/controllers/TransportController.h"
#include "session/services/AssetPool.h"
#include "support/EngineRig.h"
#include "support/FakeAudioDevice.h"

#include <array>
#include <optional>

namespace cppmusic::test {

core::Result<Performance> perform(const model::Project& project,
                                  const std::filesystem::path& projectFolder,
                                  std::int64_t numFrames, const std::vector<int>& blockSizes)
{
    project::ProjectModel model(project);
    audio::EngineContext engine({core::SampleRate{48000.0}, 512});
    audio::DiskStreamer disk;
    session::AssetPool pool(disk);
    pool.setFolder(projectFolder);
    session::EngineSync sync(model, engine, pool);
    if (!sync.status().ok()) return sync.status().error();
    if (!sync.problems().empty())
        return core::makeError(core::ErrorCode::internal, sync.problems().front().message,
                               sync.problems().front().place);
    session::TransportController transport(model, engine);
    const audio::AudioGraph graph = engine.graph();
    const RealtimeWatch watch;
    std::optional<RealtimeWatch> watchWhenWarm; // the device's thread's until it stops
    FakeAudioDevice device(engine, blockSizes, [&](std::int64_t at, int frames) {
        (void)disk.prepareBlock(graph, at, frames);
        if (at >= Performance::warmFrames && !watchWhenWarm) watchWhenWarm.emplace();
    });
    device.start();
    transport.play();
    ReportLog log;
    engine.poll(log);
    Performance heard;
    heard.latencyFrames = engine.latencyFrames();
    device.waitForPlayedFrames(numFrames + heard.latencyFrames);
    device.stop();
    heard.violations = watch.violations();
    heard.sections = watch.sections();
    if (watchWhenWarm) heard.pageFaultsWhenWarm = watchWhenWarm->violations().pageFaults;
    for (const auto& channel : device.heard()) {
        const auto from = channel.begin() + static_cast<std::ptrdiff_t>(heard.latencyFrames);
        heard.channels.emplace_back(from, from + static_cast<std::ptrdiff_t>(numFrames));
    }
    return heard;
}

std::vector<std::vector<float>> readAll(const std::filesystem::path& file)
{
    auto reader = audio::AudioFileReader::open(file);
    if (!reader) return {};
    const auto frames = static_cast<std::size_t>(reader->info().frames);
    std::vector<std::vector<float>> channels(2, std::vector<float>(frames));
    const std::array<float*, 2> pointers{channels[0].data(), channels[1].data()};
    const auto read = reader->read(0, {pointers.data(), 2, static_cast<int>(frames)});
    return read.ok() ? channels : std::vector<std::vector<float>>{};
}

} // namespace cppmusic::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "TestSong.h"
#include "audio/engine/EngineContext.h"
#include "audio/playback/SampleContent.h"
#include "session/ProjectCompiler.h"
#include "session/compile/AssetSource.h"
#include "support/EngineRig.h"

#include <gtest/gtest.h>

#include <cmath>

namespace cppmusic::test {

/// Every sample is a steady tone of height 1 that lasts two minutes at 48 kHz; there are no
/// streams.
class SteadySamples final : public session::AssetSource {
public:
    core::Result<std::shared_ptr<const audio::SampleData>> sample(const model::Asset&) override
    {
        if (!data_) {
            auto data = std::make_shared<audio::SampleData>();
            data->channels.assign(2, std::vector<float>(48000 * 30, 1.0f));
            data_ = std::move(data);
        }
        return data_;
    }
    core::Result<std::shared_ptr<audio::SampleStream>> stream(const model::Asset&, core::SampleRate,
                                                              std::int64_t) override
    {
        return core::makeError(core::ErrorCode::notFound, "is missing");
    }

private:
    std::shared_ptr<const audio::SampleData> data_;
};

/// Compiles projects and plays them from the start, the way the engine does.
class SongPlayer {
public:
    SongPlayer() : compiler_(assets_) {}

    void load(const model::Project& project)
    {
        auto compiled = compiler_.compile(project, engine.spec().sampleRate);
        problems = compiled.problems;
        const auto status = engine.setGraph(std::move(compiled.graph));
        EXPECT_TRUE(status.ok()) << status.error().text();
    }
    [[nodiscard]] StereoAudio play(const model::Project& project, int numFrames,
                                   int blockFrames = 256)
    {
        load(project);
        engine.command(audio::TransportCommand::locate(core::Frames{0}));
        engine.command(audio::TransportCommand::play());
        return pull(engine, numFrames, blockFrames);
    }

    audio::EngineContext engine;
    std::vector<session::Problem> problems;

private:
    SteadySamples assets_;
    session::ProjectCompiler compiler_;
};

/// A song whose tracks hold steady tones, so that levels can be read off a single frame.
class ToneSong : public TestSong {
public:
    ToneSong()
    {
        model::Asset asset;
        asset.id = tone_ = model::AssetId{newId()};
        asset.name = "tone.wav";
        asset.file = "assets/audio/tone.wav";
        apply(project::AddAsset{core::Shared<model::Asset>(std::move(asset))});
    }
    /// A sampler that plays a steady tone of that level from the first frame on.
    model::TrackId addTone(const std::string& name, float gainDb = 0.0f)
    {
        const auto track = addTrack(model::TrackKind::instrument, name);
        model::DeviceSample sample;
        sample.asset = tone_;
        sample.gainDb = gainDb;
        setInstrument(track, "cppmusic.sampler", {{"velocity", 0.0f}}, {sample});
        addClip(track, addPattern(64.0, {note(0, 60, 60)}), 0, 64);
        return track;
    }
    [[nodiscard]] model::AssetId tone() const { return tone_; }

private:
    model::AssetId tone_;
};

/// The level of a frame long after the start, in dB; −240 for silence.
[[nodiscard]] inline double levelDb(const StereoAudio& audio, int channel = 0)
{
    const float value = audio[static_cast<std::size_t>(channel)].back();
    return 20.0 * std::log10(std::max(1e-12, static_cast<double>(std::abs(value))));
}
[[nodiscard]] inline double levelDb(const model::Project& project, int channel = 0)
{
    return levelDb(SongPlayer().play(project, 4800), channel);
}

} // namespace cppmusic::test

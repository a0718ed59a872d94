// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/TakeRecorder.h"

#include "audio/engine/DawEngine.h"
#include "audio/engine/EngineContext.h"
#include "audio/files/AudioFileReader.h"
#include "core/jobs/JobSystem.h"
#include "model/Queries.h"
#include "project/ProjectModel.h"
#include "session/EngineSync.h"
#include "session/ProjectFiles.h"
#include "session/Session.h"
#include "session/controllers/ArrangementController.h"
#include "session/controllers/DeviceController.h"
#include "session/controllers/HistoryController.h"
#include "session/controllers/MixerController.h"
#include "session/controllers/TransportController.h"
#include "session/storage/SongKeeper.h"
#include "support/TemporaryFolder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace cppmusic::test {

inline constexpr int rate = 48000;
inline constexpr int framesPerBeat = 24000; // 120 bpm

/// What a player who hears frame `frame` of the song plays: exact in 24 bits, 0 only once in 20 s.
inline float played(std::int64_t frame)
{
    return static_cast<float>((frame % 1000000 + 1000000) % 1000000) / 8388608.0f;
}

/// Somebody plays along to a song: the device's input is a ramp that says which frame of the song
/// the player was hearing, so a take tells by itself where it belongs.
class TakeStudio : public testing::Test {
protected:
    void SetUp() override
    {
        setenv("CPPMUSIC_CACHE", folder.file("cache").c_str(), 1);
        ASSERT_TRUE(session.files().saveAs(folder.file("Song.dawproj")).ok());
    }
    void TearDown() override { unsetenv("CPPMUSIC_CACHE"); }

    model::TrackId addTrack(model::TrackKind kind = model::TrackKind::audio, bool isArmed = true)
    {
        model::Track track;
        track.id = session.model().newId<model::TrackId>();
        track.name = "Voice";
        track.kind = kind;
        track.input.isArmed = isArmed;
        EXPECT_TRUE(session.model()
                        .execute(project::AddTrack{core::Shared<model::Track>(std::move(track)), 0})
                        .ok());
        return session.model().snapshot()->tracks.front()->id;
    }
    /// One block of the device: `late` frames pass between what the engine renders and what the
    /// player's answer to it brings back.
    void block(int frames)
    {
        std::vector<float> left(static_cast<std::size_t>(frames)), right(left);
        std::vector<float> inLeft(left), inRight(left);
        const auto transport = session.engine().transport();
        for (int i = 0; i < frames; ++i) {
            const auto at = static_cast<std::size_t>(i);
            inLeft[at] = played(transport.position.value + i - late);
            inRight[at] = -inLeft[at];
        }
        float* const outputs[] = {left.data(), right.data()};
        const float* const inputs[] = {inLeft.data(), inRight.data()};
        session.engine().realtime().processBlock({outputs, 2, frames}, false, {inputs, 2, frames});
    }
    void play(int frames)
    {
        for (; frames > 0; frames -= 480) {
            block(std::min(frames, 480));
            session.poll();
        }
    }
    void record(int frames)
    {
        session.transport().setRecordArmed(true);
        session.transport().play();
        play(frames);
        session.transport().stop();
        finish();
    }
    void finish()
    {
        for (int i = 0; i < 10; ++i) {
            block(480);
            session.poll();
        }
        session.jobs().waitIdle();
        session.poll();
        ASSERT_FALSE(session.takes().isBusy());
    }
    [[nodiscard]] const model::Clip& clip(std::size_t index = 0)
    {
        const auto& clips = session.takes().lastClips();
        EXPECT_GT(clips.size(), index);
        project = session.model().snapshot();
        return **model::findClip(*project, clips.at(index));
    }
    [[nodiscard]] const model::Asset& assetOf(const model::Clip& clip)
    {
        return **model::findAsset(*project, std::get<model::AudioClip>(clip.content).asset);
    }
    [[nodiscard]] std::int64_t startFrame(const model::Clip& clip)
    {
        return project->tempo->framesAt(clip.start, core::SampleRate{rate}).value;
    }
    [[nodiscard]] std::int64_t endFrame(const model::Clip& clip)
    {
        return project->tempo->framesAt(clip.start + clip.length, core::SampleRate{rate}).value;
    }
    /// Every frame of the clip is what was played to that frame of the song.
    void expectInPlace(const model::Clip& clip)
    {
        auto reader = audio::AudioFileReader::open(session.files().location() / assetOf(clip).file);
        ASSERT_TRUE(reader.ok()) << reader.error().text();
        const std::int64_t first = startFrame(clip);
        const auto frames = static_cast<int>(endFrame(clip) - first);
        std::vector<float> left(static_cast<std::size_t>(frames)), right(left);
        float* const channels[] = {left.data(), right.data()};
        const auto& content = std::get<model::AudioClip>(clip.content);
        const auto offset = static_cast<std::int64_t>(std::llround(content.offset.value * rate));
        const auto read = reader->read(offset, {channels, 2, frames});
        ASSERT_TRUE(read.ok());
        ASSERT_EQ(*read, frames) << "the clip is no longer than its file";
        for (int i = 0; i < frames; ++i) {
            ASSERT_EQ(left[static_cast<std::size_t>(i)], played(first + i)) << "frame " << i;
            ASSERT_EQ(right[static_cast<std::size_t>(i)], -played(first + i));
        }
    }

    TemporaryFolder folder;
    session::Session session{{core::SampleRate{rate}, 480}};
    std::shared_ptr<const model::Project> project;
    std::int64_t late = 0; ///< from the engine to the player's ears and back
};

} // namespace cppmusic::test

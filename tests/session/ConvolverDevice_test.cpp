// SPDX-License-Identifier: GPL-3.0-or-later
// A convolver in a song: its response is a sample of the device.
#include "SongPlayer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace cppmusic;
using test::SongPlayer;
using test::ToneSong;

namespace {

/// A steady tone through a convolver on the same track.
struct RoomSong : ToneSong {
    model::TrackId track = addTone("Voice");
    model::DeviceId room = addInsert(track, "cppmusic.convolver", {{"mix", 1.0f}});

    void setResponse(model::AssetId asset)
    {
        model::DeviceSample sample;
        sample.asset = asset;
        apply(project::SetDeviceSamples{room, {sample}});
    }
};

} // namespace

TEST(ConvolverDevice, PlaysTheSongThroughItsSample)
{
    RoomSong song;
    song.setResponse(song.tone());
    SongPlayer player;
    const auto sound = player.play(song.project(), 9600);
    EXPECT_TRUE(player.problems.empty());
    // The response is steady, so a steady tone becomes a straight line; its energy is 1.
    EXPECT_NEAR(sound[0][9599] / sound[0][4799], 2.0, 0.03);
    EXPECT_NEAR(sound[0][9599], 9600.0 / std::sqrt(6.0 * 48000.0), 0.5);
}

TEST(ConvolverDevice, AResponseThatIsNotThereIsAProblemThatNamesTheDevice)
{
    struct NoFiles final : session::AssetSource {
        core::Result<std::shared_ptr<const audio::SampleData>> sample(const model::Asset&) override
        {
            return core::makeError(core::ErrorCode::notFound, "is missing");
        }
        core::Result<std::shared_ptr<audio::SampleStream>>
        stream(const model::Asset&, core::SampleRate, std::int64_t) override
        {
            return core::makeError(core::ErrorCode::notFound, "is missing");
        }
    } files;
    RoomSong song;
    song.setResponse(song.tone());
    session::ProjectCompiler compiler(files);
    const auto compiled = compiler.compile(song.project(), core::SampleRate{48000.0});
    EXPECT_THAT(compiled.problems, testing::Contains(testing::Field(&session::Problem::place,
                                                                    "Voice / Convolution reverb")));
}

TEST(ConvolverDevice, AnotherRateMakesTheResponseAnew)
{
    RoomSong song;
    song.setResponse(song.tone());
    test::SteadySamples assets;
    session::ProjectCompiler compiler(assets);
    (void)compiler.compile(song.project(), core::SampleRate{48000.0});
    const auto before = compiler.counts().sampleContents;
    (void)compiler.compile(song.project(), core::SampleRate{48000.0});
    EXPECT_EQ(compiler.counts().sampleContents, before) << "nothing has changed";
    (void)compiler.compile(song.project(), core::SampleRate{96000.0});
    EXPECT_EQ(compiler.counts().sampleContents, before + 1) << "the convolver's, not the sampler's";
}

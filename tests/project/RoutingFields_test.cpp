// SPDX-License-Identifier: GPL-3.0-or-later
#include "SmallSong.h"
#include "model/Queries.h"
#include "model/Validate.h"
#include "project/ApplyCommand.h"
#include "project/serialization/ProjectJson.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace cppmusic;
using core::Beats;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace {

/// A kit with an output of its own, a VCA over it, a mono pad that a silent kick presses down.
model::Project makeSong()
{
    model::Project song = model::makeEmptyProject();
    const auto apply = [&](const project::Command& command) {
        auto applied = project::applyCommand(song, command);
        EXPECT_TRUE(applied.ok()) << applied.error().text();
        if (applied) song = std::move(applied->after);
    };
    const auto add = [&](const char* name, model::TrackKind kind) {
        model::Track track;
        track.id = model::TrackId{song.nextId};
        track.name = name;
        track.kind = kind;
        const auto id = track.id;
        apply(project::AddTrack{core::Shared<model::Track>(std::move(track))});
        return id;
    };
    const auto kit = add("Kit", model::TrackKind::instrument);
    const auto pad = add("Pad", model::TrackKind::audio);
    const auto snare = add("Snare", model::TrackKind::audio);
    const auto vca = add("Drums", model::TrackKind::vca);
    model::Device sampler;
    sampler.id = model::DeviceId{song.nextId};
    sampler.type = "cppmusic.sampler-multi";
    sampler.outputs = {{2, snare, R"({"note": "from the future"})"}};
    apply(project::SetInstrument{kit, core::Shared<model::Device>(sampler)});
    model::Device compressor;
    compressor.id = model::DeviceId{song.nextId};
    compressor.type = "cppmusic.compressor";
    apply(project::InsertDevice{pad, core::Shared<model::Device>(compressor)});
    apply(project::AddSidechain{{kit, pad, compressor.id, true}});
    apply(project::SetTrackVca{kit, vca});
    apply(project::SetTrackChannels{pad, model::mono});
    apply(project::SetTrackPanLaw{pad, model::PanLaw::minus4_5dB});
    apply(project::SetPunch{{Beats{4}, Beats{12}, true}});
    return song;
}

std::string allText(const project::FileContents& files)
{
    std::string text;
    for (const auto& [path, content] : files) text += content;
    return text;
}

} // namespace

TEST(RoutingFields, SurviveSavingAndLoadingWithWhatIsUnknownInThem)
{
    const auto song = makeSong();
    EXPECT_THAT(model::validate(song), IsEmpty());
    const auto files = project::writeProjectFiles(song);
    ASSERT_TRUE(files.ok());
    std::vector<std::string> unused;
    auto read = project::readProjectFiles(*files, unused);
    ASSERT_TRUE(read.ok()) << read.error().text();
    read->nextId = song.nextId;
    EXPECT_EQ(*read, song);
    EXPECT_THAT(allText(*files), HasSubstr("from the future"));
    EXPECT_THAT(allText(*files), HasSubstr(R"("minus4.5dB")"));
}

TEST(RoutingFields, ATracksWidthIsAWordOrANumberAndStereoGoesWithoutSaying)
{
    auto song = makeSong();
    const auto found = std::find_if(song.tracks.begin(), song.tracks.end(),
                                    [](const auto& track) { return track->name == "Pad"; });
    const auto pad = (*found)->id;
    const auto textWith = [&](int channels) {
        const auto wide =
            project::applyCommand(song, project::SetTrackChannels{pad, {channels}}).value().after;
        const auto files = project::writeProjectFiles(wide);
        std::vector<std::string> unused;
        auto read = project::readProjectFiles(*files, unused);
        EXPECT_TRUE(read.ok() && read->tracks == wide.tracks) << channels;
        return allText(*files);
    };
    EXPECT_THAT(textWith(1), HasSubstr(R"("channels": "mono")"));
    EXPECT_THAT(textWith(6), HasSubstr(R"("channels": 6)"));
    EXPECT_EQ(textWith(2).find("\"channels\""), std::string::npos);
    for (const int channels : {0, -3, 17})
        EXPECT_FALSE(project::applyCommand(song, project::SetTrackChannels{pad, {channels}}).ok())
            << channels;
}

TEST(RoutingFields, AreNotWrittenWhereNothingIsSet)
{
    const auto files = project::writeProjectFiles(test::makeSmallSong());
    ASSERT_TRUE(files.ok());
    for (const char* field : {"\"vca\"", "\"channels\": \"", "\"outputs\"", "\"punch\"",
                              "\"isPreFader\": false", "\"output\": 0"})
        EXPECT_THAT(allText(*files), Not(HasSubstr(field)));
}

TEST(RoutingFields, UndoOfRemovingATrackBringsEveryWayToItBack)
{
    const auto song = makeSong();
    for (const auto& track : song.tracks) {
        if (track->kind == model::TrackKind::master) continue;
        const auto removed = project::applyCommand(song, project::RemoveTrack{track->id});
        ASSERT_TRUE(removed.ok()) << track->name;
        EXPECT_THAT(model::validate(removed->after), IsEmpty()) << track->name;
        const auto back = project::applyCommand(removed->after, removed->inverse);
        ASSERT_TRUE(back.ok()) << back.error().text();
        EXPECT_EQ(back->after, song) << track->name;
    }
}

TEST(RoutingFields, AFileThatContradictsItselfIsNotOpened)
{
    const auto broken = [](auto&& change) {
        auto song = makeSong();
        change(song);
        return model::validate(song);
    };
    const auto changeTrack = [](model::Project& song, const char* name, auto&& change) {
        for (std::size_t i = 0; i < song.tracks.size(); ++i)
            if (song.tracks[i]->name == name) song.tracks.set(i, song.tracks[i].with(change));
    };
    EXPECT_THAT(
        broken([&](auto& song) { changeTrack(song, "Drums", [](auto& t) { t.vca = t.id; }); }),
        Not(IsEmpty()));
    EXPECT_THAT(
        broken([&](auto& song) { changeTrack(song, "Pad", [](auto& t) { t.vca = t.id; }); }),
        Not(IsEmpty()));
    EXPECT_THAT(broken([&](auto& song) {
                    changeTrack(song, "Drums", [](auto& t) { t.inserts.emplace_back(); });
                }),
                Not(IsEmpty()));
    EXPECT_THAT(broken([&](auto& song) {
                    changeTrack(song, "Kit", [](auto& t) {
                        t.instrument = t.instrument->with([](auto& d) { d.outputs[0].port = 0; });
                    });
                }),
                Not(IsEmpty()));
    EXPECT_THAT(broken([](auto& song) { song.punch.end = song.punch.start; }), Not(IsEmpty()));
}

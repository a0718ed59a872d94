// SPDX-License-Identifier: GPL-3.0-or-later
// 'assets', 'repair --salvage' and 'git-setup' as a person or a script calls them.
#include "Process.h"

#include "audio/files/AudioFileWriter.h"
#include "support/TemporaryFolder.h"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <vector>

namespace {

using namespace cppmusic;
namespace fs = std::filesystem;
using nlohmann::json;
using test::runCli;
using testing::HasSubstr;

class Assets : public testing::Test {
protected:
    void SetUp() override { setenv("CPPMUSIC_CACHE", file("cache").c_str(), 1); }
    void TearDown() override { unsetenv("CPPMUSIC_CACHE"); }

    [[nodiscard]] std::string file(const std::string& name) const
    {
        return folder_.file(name).string();
    }
    void writeTone(const std::string& name, double hz) const
    {
        audio::AudioFileSpec spec;
        spec.sampleRate = 48000;
        spec.channels = 1;
        auto writer = audio::AudioFileWriter::create(file(name), spec);
        ASSERT_TRUE(writer);
        std::vector<float> samples(4800);
        for (std::size_t i = 0; i < samples.size(); ++i)
            samples[i] = static_cast<float>(std::sin(static_cast<double>(i) * hz / 7639.4));
        const float* channel = samples.data();
        ASSERT_TRUE(writer->write({&channel, 1, 4800}));
        ASSERT_TRUE(writer->finish());
    }
    std::string makeSong()
    {
        writeTone("kick.wav", 100);
        writeTone("snare.wav", 200);
        const auto song = file("Song.dawproj");
        const auto made = runCli({"import", file("kick.wav"), file("snare.wav"), "-o", song});
        EXPECT_EQ(made.exitCode, 0) << made.error;
        return song;
    }

    test::TemporaryFolder folder_;
};

TEST_F(Assets, AreListedCheckedFoundAndTidiedUp)
{
    const auto song = makeSong();
    auto result = runCli({"assets", song, "list", "--json"});
    ASSERT_EQ(result.exitCode, 0) << result.error;
    auto list = json::parse(result.out);
    ASSERT_EQ(list["assets"].size(), 2u);
    EXPECT_EQ(list["assets"][0]["provenance"]["origin"], "imported");
    EXPECT_EQ(list["assets"][0]["state"], "there");
    EXPECT_EQ(list["wrong"], 0);

    const std::string kick = list["assets"][0]["file"];
    fs::remove(fs::path(song) / kick);
    result = runCli({"assets", song, "check"});
    EXPECT_EQ(result.exitCode, 1);
    EXPECT_THAT(result.out, HasSubstr("missing  kick.wav"));
    result = runCli({"assets", song, "relink"});
    EXPECT_EQ(result.exitCode, 1) << "nobody said where";
    EXPECT_THAT(result.out, HasSubstr("'kick.wav' was not found"));
    EXPECT_EQ(runCli({"assets", song, "relink", file("no such folder")}).exitCode, 1);
    result = runCli({"assets", song, "relink", folder_.path().string(), "--json"});
    EXPECT_EQ(result.exitCode, 0) << result.out;
    EXPECT_EQ(json::parse(result.out)["found"][0]["name"], "kick.wav");
    EXPECT_EQ(runCli({"assets", song, "check"}).exitCode, 0);
    EXPECT_EQ(runCli({"assets", song, "collect"}).exitCode, 0);

    // A track less: its audio is kept for undo, then goes when one insists.
    ASSERT_EQ(runCli({"edit", song, "--set", "track(\"snare\").remove()"}).exitCode, 0);
    result = runCli({"assets", song, "remove-unused", "--json"});
    ASSERT_EQ(result.exitCode, 0) << result.out;
    EXPECT_EQ(json::parse(result.out)["kept"].size(), 1u);
    result = runCli({"assets", song, "remove-unused", "--even-from-history", "--dry-run"});
    EXPECT_THAT(result.out, HasSubstr("would go: assets/audio/"));
    EXPECT_EQ(runCli({"assets", song, "check"}).exitCode, 0) << "a dry run does nothing";
    result = runCli({"assets", song, "remove-unused", "--even-from-history"});
    EXPECT_THAT(result.out, HasSubstr("1 file"));
    EXPECT_EQ(json::parse(runCli({"assets", song, "list", "--json"}).out)["removed"].size(), 1u);
    EXPECT_EQ(runCli({"verify", song}).exitCode, 0);
}

TEST_F(Assets, WhatIsNoSongOrNoActionIsOneSentence)
{
    EXPECT_EQ(runCli({"assets", file("nothing"), "list"}).exitCode, 1);
    EXPECT_EQ(runCli({"assets", file("nothing"), "collect", "--json"}).exitCode, 1);
    EXPECT_EQ(runCli({"assets", file("nothing")}).exitCode, 2);
    EXPECT_EQ(runCli({"assets", file("nothing"), "burn"}).exitCode, 2);
}

TEST_F(Assets, ASongDamagedTwiceIsSalvagedOnlyWhenAskedTo)
{
    const auto song = makeSong();
    test::writeBytes(fs::path(song) / "tracks/track-001.json", "broken");
    test::writeBytes(fs::path(song) / ".journal/history.db", "broken too");
    auto result = runCli({"repair", song});
    EXPECT_EQ(result.exitCode, 1);
    EXPECT_THAT(result.error, HasSubstr("--salvage"));
    result = runCli({"repair", song, "--salvage", "--json"});
    EXPECT_EQ(result.exitCode, 1) << "something is lost";
    const auto report = json::parse(result.out);
    EXPECT_GE(report["lost"].size(), 2u);
    EXPECT_EQ(test::readBytes(fs::path(song) / "tracks/track-001.json.damaged"), "broken");
    EXPECT_EQ(runCli({"verify", song}).exitCode, 0);
}

TEST_F(Assets, PackedSongsHoldOnlyWhatIsTheSong)
{
    const auto song = makeSong();
    for (const char* name :
         {"assets/unused/old.wav", "assets/recording/take.wav", "assets/audio/stray.wav",
          "notes.txt", "tracks/track-001.json.damaged"}) {
        fs::create_directories((fs::path(song) / name).parent_path());
        test::writeBytes(fs::path(song) / name, "not the song's");
    }
    ASSERT_EQ(runCli({"pack", song, "-o", file("a.zip")}).exitCode, 0);
    ASSERT_EQ(runCli({"unpack", file("a.zip"), "-o", file("Out.dawproj")}).exitCode, 0);
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(file("Out.dawproj")))
        if (entry.is_regular_file())
            names.push_back(entry.path().lexically_relative(file("Out.dawproj")).string());
    EXPECT_EQ(names.size(), 7u) << "project, manifest, three tracks, two audio files";
    for (const auto& name : names) EXPECT_THAT(name, testing::Not(HasSubstr("unused")));
}

} // namespace

// SPDX-License-Identifier: GPL-3.0-or-later
#include "Process.h"

#include "support/TemporaryFolder.h"

#include <cstdlib>
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace cppmusic;
using nlohmann::json;
using test::runCli;
using testing::HasSubstr;

namespace {

class Bench : public testing::Test {
protected:
    [[nodiscard]] std::string file(const std::string& name) const
    {
        return folder_.file(name).string();
    }
    /// The JSON of a render of files that are made once.
    json render(const std::vector<std::string>& more)
    {
        if (!std::filesystem::exists(file("tracks"))) {
            const auto made =
                runCli({"bench", "files", file("tracks"), "--tracks", "9", "--seconds", "1.5"});
            EXPECT_EQ(made.exitCode, 0) << made.error;
        }
        std::vector<std::string> arguments{"bench",        "render",    "--json", "--files",
                                           file("tracks"), "--seconds", "1.5",    "--measure"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const auto result = runCli(arguments);
        EXPECT_EQ(result.exitCode, 0) << result.out << result.error;
        return json::parse(result.out);
    }

private:
    test::TemporaryFolder folder_;
};

} // namespace

TEST_F(Bench, TellsWhatARenderCost)
{
    const auto dry = render({"--tracks", "9"});
    EXPECT_EQ(dry["tracks"], 9);
    EXPECT_EQ(dry["seconds"], 1.5);
    EXPECT_GT(dry["cpuSeconds"], 0.0);
    EXPECT_GT(dry["wallSeconds"], 0.0);
    EXPECT_GT(dry["nsPerSampleAndChannel"], 0.0);
    EXPECT_GT(dry["peakMegabytes"], 1.0);
}

TEST_F(Bench, TheSameSongGivesTheSameSoundWhateverTheBlocks)
{
    const auto reference = render({"--tracks", "9", "--variant", "bus"});
    EXPECT_EQ(render({"--tracks", "9", "--variant", "bus", "--block", "61"})["sha256"],
              reference["sha256"]);
    EXPECT_NE(render({"--tracks", "8", "--variant", "bus"})["sha256"], reference["sha256"])
        << "the ninth track is heard";
    EXPECT_NE(render({"--tracks", "9"})["sha256"], reference["sha256"]) << "the sends are heard";
}

TEST_F(Bench, MakesItsFilesItselfAndLeavesNothingBehind)
{
    std::filesystem::create_directory(file("temporary"));
    setenv("TMPDIR", file("temporary").c_str(), 1);
    const auto result = runCli({"bench", "render", "--tracks", "2", "--seconds", "0.5"});
    unsetenv("TMPDIR");
    EXPECT_EQ(result.exitCode, 0) << result.error;
    EXPECT_THAT(result.out, HasSubstr("2 tracks, dry"));
    EXPECT_TRUE(std::filesystem::is_empty(file("temporary")));
}

TEST_F(Bench, TooFewFilesIsAnErrorThatSaysHowToGetMore)
{
    (void)render({"--tracks", "1"});
    const auto result =
        runCli({"bench", "render", "--files", file("tracks"), "--tracks", "10", "--seconds", "1"});
    EXPECT_EQ(result.exitCode, 1);
    EXPECT_THAT(result.error, HasSubstr("holds 9 audio files, not 10"));
    EXPECT_EQ(runCli({"bench", "render", "--variant", "wet"}).exitCode, 2);
}

TEST_F(Bench, TellsWhatEditsCostWhileTheSongPlays)
{
    const auto result = runCli({"bench", "edit", "--json", "--tracks", "9", "--variant", "bus",
                                "--seconds", "0.5", "--block", "256"});
    ASSERT_EQ(result.exitCode, 0) << result.out << result.error;
    const auto told = json::parse(result.out);
    for (const char* edit : {"faderUs", "noteUs", "trackUs"}) {
        EXPECT_GE(told[edit]["count"], 1) << edit;
        EXPECT_GT(told[edit]["p50"], 0.0) << edit;
        EXPECT_GE(told[edit]["max"], told[edit]["p50"]) << edit;
    }
    for (const char* stretch : {"withoutEdits", "withEdits"}) {
        EXPECT_GE(told[stretch]["blocks"], 1) << stretch;
        EXPECT_LE(told[stretch]["late"], told[stretch]["blocks"]) << stretch;
    }
}

TEST_F(Bench, PlaysASongAtAnyRateAndTellsHowLongItsBlocksTook)
{
    const auto result = runCli({"bench", "live", "--json", "--tracks", "3", "--seconds", "0.5",
                                "--rate", "96000", "--block", "128"});
    ASSERT_EQ(result.exitCode, 0) << result.out << result.error;
    const auto told = json::parse(result.out);
    EXPECT_EQ(told["rate"], 96000.0);
    EXPECT_EQ(told["blocks"], 375); // half a second
    EXPECT_EQ(told["engineMs"]["count"], told["blocks"]);
    EXPECT_EQ(told["blocksWithMissingSound"], 0);
    for (const char* clock : {"wallMs", "cpuMs", "engineMs"}) {
        EXPECT_GT(told[clock]["p50"], 0.0) << clock;
        EXPECT_GE(told[clock]["p99"], told[clock]["p50"]) << clock;
        EXPECT_GE(told[clock]["max"], told[clock]["p999"].get<double>() * 0.98) << clock;
    }
    EXPECT_FALSE(told["costliest"].empty());
}

TEST_F(Bench, PlaysAGivenSongOverAndOver)
{
    const auto result = runCli({"bench", "live", "--json", "--project", CPPMUSIC_DEMO, "--seconds",
                                "1", "--block", "256"});
    ASSERT_EQ(result.exitCode, 0) << result.out << result.error;
    const auto told = json::parse(result.out);
    EXPECT_EQ(told["song"], "Low Tide");
    EXPECT_EQ(told["blocks"], 187);
    EXPECT_EQ(told["blocksWithMissingSound"], 0);
    EXPECT_GT(told["cpuMs"]["p50"], 0.0);
    EXPECT_EQ(runCli({"bench", "live", "--project", CPPMUSIC_DEMO, "--tracks", "2"}).exitCode, 2)
        << "a song has the tracks it has";
    EXPECT_EQ(runCli({"bench", "live", "--project", file("none.dawproj")}).exitCode, 1);
}

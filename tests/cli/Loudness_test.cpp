// SPDX-License-Identifier: GPL-3.0-or-later
#include "Process.h"

#include "audio/files/AudioFileWriter.h"
#include "support/TemporaryFolder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

using namespace cppmusic;
using test::runCli;
using testing::HasSubstr;

namespace {

class LoudnessCommand : public testing::Test {
protected:
    [[nodiscard]] std::string file(const std::string& name) const
    {
        return folder_.file(name).string();
    }
    /// A tone of 1 kHz in each of the channels.
    std::string writeTone(const std::string& name, double peakDb, int channels,
                          double seconds) const
    {
        constexpr double pi = 3.14159265358979323846;
        std::vector<float> wave(static_cast<std::size_t>(48000.0 * seconds));
        for (std::size_t i = 0; i < wave.size(); ++i)
            wave[i] = static_cast<float>(std::pow(10.0, peakDb / 20.0) *
                                         std::sin(2.0 * pi * static_cast<double>(i) / 48.0));
        const std::vector<const float*> same(static_cast<std::size_t>(channels), wave.data());
        auto writer =
            audio::AudioFileWriter::create(file(name), {.sampleRate = 48000, .channels = channels});
        EXPECT_TRUE(writer.ok());
        EXPECT_TRUE(writer->write({same.data(), channels, static_cast<int>(wave.size())}).ok());
        EXPECT_TRUE(writer->finish().ok());
        return file(name);
    }

private:
    test::TemporaryFolder folder_;
};

TEST_F(LoudnessCommand, PrintsALineForEachValue)
{
    const auto result = runCli({"loudness", writeTone("tone.wav", -23.0, 2, 6.0)});
    ASSERT_EQ(result.exitCode, 0) << result.error;
    double integrated = 0, range = 0, peak = 0, momentary = 0, shortTerm = 0;
    ASSERT_EQ(std::sscanf(result.out.c_str(), "I %lf\nLRA %lf\nTP %lf\nM %lf\nS %lf\n", &integrated,
                          &range, &peak, &momentary, &shortTerm),
              5)
        << result.out;
    for (const double value : {integrated, peak, momentary, shortTerm})
        EXPECT_NEAR(value, -23.0, 0.1);
    EXPECT_NEAR(range, 0.0, 0.1);
}

TEST_F(LoudnessCommand, SilenceHasNoLoudness)
{
    const auto song = writeTone("silent.wav", -2000.0, 2, 1.0);
    EXPECT_THAT(runCli({"loudness", song}).out, HasSubstr("I -inf\n"));
    const auto json = nlohmann::json::parse(runCli({"loudness", song, "--json"}).out);
    EXPECT_TRUE(json["I"].is_null());
}

TEST_F(LoudnessCommand, SaysWhatIsWrongWithAFile)
{
    const auto missing = runCli({"loudness", file("none.wav")});
    EXPECT_EQ(missing.exitCode, 1);
    EXPECT_THAT(missing.error, HasSubstr("none.wav"));
    std::ofstream(file("text.wav")) << "no sound";
    EXPECT_EQ(runCli({"loudness", file("text.wav")}).exitCode, 1);
    const auto wide = runCli({"loudness", writeTone("wide.wav", -20.0, 12, 0.1)});
    EXPECT_EQ(wide.exitCode, 1);
    EXPECT_THAT(wide.error, HasSubstr("12 channels"));
    EXPECT_EQ(runCli({"loudness"}).exitCode, 2);
}

} // namespace

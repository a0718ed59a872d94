// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/presets/DevicePreset.h"

#include "audio/analysis/LoudnessMeter.h"
#include "audio/engine/NodeFactory.h"
#include "audio/files/AudioFileReader.h"
#include "session/presets/FactoryPresetTexts.h"
#include "support/NodeHarness.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

using namespace cppmusic;

namespace {

constexpr int numFrames = 4 * 48000;

/// Noise of 3 dB an octave (P. Kellet's filter) at about −20 dBFS; half of it is in both channels.
test::Signal pinkNoise()
{
    std::mt19937 random(7);
    std::uniform_real_distribution<double> values(-1.0, 1.0);
    std::array<std::array<double, 3>, 3> poles{};
    const auto next = [&](std::size_t source) {
        const double white = values(random);
        auto& p = poles[source];
        p[0] = 0.99765 * p[0] + white * 0.0990460;
        p[1] = 0.96300 * p[1] + white * 0.2965164;
        p[2] = 0.57000 * p[2] + white * 1.0526913;
        return p[0] + p[1] + p[2] + white * 0.1848;
    };
    test::Signal noise(2, std::vector<float>(numFrames));
    for (std::size_t i = 0; i < numFrames; ++i) {
        const double both = next(0);
        noise[0][i] = static_cast<float>(0.045 * (both + next(1)));
        noise[1][i] = static_cast<float>(0.045 * (both + next(2)));
    }
    return noise;
}

std::vector<float> demoSample(const std::string& hash)
{
    auto file = audio::AudioFileReader::open(std::string(CPPMUSIC_DEMO_SONG) + "/assets/audio/" +
                                             hash + ".flac");
    EXPECT_TRUE(file.ok());
    const int frames = static_cast<int>(std::min<std::int64_t>(file->info().frames, 24000));
    std::vector<std::vector<float>> channels(static_cast<std::size_t>(file->info().channels),
                                             std::vector<float>(static_cast<std::size_t>(frames)));
    std::vector<float*> pointers;
    for (auto& channel : channels) pointers.push_back(channel.data());
    EXPECT_TRUE(file->read(0, {pointers.data(), static_cast<int>(pointers.size()), frames}).ok());
    return channels[0];
}

/// Kick, snare and closed hat of the demo song, two bars of them.
test::Signal drumLoop()
{
    const auto kick =
        demoSample("9d60d3a6257eafb53f4875c2c8b54237f8880ef152db4719b401bb8aadc1a9a7");
    const auto snare =
        demoSample("0d7ae4df225d9e0f39d2f107204fc6f8a176e9a12ca1648c8ff1417a0fe31e64");
    const auto hat = demoSample("3521592e57b5e8ffb364faf680e36eeaf0af6a05558dde76cc1c81346124ea55");
    std::vector<float> loop(numFrames, 0.0f);
    const auto hit = [&](const std::vector<float>& sample, int eighth, float gain) {
        const auto start = static_cast<std::size_t>(eighth * 13333);
        for (std::size_t i = 0; i < sample.size() && start + i < loop.size(); ++i)
            loop[start + i] += gain * sample[i];
    };
    for (int eighth = 0; eighth < 14; ++eighth) {
        hit(hat, eighth, 0.25f);
        if (eighth % 4 == 0 || eighth % 8 == 3) hit(kick, eighth, 0.45f);
        if (eighth % 4 == 2) hit(snare, eighth, 0.4f);
    }
    return {loop, loop};
}

struct Heard {
    double lufs = 0.0, peak = 0.0;
};

Heard heard(const test::Signal& signal)
{
    audio::LoudnessMeter meter(2, 48000.0);
    const float* channels[] = {signal[0].data(), signal[1].data()};
    meter.add({channels, 2, static_cast<int>(signal[0].size())});
    return {meter.result().integratedLufs,
            std::max(test::peakOf(signal[0]), test::peakOf(signal[1]))};
}

Heard throughPreset(const session::DevicePreset& preset, const test::Signal& input)
{
    const auto node = audio::makeNode(preset.type);
    const auto specs = node->parameters();
    for (std::size_t i = 0; i < specs.size(); ++i) {
        const auto found = preset.parameters.find(std::string(specs[i].id));
        if (found != preset.parameters.end())
            node->initialiseParameter(static_cast<int>(i), found->second);
    }
    test::NodeHarness harness(*node);
    harness.input = input;
    return heard(harness.render(numFrames));
}

TEST(DevicePreset, EveryFactoryFileIsReadAndIsCanonical)
{
    const auto texts = session::factoryPresetTexts();
    EXPECT_EQ(session::factoryPresets().size(), texts.size());
    for (const auto& [place, text] : texts) {
        const auto preset = session::readDevicePreset(text, place);
        ASSERT_TRUE(preset.ok()) << preset.error().text();
        EXPECT_EQ(place.substr(0, place.find('/')), preset->type) << "its folder";
        EXPECT_EQ(session::writeDevicePreset(*preset).value(), text) << place;
        EXPECT_NE(session::findFactoryPreset(preset->type, preset->name), nullptr) << place;
    }
}

TEST(DevicePreset, ThereAreEnoughOfEach)
{
    std::map<std::string, int> count;
    for (const auto& preset : session::factoryPresets()) ++count[preset.type];
    EXPECT_GE(count["cppmusic.eq"], 12);
    EXPECT_GE(count["cppmusic.compressor"], 12);
    EXPECT_GE(count["cppmusic.reverb"], 12);
    for (const auto& type : audio::nodeTypes()) {
        // A convolver's sound is the file it is given.
        if (type.role != audio::NodeType::Role::effect || type.id == "cppmusic.convolver") continue;
        EXPECT_GE(count[std::string(type.id)], 5) << type.id;
    }
}

TEST(DevicePreset, NoneIsLouderOrQuieterThanTheInputByTwoUnitsAndNoneClips)
{
    for (const auto& [name, input] :
         {std::pair{"pink noise", pinkNoise()}, std::pair{"drum loop", drumLoop()}}) {
        const Heard before = heard(input);
        EXPECT_GT(before.lufs, -30.0) << name;
        for (const auto& preset : session::factoryPresets()) {
            const Heard after = throughPreset(preset, input);
            EXPECT_NEAR(after.lufs - before.lufs, 0.0, 2.0)
                << preset.type << " " << preset.name << ", " << name;
            EXPECT_LT(after.peak, 1.0) << preset.type << " " << preset.name << ", " << name;
        }
    }
}

TEST(DevicePreset, AWrongFileSaysWhatIsWrong)
{
    const auto messageOf = [](std::string_view text) {
        return session::readDevicePreset(text, "mine.json").error().text();
    };
    EXPECT_NE(messageOf("{}").find("needs a name"), std::string::npos);
    EXPECT_NE(messageOf(R"({"name": "a", "parameters": {}, "type": "x"})").find("x"),
              std::string::npos);
    EXPECT_NE(messageOf(R"({"name": "a", "parameters": {"gian1": 1}, "type": "cppmusic.eq"})")
                  .find("gian1"),
              std::string::npos);
    EXPECT_NE(messageOf(R"({"name": "a", "parameters": {"gain1": 99}, "type": "cppmusic.eq"})")
                  .find("-20 to 20"),
              std::string::npos);
}

TEST(DevicePreset, AppliedItSetsItsOwnAndPutsTheOthersBack)
{
    model::Device device;
    device.id = model::DeviceId{5};
    device.type = "cppmusic.saturator";
    device.parameters = {{"drive", 3.0f}, {"tone", 2.0f}};
    const session::DevicePreset preset{"cppmusic.saturator", "Mine", {{"drive", 9.5f}}};
    const auto command = session::commandOf(preset, device);
    ASSERT_TRUE(command.ok());
    const auto* batch = std::get_if<project::Batch>(&command->body);
    ASSERT_NE(batch, nullptr);
    ASSERT_EQ(batch->commands.size(), 2u);
    EXPECT_EQ(batch->commands[0],
              (project::Command{project::SetDeviceParameter{device.id, "tone", std::nullopt}}));
    EXPECT_EQ(batch->commands[1],
              (project::Command{project::SetDeviceParameter{device.id, "drive", 9.5f}}));
    device.type = "cppmusic.eq";
    EXPECT_FALSE(session::commandOf(preset, device).ok());
}

} // namespace

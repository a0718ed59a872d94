// SPDX-License-Identifier: GPL-3.0-or-later
#include "Process.h"

#include "audio/files/AudioFileReader.h"
#include "audio/midi/StandardMidiFile.h"
#include "support/TemporaryFolder.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sstream>

using namespace cppmusic;
using nlohmann::json;
using test::runCli;
using testing::HasSubstr;
using testing::StartsWith;

namespace {

class Cli : public testing::Test {
protected:
    void SetUp() override { setenv("CPPMUSIC_CACHE", file("cache").c_str(), 1); }
    void TearDown() override { unsetenv("CPPMUSIC_CACHE"); }

    [[nodiscard]] std::string file(const std::string& name) const
    {
        return folder_.file(name).string();
    }
    void write(const std::string& name, const std::string& bytes) const
    {
        std::ofstream(folder_.file(name), std::ios::binary) << bytes;
    }
    /// A MIDI file of `bars` bars with a note on every beat.
    std::string writeMidi(const std::string& name, int bars = 2) const
    {
        audio::StandardMidiFile midi;
        audio::MidiFileTrack track;
        track.events.push_back(audio::MidiFileEvent::meta(0, 3, "Lead"));
        for (int beat = 0; beat < bars * 4; ++beat) {
            track.events.push_back(
                audio::MidiFileEvent::channelEvent(beat * 480, 0x90, 60 + beat % 12, 100));
            track.events.push_back(
                audio::MidiFileEvent::channelEvent(beat * 480 + 400, 0x80, 60 + beat % 12, 64));
        }
        track.endTick = bars * 1920;
        midi.tracks.push_back(track);
        write(name, midi.serialize().value());
        return file(name);
    }
    /// An imported song.
    std::string makeSong(int bars = 2) const
    {
        const auto song = file("Song.dawproj");
        const auto result = runCli({"import", writeMidi("in.mid", bars), "-o", song});
        EXPECT_EQ(result.exitCode, 0) << result.error;
        return song;
    }
    /// Files in the folder whose name begins so, temporary ones (".name…") included.
    [[nodiscard]] int countFiles(const std::string& part) const
    {
        int count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(folder_.path()))
            count += entry.path().filename().string().find(part) != std::string::npos ? 1 : 0;
        return count;
    }
    /// Exit code 1, nothing on standard output, one line on standard error that names the program
    /// and `what`.
    static void expectOneLine(const test::ProcessResult& result, const std::string& what)
    {
        EXPECT_EQ(result.exitCode, 1) << result.out;
        EXPECT_EQ(result.out, "");
        EXPECT_THAT(result.error, StartsWith("cppmusic-cli: "));
        EXPECT_THAT(result.error, HasSubstr(what));
        EXPECT_EQ(std::count(result.error.begin(), result.error.end(), '\n'), 1) << result.error;
    }

    test::TemporaryFolder folder_;
};

} // namespace

TEST_F(Cli, HelpAndVersionAreNoErrors)
{
    const auto help = runCli({"--help"});
    EXPECT_EQ(help.exitCode, 0);
    for (const char* command : {"new", "import", "export", "render", "info", "verify"})
        EXPECT_THAT(help.out, HasSubstr(command));
    EXPECT_EQ(runCli({"--version"}).out, "cppmusic-cli 0.1.0\n");
    const auto render = runCli({"render", "--help"});
    EXPECT_EQ(render.exitCode, 0);
    EXPECT_THAT(render.out, HasSubstr("--stems"));
}

TEST_F(Cli, WrongUsageIsExitCodeTwo)
{
    EXPECT_EQ(runCli({}).exitCode, 2);
    EXPECT_EQ(runCli({"dance"}).exitCode, 2);
    EXPECT_EQ(runCli({"render"}).exitCode, 2);
    EXPECT_EQ(runCli({"render", "x.dawproj"}).exitCode, 2); // where to?
    for (const char* option : {"--bits=12", "--block=0", "--rate=1", "--format=midi"}) {
        const auto result = runCli({"render", "x.dawproj", "-o", file("x.wav"), option});
        EXPECT_EQ(result.exitCode, 2) << option;
        EXPECT_THAT(result.error, HasSubstr("--help")) << option;
    }
    const auto asJson = runCli({"render", "--json"});
    EXPECT_EQ(asJson.exitCode, 2);
    EXPECT_EQ(json::parse(asJson.out)["error"]["code"], "usage");
}

TEST_F(Cli, ANewSongCanBeShownAndIsWhole)
{
    const auto song = file("New.dawproj");
    ASSERT_EQ(runCli({"new", song, "--tempo", "97.5"}).exitCode, 0);
    const auto info = runCli({"info", song, "--json"});
    ASSERT_EQ(info.exitCode, 0) << info.error;
    const auto parsed = json::parse(info.out);
    EXPECT_EQ(parsed["name"], "New");
    EXPECT_EQ(parsed["tempo"], 97.5);
    EXPECT_EQ(parsed["notes"], 0);
    EXPECT_EQ(runCli({"verify", song}).exitCode, 0);
    expectOneLine(runCli({"new", song}), "is there already");
}

TEST_F(Cli, MidiGoesInAndOutAndInUnchanged)
{
    const auto song = makeSong();
    const auto info = json::parse(runCli({"info", song, "--json"}).out);
    EXPECT_EQ(info["notes"], 8);
    EXPECT_EQ(info["lengthBeats"], 8.0);
    const auto exported = runCli({"export", song, "-o", file("out.mid"), "--json"});
    ASSERT_EQ(exported.exitCode, 0);
    EXPECT_EQ(json::parse(exported.out)["file"], file("out.mid"));
    ASSERT_EQ(runCli({"import", file("out.mid"), "-o", file("Again.dawproj")}).exitCode, 0);
    ASSERT_EQ(runCli({"export", file("Again.dawproj"), "-o", file("again.mid")}).exitCode, 0);
    const auto first = audio::StandardMidiFile::load(file("out.mid"));
    const auto second = audio::StandardMidiFile::load(file("again.mid"));
    ASSERT_TRUE(first.ok() && second.ok());
    EXPECT_EQ(*first, *second);
}

TEST_F(Cli, ImportDoesNotOverwriteUnlessForced)
{
    const auto song = makeSong();
    expectOneLine(runCli({"import", file("in.mid"), "-o", song}), "--force");
    EXPECT_EQ(runCli({"import", file("in.mid"), "-o", song, "--force"}).exitCode, 0);
    std::filesystem::create_directory(file("photos"));
    write("photos/cat.jpg", "meow");
    expectOneLine(runCli({"import", file("in.mid"), "-o", file("photos"), "--force"}), "photos");
    EXPECT_TRUE(std::filesystem::exists(file("photos/cat.jpg")));
}

TEST_F(Cli, ARenderIsTheSameAtEveryBlockSizeAndCanBeImportedAgain)
{
    const auto song = makeSong();
    std::string hash;
    for (const char* block : {"512", "37", "random"}) {
        const auto result = runCli(
            {"render", song, "-o", file("mix.wav"), "--block", block, "--threads", "2", "--json"});
        ASSERT_EQ(result.exitCode, 0) << result.error << result.out;
        const auto parsed = json::parse(result.out);
        if (hash.empty()) hash = parsed["sha256"];
        EXPECT_EQ(parsed["sha256"], hash) << block;
        EXPECT_EQ(parsed["threads"], 2);
        EXPECT_LT(parsed["loudnessLufs"], -3.0);
        EXPECT_GT(parsed["realTimeFactor"], 0.0);
    }
    const auto imported = runCli({"import", file("mix.wav"), "-o", file("Audio.dawproj")});
    EXPECT_EQ(imported.exitCode, 0) << imported.error;
    EXPECT_EQ(runCli({"verify", file("Audio.dawproj")}).exitCode, 0);
}

TEST_F(Cli, ARangeOfBarsAndOfSecondsIsAsLongAsItSays)
{
    const auto song = makeSong();
    const auto bars = runCli({"render", song, "-o", file("a.flac"), "--range", "2:3", "--json"});
    ASSERT_EQ(bars.exitCode, 0) << bars.out;
    EXPECT_EQ(json::parse(bars.out)["frames"], 96000);
    const auto seconds =
        runCli({"render", song, "-o", file("b.wav"), "--range", "0.5s:0.75s", "--json"});
    EXPECT_EQ(json::parse(seconds.out)["frames"], 12000);
    EXPECT_EQ(runCli({"render", song, "-o", file("c.wav"), "--range", "3:2"}).exitCode, 2);
    EXPECT_EQ(runCli({"render", song, "-o", file("c.wav"), "--range", "chorus"}).exitCode, 2);
    EXPECT_EQ(countFiles("c.wav"), 0);
}

TEST_F(Cli, MissingAndDamagedInputIsOneLineAndLeavesNothing)
{
    const auto out = file("Out.dawproj");
    expectOneLine(runCli({"import", file("no.mid"), "-o", out}), "no.mid");
    const auto midi = writeMidi("whole.mid");
    std::filesystem::resize_file(midi, 40);
    expectOneLine(runCli({"import", midi, "-o", out}), "whole.mid");
    write("cut.wav", std::string("RIFF\x24\x10\0\0WAVEfmt \x10\0\0\0", 20));
    expectOneLine(runCli({"import", file("cut.wav"), "-o", out}), "cut.wav");
    write("garbage.wav", std::string(5000, '\x7f'));
    expectOneLine(runCli({"import", file("garbage.wav"), "-o", out}), "garbage.wav");
    expectOneLine(runCli({"import", file(""), "-o", out}), "is a folder");
    expectOneLine(runCli({"render", file("no.dawproj"), "-o", file("x.wav")}), "no.dawproj");
    expectOneLine(runCli({"info", file("garbage.wav")}), "garbage.wav");
    EXPECT_FALSE(std::filesystem::exists(out));
    EXPECT_EQ(countFiles("x.wav"), 0);
    const auto asJson = runCli({"info", file("no.dawproj"), "--json"});
    EXPECT_EQ(asJson.exitCode, 1);
    EXPECT_EQ(asJson.error, "");
    EXPECT_EQ(json::parse(asJson.out)["error"]["code"], "notFound");
}

TEST_F(Cli, WrongJsonIsNamedAndVerifyFindsIt)
{
    const auto song = makeSong();
    std::ofstream(song + "/project.json", std::ios::app) << "{";
    const auto rescued = runCli({"render", song, "-o", file("x.wav"), "--range", "1:2"});
    EXPECT_EQ(rescued.exitCode, 0) << "the journal has the whole song";
    EXPECT_THAT(rescued.error, HasSubstr("cppmusic-cli: warning: project.json"));
    std::filesystem::remove_all(song + "/.journal");
    expectOneLine(runCli({"render", song, "-o", file("x.wav")}), "project.json");
    const auto verify = runCli({"verify", song, "--json"});
    EXPECT_EQ(verify.exitCode, 1);
    EXPECT_FALSE(json::parse(verify.out)["isWhole"].get<bool>());
    EXPECT_THAT(verify.out, HasSubstr("project.json"));
}

TEST_F(Cli, ASongOfANewerVersionIsRefusedInOneLine)
{
    const auto song = makeSong();
    std::ostringstream text;
    text << std::ifstream(song + "/manifest.json").rdbuf();
    auto manifest = text.str();
    const auto place = manifest.find("\"version\": 2");
    ASSERT_NE(place, std::string::npos) << manifest;
    manifest.replace(place, 12, "\"version\": 9");
    std::ofstream(song + "/manifest.json") << manifest;
    expectOneLine(runCli({"render", song, "-o", file("x.wav")}), "newer version");
    EXPECT_FALSE(std::filesystem::exists(file("x.wav")));
    expectOneLine(runCli({"import", file("in.mid"), "-o", song, "--force"}), "newer version");
}

TEST_F(Cli, AFolderThatMayNotBeReadIsOneLine)
{
    const auto song = makeSong();
    test::ProcessOptions options;
    options.isBoundByPermissions = true;
    std::filesystem::permissions(song, std::filesystem::perms::none);
    expectOneLine(runCli({"info", song}, options), "Song.dawproj");
    expectOneLine(runCli({"render", song, "-o", file("x.wav")}, options), "Song.dawproj");
    EXPECT_FALSE(std::filesystem::exists(file("x.wav")));
    std::filesystem::permissions(song, std::filesystem::perms::owner_all);
}

TEST_F(Cli, AFullDiskWhileRenderingLeavesNothing)
{
    const auto song = makeSong(16);
    test::ProcessOptions options;
    options.largestFile = 100000;
    expectOneLine(runCli({"render", song, "-o", file("mix.wav")}, options), "mix.wav");
    EXPECT_EQ(countFiles("mix.wav"), 0);
    expectOneLine(runCli({"render", song, "-o", "/dev/full/mix.wav"}), "/dev/full");
    options.largestFile = 300;
    expectOneLine(runCli({"import", file("in.mid"), "-o", file("Small.dawproj")}, options), "");
    EXPECT_FALSE(std::filesystem::exists(file("Small.dawproj")));
}

TEST_F(Cli, AFullStandardOutputIsAnError)
{
    const auto song = makeSong();
    test::ProcessOptions options;
    options.hasFullOutput = true;
    const auto result = runCli({"info", song}, options);
    EXPECT_EQ(result.exitCode, 1);
    EXPECT_THAT(result.error, HasSubstr("standard output"));
}

TEST_F(Cli, AnInterruptedRenderCleansUp)
{
    const auto song = makeSong(2000);
    std::filesystem::create_directory(file("renders"));
    test::ProcessOptions options;
    options.watched = file("renders");
    options.interruptAfterBytes = 100000;
    const auto result = runCli({"render", song, "-o", file("renders/mix.wav")}, options);
    EXPECT_EQ(result.exitCode, 1) << result.out << result.error;
    EXPECT_TRUE(std::filesystem::is_empty(file("renders")));
}

TEST_F(Cli, HostileFilesEndWithAnExitCodeAndNeverASignal)
{
    const char* corpora = std::getenv("CPPMUSIC_CORPORA");
    if (corpora == nullptr) GTEST_SKIP() << "CPPMUSIC_CORPORA names no folder";
    int numFiles = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(
             std::filesystem::path(corpora) / "badinput")) {
        if (!entry.is_regular_file()) continue;
        const auto result = runCli(
            {"import", entry.path().string(), "-o", file("Bad.dawproj"), "--force", "--json"});
        EXPECT_THAT(result.exitCode, testing::AnyOf(0, 1)) << entry.path();
        EXPECT_TRUE(json::accept(result.out)) << entry.path() << ": " << result.out;
        ++numFiles;
    }
    EXPECT_GT(numFiles, 10);
}

TEST_F(Cli, StatementsEditASongAsOneEditOrNotAtAll)
{
    const auto song = makeSong();
    const auto done = runCli(
        {"edit", song, "--set", "track(\"Lead\").gain=-3", "--set", "song.tempo=97", "--json"});
    ASSERT_EQ(done.exitCode, 0) << done.error << done.out;
    EXPECT_EQ(json::parse(done.out)["changes"].size(), 2u);
    EXPECT_EQ(json::parse(runCli({"info", song, "--json"}).out)["tempo"], 97.0);
    const auto failed =
        runCli({"edit", song, "--set", "song.tempo=80", "--set", "track(\"Led\").gain=-3"});
    expectOneLine(failed, "column 7 of track(\"Led\").gain=-3: There is no track 'Led'");
    const auto dry = runCli({"edit", song, "--set", "song.tempo=80", "--dry-run"});
    EXPECT_EQ(dry.out, "Song: tempo at 1.1.0 97 bpm → 80 bpm\n");
    EXPECT_EQ(json::parse(runCli({"info", song, "--json"}).out)["tempo"], 97.0);
    EXPECT_EQ(runCli({"verify", song}).exitCode, 0);
}

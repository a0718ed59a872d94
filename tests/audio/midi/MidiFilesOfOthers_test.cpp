// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/midi/StandardMidiFile.h"

#include "support/TestData.h"

#include <gtest/gtest.h>

#include <random>

namespace {

using namespace cppmusic::audio;
using namespace cppmusic::test;

std::string readAll(const std::filesystem::path& path)
{
    std::FILE* file = std::fopen(path.string().c_str(), "rb");
    std::string bytes(static_cast<std::size_t>(std::filesystem::file_size(path)), '\0');
    if (file == nullptr) return {};
    bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file));
    std::fclose(file);
    return bytes;
}

/// Writing and reading again gives an equal file, and random damage never breaks the parser.
void checkFile(const std::filesystem::path& path, std::mt19937& random)
{
    const auto bytes = readAll(path);
    const auto file = StandardMidiFile::parse(bytes, path.filename().string());
    if (!file.ok()) {
        EXPECT_FALSE(file.error().message.empty());
        return;
    }
    const auto written = file->serialize();
    ASSERT_TRUE(written.ok()) << path << ": " << written.error().text();
    const auto again = StandardMidiFile::parse(*written);
    ASSERT_TRUE(again.ok()) << path << ": " << again.error().text();
    EXPECT_TRUE(*again == *file) << path;
    for (int i = 0; i < 8 && !bytes.empty(); ++i) {
        auto damaged = bytes.substr(0, i % 2 == 0 ? bytes.size() : random() % bytes.size());
        if (!damaged.empty()) damaged[random() % damaged.size()] = static_cast<char>(random());
        const auto result = StandardMidiFile::parse(damaged);
        EXPECT_TRUE(result.ok() || !result.error().message.empty());
    }
}

} // namespace

TEST(MidiFilesOfOthers, OurOwnCollectionIsAcceptedOrRejectedAsItsNamesSay)
{
    std::mt19937 random(1);
    const auto files = filesBelow(dataFolder() / "midi");
    ASSERT_GE(files.size(), 20u);
    for (const auto& path : files) {
        const auto file = StandardMidiFile::load(path);
        const bool shouldBeAccepted = path.filename().string().starts_with("accept");
        EXPECT_EQ(file.ok(), shouldBeAccepted)
            << path.filename() << (file.ok() ? "" : ": " + file.error().text());
        if (!file.ok()) { EXPECT_EQ(file.error().place, path.string()); }
        checkFile(path, random);
    }
}

TEST(MidiFilesOfOthers, FilesFromElsewhereSurviveReadingAndWriting)
{
    const auto folder = corporaFolder() / "midi";
    if (corporaFolder().empty() || filesBelow(folder).empty())
        GTEST_SKIP() << "no files of others here; name their folder in CPPMUSIC_CORPORA";
    std::mt19937 random(2);
    int files = 0, notes = 0;
    for (const auto& path : filesBelow(folder)) {
        const auto extension = path.extension().string();
        if (extension != ".mid" && extension != ".midi") continue;
        const auto file = StandardMidiFile::load(path);
        ASSERT_TRUE(file.ok()) << file.error().text();
        for (const auto& track : file->tracks) {
            for (const auto& event : track.events) notes += event.isNoteOn() ? 1 : 0;
        }
        checkFile(path, random);
        ++files;
    }
    EXPECT_GE(files, 10);
    EXPECT_GT(notes, files * 10);
    RecordProperty("files", files);
    RecordProperty("notes", notes);
}

TEST(MidiFilesOfOthers, HostileFilesAreRefusedOrSurvive)
{
    const auto folder = corporaFolder() / "badinput" / "generated" / "midi";
    if (corporaFolder().empty() || filesBelow(folder).empty())
        GTEST_SKIP() << "no hostile files here; name their folder in CPPMUSIC_CORPORA";
    std::mt19937 random(3);
    for (const auto& path : filesBelow(folder)) checkFile(path, random);
    for (const char* name : {"long-header.mid", "sysex-open.mid", "name-nul-path.mid",
                             "zero-notes.mid", "valid.mid"}) {
        const auto file = StandardMidiFile::load(folder / name);
        EXPECT_TRUE(file.ok()) << (file.ok() ? "" : file.error().text());
    }
    for (const char* name : {"empty.mid", "not-midi.mid"})
        EXPECT_FALSE(StandardMidiFile::load(folder / name).ok()) << name;
}

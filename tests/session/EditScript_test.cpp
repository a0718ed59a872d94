// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/Queries.h"
#include "project/ApplyCommand.h"
#include "project/merge/Diff.h"
#include "session/edit/EditScript.h"
#include "session/edit/EngineLabels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace cppmusic;
using session::compileEdits;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

class EditScript : public testing::Test {
protected:
    /// What the statements changed, in words.
    std::vector<std::string> edit(const std::vector<std::string>& statements)
    {
        std::uint64_t next = song.nextId;
        const auto batch = compileEdits(statements, song, [&] { return next++; });
        EXPECT_TRUE(batch) << batch.error().text();
        if (!batch) return {};
        const auto applied = project::applyCommand(song, *batch);
        EXPECT_TRUE(applied) << applied.error().text();
        if (!applied) return {};
        std::vector<std::string> changes;
        for (const auto& each :
             project::diffProjects(song, applied->after, session::engineLabels()))
            changes.push_back(each.sentence());
        song = applied->after;
        return changes;
    }
    core::Error refusal(const std::string& statement)
    {
        std::uint64_t next = song.nextId;
        const auto batch = compileEdits({statement}, song, [&] { return next++; });
        EXPECT_FALSE(batch) << statement;
        return batch ? core::Error{} : batch.error();
    }

    void SetUp() override
    {
        edit({"addTrack(\"Bass\", kind=instrument, instrument=cppmusic.synth)",
              "addTrack('Hall', kind=aux)", "addPattern(\"Riff\", length=8)",
              "pattern(\"Riff\").addNote(E2, at=1.3.0, length=0.5)",
              "pattern(\"Riff\").addNote(G2, at=2.1.0, velocity=0.5)",
              "track(\"Bass\").addClip(\"Riff\", at=5.1.0)",
              "track(\"Bass\").addInsert(\"Compressor\")", "addMarker(\"Chorus\", at=17.1.0)"});
    }

    model::Project song = model::makeEmptyProject();
};

TEST_F(EditScript, FadersDevicesAndTempoAreSetInTheirUnits)
{
    EXPECT_THAT(edit({"track(\"Bass\").gain=-3", "track(1).mute = on", "song.tempo=97.5"}),
                ElementsAre("Song: tempo at 1.1.0 120 bpm → 97.5 bpm",
                            "Bass: gain 0 dB → -3 dB, mute off → on"));
    EXPECT_THAT(edit({"track(\"Bass\").gain=-4.5 dB"}), ElementsAre("Bass: gain -3 dB → -4.5 dB"));
    EXPECT_THAT(edit({"track(\"Bass\").insert(\"Compressor\").ratio=4"}),
                ElementsAre(StartsWith("Bass: Compressor Ratio ")));
    EXPECT_THAT(edit({"track(\"Bass\").addSend(\"Hall\", level=-9)"}),
                ElementsAre("Bass: send to Hall added"));
    EXPECT_THAT(edit({"track(\"Bass\").send(Hall).level=-6"}),
                ElementsAre("Bass: send to Hall level -9 dB → -6 dB"));
    EXPECT_THAT(edit({"song.signature=3/4"}), ElementsAre(HasSubstr("numerator 4 → 3")));
}

TEST_F(EditScript, APresetIsOneEditAndAnUnknownOneNamesThoseThereAre)
{
    edit({"track(Bass).addInsert(Equaliser)"});
    edit({"track(Bass).insert(Equaliser).preset=\"Mud cut\""});
    const auto device = [this] {
        for (const auto& track : song.tracks)
            if (track->name == "Bass") return *track->inserts.back();
        return model::Device{};
    };
    EXPECT_EQ(device().type, "cppmusic.eq");
    EXPECT_EQ(device().parameters.at("gain3"), -4.0f);
    edit({"track(Bass).insert(Equaliser).preset=\"Valve amplifier\""});
    EXPECT_FALSE(device().parameters.contains("gain3"));
    EXPECT_THAT(refusal("track(Bass).insert(Equaliser).preset=Mudd").message, HasSubstr("Mud cut"));
}

TEST_F(EditScript, NotesAndClipsAreFoundByPitchAndPlace)
{
    EXPECT_THAT(edit({"pattern(Riff).note(E2, at=2.0).pitch=F2"}),
                ElementsAre("Bass: note E2 at 5.3.0 pitch E2 → F2"));
    EXPECT_THAT(edit({"pattern(Riff).transpose(12)"}),
                ElementsAre("Bass: note F2 at 5.3.0 pitch F2 → F3",
                            "Bass: note G2 at 6.1.0 pitch G2 → G3"));
    EXPECT_THAT(edit({"track(Bass).clip(1).move(9.1.0)"}),
                ElementsAre("Bass: clip 'Riff' at 5.1.0 moved to 9.1.0"));
    EXPECT_THAT(edit({"track(Bass).clip(Riff).duplicate(13.1.0)"}),
                ElementsAre("Bass: clip 'Riff' at 13.1.0 added"));
    EXPECT_THAT(edit({"pattern(Riff).note(G3).remove()"}),
                ElementsAre("Bass: note G3 at 10.1.0 removed"));
    EXPECT_THAT(edit({"marker(Chorus).at=21.1.0"}),
                ElementsAre("Song: marker 'Chorus' at 17.1.0 moved to 21.1.0"));
}

TEST_F(EditScript, TracksAreAddedRenamedMovedAndRemoved)
{
    EXPECT_THAT(
        edit({"addTrack(Lead)", "track(Lead).name=\"Lead, wide\"", "track('Lead, wide').gain=-6"}),
        ElementsAre("Lead, wide: track added"));
    EXPECT_THAT(edit({"track(Bass).move(3)"}), ElementsAre("Song: order of tracks changed"));
    EXPECT_THAT(edit({"track('Lead, wide').remove()"}), ElementsAre("Lead, wide: track removed"));
}

TEST_F(EditScript, AnErrorNamesTheColumnAndWhatThereIs)
{
    auto error = refusal("track(\"Bas\").gain=-3");
    EXPECT_EQ(error.place, "column 7 of track(\"Bas\").gain=-3");
    EXPECT_THAT(error.message, HasSubstr("There is no track 'Bas'; there are: Bass, Hall, Master"));
    error = refusal("track(\"Bass\").gian=-3");
    EXPECT_THAT(error.place, StartsWith("column 15 of"));
    EXPECT_THAT(error.message, HasSubstr("There is no 'gian' here; there are: name, gain"));
    EXPECT_THAT(refusal("track(\"Bass\").gain=loud").place, StartsWith("column 20 of"));
    EXPECT_THAT(refusal("track(\"Bass\").gain=40").message, HasSubstr("and 6.0 dB"));
    EXPECT_THAT(refusal("track(\"Bass\").gain").message, HasSubstr("needs a value"));
    EXPECT_THAT(refusal("track(\"Bass\"").message, HasSubstr("parenthesis"));
    EXPECT_THAT(refusal("track(\"Bass").message, HasSubstr("quote"));
    EXPECT_THAT(refusal("").message, HasSubstr("A name is missing"));
    EXPECT_THAT(refusal("dance()").message, HasSubstr("addTrack"));
    EXPECT_THAT(refusal("song.tempo=5000").message, testing::Not(testing::IsEmpty()));
    EXPECT_THAT(refusal("pattern(Riff).addNote(H2, at=1)").message, HasSubstr("'H2' is neither"));
    EXPECT_THAT(refusal("pattern(Riff).addNote(E2, at=1.5.0)").message, HasSubstr("4 beats"));
    EXPECT_THAT(refusal("track(Bass).output=Hall").message, HasSubstr("neither a group"));
    EXPECT_THAT(refusal("track(Bass).insert(Compressor).rato=3").message, HasSubstr("ratio"));
    EXPECT_THAT(refusal("track(Bass).addInsert(Fuzz)").message, HasSubstr("Compressor"));
}

} // namespace

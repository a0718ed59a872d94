// SPDX-License-Identifier: GPL-3.0-or-later
// A program that dies or a disk that fails, at every call that changes the disk: no edit that was
// acknowledged is lost, every song opens, nobody is asked to repair. CPPMUSIC_CRASH_POINTS: how
// many points to try at least (1,000).
#include "DiskTrace.h"
#include "DrillRig.h"

#include <cstdlib>
#include <gtest/gtest.h>

namespace {

using namespace cppmusic;
using test::DiskCall;
using test::TracedDisk;

int wantedPoints()
{
    const char* value = std::getenv("CPPMUSIC_CRASH_POINTS");
    return value == nullptr ? 1000 : std::atoi(value);
}

/// What was said so far.
class Acknowledged {
public:
    void hear(const DiskCall& call)
    {
        if (call.what != "say") return;
        said_ += call.bytes;
        for (auto end = said_.find('\n'); end != std::string::npos; end = said_.find('\n')) {
            if (said_.starts_with("ACK ")) last_ = std::strtoull(said_.c_str() + 4, nullptr, 10);
            said_.erase(0, end + 1);
        }
    }
    [[nodiscard]] std::uint64_t last() const noexcept { return last_; }

private:
    std::string said_;
    std::uint64_t last_ = 0;
};

/// A drill that was recorded, to be cut anywhere.
struct Recording {
    std::string root;
    std::vector<DiskCall> calls;
    std::size_t begin = 0; ///< before it the starting song is made
};

Recording record(test::DrillRig& rig, const std::string& name, int edits)
{
    const auto trace = rig.path(name + ".trace");
    std::filesystem::remove(trace);
    const auto song = rig.init(name, trace);
    Recording recording;
    recording.root = song.string();
    recording.begin = test::readTrace(trace).size();
    rig.run(song, edits, {}, trace);
    recording.calls = test::readTrace(trace);
    Acknowledged acknowledged;
    for (const auto& call : recording.calls) acknowledged.hear(call);
    EXPECT_EQ(acknowledged.last(), static_cast<std::uint64_t>(edits)) << "it is heard what is said";
    return recording;
}

/// Cuts at every call; `look` gets the disk before it, the call and what was acknowledged.
template <class Look>
void cutEverywhere(const Recording& recording, Look&& look)
{
    TracedDisk disk(recording.root);
    Acknowledged acknowledged;
    for (std::size_t index = 0; index < recording.calls.size(); ++index) {
        const auto& call = recording.calls[index];
        if (index >= recording.begin) look(disk, index, acknowledged.last());
        disk.apply(call);
        acknowledged.hear(call);
    }
    look(disk, recording.calls.size(), acknowledged.last());
}

int editsForPoints(int points)
{
    return points > 4000 ? 150 : 40;
}

TEST(CrashPoints, AKilledProgramLosesNothingAtAnyCall)
{
    test::DrillRig rig;
    int points = 0;
    const auto recording = record(rig, "song", editsForPoints(wantedPoints()));
    ASSERT_GT(recording.calls.size(), recording.begin + 150);
    const auto examine = [&](const TracedDisk& disk, std::size_t index, std::uint64_t promised) {
        const auto left = rig.fresh("left");
        disk.writeSeen(left);
        const auto wrong = rig.check(left, promised);
        EXPECT_EQ(wrong, "") << "killed before call " << index;
        ++points;
        return wrong.empty();
    };
    int failures = 0;
    cutEverywhere(recording,
                  [&](const TracedDisk& disk, std::size_t index, std::uint64_t promised) {
                      if (failures > 5) return;
                      if (!examine(disk, index, promised)) ++failures;
                  });
    // Inside a write: the same again, with the first half of it.
    TracedDisk disk(recording.root);
    Acknowledged acknowledged;
    for (std::size_t index = 0; index < recording.calls.size(); ++index) {
        const auto& call = recording.calls[index];
        if (index >= recording.begin && call.what == "write" && failures <= 5) {
            TracedDisk torn(recording.root);
            for (std::size_t before = 0; before < index; ++before)
                torn.apply(recording.calls[before]);
            torn.applyHalf(call);
            if (!examine(torn, index, acknowledged.last())) ++failures;
        }
        acknowledged.hear(call);
    }
    RecordProperty("points", points);
    std::printf("%d points of a killed program\n", points);
    EXPECT_GT(points, 200);
}

TEST(CrashPoints, APowerCutLosesNothingWhateverWasNotFlushed)
{
    test::DrillRig rig;
    int points = 0, failures = 0;
    const int wanted = wantedPoints();
    for (std::uint64_t round = 1; points < wanted * 9 / 10 && failures == 0; ++round) {
        std::mt19937_64 dice(0xc07 + round);
        const auto recording = record(rig, "song" + std::to_string(round),
                                      editsForPoints(wanted) - static_cast<int>(round % 5));
        cutEverywhere(
            recording, [&](const TracedDisk& disk, std::size_t index, std::uint64_t promised) {
                using Cut = TracedDisk::Cut;
                for (const auto cut : {Cut::losesAll, Cut::keepsBeginning, Cut::keepsSome}) {
                    if (failures > 5) return;
                    const auto left = rig.fresh("left");
                    disk.writeAfterCut(left, cut, dice);
                    const auto wrong = rig.check(left, promised);
                    EXPECT_EQ(wrong, "") << "round " << round << ", before call " << index
                                         << ", cut " << static_cast<int>(cut);
                    failures += wrong.empty() ? 0 : 1;
                    ++points;
                }
            });
    }
    std::printf("%d points of a power cut\n", points);
    EXPECT_GE(points, wanted * 7 / 10);
}

// The measure itself: a disk that says it flushed and didn't must be found out.
TEST(CrashPoints, ADiskThatOnlyPretendsToFlushIsFoundOut)
{
    test::DrillRig rig;
    auto recording = record(rig, "song", 12);
    for (std::size_t index = recording.begin; index < recording.calls.size(); ++index)
        if (recording.calls[index].what == "sync") recording.calls[index].what = "nothing";
    int lost = 0;
    std::mt19937_64 dice(1);
    cutEverywhere(recording, [&](const TracedDisk& disk, std::size_t, std::uint64_t promised) {
        if (lost > 0) return;
        const auto left = rig.fresh("left");
        disk.writeAfterCut(left, TracedDisk::Cut::losesAll, dice);
        if (!rig.check(left, promised).empty()) ++lost;
    });
    EXPECT_GT(lost, 0);
}

TEST(CrashPoints, ADiskThatFailsLosesNothing)
{
    test::DrillRig rig;
    const int wanted = wantedPoints() / 16;
    int points = 0, failures = 0, noticed = 0;
    const auto recording = record(rig, "whole", 10);
    auto calls = static_cast<int>(recording.calls.size() - recording.begin);
    std::mt19937_64 dice(0xfa17);
    const char* kinds[] = {"space", "error", "full", "dead", "short", "kill"};
    while (points < wanted && failures < 5) {
        const auto kind = kinds[points % 6];
        const auto fault = kind + (" " + std::to_string(1 + dice() % static_cast<unsigned>(calls)));
        const auto song = rig.init("song");
        const auto acknowledged = rig.run(song, 10, fault);
        std::uint64_t edits = 0;
        const auto wrong = rig.check(song, acknowledged, &edits);
        EXPECT_EQ(wrong, "") << fault << ": " << test::readBytes(rig.path("err"));
        failures += wrong.empty() ? 0 : 1;
        noticed += acknowledged < 10 ? 1 : 0;
        ++points;
    }
    std::printf("%d points of a failing disk, %d of them stopped the drill\n", points, noticed);
    EXPECT_GT(noticed, points / 12);
}

} // namespace

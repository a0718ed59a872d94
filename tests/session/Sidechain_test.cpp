// SPDX-License-Identifier: GPL-3.0-or-later
#include "SongPlayer.h"

#include <gtest/gtest.h>

using namespace cppmusic;
using test::levelDb;
using test::SongPlayer;
using test::ToneSong;

namespace {

/// A pad of −10 dB with an effect that listens to a kick nobody hears.
struct Keyed {
    ToneSong song;
    model::TrackId kick;
    model::TrackId pad = song.addTone("Pad", -10.0f);

    Keyed(double keyDb, const std::string& effect, std::map<std::string, float> parameters)
        : kick(song.addTone("Kick", static_cast<float>(keyDb)))
    {
        song.apply(project::SetTrackGain{kick, -90.0f});
        parameters["sidechain"] = 1.0f;
        const auto device = song.addInsert(pad, effect, parameters);
        song.apply(project::AddSidechain{{kick, pad, device, true}});
    }
    /// How far the pad is turned down after two seconds.
    [[nodiscard]] double reductionDb() const
    {
        return -10.0 - levelDb(SongPlayer().play(song.project(), 96000));
    }
};

} // namespace

TEST(Sidechain, TheCompressorDucksByItsStaticCurve)
{
    constexpr double threshold = -30.0;
    for (const double ratio : {2.0, 4.0, 10.0})
        for (const double key : {-40.0, -25.0, -12.0, 0.0}) {
            const Keyed keyed(key, "cppmusic.compressor",
                              {{"threshold", static_cast<float>(threshold)},
                               {"ratio", static_cast<float>(ratio)},
                               {"knee", 0.0f}});
            const double expected = std::max(0.0, key - threshold) * (1.0 - 1.0 / ratio);
            EXPECT_NEAR(keyed.reductionDb(), expected, 0.05) << key << " dB, " << ratio << ":1";
        }
}

TEST(Sidechain, TheGateClosesByItsStaticCurve)
{
    constexpr double threshold = -30.0;
    constexpr double range = -40.0;
    for (const double ratio : {2.0, 5.0})
        for (const double key : {-50.0, -38.0, -33.0, -20.0, 0.0}) {
            const Keyed keyed(key, "cppmusic.gate",
                              {{"threshold", static_cast<float>(threshold)},
                               {"ratio", static_cast<float>(ratio)},
                               {"range", static_cast<float>(range)},
                               {"hysteresis", 0.0f},
                               {"hold", 0.0f}});
            const double below = std::max(0.0, threshold - key);
            const double expected = std::min(-range, below * (ratio - 1.0));
            EXPECT_NEAR(keyed.reductionDb(), expected, 0.05) << key << " dB, " << ratio << ":1";
        }
}

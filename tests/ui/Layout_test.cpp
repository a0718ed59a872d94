// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/core/Layout.h"

#include "ui/style/UltraDesignSystem.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace cppmusic::ui {
namespace {

using Rect = juce::Rectangle<int>;
using Named = std::pair<std::string, Rect>;

const std::vector<std::pair<int, int>> windowSizes = {
    {1024, 640}, {1119, 700}, {1120, 720},  {1240, 768},  {1280, 800},
    {1366, 768}, {1440, 900}, {1920, 1080}, {2560, 1440}, {3840, 2160}};

void expectInsideAndApart(const std::vector<Named>& parts, Rect bounds, const std::string& where)
{
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].second.isEmpty()) continue;
        EXPECT_TRUE(bounds.contains(parts[i].second))
            << parts[i].first << " leaves the window, " << where << ": "
            << parts[i].second.toString();
        for (std::size_t k = i + 1; k < parts.size(); ++k)
            EXPECT_FALSE(parts[i].second.intersects(parts[k].second))
                << parts[i].first << " and " << parts[k].first << " overlap, " << where;
    }
}

TEST(MainLayout, PartsCoverTheWindowWithoutOverlap)
{
    for (const auto& [width, height] : windowSizes)
        for (const bool isOpen : {false, true})
            for (const int dock : {200, 352, 900}) {
                const int banner = dock == 352 ? 32 : 0;
                const Rect bounds(0, 0, width, height);
                const MainLayout layout = computeMainLayout(bounds, isOpen, dock, banner);
                EXPECT_EQ(layout.banner.getHeight(), banner);
                const auto where = std::to_string(width) + "x" + std::to_string(height) + " dock " +
                                   std::to_string(isOpen ? dock : 0);
                const std::vector<Named> parts = {
                    {"transport", layout.transport}, {"arrange", layout.arrange},
                    {"splitter", layout.splitter},   {"tabs", layout.dockTabs},
                    {"dock", layout.dock},           {"banner", layout.banner},
                    {"status", layout.status}};
                expectInsideAndApart(parts, bounds, where);
                int area = 0;
                for (const auto& part : parts)
                    area += part.second.getWidth() * part.second.getHeight();
                EXPECT_EQ(area, width * height) << where;
                EXPECT_GE(layout.arrange.getHeight(), Tokens::Size::ruler + 4 * 40) << where;
                EXPECT_EQ(layout.dock.isEmpty(), !isOpen) << where;
            }
}

TEST(TransportLayout, PartsNeverOverlapAndTheImportantOnesAreAlwaysThere)
{
    for (int width = 1024; width <= 3840; width += 8) {
        const Rect bounds(0, 0, width, Tokens::Size::transportBar);
        const TransportLayout layout = computeTransportLayout(bounds);
        const auto where = "width " + std::to_string(width);
        expectInsideAndApart({{"menu", layout.menu},
                              {"undo", layout.undo},
                              {"redo", layout.redo},
                              {"to start", layout.toStart},
                              {"play", layout.play},
                              {"record", layout.record},
                              {"loop", layout.loop},
                              {"metronome", layout.metronome},
                              {"display", layout.display},
                              {"snap", layout.snap},
                              {"follow", layout.follow},
                              {"meter", layout.meter},
                              {"meter text", layout.meterText},
                              {"load", layout.load}},
                             bounds, where);
        expectInsideAndApart({{"bars", layout.bars},
                              {"time", layout.time},
                              {"tempo", layout.tempo},
                              {"signature", layout.signature}},
                             layout.display, where);
        for (const auto& part : {layout.menu, layout.play, layout.record, layout.loop, layout.bars,
                                 layout.tempo, layout.signature, layout.snap, layout.meter})
            EXPECT_FALSE(part.isEmpty()) << where;
        if (width >= 1240) { EXPECT_FALSE(layout.load.isEmpty()) << where; }
    }
}

TEST(StripLayout, FitsFromTheSmallestDockToATallOne)
{
    for (int height = 190; height <= 1200; height += 7)
        for (const bool isMaster : {false, true}) {
            const Rect bounds(0, 0, isMaster ? Tokens::Size::masterStrip : Tokens::Size::mixerStrip,
                              height);
            const StripLayout layout = computeStripLayout(bounds, isMaster);
            const auto where = "height " + std::to_string(height);
            expectInsideAndApart({{"name", layout.name},
                                  {"slots", layout.slots},
                                  {"pan", layout.pan},
                                  {"mute", layout.mute},
                                  {"solo", layout.solo},
                                  {"fader", layout.fader},
                                  {"meter", layout.meter},
                                  {"value", layout.value},
                                  {"route", layout.route}},
                                 bounds, where);
            EXPECT_GE(layout.fader.getHeight(), 60) << where;
            EXPECT_EQ(layout.slots.isEmpty(), layout.slotCount == 0) << where;
        }
    EXPECT_EQ(computeStripLayout({0, 0, 76, 1000}, false).slotCount, 8);
    EXPECT_FALSE(computeStripLayout({0, 0, 76, 352}, false).pan.isEmpty());
}

} // namespace
} // namespace cppmusic::ui

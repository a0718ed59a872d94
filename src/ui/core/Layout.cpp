// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/core/Layout.h"

#include "ui/style/UltraDesignSystem.h"

#include <algorithm>

namespace cppmusic::ui {
namespace {

using Size = Tokens::Size;
using Space = Tokens::Space;

constexpr int smallestArrange = Size::ruler + 4 * 40;
constexpr int slotHeight = 19;

/// Hands out pieces of a bar from one end, each centred in the bar's height.
class Cutter {
public:
    explicit Cutter(juce::Rectangle<int> bar) : rest_(bar) {}
    juce::Rectangle<int> left(int width, int height, int gap = Space::xs)
    {
        auto piece = rest_.removeFromLeft(width).withSizeKeepingCentre(width, height);
        rest_.removeFromLeft(gap);
        return piece;
    }
    juce::Rectangle<int> right(int width, int height, int gap = Space::xs)
    {
        auto piece = rest_.removeFromRight(width).withSizeKeepingCentre(width, height);
        rest_.removeFromRight(gap);
        return piece;
    }
    void skipLeft(int width) { rest_.removeFromLeft(width); }
    [[nodiscard]] int width() const { return rest_.getWidth(); }

private:
    juce::Rectangle<int> rest_;
};

} // namespace

MainLayout computeMainLayout(juce::Rectangle<int> bounds, bool isDockOpen, int dockHeight,
                             int banner)
{
    MainLayout layout;
    layout.transport = bounds.removeFromTop(Size::transportBar);
    layout.status = bounds.removeFromBottom(Size::statusStrip);
    layout.banner = bounds.removeFromBottom(banner);
    layout.dockTabs = bounds.removeFromBottom(Size::dockTabs);
    if (isDockOpen) {
        const int room = bounds.getHeight() - smallestArrange - Size::splitter;
        const int height = std::clamp(dockHeight, 0, std::max(0, room));
        layout.dock = bounds.removeFromBottom(height);
        layout.dockTabs = layout.dockTabs.withY(bounds.getBottom());
        layout.dock = layout.dock.withY(layout.dockTabs.getBottom());
        layout.splitter = bounds.removeFromBottom(Size::splitter);
    }
    layout.arrange = bounds;
    return layout;
}

TransportLayout computeTransportLayout(juce::Rectangle<int> bounds)
{
    constexpr int button = 32;
    TransportLayout layout;
    const bool isWide = bounds.getWidth() >= 1240;
    const bool isMedium = bounds.getWidth() >= 1120;
    Cutter bar(bounds.reduced(Space::s, 0));
    layout.menu = bar.left(button, 28);
    layout.undo = bar.left(28, 28, Space::xxs);
    layout.redo = bar.left(28, 28, Space::l);
    layout.toStart = bar.left(button, button);
    layout.play = bar.left(44, button);
    layout.record = bar.left(button, button);
    layout.loop = bar.left(button, button);
    layout.metronome = bar.left(button, button, Space::l);

    const int timeWidth = isMedium ? 84 : 0;
    const int displayWidth = 128 + timeWidth + 78 + 54;
    layout.display = bar.left(displayWidth, 40, Space::l);
    Cutter display(layout.display);
    layout.bars = display.left(128, 40, 0);
    if (timeWidth > 0) layout.time = display.left(timeWidth, 40, 0);
    layout.tempo = display.left(78, 40, 0);
    layout.signature = display.left(54, 40, 0);

    layout.snap = bar.left(84, 28);
    layout.follow = bar.left(30, 28, Space::l);

    if (isWide) layout.load = bar.right(66, 32, Space::l);
    if (isMedium) layout.meterText = bar.right(44, 28, Space::s);
    const int meterWidth = std::clamp(bar.width(), 0, 220);
    if (meterWidth >= 60) layout.meter = bar.right(meterWidth, 14, 0);
    return layout;
}

StripLayout computeStripLayout(juce::Rectangle<int> bounds, bool isMaster)
{
    StripLayout layout;
    auto area = bounds.withTrimmedRight(1);
    layout.name = area.removeFromTop(22);
    layout.route = area.removeFromBottom(18);
    area = area.reduced(Space::xs, Space::xs);
    layout.value = area.removeFromBottom(18);
    area.removeFromBottom(2);

    constexpr int smallestFader = 156;
    constexpr int switchHeight = 20;
    constexpr int panHeight = 42;
    int room = area.getHeight() - smallestFader - switchHeight - Space::xs;
    const bool hasPan = room >= panHeight;
    if (hasPan) room -= panHeight + Space::xxs;
    layout.slotCount = std::clamp(room / slotHeight, 0, 8);
    if (layout.slotCount > 0) {
        layout.slots = area.removeFromTop(layout.slotCount * slotHeight);
        area.removeFromTop(Space::xs);
    }
    if (hasPan) {
        layout.pan = area.removeFromTop(panHeight);
        area.removeFromTop(Space::xxs);
    }
    auto switches = area.removeFromTop(switchHeight);
    area.removeFromTop(Space::xs);
    const int half = (switches.getWidth() - 3) / 2;
    layout.mute = switches.removeFromLeft(half);
    layout.solo = switches.removeFromRight(half);
    layout.meter = area.removeFromRight(isMaster ? 30 : 15).reduced(0, 2);
    area.removeFromRight(Space::xs);
    layout.fader = area;
    return layout;
}

} // namespace cppmusic::ui

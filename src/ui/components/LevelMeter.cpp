// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/LevelMeter.h"

namespace cppmusic::ui {
namespace {

constexpr int lampSize = 6;

} // namespace

LevelMeter::LevelMeter(Direction direction, bool hasClipLamp)
    : direction_(direction), hasClipLamp_(hasClipLamp)
{
    setTitle("Level");
    setOpaque(false);
    setInterceptsMouseClicks(hasClipLamp, false);
}

float LevelMeter::positionOf(float decibels) noexcept
{
    // Piecewise linear in dB, as meters of mixing desks are: half of the travel for the top 18 dB.
    struct Point {
        float db, position;
    };
    static constexpr std::array<Point, 6> points = {{{-60.0f, 0.0f},
                                                     {-40.0f, 0.14f},
                                                     {-18.0f, 0.50f},
                                                     {-6.0f, 0.77f},
                                                     {0.0f, 0.91f},
                                                     {6.0f, 1.0f}}};
    if (decibels <= points.front().db) return 0.0f;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const auto& low = points[i - 1];
        const auto& high = points[i];
        if (decibels <= high.db)
            return low.position +
                   (high.position - low.position) * (decibels - low.db) / (high.db - low.db);
    }
    return 1.0f;
}

juce::Rectangle<int> LevelMeter::lampArea() const
{
    auto area = getLocalBounds();
    if (!hasClipLamp_) return {};
    return direction_ == Direction::vertical ? area.removeFromTop(lampSize)
                                             : area.removeFromRight(lampSize);
}

juce::Rectangle<int> LevelMeter::barArea(std::size_t channel) const
{
    auto area = getLocalBounds();
    if (direction_ == Direction::vertical) {
        if (hasClipLamp_) area.removeFromTop(lampSize + 1);
        const int width = (area.getWidth() - 1) / 2;
        return channel == 0 ? area.removeFromLeft(width) : area.removeFromRight(width);
    }
    if (hasClipLamp_) area.removeFromRight(lampSize + 1);
    const int height = (area.getHeight() - 1) / 2;
    return channel == 0 ? area.removeFromTop(height) : area.removeFromBottom(height);
}

juce::Rectangle<int> LevelMeter::stretch(juce::Rectangle<int> bar, float from, float to) const
{
    if (direction_ == Direction::vertical) {
        const int top =
            bar.getBottom() - juce::roundToInt(to * static_cast<float>(bar.getHeight()));
        const int bottom =
            bar.getBottom() - juce::roundToInt(from * static_cast<float>(bar.getHeight()));
        return bar.withTop(top).withBottom(bottom);
    }
    const int left = bar.getX() + juce::roundToInt(from * static_cast<float>(bar.getWidth()));
    const int right = bar.getX() + juce::roundToInt(to * static_cast<float>(bar.getWidth()));
    return bar.withLeft(left).withRight(right);
}

void LevelMeter::repaintChange(juce::Rectangle<int> area, float before, float after)
{
    if (before == after) return;
    const auto changed = stretch(area, std::min(before, after), std::max(before, after));
    if (!changed.isEmpty())
        repaint(changed.expanded(direction_ == Direction::vertical ? 0 : 2,
                                 direction_ == Direction::vertical ? 2 : 0));
}

void LevelMeter::show(const StereoBallistics& levels)
{
    for (std::size_t c = 0; c < bars_.size(); ++c) {
        const Bar next{positionOf(levels[c].peakDb()), positionOf(levels[c].rmsDb()),
                       positionOf(levels[c].holdDb())};
        const auto area = barArea(c);
        repaintChange(area, bars_[c].peak, next.peak);
        repaintChange(area, bars_[c].rms, next.rms);
        repaintChange(area, bars_[c].hold, next.hold);
        bars_[c] = next;
    }
    const bool hasClipped = levels[0].hasClipped() || levels[1].hasClipped();
    if (hasClipped != hasClipped_) {
        hasClipped_ = hasClipped;
        repaint(lampArea());
    }
}

void LevelMeter::paintBar(juce::Graphics& g, juce::Rectangle<int> area, const Bar& bar) const
{
    const Theme& theme = themeOf(*this);
    g.setColour(theme.meterTrack);
    g.fillRect(area);
    struct Zone {
        float from, to;
        juce::Colour colour;
    };
    const float mid = positionOf(-18.0f), high = positionOf(-6.0f), over = positionOf(0.0f);
    const std::array<Zone, 4> zones = {{{0.0f, mid, theme.meterLow},
                                        {mid, high, theme.meterMid},
                                        {high, over, theme.meterHigh},
                                        {over, 1.0f, theme.meterOver}}};
    for (const auto& zone : zones) {
        if (bar.peak > zone.from) {
            g.setColour(zone.colour.withMultipliedAlpha(0.62f));
            g.fillRect(stretch(area, zone.from, std::min(zone.to, bar.peak)));
        }
        if (bar.rms > zone.from) {
            g.setColour(zone.colour);
            const auto inner = stretch(area, zone.from, std::min(zone.to, bar.rms));
            const bool isThin = std::min(area.getWidth(), area.getHeight()) < 4;
            g.fillRect(isThin ? inner
                              : inner.reduced(direction_ == Direction::vertical ? 1 : 0,
                                              direction_ == Direction::vertical ? 0 : 1));
        }
        if (bar.hold > zone.from && bar.hold <= zone.to) {
            g.setColour(zone.colour.brighter(0.3f));
            const auto end = stretch(area, 0.0f, bar.hold);
            g.fillRect(direction_ == Direction::vertical ? end.withHeight(1)
                                                         : end.withLeft(end.getRight() - 1));
        }
    }
}

void LevelMeter::paint(juce::Graphics& g)
{
    for (std::size_t c = 0; c < bars_.size(); ++c) paintBar(g, barArea(c), bars_[c]);
    if (!hasClipLamp_) return;
    const Theme& theme = themeOf(*this);
    g.setColour(hasClipped_ ? theme.clip : theme.meterTrack);
    g.fillRect(lampArea());
}

void LevelMeter::mouseDown(const juce::MouseEvent&)
{
    if (onClipReset) onClipReset();
}

} // namespace cppmusic::ui

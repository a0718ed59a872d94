// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/components/SaveBanner.h"

#include "ui/style/Icons.h"

namespace cppmusic::ui {

SaveBanner::SaveBanner()
{
    setTitle("Not being saved");
    setComponentID("save-banner");
    setOpaque(true);
    saveElsewhere_.setTooltip("Writes the song and its history to another folder");
    saveElsewhere_.onClick = [this] {
        if (onSaveElsewhere) onSaveElsewhere();
    };
    addAndMakeVisible(saveElsewhere_);
}

bool SaveBanner::show(const juce::String& text)
{
    if (text == text_) return false;
    const int before = wantedHeight();
    text_ = text;
    setDescription(text);
    repaint();
    return wantedHeight() != before;
}

void SaveBanner::resized()
{
    auto area = getLocalBounds().reduced(Tokens::Space::m, 4);
    saveElsewhere_.setBounds(area.removeFromRight(130));
}

void SaveBanner::paint(juce::Graphics& g)
{
    const Theme& theme = themeOf(*this);
    g.fillAll(theme.surface2);
    g.setColour(theme.mute);
    g.fillRect(getLocalBounds().removeFromTop(2));
    auto area = getLocalBounds().withTrimmedTop(2).reduced(Tokens::Space::m, 0);
    area.removeFromRight(130 + Tokens::Space::m);
    drawIcon(g, Icon::warning, area.removeFromLeft(18).toFloat(), 14.0f);
    area.removeFromLeft(Tokens::Space::xs);
    g.setFont(Tokens::font(Tokens::Type::small, Weight::medium));
    g.setColour(theme.textHigh);
    g.drawFittedText(text_, area, juce::Justification::centredLeft, 2, 0.9f);
}

} // namespace cppmusic::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/NumberText.h"

#include <algorithm>

namespace cppmusic::ui {
namespace {

bool isFigure(juce::juce_wchar character)
{
    return character >= '0' && character <= '9';
}

float figureWidth(const juce::Font& font)
{
    float widest = 0.0f;
    for (juce::juce_wchar digit = '0'; digit <= '9'; ++digit)
        widest = std::max(widest, font.getStringWidthFloat(juce::String::charToString(digit)));
    return widest;
}

} // namespace

float tabularWidth(const juce::Font& font, const juce::String& text)
{
    const float figure = figureWidth(font);
    float width = 0.0f;
    for (auto it = text.getCharPointer(); !it.isEmpty(); ++it)
        width += isFigure(*it) ? figure : font.getStringWidthFloat(juce::String::charToString(*it));
    return width;
}

void drawTabular(juce::Graphics& graphics, const juce::Font& font, const juce::String& text,
                 juce::Rectangle<float> area, juce::Justification justification)
{
    const float figure = figureWidth(font);
    const float width = tabularWidth(font, text);
    float x = area.getX();
    if (justification.testFlags(juce::Justification::right)) x = area.getRight() - width;
    if (justification.testFlags(juce::Justification::horizontallyCentred))
        x = area.getCentreX() - width * 0.5f;
    const float baseline = area.getCentreY() + (font.getAscent() - font.getDescent()) * 0.5f;

    juce::GlyphArrangement glyphs;
    for (auto it = text.getCharPointer(); !it.isEmpty(); ++it) {
        const juce::String character = juce::String::charToString(*it);
        const float own = font.getStringWidthFloat(character);
        const float advance = isFigure(*it) ? figure : own;
        glyphs.addLineOfText(font, character, x + (advance - own) * 0.5f, baseline);
        x += advance;
    }
    glyphs.draw(graphics);
}

} // namespace cppmusic::ui

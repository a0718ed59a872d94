// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lookandfeel/CppMusicLookAndFeel.h"

#include "FontData.h"

namespace cppmusic::ui {
namespace {

constexpr int tooltipPadding = 8;
constexpr float tooltipWidth = 320.0f;

juce::TextLayout tooltipLayout(const juce::String& text, juce::Colour colour)
{
    juce::AttributedString attributed;
    attributed.setJustification(juce::Justification::centredLeft);
    attributed.append(text, Tokens::font(Tokens::Type::small), colour);
    juce::TextLayout layout;
    layout.createLayout(attributed, tooltipWidth);
    return layout;
}

} // namespace

CppMusicLookAndFeel::CppMusicLookAndFeel(const Theme& theme)
    : theme_(theme),
      regular_(juce::Typeface::createSystemTypefaceFor(FontData::InterRegular_otf,
                                                       FontData::InterRegular_otfSize)),
      medium_(juce::Typeface::createSystemTypefaceFor(FontData::InterMedium_otf,
                                                      FontData::InterMedium_otfSize)),
      semibold_(juce::Typeface::createSystemTypefaceFor(FontData::InterSemiBold_otf,
                                                        FontData::InterSemiBold_otfSize))
{
    setColours();
}

void CppMusicLookAndFeel::setColours()
{
    setColour(juce::ResizableWindow::backgroundColourId, theme_.surface0);
    setColour(juce::DocumentWindow::textColourId, theme_.textHigh);
    setColour(juce::PopupMenu::backgroundColourId, theme_.surface2);
    setColour(juce::PopupMenu::textColourId, theme_.textHigh);
    setColour(juce::Label::textColourId, theme_.textHigh);
    setColour(juce::Label::textWhenEditingColourId, theme_.textHigh);
    setColour(juce::TextButton::buttonColourId, theme_.surface3);
    setColour(juce::TextButton::buttonOnColourId, theme_.accent);
    setColour(juce::TextButton::textColourOffId, theme_.textHigh);
    setColour(juce::TextButton::textColourOnId, theme_.textOnColour);
    setColour(juce::TextEditor::backgroundColourId, theme_.surface0);
    setColour(juce::TextEditor::textColourId, theme_.textHigh);
    setColour(juce::TextEditor::highlightColourId, theme_.accentDim);
    setColour(juce::TextEditor::highlightedTextColourId, theme_.textHigh);
    setColour(juce::TextEditor::outlineColourId, theme_.hairlineStrong);
    setColour(juce::TextEditor::focusedOutlineColourId, theme_.accent);
    setColour(juce::CaretComponent::caretColourId, theme_.accent);
    setColour(juce::ScrollBar::thumbColourId, theme_.textDim);
    setColour(juce::AlertWindow::backgroundColourId, theme_.surface2);
    setColour(juce::AlertWindow::textColourId, theme_.textHigh);
    setColour(juce::AlertWindow::outlineColourId, theme_.hairlineStrong);
    setColour(juce::ListBox::backgroundColourId, theme_.surface1);
    setColour(juce::ListBox::textColourId, theme_.textHigh);
    setColour(juce::ComboBox::backgroundColourId, theme_.surface3);
    setColour(juce::ComboBox::textColourId, theme_.textHigh);
    setColour(juce::ComboBox::outlineColourId, theme_.hairline);
    setColour(juce::ComboBox::arrowColourId, theme_.textMid);
    setColour(juce::DirectoryContentsDisplayComponent::highlightColourId, theme_.accentDim);
    setColour(juce::DirectoryContentsDisplayComponent::textColourId, theme_.textHigh);
    setColour(juce::DirectoryContentsDisplayComponent::highlightedTextColourId, theme_.textHigh);
    setColour(juce::FileBrowserComponent::currentPathBoxBackgroundColourId, theme_.surface3);
    setColour(juce::FileBrowserComponent::currentPathBoxTextColourId, theme_.textHigh);
    setColour(juce::FileBrowserComponent::filenameBoxBackgroundColourId, theme_.surface0);
    setColour(juce::FileBrowserComponent::filenameBoxTextColourId, theme_.textHigh);
    setColour(juce::FileChooserDialogBox::titleTextColourId, theme_.textHigh);
}

juce::Typeface::Ptr CppMusicLookAndFeel::getTypefaceForFont(const juce::Font& font)
{
    const juce::String name = font.getTypefaceName();
    const bool isOurs =
        name == "Inter" || name == juce::Font::getDefaultSansSerifFontName() || name.isEmpty();
    if (!isOurs) return juce::LookAndFeel_V4::getTypefaceForFont(font);
    const juce::String style = font.getTypefaceStyle();
    if (style == "SemiBold" || style.contains("Bold")) return semibold_;
    return style == "Medium" ? medium_ : regular_;
}

void CppMusicLookAndFeel::drawButtonBackground(juce::Graphics& g, juce::Button& button,
                                               const juce::Colour&, bool isOver, bool isDown)
{
    const auto area = button.getLocalBounds().toFloat().reduced(0.5f);
    const bool isDefault = button.getToggleState();
    juce::Colour fill = isDefault ? theme_.accent : theme_.surface3;
    if (!isDefault && isOver) fill = theme_.surfaceHover;
    if (isDown) fill = fill.darker(0.15f);
    g.setColour(button.isEnabled() ? fill : fill.withMultipliedAlpha(0.5f));
    g.fillRoundedRectangle(area, Tokens::Radius::control);
    if (button.hasKeyboardFocus(false)) {
        g.setColour(theme_.accent);
        g.drawRoundedRectangle(area.reduced(0.5f), Tokens::Radius::control, 1.5f);
    }
}

juce::Font CppMusicLookAndFeel::getTextButtonFont(juce::TextButton&, int)
{
    return Tokens::font(Tokens::Type::body, Weight::medium);
}

juce::Font CppMusicLookAndFeel::getLabelFont(juce::Label& label)
{
    return label.getFont();
}

void CppMusicLookAndFeel::drawToggleButton(juce::Graphics& g, juce::ToggleButton& button,
                                           bool isOver, bool)
{
    auto area = button.getLocalBounds().toFloat();
    const auto box = area.removeFromLeft(area.getHeight()).withSizeKeepingCentre(16.0f, 16.0f);
    g.setColour(button.getToggleState() ? theme_.accent
                                        : (isOver ? theme_.surfaceHover : theme_.surface3));
    g.fillRoundedRectangle(box, Tokens::Radius::control);
    g.setColour(theme_.textHigh);
    g.setFont(Tokens::font(Tokens::Type::body));
    g.drawText(button.getButtonText(), area, juce::Justification::centredLeft);
}

juce::Font CppMusicLookAndFeel::getPopupMenuFont()
{
    return Tokens::font(Tokens::Type::body);
}

int CppMusicLookAndFeel::getPopupMenuBorderSize()
{
    return Tokens::Space::xs;
}

void CppMusicLookAndFeel::drawPopupMenuBackgroundWithOptions(juce::Graphics& g, int width,
                                                             int height,
                                                             const juce::PopupMenu::Options&)
{
    g.fillAll(theme_.surface2);
    g.setColour(theme_.hairlineStrong);
    g.drawRect(0, 0, width, height);
}

void CppMusicLookAndFeel::drawPopupMenuItem(juce::Graphics& g, const juce::Rectangle<int>& area,
                                            bool isSeparator, bool isActive, bool isHighlighted,
                                            bool isTicked, bool hasSubMenu,
                                            const juce::String& text,
                                            const juce::String& shortcutKeyText,
                                            const juce::Drawable*, const juce::Colour*)
{
    if (isSeparator) {
        g.setColour(theme_.hairline);
        g.fillRect(area.reduced(Tokens::Space::s, 0)
                       .withSizeKeepingCentre(area.getWidth() - 2 * Tokens::Space::s, 1));
        return;
    }
    auto row = area.reduced(Tokens::Space::xs, 0);
    if (isHighlighted && isActive) {
        g.setColour(theme_.accentDim);
        g.fillRoundedRectangle(row.toFloat(), Tokens::Radius::control);
    }
    const float dim = isActive ? 1.0f : 0.45f;
    auto tick = row.removeFromLeft(22).toFloat();
    if (isTicked) {
        juce::Path mark;
        mark.startNewSubPath(tick.getCentreX() - 4.0f, tick.getCentreY());
        mark.lineTo(tick.getCentreX() - 1.0f, tick.getCentreY() + 3.0f);
        mark.lineTo(tick.getCentreX() + 4.5f, tick.getCentreY() - 3.5f);
        g.setColour(theme_.accent);
        g.strokePath(mark, juce::PathStrokeType(1.5f));
    }
    row.removeFromRight(Tokens::Space::s);
    g.setFont(getPopupMenuFont());
    g.setColour(theme_.textHigh.withMultipliedAlpha(dim));
    g.drawText(text, row, juce::Justification::centredLeft);
    if (hasSubMenu) {
        const auto arrow = row.removeFromRight(10).toFloat();
        juce::Path chevron;
        chevron.startNewSubPath(arrow.getCentreX() - 2.0f, arrow.getCentreY() - 4.0f);
        chevron.lineTo(arrow.getCentreX() + 2.0f, arrow.getCentreY());
        chevron.lineTo(arrow.getCentreX() - 2.0f, arrow.getCentreY() + 4.0f);
        g.setColour(theme_.textMid);
        g.strokePath(chevron, juce::PathStrokeType(1.5f));
    }
    if (shortcutKeyText.isNotEmpty()) {
        g.setFont(Tokens::font(Tokens::Type::small));
        g.setColour(theme_.textDim.withMultipliedAlpha(dim));
        g.drawText(shortcutKeyText, row, juce::Justification::centredRight);
    }
}

void CppMusicLookAndFeel::getIdealPopupMenuItemSize(const juce::String& text, bool isSeparator, int,
                                                    int& width, int& height)
{
    height = isSeparator ? 9 : 26;
    width =
        isSeparator ? 50 : static_cast<int>(getPopupMenuFont().getStringWidthFloat(text)) + 22 + 48;
}

juce::Rectangle<int> CppMusicLookAndFeel::getTooltipBounds(const juce::String& text,
                                                           juce::Point<int> position,
                                                           juce::Rectangle<int> parentArea)
{
    const auto layout = tooltipLayout(text, theme_.textHigh);
    const int width = static_cast<int>(layout.getWidth()) + 2 * tooltipPadding + 1;
    const int height = static_cast<int>(layout.getHeight()) + 2 * tooltipPadding - 4;
    return juce::Rectangle<int>(
               position.x > parentArea.getCentreX() ? position.x - width - 12 : position.x + 16,
               position.y > parentArea.getCentreY() ? position.y - height - 8 : position.y + 16,
               width, height)
        .constrainedWithin(parentArea);
}

void CppMusicLookAndFeel::drawTooltip(juce::Graphics& g, const juce::String& text, int width,
                                      int height)
{
    const auto area = juce::Rectangle<int>(width, height).toFloat();
    g.setColour(theme_.surface3);
    g.fillRect(area);
    g.setColour(theme_.hairlineStrong);
    g.drawRect(area, 1.0f);
    tooltipLayout(text, theme_.textHigh).draw(g, area.reduced(tooltipPadding, tooltipPadding - 2));
}

void CppMusicLookAndFeel::drawScrollbar(juce::Graphics& g, juce::ScrollBar&, int x, int y,
                                        int width, int height, bool isVertical, int thumbStart,
                                        int thumbSize, bool isOver, bool isDown)
{
    const auto thumb = isVertical ? juce::Rectangle<int>(x, thumbStart, width, thumbSize)
                                  : juce::Rectangle<int>(thumbStart, y, thumbSize, height);
    g.setColour(theme_.textDim.withAlpha(isDown ? 0.75f : isOver ? 0.55f : 0.32f));
    g.fillRoundedRectangle(
        thumb.toFloat().reduced(isVertical ? 3.0f : 1.0f, isVertical ? 1.0f : 3.0f), 2.0f);
}

void CppMusicLookAndFeel::fillTextEditorBackground(juce::Graphics& g, int width, int height,
                                                   juce::TextEditor&)
{
    g.setColour(theme_.surface0);
    g.fillRoundedRectangle(juce::Rectangle<int>(width, height).toFloat(), Tokens::Radius::control);
}

void CppMusicLookAndFeel::drawTextEditorOutline(juce::Graphics& g, int width, int height,
                                                juce::TextEditor& editor)
{
    g.setColour(editor.hasKeyboardFocus(true) ? theme_.accent : theme_.hairlineStrong);
    g.drawRoundedRectangle(juce::Rectangle<int>(width, height).toFloat().reduced(0.5f),
                           Tokens::Radius::control, 1.0f);
}

void CppMusicLookAndFeel::drawAlertBox(juce::Graphics& g, juce::AlertWindow& alert,
                                       const juce::Rectangle<int>& textArea,
                                       juce::TextLayout& layout)
{
    const auto area = alert.getLocalBounds().toFloat();
    g.setColour(theme_.surface2);
    g.fillRect(area);
    g.setColour(theme_.hairlineStrong);
    g.drawRect(area, 1.0f);
    layout.draw(g, textArea.toFloat());
}

juce::Font CppMusicLookAndFeel::getAlertWindowTitleFont()
{
    return Tokens::font(Tokens::Type::title, Weight::semibold);
}

juce::Font CppMusicLookAndFeel::getAlertWindowMessageFont()
{
    return Tokens::font(Tokens::Type::large);
}

juce::Font CppMusicLookAndFeel::getAlertWindowFont()
{
    return Tokens::font(Tokens::Type::body);
}

void CppMusicLookAndFeel::drawComboBox(juce::Graphics& g, int width, int height, bool, int, int,
                                       int, int, juce::ComboBox& box)
{
    const auto area = juce::Rectangle<int>(width, height).toFloat();
    g.setColour(box.isMouseOver(true) ? theme_.surfaceHover : theme_.surface3);
    g.fillRoundedRectangle(area, Tokens::Radius::control);
    juce::Path arrow;
    const float x = area.getRight() - 12.0f;
    arrow.startNewSubPath(x - 3.5f, area.getCentreY() - 2.0f);
    arrow.lineTo(x, area.getCentreY() + 2.0f);
    arrow.lineTo(x + 3.5f, area.getCentreY() - 2.0f);
    g.setColour(theme_.textMid);
    g.strokePath(arrow, juce::PathStrokeType(1.5f));
}

juce::Font CppMusicLookAndFeel::getComboBoxFont(juce::ComboBox&)
{
    return Tokens::font(Tokens::Type::body);
}

} // namespace cppmusic::ui

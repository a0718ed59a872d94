// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/style/UltraDesignSystem.h"

#include <juce_gui_basics/juce_gui_basics.h>

namespace cppmusic::ui {

/// Draws every standard widget with the design system's tokens, and maps the font name "Inter" to
/// the faces that are built into the program. Set it as JUCE's default look and feel. [main]
class CppMusicLookAndFeel final : public juce::LookAndFeel_V4 {
public:
    explicit CppMusicLookAndFeel(const Theme& = Theme::dark());

    [[nodiscard]] const Theme& theme() const noexcept { return theme_; }

    juce::Typeface::Ptr getTypefaceForFont(const juce::Font&) override;

    // Buttons and labels
    void drawButtonBackground(juce::Graphics&, juce::Button&, const juce::Colour&, bool isOver,
                              bool isDown) override;
    juce::Font getTextButtonFont(juce::TextButton&, int height) override;
    juce::Font getLabelFont(juce::Label&) override;
    void drawToggleButton(juce::Graphics&, juce::ToggleButton&, bool isOver, bool isDown) override;

    // Menus
    juce::Font getPopupMenuFont() override;
    void drawPopupMenuBackgroundWithOptions(juce::Graphics&, int width, int height,
                                            const juce::PopupMenu::Options&) override;
    void drawPopupMenuItem(juce::Graphics&, const juce::Rectangle<int>& area, bool isSeparator,
                           bool isActive, bool isHighlighted, bool isTicked, bool hasSubMenu,
                           const juce::String& text, const juce::String& shortcutKeyText,
                           const juce::Drawable* icon, const juce::Colour* textColour) override;
    void getIdealPopupMenuItemSize(const juce::String& text, bool isSeparator, int standardHeight,
                                   int& width, int& height) override;
    int getPopupMenuBorderSize() override;

    // Tooltips, scroll bars, text fields, dialogs
    juce::Rectangle<int> getTooltipBounds(const juce::String&, juce::Point<int> screenPosition,
                                          juce::Rectangle<int> parentArea) override;
    void drawTooltip(juce::Graphics&, const juce::String&, int width, int height) override;
    void drawScrollbar(juce::Graphics&, juce::ScrollBar&, int x, int y, int width, int height,
                       bool isVertical, int thumbStart, int thumbSize, bool isOver,
                       bool isDown) override;
    int getDefaultScrollbarWidth() override { return 10; }
    void fillTextEditorBackground(juce::Graphics&, int width, int height,
                                  juce::TextEditor&) override;
    void drawTextEditorOutline(juce::Graphics&, int width, int height, juce::TextEditor&) override;
    void drawAlertBox(juce::Graphics&, juce::AlertWindow&, const juce::Rectangle<int>& textArea,
                      juce::TextLayout&) override;
    juce::Font getAlertWindowTitleFont() override;
    juce::Font getAlertWindowMessageFont() override;
    juce::Font getAlertWindowFont() override;
    int getAlertWindowButtonHeight() override { return 28; }
    void drawComboBox(juce::Graphics&, int width, int height, bool isDown, int buttonX, int buttonY,
                      int buttonWidth, int buttonHeight, juce::ComboBox&) override;
    juce::Font getComboBoxFont(juce::ComboBox&) override;

private:
    void setColours();

    Theme theme_;
    juce::Typeface::Ptr regular_, medium_, semibold_;
};

} // namespace cppmusic::ui

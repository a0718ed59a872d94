// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/core/AnimationHelper.h"
#include "ui/style/Icons.h"
#include "ui/style/UltraDesignSystem.h"

#include <optional>

namespace cppmusic::ui {

/// A flat button with an icon, a short text, or both. When on it is filled with its colour, or its
/// icon takes the colour if `isQuiet`. [main]
class IconButton final : public juce::Button {
public:
    IconButton(const juce::String& title, std::optional<Icon>, const juce::String& text = {});

    /// The colour of "on"; the accent if never called.
    void setOnColour(juce::Colour);
    void setIcon(Icon);
    void setText(const juce::String&);
    /// On is shown by the icon's colour instead of a filled button.
    void setQuiet(bool isQuiet) { isQuiet_ = isQuiet; }
    void setIconSize(float size) { iconSize_ = size; }
    void setTextSize(float size) { textSize_ = size; }

private:
    void paintButton(juce::Graphics&, bool isOver, bool isDown) override;
    void mouseEnter(const juce::MouseEvent&) override;
    void mouseExit(const juce::MouseEvent&) override;

    std::optional<Icon> icon_;
    juce::String text_;
    std::optional<juce::Colour> onColour_;
    bool isQuiet_ = false;
    float iconSize_ = 16.0f;
    float textSize_ = Tokens::Type::small;
    AnimationHelper hover_;
};

} // namespace cppmusic::ui

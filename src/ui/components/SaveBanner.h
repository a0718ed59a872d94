// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/style/UltraDesignSystem.h"

#include <functional>
#include <juce_gui_basics/juce_gui_basics.h>

namespace cppmusic::ui {

/// A strip above the status line that says what is not being kept, with the way out beside it.
/// Takes no room while there is nothing to say. [main]
class SaveBanner final : public juce::Component {
public:
    SaveBanner();

    /// Empty: nothing to say. Returns whether the room it takes changed.
    bool show(const juce::String& text);
    [[nodiscard]] int wantedHeight() const noexcept { return text_.isEmpty() ? 0 : height; }
    /// Called when the song is to be saved elsewhere.
    std::function<void()> onSaveElsewhere;

private:
    static constexpr int height = 32;

    void paint(juce::Graphics&) override;
    void resized() override;

    juce::String text_;
    juce::TextButton saveElsewhere_{juce::String::fromUTF8("Save elsewhere…")};
};

} // namespace cppmusic::ui

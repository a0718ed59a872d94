// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <juce_gui_basics/juce_gui_basics.h>
#include <memory>

namespace cppmusic::ui {

/// A text field laid over a part of a component while its value is typed: Return or a click
/// elsewhere takes the text, Escape leaves it. [main]
class InlineEditor {
public:
    /// Opens over `area` of `owner` with everything selected. `onDone` gets the text, not called on
    /// Escape.
    void open(juce::Component& owner, juce::Rectangle<int> area, const juce::String& text,
              std::function<void(const juce::String&)> onDone,
              juce::Justification justification = juce::Justification::centred);
    void close();
    [[nodiscard]] bool isOpen() const noexcept { return editor_ != nullptr; }

private:
    void finish(bool takesText);

    std::unique_ptr<juce::TextEditor> editor_;
    std::function<void(const juce::String&)> onDone_;
};

} // namespace cppmusic::ui

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/Project.h"
#include "ui/components/IconButton.h"
#include "ui/components/InlineEditor.h"
#include "ui/components/LevelMeter.h"
#include "ui/core/Workspace.h"

namespace cppmusic::ui {

/// The left end of a playlist row: colour, number, name, mute, solo, level. Click selects, double
/// click renames, right click for more. [main]
class TrackHeader final : public juce::Component {
public:
    TrackHeader(Workspace&, model::TrackId);

    void show(const model::Track&, int number, bool isSelected);
    void showLevels();
    [[nodiscard]] model::TrackId track() const noexcept { return track_; }

private:
    void paint(juce::Graphics&) override;
    void resized() override;
    void mouseDown(const juce::MouseEvent&) override;
    void mouseDoubleClick(const juce::MouseEvent&) override;
    void showMenu();
    void showColours();
    void rename();
    [[nodiscard]] juce::Rectangle<int> nameArea() const;

    Workspace& workspace_;
    model::TrackId track_;
    juce::String name_, kind_;
    juce::Colour colour_;
    int number_ = 0;
    bool isSelected_ = false, hasLanes_ = false, isFolded_ = false;
    IconButton mute_{"Mute", std::nullopt, "M"};
    IconButton solo_{"Solo", std::nullopt, "S"};
    LevelMeter meter_{LevelMeter::Direction::vertical, false};
    InlineEditor editor_;
};

} // namespace cppmusic::ui

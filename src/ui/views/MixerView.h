// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/components/ScrolledRow.h"
#include "ui/views/MixerStripView.h"

#include <memory>
#include <vector>

namespace cppmusic::ui {

/// All strips side by side, the master pinned at the right. [main]
class MixerView final : public juce::Component {
public:
    explicit MixerView(Workspace&);

    /// The document changed, or the selection.
    void refresh();
    /// Once a frame while visible.
    void showFrame();

private:
    void paint(juce::Graphics&) override;
    void resized() override;
    void layOutStrips();

    Workspace& workspace_;
    ScrolledRow row_;
    std::vector<std::unique_ptr<MixerStripView>> strips_;
    std::unique_ptr<MixerStripView> master_;
};

} // namespace cppmusic::ui

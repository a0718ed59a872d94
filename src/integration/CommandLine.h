// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <juce_core/juce_core.h>

namespace cppmusic::integration {

/// What the program was asked for when it was started.
struct CommandLine {
    juce::File project;       ///< to open; none if it does not exist
    juce::String audioDevice; ///< "none", "dummy", or (a part of) a device's name; empty: the first
    bool wantsHelp = false;
    bool wantsVersion = false;
    juce::String problem; ///< one sentence when something in it makes no sense

    [[nodiscard]] static CommandLine parse(const juce::StringArray& arguments);
    [[nodiscard]] static juce::String helpText();
};

} // namespace cppmusic::integration

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <functional>
#include <juce_gui_basics/juce_gui_basics.h>

namespace cppmusic::session {
class Session;
}

namespace cppmusic::ui {

class AppState;
class LevelStore;

/// The sound device as the desktop shows it.
struct DeviceStatus {
    juce::String name; ///< "system (JACK)"; empty: no device
    bool isRunning = false;
    double sampleRate = 0.0;
    int blockFrames = 0;
    float load = 0.0f; ///< of the time a block has, 0–1 and above
    int overloads = 0; ///< blocks that came too late since the device was opened
};

/// What the desktop needs from the program around it. [main]
class HostServices {
public:
    virtual ~HostServices() = default;
    [[nodiscard]] virtual DeviceStatus deviceStatus() const = 0;
    /// Names of what sound could go to; the first is "No output".
    [[nodiscard]] virtual juce::StringArray outputs() = 0;
    virtual core::Status selectOutput(const juce::String& name) = 0;
    /// Ends the program at once; unsaved work was asked about before.
    virtual void quitNow() = 0;
    virtual void toggleFullScreen() = 0;
    /// Ends every note that sounds.
    virtual void silence() = 0;
};

/// One line for the person: what went wrong, or what was done. Errors stay until the next message
/// or a click. [main]
class Messages {
public:
    std::function<void(const juce::String& text, bool isError)> onMessage;

    void tell(const juce::String& text) const
    {
        if (onMessage) onMessage(text, false);
    }
    void report(const core::Error& error) const
    {
        if (onMessage) onMessage(juce::String::fromUTF8(error.text().c_str()), true);
    }
    /// Shows an error; success says nothing. Returns whether it was success.
    bool check(const core::Status& status) const
    {
        if (!status.ok()) report(status.error());
        return status.ok();
    }
    template <class Value>
    bool check(const core::Result<Value>& result) const
    {
        if (!result.ok()) report(result.error());
        return result.ok();
    }
};

/// What every view works with. The parts outlive the views.
struct Workspace {
    session::Session& session;
    AppState& state;
    LevelStore& levels;
    Messages& messages;
    juce::ApplicationCommandManager& commands;
    HostServices& host;
};

} // namespace cppmusic::ui

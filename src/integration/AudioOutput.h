// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"

#include <atomic>
#include <juce_audio_devices/juce_audio_devices.h>
#include <memory>
#include <vector>

namespace cppmusic::session {
class Session;
}

namespace cppmusic::integration {

/// Connects the engine to a sound device with what it brings in: JACK, ALSA or what the system has,
/// the dummy output, or nothing. [main]; the callback runs on the device's thread.
class AudioOutput final : private juce::AudioIODeviceCallback {
public:
    static constexpr const char* noOutput = "No output";

    explicit AudioOutput(session::Session&);
    ~AudioOutput() override;

    /// "No output", then every device as "name (system)", the dummy output last. Asks the systems
    /// anew.
    [[nodiscard]] juce::StringArray names();
    /// By a name of names(), by a part of one, or "none". On error there is no output.
    core::Status open(const juce::String& name);
    /// The first device that opens; the dummy output is not tried. Not finding one is no error.
    void openFirst();
    void close();
    /// Opens again a device whose rate changed under way.
    void poll();

    [[nodiscard]] bool isRunning() const noexcept { return device_ != nullptr; }
    [[nodiscard]] juce::String name() const { return name_; }
    [[nodiscard]] double sampleRate() const noexcept { return sampleRate_; }
    [[nodiscard]] int blockFrames() const noexcept { return blockFrames_; }
    /// Blocks that the device itself says came too late, since it was opened.
    [[nodiscard]] int overloads() const;

private:
    struct Choice {
        juce::String name, deviceName;
        juce::AudioIODeviceType* type = nullptr; ///< null: the dummy output
    };

    void scan();
    core::Status openChoice(const Choice&);
    core::Status start(std::unique_ptr<juce::AudioIODevice>, const juce::String& name);
    void audioDeviceIOCallbackWithContext(const float* const* inputs, int inputCount,
                                          float* const* outputs, int outputCount, int frames,
                                          const juce::AudioIODeviceCallbackContext&) override;
    void audioDeviceAboutToStart(juce::AudioIODevice*) override;
    void audioDeviceStopped() override {}

    session::Session& session_;
    std::vector<std::unique_ptr<juce::AudioIODeviceType>> types_;
    std::vector<Choice> choices_;
    std::unique_ptr<juce::AudioIODevice> device_;
    juce::String name_;
    double sampleRate_ = 0.0;
    int blockFrames_ = 0;
    std::vector<float> spare_; // the second channel of a mono device
    std::atomic<bool> hasRateChanged_{false};
};

} // namespace cppmusic::integration

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <juce_audio_devices/juce_audio_devices.h>
#include <thread>
#include <vector>

namespace cppmusic::integration {

/// A stereo output that goes nowhere, paced by the system's clock: the transport runs without sound
/// hardware. [main] except for its own thread, which calls the callback.
class DummyAudioDevice final : public juce::AudioIODevice {
public:
    static constexpr const char* deviceName = "Dummy output";

    DummyAudioDevice();
    ~DummyAudioDevice() override;

    juce::StringArray getOutputChannelNames() override { return {"Left", "Right"}; }
    juce::StringArray getInputChannelNames() override { return {}; }
    juce::Array<double> getAvailableSampleRates() override { return {44100.0, 48000.0, 96000.0}; }
    juce::Array<int> getAvailableBufferSizes() override { return {64, 128, 256, 512, 1024}; }
    int getDefaultBufferSize() override { return 256; }
    juce::String open(const juce::BigInteger& inputs, const juce::BigInteger& outputs,
                      double sampleRate, int bufferSize) override;
    void close() override;
    bool isOpen() override { return isOpen_; }
    void start(juce::AudioIODeviceCallback*) override;
    void stop() override;
    bool isPlaying() override { return thread_.joinable(); }
    juce::String getLastError() override { return {}; }
    int getCurrentBufferSizeSamples() override { return bufferSize_; }
    double getCurrentSampleRate() override { return sampleRate_; }
    int getCurrentBitDepth() override { return 32; }
    juce::BigInteger getActiveOutputChannels() const override;
    juce::BigInteger getActiveInputChannels() const override { return {}; }
    int getOutputLatencyInSamples() override { return bufferSize_; }
    int getInputLatencyInSamples() override { return 0; }

private:
    void run();

    bool isOpen_ = false;
    double sampleRate_ = 48000.0;
    int bufferSize_ = 256;
    juce::AudioIODeviceCallback* callback_ = nullptr;
    std::atomic<bool> shouldStop_{false};
    std::vector<float> left_, right_;
    std::thread thread_;
};

} // namespace cppmusic::integration

// SPDX-License-Identifier: GPL-3.0-or-later
#include "integration/DummyAudioDevice.h"

#include <array>
#include <chrono>

namespace cppmusic::integration {

DummyAudioDevice::DummyAudioDevice() : juce::AudioIODevice(deviceName, "Dummy") {}

DummyAudioDevice::~DummyAudioDevice()
{
    close();
}

juce::BigInteger DummyAudioDevice::getActiveOutputChannels() const
{
    juce::BigInteger channels;
    channels.setRange(0, 2, true);
    return channels;
}

juce::String DummyAudioDevice::open(const juce::BigInteger&, const juce::BigInteger&,
                                    double sampleRate, int bufferSize)
{
    close();
    sampleRate_ = sampleRate > 0.0 ? sampleRate : 48000.0;
    bufferSize_ = bufferSize > 0 ? bufferSize : getDefaultBufferSize();
    left_.assign(static_cast<std::size_t>(bufferSize_), 0.0f);
    right_.assign(static_cast<std::size_t>(bufferSize_), 0.0f);
    isOpen_ = true;
    return {};
}

void DummyAudioDevice::close()
{
    stop();
    isOpen_ = false;
}

void DummyAudioDevice::start(juce::AudioIODeviceCallback* callback)
{
    stop();
    callback_ = callback;
    if (!isOpen_ || callback_ == nullptr) return;
    callback_->audioDeviceAboutToStart(this);
    shouldStop_ = false;
    thread_ = std::thread([this] { run(); });
}

void DummyAudioDevice::stop()
{
    if (!thread_.joinable()) return;
    shouldStop_ = true;
    thread_.join();
    callback_->audioDeviceStopped();
    callback_ = nullptr;
}

void DummyAudioDevice::run()
{
    using Clock = std::chrono::steady_clock;
    const auto period = std::chrono::duration_cast<Clock::duration>(
        std::chrono::duration<double>(bufferSize_ / sampleRate_));
    const std::array<float*, 2> channels = {left_.data(), right_.data()};
    auto next = Clock::now();
    while (!shouldStop_) {
        callback_->audioDeviceIOCallbackWithContext(nullptr, 0, channels.data(), 2, bufferSize_,
                                                    {});
        next += period;
        // After a long stop of the whole machine, start counting anew instead of catching up.
        if (Clock::now() > next + 20 * period) next = Clock::now();
        std::this_thread::sleep_until(next);
    }
}

} // namespace cppmusic::integration

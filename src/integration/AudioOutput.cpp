// SPDX-License-Identifier: GPL-3.0-or-later
#include "integration/AudioOutput.h"

#include "audio/engine/DawEngine.h"
#include "audio/engine/EngineContext.h"
#include "integration/DummyAudioDevice.h"
#include "session/Session.h"
#include "session/TakeRecorder.h"

#include <algorithm>
#include <array>

namespace cppmusic::integration {
namespace {

constexpr int preferredFrames = 256;
constexpr double preferredRate = 48000.0;
constexpr std::size_t spareFrames = 16384;
constexpr int mostInputs = 64; // that a track can name

/// ALSA's own converters and bridges, not places where sound goes.
bool isBridge(const juce::String& name)
{
    for (const auto* word : {"rate converter", "upmix", "vdownmix", "Rate Converter", "Null",
                             "Discard all samples", "Open Sound System"})
        if (name.containsIgnoreCase(word)) return true;
    return false;
}

/// libjack writes to the terminal whenever no server runs; that is no error here.
void silenceJack()
{
#if JUCE_LINUX || JUCE_BSD
    static juce::DynamicLibrary library("libjack.so.0"); // stays loaded: it keeps the function
    using Print = void (*)(const char*);
    const auto ignore = [](const char*) {};
    for (const auto* name : {"jack_set_error_function", "jack_set_info_function"})
        if (auto* set = reinterpret_cast<void (*)(Print)>(library.getFunction(name))) set(ignore);
#endif
}

double closestRate(juce::AudioIODevice& device)
{
    const auto rates = device.getAvailableSampleRates();
    if (rates.isEmpty() || rates.contains(preferredRate)) return preferredRate;
    double best = rates.getFirst();
    for (const double rate : rates)
        if (std::abs(rate - preferredRate) < std::abs(best - preferredRate)) best = rate;
    return best;
}

int closestBlock(juce::AudioIODevice& device)
{
    const auto sizes = device.getAvailableBufferSizes();
    if (sizes.isEmpty() || sizes.contains(preferredFrames)) return preferredFrames;
    return device.getDefaultBufferSize();
}

} // namespace

AudioOutput::AudioOutput(session::Session& session) : session_(session), spare_(spareFrames)
{
    silenceJack();
    const auto add = [this](juce::AudioIODeviceType* type) {
        if (type != nullptr) types_.emplace_back(type);
    };
    using Type = juce::AudioIODeviceType;
    add(Type::createAudioIODeviceType_JACK());
    add(Type::createAudioIODeviceType_ALSA());
    add(Type::createAudioIODeviceType_CoreAudio());
    add(Type::createAudioIODeviceType_WASAPI(juce::WASAPIDeviceMode::shared));
}

AudioOutput::~AudioOutput()
{
    close();
}

void AudioOutput::scan()
{
    choices_.clear();
    for (const auto& type : types_) {
        type->scanForDevices();
        for (const auto& name : type->getDeviceNames(false))
            if (!isBridge(name))
                choices_.push_back({name + " (" + type->getTypeName() + ")", name, type.get()});
    }
    choices_.push_back({DummyAudioDevice::deviceName, DummyAudioDevice::deviceName, nullptr});
}

juce::StringArray AudioOutput::names()
{
    scan();
    juce::StringArray result(noOutput);
    for (const auto& choice : choices_) result.add(choice.name);
    return result;
}

core::Status AudioOutput::open(const juce::String& name)
{
    if (name == noOutput || name.equalsIgnoreCase("none")) {
        close();
        return {};
    }
    if (name == DummyAudioDevice::deviceName) {
        close();
        return start(std::make_unique<DummyAudioDevice>(), name);
    }
    scan();
    const Choice* found = nullptr;
    for (const auto& choice : choices_)
        if (choice.name.equalsIgnoreCase(name) ||
            (found == nullptr && choice.name.containsIgnoreCase(name)))
            found = &choice;
    if (found == nullptr)
        return core::makeError(core::ErrorCode::notFound,
                               "There is no such audio output; choose one in the status strip.",
                               name.toStdString());
    return openChoice(*found);
}

void AudioOutput::openFirst()
{
    scan();
    for (const auto& choice : choices_)
        if (choice.type != nullptr && openChoice(choice).ok()) return;
}

core::Status AudioOutput::openChoice(const Choice& choice)
{
    close();
    if (choice.type == nullptr) return start(std::make_unique<DummyAudioDevice>(), choice.name);
    // What the same device brings in, if it does.
    const bool hasInput = choice.type->getDeviceNames(true).contains(choice.deviceName);
    std::unique_ptr<juce::AudioIODevice> device(choice.type->createDevice(
        choice.deviceName, hasInput ? choice.deviceName : juce::String()));
    if (device == nullptr)
        return core::makeError(core::ErrorCode::notFound, "This audio output cannot be opened.",
                               choice.name.toStdString());
    return start(std::move(device), choice.name);
}

core::Status AudioOutput::start(std::unique_ptr<juce::AudioIODevice> device,
                                const juce::String& name)
{
    juce::BigInteger inputs, outputs;
    outputs.setRange(0, 2, true);
    inputs.setRange(0, std::min(mostInputs, device->getInputChannelNames().size()), true);
    const double rate = closestRate(*device);
    const int block = closestBlock(*device);
    juce::String problem = device->open(inputs, outputs, rate, block);
    // Better without a microphone than without sound.
    if ((problem.isNotEmpty() || !device->isOpen()) && !inputs.isZero())
        problem = device->open({}, outputs, rate, block);
    if (problem.isNotEmpty() || !device->isOpen())
        return core::makeError(core::ErrorCode::ioFailure,
                               "The audio output could not be opened: " + problem.toStdString(),
                               name.toStdString());
    sampleRate_ = device->getCurrentSampleRate();
    blockFrames_ = device->getCurrentBufferSizeSamples();
    const auto status =
        session_.configure({core::SampleRate(sampleRate_),
                            std::clamp(blockFrames_, 1, static_cast<int>(spareFrames))});
    if (!status.ok()) return status;
    device_ = std::move(device);
    name_ = name;
    session_.takes().setDeviceLatency(core::Frames{device_->getInputLatencyInSamples()},
                                      core::Frames{device_->getOutputLatencyInSamples()});
    hasRateChanged_ = false;
    session_.engine().attachDevice();
    device_->start(this);
    return {};
}

void AudioOutput::close()
{
    if (device_ == nullptr) return;
    device_->stop();
    device_->close();
    session_.engine().detachDevice();
    device_.reset();
    name_.clear();
}

void AudioOutput::poll()
{
    if (!hasRateChanged_.exchange(false) || device_ == nullptr) return;
    const juce::String name = name_;
    close();
    if (!open(name).ok()) openFirst();
}

int AudioOutput::overloads() const
{
    return device_ != nullptr ? std::max(0, device_->getXRunCount()) : 0;
}

void AudioOutput::audioDeviceAboutToStart(juce::AudioIODevice* device)
{
    if (device->getCurrentSampleRate() != sampleRate_) hasRateChanged_ = true;
}

void AudioOutput::audioDeviceIOCallbackWithContext(const float* const* inputs, int inputCount,
                                                   float* const* outputs, int outputCount,
                                                   int frames,
                                                   const juce::AudioIODeviceCallbackContext&)
{
    if (outputCount <= 0 || frames <= 0) return;
    const bool canFill = outputCount >= 2 || static_cast<std::size_t>(frames) <= spare_.size();
    const std::array<float*, 2> channels = {outputs[0],
                                            outputCount >= 2 ? outputs[1] : spare_.data()};
    const bool isInput = std::all_of(inputs, inputs + std::max(0, inputCount),
                                     [](const float* input) { return input != nullptr; });
    if (canFill && channels[0] != nullptr && channels[1] != nullptr)
        session_.engine().realtime().processBlock({channels.data(), 2, frames}, false,
                                                  {inputs, isInput ? inputCount : 0, frames});
    for (int channel = canFill ? 2 : 0; channel < outputCount; ++channel)
        if (outputs[channel] != nullptr) std::fill_n(outputs[channel], frames, 0.0f);
}

} // namespace cppmusic::integration

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/dsp/ControlRamp.h"
#include "audio/dsp/Envelope.h"
#include "audio/dsp/SincInterpolator.h"
#include "audio/dsp/StateVariableFilter.h"
#include "audio/playback/SampleContent.h"

#include <array>
#include <cstdint>

namespace cppmusic::audio {

/// What all voices of a Sampler share, computed at control points. [audio]
struct SamplerPatch {
    const SincInterpolator* interpolator = nullptr;
    double sampleRate = 48000.0;
    double tune = 0.0; ///< semitones, the pitch wheel included
    bool isKeyTracked = true;
    EnvelopeShape amp;
    bool isFilterOpen = true; ///< leave the filter out
    ControlRamp filterGain, damping;
    ControlRamp left, right; ///< pan
};

/// One sample being played: pitch by reading faster or slower, filter, envelope. [audio]
class SamplerVoice {
public:
    void start(const SamplerPatch&, const SampleZone&, int key, float gain,
               double startFraction) noexcept CPPMUSIC_NONBLOCKING;
    void release() noexcept CPPMUSIC_NONBLOCKING { amp_.gateOff(); }
    void fadeOut(int frames) noexcept CPPMUSIC_NONBLOCKING;
    void stop() noexcept CPPMUSIC_NONBLOCKING;
    void updateControls(const SamplerPatch&) noexcept CPPMUSIC_NONBLOCKING;
    /// Adds the next frames, at most controlInterval.
    void render(const SamplerPatch&, float* left, float* right,
                int frames) noexcept CPPMUSIC_NONBLOCKING;

    [[nodiscard]] bool isActive() const noexcept CPPMUSIC_NONBLOCKING { return amp_.isActive(); }
    [[nodiscard]] float level() const noexcept CPPMUSIC_NONBLOCKING { return amp_.level() * gain_; }
    [[nodiscard]] const SampleData* data() const noexcept CPPMUSIC_NONBLOCKING { return data_; }
    /// The last frame it gave, to fade from when its data goes away.
    [[nodiscard]] std::array<float, 2> lastFrame() const noexcept CPPMUSIC_NONBLOCKING
    {
        return last_;
    }

private:
    [[nodiscard]] float read(const SamplerPatch&,
                             const std::vector<float>& source) const noexcept CPPMUSIC_NONBLOCKING;
    [[nodiscard]] float edgeGain(std::int64_t frame) const noexcept CPPMUSIC_NONBLOCKING;

    const SampleData* data_ = nullptr;
    std::uint64_t position_ = 0; // frames of the source, 32 bits behind the point
    std::uint64_t increment_ = 0;
    std::int64_t length_ = 0;
    Envelope amp_;
    std::array<StateVariableFilter, 2> filters_;
    std::array<float, 2> last_{};
    double keyOffset_ = 0.0; // semitones from the root
    float gain_ = 1.0f;
    int fadeLength_ = 0, fadeLeft_ = 0;
};

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioBlock.h"
#include "core/Result.h"

#include <cstdint>
#include <memory>

namespace cppmusic::audio {

/// Changes the sample rate of a stream with libsoxr's very high quality (linear phase, delay
/// removed). Passband ripple ≤ 0.01 dB to 0.9 of the smaller Nyquist frequency, images and aliases
/// ≤ −100 dB (measured by tests/audio/files/Resampler_test.cpp). How the input is cut into blocks
/// doesn't change the bits. [job]
class Resampler {
public:
    /// Rates 1 000 … 768 000, channels 1 … 256; else invalidArgument.
    static core::Result<Resampler> create(double inputRate, double outputRate, int channels);
    Resampler(Resampler&&) noexcept;
    Resampler& operator=(Resampler&&) noexcept;
    ~Resampler();

    struct Progress {
        int consumed = 0; ///< input frames taken
        int produced = 0; ///< output frames given
    };
    /// Takes from `input` and fills `output` as far as both last. Call again with the rest.
    core::Result<Progress> process(const ConstAudioBlock& input, const AudioBlock& output);
    /// After the last input: gives what is still inside; 0 when there is no more.
    core::Result<int> drain(const AudioBlock& output);

private:
    struct State;
    explicit Resampler(std::unique_ptr<State>);
    std::unique_ptr<State> state_;
};

} // namespace cppmusic::audio

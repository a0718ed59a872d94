// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/files/Resampler.h"

#include <soxr.h>

#include <string>

namespace cppmusic::audio {

namespace {

using core::ErrorCode;
using core::makeError;

struct Closer {
    void operator()(soxr* handle) const noexcept { soxr_delete(handle); }
};

bool isRate(double rate) noexcept
{
    return rate >= 1000.0 && rate <= 768000.0;
}

} // namespace

struct Resampler::State {
    std::unique_ptr<soxr, Closer> handle;
    int channels = 0;
};

Resampler::Resampler(std::unique_ptr<State> state) : state_(std::move(state)) {}
Resampler::Resampler(Resampler&&) noexcept = default;
Resampler& Resampler::operator=(Resampler&&) noexcept = default;
Resampler::~Resampler() = default;

core::Result<Resampler> Resampler::create(double inputRate, double outputRate, int channels)
{
    if (!isRate(inputRate) || !isRate(outputRate) || channels < 1 || channels > 256)
        return makeError(ErrorCode::invalidArgument,
                         "sample rates are 1000 to 768000 Hz, channels 1 to 256", "resampler");
    const soxr_io_spec_t io = soxr_io_spec(SOXR_FLOAT32_S, SOXR_FLOAT32_S);
    const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_VHQ, 0);
    const soxr_runtime_spec_t runtime = soxr_runtime_spec(1);
    soxr_error_t error = nullptr;
    auto state = std::make_unique<State>();
    state->channels = channels;
    state->handle.reset(soxr_create(inputRate, outputRate, static_cast<unsigned>(channels), &error,
                                    &io, &quality, &runtime));
    if (!state->handle || error != nullptr)
        return makeError(ErrorCode::internal,
                         "the sample rate converter does not start (" +
                             std::string(error != nullptr ? error : "no memory") + ")",
                         "resampler");
    return Resampler(std::move(state));
}

core::Result<Resampler::Progress> Resampler::process(const ConstAudioBlock& input,
                                                     const AudioBlock& output)
{
    if (input.numChannels != state_->channels || output.numChannels != state_->channels)
        return makeError(ErrorCode::invalidArgument, "the number of channels changed", "resampler");
    Progress progress;
    if (input.numFrames == 0) return progress; // no input would mean the end to the library
    std::size_t consumed = 0, produced = 0;
    const soxr_error_t error = soxr_process(state_->handle.get(), input.channels,
                                            static_cast<std::size_t>(input.numFrames), &consumed,
                                            const_cast<float**>(output.channels),
                                            static_cast<std::size_t>(output.numFrames), &produced);
    if (error != nullptr) return makeError(ErrorCode::internal, error, "resampler");
    progress.consumed = static_cast<int>(consumed);
    progress.produced = static_cast<int>(produced);
    return progress;
}

core::Result<int> Resampler::drain(const AudioBlock& output)
{
    std::size_t produced = 0;
    const soxr_error_t error = soxr_process(state_->handle.get(), nullptr, 0, nullptr,
                                            const_cast<float**>(output.channels),
                                            static_cast<std::size_t>(output.numFrames), &produced);
    if (error != nullptr) return makeError(ErrorCode::internal, error, "resampler");
    return static_cast<int>(produced);
}

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/effects/StereoConvolution.h"

#include <algorithm>
#include <cmath>

namespace cppmusic::audio {

namespace {

constexpr int interval = 32; // between control points
constexpr int quarters = ImpulseResponse::shortFrames / interval;
constexpr std::size_t filterRoom = 32; // what the filter may read behind its samples

void prepareWave(std::array<std::vector<float>, 2>& wave, int frames)
{
    for (auto& channel : wave) channel.assign(static_cast<std::size_t>(frames), 0.0f);
}

void clearWave(std::array<std::vector<float>, 2>& wave) noexcept CPPMUSIC_NONBLOCKING
{
    for (auto& channel : wave) std::fill(channel.begin(), channel.end(), 0.0f);
}

} // namespace

void StereoConvolution::History::prepare(int wanted, int roomOfEach)
{
    capacity = wanted;
    room = roomOfEach;
    const auto size = static_cast<std::size_t>(capacity) * static_cast<std::size_t>(room);
    for (std::size_t c = 0; c < 2; ++c) {
        re[c].assign(size, 0.0f);
        im[c].assign(size, 0.0f);
    }
    newest = valid = 0;
}

StereoFFT::Channels StereoConvolution::History::next() noexcept CPPMUSIC_NONBLOCKING
{
    newest = newest + 1 < capacity ? newest + 1 : 0;
    valid = std::min(valid + 1, capacity);
    const auto at = static_cast<std::size_t>(newest) * static_cast<std::size_t>(room);
    StereoFFT::Channels channels;
    for (std::size_t c = 0; c < 2; ++c)
        channels.spectra[c] = {re[c].data() + at, im[c].data() + at};
    return channels;
}

ConstSpectrum StereoConvolution::History::before(std::size_t channel,
                                                 int back) const noexcept CPPMUSIC_NONBLOCKING
{
    const int index = newest - back + (newest < back ? capacity : 0);
    const auto at = static_cast<std::size_t>(index) * static_cast<std::size_t>(room);
    return {re[channel].data() + at, im[channel].data() + at};
}

void StereoConvolution::Sum::prepare(int room)
{
    prepareWave(re, room);
    prepareWave(im, room);
}

void StereoConvolution::Sum::clear() noexcept CPPMUSIC_NONBLOCKING
{
    clearWave(re);
    clearWave(im);
}

StereoFFT::Channels StereoConvolution::Sum::channels() noexcept CPPMUSIC_NONBLOCKING
{
    StereoFFT::Channels channels;
    for (std::size_t c = 0; c < 2; ++c) channels.spectra[c] = {re[c].data(), im[c].data()};
    return channels;
}

void StereoConvolution::prepare(double sampleRate)
{
    const double frames = ImpulseResponse::maxSeconds * sampleRate;
    shorts_.prepare(ImpulseResponse::mostShort, shortFft_.room());
    longs_.prepare(static_cast<int>(std::ceil(frames / longFrames)) + 1, longFft_.room());
    shortSum_.prepare(shortFft_.room());
    longSum_.prepare(longFft_.room());
    prepareWave(recent_, 2 * shortFrames + static_cast<int>(filterRoom));
    prepareWave(shortOut_, shortFrames);
    prepareWave(longIn_, 2 * longFrames);
    prepareWave(longOut_, longFrames);
    prepareWave(longNext_, longFrames);
    clear();
}

void StereoConvolution::clear() noexcept CPPMUSIC_NONBLOCKING
{
    shorts_.valid = longs_.valid = 0;
    isLongAtWork_ = false;
    for (auto* wave : {&recent_, &shortOut_, &longIn_, &longOut_, &longNext_}) clearWave(*wave);
}

void StereoConvolution::placeAt(std::int64_t point) noexcept CPPMUSIC_NONBLOCKING
{
    quarter_ = static_cast<int>(point % quarters);
    slice_ = static_cast<int>(point / quarters % numSlices);
    isLongAtWork_ = false;
}

void StereoConvolution::step(const ImpulseResponse* response) noexcept CPPMUSIC_NONBLOCKING
{
    if (++quarter_ < quarters) return;
    quarter_ = 0;
    finishShort(response);
    if (++slice_ == numSlices) {
        slice_ = 0;
        finishLong();
    }
    workOnLong(response);
}

/// 128 frames have come in: they become a spectrum, and what they and those before will sound like
/// in the next 128 is found.
void StereoConvolution::finishShort(const ImpulseResponse* response) noexcept CPPMUSIC_NONBLOCKING
{
    for (std::size_t c = 0; c < 2; ++c) {
        auto& recent = recent_[c];
        std::copy_n(recent.begin(), 2 * shortFrames, c == 0 ? shortFft_.left() : shortFft_.right());
        const auto into = static_cast<std::ptrdiff_t>(longFrames + slice_ * shortFrames);
        std::copy_n(recent.begin() + shortFrames, shortFrames, longIn_[c].begin() + into);
        std::copy_n(recent.begin() + shortFrames, shortFrames, recent.begin());
    }
    shortFft_.forward(kernel_, shorts_.next());
    shortSum_.clear();
    const auto sums = shortSum_.channels();
    const int count = response == nullptr ? 0 : std::min(response->numShort, shorts_.valid);
    for (std::size_t c = 0; c < 2; ++c)
        for (int part = 0; part < count; ++part)
            kernel_.multiplyAdd(shorts_.before(c, part), response->channels[c].shorts.part(part),
                                sums.spectra[c], shortFft_.room());
    shortFft_.inverse(kernel_, sums);
    std::copy_n(shortFft_.left() + shortFrames, shortFrames, shortOut_[0].begin());
    std::copy_n(shortFft_.right() + shortFrames, shortFrames, shortOut_[1].begin());
}

/// 2,048 frames have come in: what was found in the meantime is heard from here on.
void StereoConvolution::finishLong() noexcept CPPMUSIC_NONBLOCKING
{
    std::swap(longOut_, longNext_);
    clearWave(longNext_);
    for (std::size_t c = 0; c < 2; ++c) {
        std::copy_n(longIn_[c].begin(), 2 * longFrames,
                    c == 0 ? longFft_.left() : longFft_.right());
        std::copy_n(longIn_[c].begin() + longFrames, longFrames, longIn_[c].begin());
    }
    isLongAtWork_ = true;
}

/// A sixteenth of the work: first the transform, then the sums, last the transform back.
void StereoConvolution::workOnLong(const ImpulseResponse* response) noexcept CPPMUSIC_NONBLOCKING
{
    if (!isLongAtWork_) return;
    if (slice_ == 0) {
        longFft_.forward(kernel_, longs_.next());
        longSum_.clear();
        return;
    }
    const auto sums = longSum_.channels();
    if (slice_ < numSlices - 1) {
        const int count = response == nullptr ? 0 : std::min(response->numLong, longs_.valid);
        const int begin = count * (slice_ - 1) / (numSlices - 2);
        const int end = count * slice_ / (numSlices - 2);
        for (std::size_t c = 0; c < 2; ++c)
            for (int part = begin; part < end; ++part)
                kernel_.multiplyAdd(longs_.before(c, part), response->channels[c].longs.part(part),
                                    sums.spectra[c], longFft_.room());
        return;
    }
    longFft_.inverse(kernel_, sums);
    std::copy_n(longFft_.left() + longFrames, longFrames, longNext_[0].begin());
    std::copy_n(longFft_.right() + longFrames, longFrames, longNext_[1].begin());
    isLongAtWork_ = false;
}

void StereoConvolution::process(const ImpulseResponse* response, int offset, int frames,
                                const std::array<Row, 2>& in,
                                std::array<Row, 2>& out) noexcept CPPMUSIC_NONBLOCKING
{
    const auto at = static_cast<std::size_t>(quarter_ * interval + offset);
    const auto longAt = static_cast<std::size_t>(slice_) * shortFrames + at;
    for (std::size_t c = 0; c < 2; ++c) {
        float* newest = recent_[c].data() + shortFrames + at;
        std::copy_n(in[c].begin(), frames, newest);
        if (response == nullptr) {
            out[c].fill(0.0f);
            continue;
        }
        Row head;
        kernel_.filter(response->channels[c].head.data(), ImpulseResponse::headFrames, newest,
                       head.data());
        for (std::size_t i = 0; i < static_cast<std::size_t>(frames); ++i)
            out[c][i] = (head[i] + shortOut_[c][at + i]) + longOut_[c][longAt + i];
    }
}

} // namespace cppmusic::audio

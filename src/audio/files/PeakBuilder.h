// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/files/PeakCache.h"
#include "audio/graph/AudioBlock.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace cppmusic::audio {

/// Makes peaks of sound that is still coming, a recording for example: each addition costs what it
/// brings, and at any time the peaks are those of a whole file of that length. [job; one thread]
class PeakBuilder {
public:
    explicit PeakBuilder(int channels);

    /// `block` has the builder's channels. Gives the first frame whose peaks of the finest level
    /// have changed: what was drawn before it stays right.
    std::int64_t append(const ConstAudioBlock& block);
    [[nodiscard]] const Peaks& peaks() const noexcept { return peaks_; }
    /// The peaks, given away.
    [[nodiscard]] Peaks take() noexcept { return std::move(peaks_); }

private:
    Peaks peaks_;
    std::vector<std::vector<float>> pending_; ///< of the last, unfinished stretch; [channel]
};

} // namespace cppmusic::audio

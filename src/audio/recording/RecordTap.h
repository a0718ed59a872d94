// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/graph/AudioNode.h"
#include "audio/recording/RecordRing.h"

#include <memory>

namespace cppmusic::audio {

/// Where a RecordTap's sound goes.
struct RecordContent final : NodeContent {
    std::shared_ptr<RecordRing> ring;
};

/// Hands its stereo input on (NaN and infinity as 0) and, while the transport plays and records,
/// also to the ring of its content; silence is recorded like any sound.
class RecordTap final : public AudioNode {
public:
    [[nodiscard]] NodePorts ports() const noexcept override;
    void prepare(const PrepareSpec&) override {}
    void reset() noexcept CPPMUSIC_NONBLOCKING override {}
    void process(ProcessContext&) noexcept CPPMUSIC_NONBLOCKING override;

private:
    void record(const ProcessContext&, const float* left,
                const float* right) const noexcept CPPMUSIC_NONBLOCKING;
};

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/time/Units.h"
#include "model/Asset.h"

#include <cstdint>
#include <memory>

namespace cppmusic::audio {
class SampleStream;
struct SampleData;
} // namespace cppmusic::audio

namespace cppmusic::session {

/// Where the compiler gets sound from. Implementations remember what they opened. [main or job]
class AssetSource {
public:
    virtual ~AssetSource() = default;
    /// The whole file in memory, for samplers.
    [[nodiscard]] virtual core::Result<std::shared_ptr<const audio::SampleData>>
    sample(const model::Asset&) = 0;
    /// A stream at the engine's rate for one clip, ready to start at `headFrame` of the file (in
    /// frames of that rate); each clip has a stream of its own.
    [[nodiscard]] virtual core::Result<std::shared_ptr<audio::SampleStream>>
    stream(const model::Asset&, core::SampleRate engineRate, std::int64_t headFrame) = 0;
};

} // namespace cppmusic::session

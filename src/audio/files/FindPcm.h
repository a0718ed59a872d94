// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/files/PcmFile.h"

#include <optional>

struct sf_private_tag;

namespace cppmusic::audio {

/// Whether the file begins as a kind that can hold plain samples: WAV, RF64, W64, AIFF, CAF, AU.
[[nodiscard]] bool mayHoldPcm(const FileDescriptor&);

/// Direct reading of a file that `decoder` (libsndfile) reads through `descriptor`; empty unless
/// its samples are plain integers of 16, 24 or 32 bits or 32-bit floats and reading them directly
/// gave the decoder's bits at both ends. `format` is libsndfile's. Moves the decoder's position.
[[nodiscard]] std::optional<PcmFile> findPcm(sf_private_tag* decoder,
                                             const std::shared_ptr<const FileDescriptor>&,
                                             const std::filesystem::path&, int format, int channels,
                                             std::int64_t frames);

} // namespace cppmusic::audio

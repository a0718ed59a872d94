// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/files/AudioFileFormat.h"
#include "core/Result.h"
#include "model/Project.h"
#include "session/services/SongRenderer.h"

#include <filesystem>
#include <string>
#include <vector>

namespace cppmusic::session {

/// How the render's files shall be; `expectedFrames` at least as many as will come. [any]
[[nodiscard]] audio::AudioFileSpec fileSpecOf(const RenderSettings&, std::int64_t expectedFrames,
                                              int channels = 2);

/// "wav" for a render format; the file extension.
[[nodiscard]] std::string extensionOf(RenderFormat);

/// A stem's file name: its number among the tracks and its name, with what file systems don't take
/// replaced: "03 Bass_Sub.wav".
[[nodiscard]] std::string stemFileName(std::size_t number, const std::string& trackName,
                                       RenderFormat);

/// What is wrong with the settings, before anything is done. invalidArgument or unsupported.
[[nodiscard]] core::Status checkRenderSettings(const RenderSettings&);

} // namespace cppmusic::session

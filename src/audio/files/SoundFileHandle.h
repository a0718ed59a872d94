// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

// libsndfile's own tag, so that its header stays in the .cpp files.
struct sf_private_tag;

namespace cppmusic::audio {

struct SoundFileCloser {
    void operator()(sf_private_tag* file) const noexcept;
};

/// An open libsndfile file.
using SoundFileHandle = std::unique_ptr<sf_private_tag, SoundFileCloser>;

} // namespace cppmusic::audio

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace cppmusic::audio {

/// What a node plays: notes, clips, samples. Immutable and shared; it travels in the plan, so
/// changing the content never rebuilds the node. Freed on the main thread only.
struct NodeContent {
    NodeContent() = default;
    NodeContent(const NodeContent&) = delete;
    NodeContent& operator=(const NodeContent&) = delete;
    virtual ~NodeContent() = default;
};

} // namespace cppmusic::audio

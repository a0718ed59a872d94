// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/Result.h"
#include "core/Shared.h"
#include "core/io/FileSystem.h"
#include "model/Project.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cppmusic::session {

/// One of the song's audio files as its folder has it.
struct AssetState {
    enum class Condition : std::uint8_t {
        whole,     ///< the content is what was imported
        unchecked, ///< it is there with the right size; nobody looked inside
        missing,
        damaged, ///< another size or content
        link     ///< a symbolic link: it lies outside of the song
    };
    core::Shared<model::Asset> asset;
    Condition condition = Condition::missing;
    bool isPlayed = false; ///< a clip or a device plays it
};

struct AssetList {
    std::vector<AssetState> assets;      ///< by id
    std::vector<std::string> strays;     ///< in assets/audio, and none of the song's; by path
    std::vector<std::string> recordings; ///< in assets/recording: takes that became no clip
    std::vector<std::string> unused;     ///< in assets/unused: what was removed
};

enum class AssetCheck : std::uint8_t { size, content };

/// What the song has and what is in its folder. AssetCheck::content reads all audio. [main or job]
[[nodiscard]] AssetList listAssets(const core::FileSystem&, const model::Project&,
                                   const core::FileSystem::Path& folder, AssetCheck);

/// One asset; its place in the folder counts.
[[nodiscard]] AssetState::Condition conditionOf(const core::FileSystem&, const model::Asset&,
                                                const core::FileSystem::Path& folder, AssetCheck);

/// "missing", "damaged", … as people and machines read it.
[[nodiscard]] const char* nameOf(AssetState::Condition);

/// Whether it can be played as it was imported, as far as anybody looked.
[[nodiscard]] bool isSound(AssetState::Condition) noexcept;

/// Where the files of a folder of the song are, by path: "assets/audio/x.wav". Hidden and
/// half-copied ones and what repair kept are left out.
[[nodiscard]] std::vector<std::string>
filesIn(const core::FileSystem&, const core::FileSystem::Path& folder, const std::string& place);

} // namespace cppmusic::session

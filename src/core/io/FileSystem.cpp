// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/FileSystem.h"

namespace cppmusic::core {

Status FileSystem::writeFiles(const Path& folder, std::span<const NamedContent> files)
{
    for (const auto& file : files)
        if (auto status = writeFile(folder / file.name, file.content); !status) return status;
    return {};
}

} // namespace cppmusic::core

// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/storage/DamagedOriginals.h"

#include "project/storage/FolderBounds.h"

#include <array>
#include <utility>

namespace cppmusic::project {

DamagedOriginals::DamagedOriginals(std::filesystem::path folder, core::FileSystem& files)
    : folder_(std::move(folder)), files_(files)
{
}

core::Status DamagedOriginals::keep(const std::string& name, bool isToMove)
{
    const auto path = folder_ / name;
    if (!files_.exists(path)) return {};
    const auto target = nameForDamaged(path, files_);
    auto status = isToMove ? files_.rename(path, target) : files_.copyFile(path, target);
    if (status) status = files_.syncDirectory(path.parent_path());
    if (status) kept_.push_back(target.lexically_relative(folder_).string());
    return status;
}

core::Status DamagedOriginals::copy(const std::string& name)
{
    return keep(name, false);
}

core::Status DamagedOriginals::move(const std::string& name)
{
    return keep(name, true);
}

core::Status DamagedOriginals::keepJournal(bool isToMove)
{
    constexpr std::array names{"history.db", "history.db-wal", "history.db.next", "closed",
                               "acknowledged"};
    for (const char* name : names)
        if (auto status = keep(std::string(".journal/") + name, isToMove); !status) return status;
    return move(".journal/reserve");
}

core::Status DamagedOriginals::moveJournal()
{
    return keepJournal(true);
}

core::Status DamagedOriginals::copyJournal()
{
    return keepJournal(false);
}

} // namespace cppmusic::project

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/Project.h"

namespace cppmusic::model {

Project makeEmptyProject()
{
    Project project;
    Track master;
    master.id = TrackId{project.nextId++};
    master.name = "Master";
    master.kind = TrackKind::master;
    project.tracks.emplace_back(std::move(master));
    return project;
}

} // namespace cppmusic::model

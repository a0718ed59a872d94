// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "audio/playback/DiskStreamer.h"
#include "core/io/DiskFileSystem.h"
#include "core/jobs/JobSystem.h"
#include "core/jobs/MainThreadQueue.h"
#include "project/ProjectModel.h"
#include "session/ProjectFiles.h"
#include "session/services/AssetPool.h"

namespace cppmusic::cli {

/// An open project without an engine. [main]
struct Workbench {
    core::DiskFileSystem fileSystem;
    core::MainThreadQueue mainThread;
    audio::DiskStreamer disk;
    session::AssetPool pool{disk};
    project::ProjectModel model;
    core::JobSystem jobs{1};
    session::ProjectFiles files{fileSystem, model, pool, jobs, mainThread};
};

} // namespace cppmusic::cli

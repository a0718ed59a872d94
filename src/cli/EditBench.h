// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/BenchFiles.h"
#include "cli/BenchOptions.h"
#include "cli/BenchProject.h"
#include "core/Result.h"
#include "session/Session.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace cppmusic::cli {

/// The kinds of edits that are measured.
enum class BenchEdit {
    faderTick, ///< one step of a fader that is being moved
    note,      ///< one note into a pattern
    track      ///< one more track like the others, with three inserts, a group and two sends
};

/// A session on the song of the benchmarks (BenchProject), looping, and one instrument track with a
/// pattern. Each edit is made as the window makes it, through the controllers, up to the message in
/// the engine's queue. [main]
class EditBench {
public:
    EditBench(const BenchOptions&, double rate);
    /// Makes the song as a project folder and opens it, as a person would.
    core::Status open(const std::filesystem::path& folder, const std::vector<BenchFile>&);

    /// Makes one edit; nanoseconds of this thread's processor time. A note and a track are taken
    /// back with undo() afterwards.
    core::Result<std::uint64_t> measure(BenchEdit);
    /// Takes back what measure() left, and does what the window does once a frame.
    void settle();

    [[nodiscard]] session::Session& session() noexcept { return session_; }

private:
    core::Status addBeat(project::ProjectModel&);
    core::Status apply(BenchEdit);
    core::Status moveFader();
    core::Status addNote();
    core::Status addTrack();

    const BenchOptions& options_;
    session::Session session_;
    BenchFile file_;
    model::AssetId asset_;
    model::TrackId fader_;
    model::PatternId pattern_;
    float gainDb_ = 0.0f;
    bool isToUndo_ = false;
    int number_ = 0;
};

} // namespace cppmusic::cli

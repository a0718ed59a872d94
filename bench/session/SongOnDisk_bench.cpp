// SPDX-License-Identifier: GPL-3.0-or-later
// A song of 256 tracks, 2,000 clips and 100,000 notes on the disk: opening, saving, acknowledging.
#include "core/io/DiskFileSystem.h"
#include "project/ProjectModel.h"
#include "project/storage/ProjectStore.h"

#include <algorithm>
#include <benchmark/benchmark.h>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <malloc.h>
#include <memory>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

using namespace cppmusic;
using core::Beats;

constexpr std::uint64_t tracks = 256, clips = 2000, patterns = 500, notesPerPattern = 200;

model::Project makeLargeSong()
{
    auto song = model::makeEmptyProject();
    std::uint64_t nextId = song.nextId;
    std::vector<model::PatternId> made;
    for (std::uint64_t number = 0; number < patterns; ++number) {
        model::Pattern pattern;
        pattern.id = model::PatternId{nextId++};
        pattern.name = "Pattern " + std::to_string(number);
        model::PatternLane lane;
        for (std::uint64_t index = 0; index < notesPerPattern; ++index) {
            model::Note note;
            note.id = model::NoteId{nextId++};
            note.event.start = Beats{static_cast<double>(index) / 50.0};
            note.event.pitch = static_cast<std::uint8_t>(36 + (index * 7 + number) % 60);
            lane.notes.push_back(note);
        }
        pattern.lanes.emplace(model::TrackId{}, std::move(lane));
        made.push_back(pattern.id);
        song.patterns.emplace(pattern.id, std::move(pattern));
    }
    for (std::uint64_t number = 0; number < tracks; ++number) {
        model::Track track;
        track.id = model::TrackId{nextId++};
        track.name = "Track " + std::to_string(number);
        for (std::uint64_t index = number; index < clips; index += tracks) {
            model::Clip clip;
            clip.id = model::ClipId{nextId++};
            clip.start = Beats{static_cast<double>(index / tracks) * 8.0};
            clip.content = model::PatternClip{made[index % made.size()], {}, true};
            track.clips.emplace_back(std::move(clip));
        }
        song.tracks.emplace_back(std::move(track));
    }
    song.nextId = nextId;
    return song;
}

/// The song in a folder, with a journal of some edits.
class Disk {
public:
    Disk() : folder_(std::filesystem::temp_directory_path() / "cppmusic-bench.dawproj")
    {
        std::filesystem::remove_all(folder_);
        auto store =
            project::ProjectStore::create(folder_, files, model.snapshot(), model.undoTree(), {});
        store_ = std::move(*store);
        history_ = model.observeHistory([this](const auto& step) { store_->record(step); });
    }
    ~Disk()
    {
        store_.reset();
        std::filesystem::remove_all(folder_);
    }
    void edit()
    {
        const auto& song = *model.snapshot();
        auto track = song.tracks.begin();
        for (auto skip = ++count_ % tracks; skip > 0; --skip) ++track;
        (void)model.execute(
            project::SetTrackGain{(*track)->id, -0.01f * static_cast<float>(count_ % 900)});
    }
    [[nodiscard]] project::ProjectStore& store() { return *store_; }
    void close() { (void)store_->close(); }
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

    core::DiskFileSystem files;
    project::ProjectModel model{makeLargeSong()};

private:
    std::filesystem::path folder_;
    std::unique_ptr<project::ProjectStore> store_;
    project::Subscription history_;
    std::uint64_t count_ = 0;
};

// Labels: the aim, and what peers took for as many notes on a machine like this one, in
// milliseconds.
void fullSave(benchmark::State& state)
{
    state.SetLabel("aim 500 ms; Ardour 7.3: 1100, Tracktion Engine: 730");
    for (auto _ : state) {
        state.PauseTiming();
        auto disk = std::make_unique<Disk>();
        (void)disk->store().flush();
        state.ResumeTiming();
        if (!disk->store().saveNow(disk->model.snapshot())) state.SkipWithError("not saved");
        state.PauseTiming();
        disk.reset();
        state.ResumeTiming();
    }
}
BENCHMARK(fullSave)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(3);

void saveAfterOneEdit(benchmark::State& state)
{
    state.SetLabel("aim 50 ms");
    Disk disk;
    (void)disk.store().saveNow(disk.model.snapshot());
    for (auto _ : state) {
        disk.edit();
        if (!disk.store().saveNow(disk.model.snapshot())) state.SkipWithError("not saved");
    }
}
BENCHMARK(saveAfterOneEdit)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(20);

void acknowledge(benchmark::State& state)
{
    state.SetLabel("aim p99 250 ms");
    Disk disk;
    (void)disk.store().saveNow(disk.model.snapshot());
    std::vector<double> milliseconds;
    for (auto _ : state) {
        const auto start = std::chrono::steady_clock::now();
        disk.edit();
        if (!disk.store().flush()) state.SkipWithError("not written");
        milliseconds.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
                .count());
    }
    std::sort(milliseconds.begin(), milliseconds.end());
    state.counters["p99_ms"] = milliseconds[milliseconds.size() * 99 / 100];
}
BENCHMARK(acknowledge)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(500);

/// Resident memory of this program.
double megabytes()
{
    ::malloc_trim(0);
    std::ifstream file("/proc/self/statm");
    double whole = 0.0, resident = 0.0;
    file >> whole >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

void open(benchmark::State& state)
{
    state.SetLabel(
        "aim 500 ms; Ardour 7.3: 6500 to 12000, Tracktion Engine: 340 for the notes alone");
    auto disk = std::make_unique<Disk>();
    const auto folder = std::filesystem::temp_directory_path() / "cppmusic-bench-open.dawproj";
    for (int count = 0; count < 500; ++count) disk->edit();
    (void)disk->store().saveNow(disk->model.snapshot());
    disk->close();
    std::filesystem::remove_all(folder);
    std::filesystem::rename(disk->folder(), folder);
    core::DiskFileSystem files;
    disk.reset();
    const double before = megabytes();
    double most = 0.0;
    for (auto _ : state) {
        project::OpenedProject opened;
        auto store = project::ProjectStore::open(folder, files, opened);
        if (!store || !opened.damage.empty()) state.SkipWithError("not opened");
        state.PauseTiming();
        most = std::max(most, megabytes() - before);
        if (store) store->reset();
        state.ResumeTiming();
    }
    state.counters["MB"] = most; // of the song and its history
    std::filesystem::remove_all(folder);
}
BENCHMARK(open)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(5);

} // namespace

BENCHMARK_MAIN();

// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/storage/SalvagedFiles.h"

#include "core/io/Checksum.h"
#include "model/Validate.h"
#include "project/merge/FileMerge.h"
#include "project/merge/Mend.h"
#include "project/serialization/JsonReader.h"
#include "project/serialization/Manifest.h"
#include "project/serialization/ProjectJson.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

namespace cppmusic::project {

using core::ErrorCode;

namespace {

constexpr std::uint64_t maxFileBytes = 64u << 20;
constexpr const char* songFile = "project.json";

/// The text or number behind `key` (`"name": `) from `at` on; `at` is behind it then.
std::string_view valueOf(std::string_view text, std::string_view key, std::size_t& at)
{
    at = text.find(key, at);
    if (at == std::string_view::npos) return {};
    at += key.size();
    const bool isText = at < text.size() && text[at] == '"';
    const auto begin = at + (isText ? 1 : 0);
    const auto end = isText ? text.find('"', begin) : text.find_first_not_of("0123456789", begin);
    if (end == std::string_view::npos) return {};
    at = end;
    return text.substr(begin, end - begin);
}

std::uint64_t numberIn(std::string_view text, std::string_view key)
{
    std::size_t at = 0;
    const auto digits = valueOf(text, key, at);
    std::uint64_t number = 0;
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return result.ec == std::errc{} ? number : 0;
}

bool isJson(const std::string& text, const std::string& path)
{
    return readJson(text, path).ok();
}

/// The file that an error of reading is about.
std::string fileOf(const core::Error& error)
{
    return error.place.substr(0, error.place.find_first_of("#,"));
}

/// The file of what a place of the model names: "track 12 'Bass', clip 3".
std::string fileOfNoun(std::string_view place)
{
    for (const auto& [word, isTrack] : {std::pair{"track ", true}, std::pair{"pattern ", false}}) {
        if (!place.starts_with(word)) continue;
        place.remove_prefix(std::string_view(word).size());
        std::uint64_t id = 0;
        std::from_chars(place.data(), place.data() + place.size(), id);
        return isTrack ? fileNameOf(model::TrackId{id}) : fileNameOf(model::PatternId{id});
    }
    return {};
}

bool isMaster(const core::Shared<model::Track>& track)
{
    return track->kind == model::TrackKind::master;
}

// Merging has the same sentences for another reason.
std::string asLoss(std::string sentence)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> words{
        {{"was removed on one side; it stays because", "was taken from the history, because"},
         {"was removed on one side and is played on the other", "is lost, and something plays it"},
         {"was removed on one side and has notes on the other",
          "is lost, and a pattern has notes for it"}}};
    for (const auto& [from, to] : words)
        if (const auto at = sentence.find(from); at != std::string::npos)
            sentence.replace(at, from.size(), to);
    return sentence;
}

} // namespace

void KnownSums::read(const std::string& text)
{
    // Written with names in order: path, sha256, then size or staged.
    for (std::size_t at = 0;;) {
        const auto path = std::string(valueOf(text, R"("path": )", at));
        if (at == std::string::npos) break;
        const auto next = std::min(text.find("\"path\": ", at), text.size());
        auto inside = at;
        const auto sum = std::string(valueOf(text, R"("sha256": )", inside));
        if (inside >= next || sum.size() != 64 || !isProjectFile(path)) continue;
        sums[path].insert(sum);
        const auto name = std::string(valueOf(text, R"("staged": )", inside));
        const bool isNumber = name.find_first_not_of("0123456789") == std::string::npos;
        if (inside < next && !name.empty() && name.size() < 10 && isNumber)
            staged[path].insert(name);
    }
    edits = std::max(edits, numberIn(text, R"("edits": )"));
    nextId = std::max(nextId, numberIn(text, R"("nextId": )"));
}

SalvagedFiles::SalvagedFiles(const std::filesystem::path& folder, core::FileSystem& files,
                             const model::Project* older)
    : folder_(folder), files_(files), older_(older)
{
    if (older != nullptr)
        if (auto written = writeProjectFiles(*older)) olderFiles_ = std::move(*written);
    for (const char* name : {manifestPath, ".save/COMMIT"})
        if (const auto text = files.readFile(folder / name, maxFileBytes)) known_.read(*text);
    // A damaged save may have the manifest that it was going to write.
    for (const auto& name : known_.staged[manifestPath])
        if (const auto text = files.readFile(folder / ".save" / name, maxFileBytes))
            known_.read(*text);
    collect();
}

void SalvagedFiles::collect()
{
    std::set<std::string> paths{songFile};
    for (const auto& [path, sums] : known_.sums) paths.insert(path);
    for (const std::string place : {"tracks/", "patterns/", "automation/"}) {
        const auto names = files_.list(folder_ / place);
        if (!names) continue;
        for (const auto& name : *names)
            if (isProjectFile(place + name)) paths.insert(place + name);
    }
    for (const auto& path : paths)
        if (path != manifestPath && path != undoPath) take(path);
    makeSongFile();
}

void SalvagedFiles::tell(const std::string& path, std::string sentence)
{
    lost_.push_back(core::makeError(ErrorCode::corrupt, std::move(sentence), path));
}

std::string SalvagedFiles::nameOf(const std::string& path) const
{
    for (const auto* files : {&contents_, &olderFiles_})
        if (const auto file = files->find(path); file != files->end()) {
            std::size_t at = 0;
            const bool isLane = path.starts_with("automation/");
            // The members of the noun itself are two spaces in.
            const auto name =
                valueOf(file->second, isLane ? "\"parameter\": " : "\n  \"name\": ", at);
            if (!name.empty()) return "'" + std::string(name) + "'";
        }
    return "This file";
}

void SalvagedFiles::take(const std::string& path)
{
    const auto& sums = known_.sums[path];
    const auto isWhole = [&](const core::Result<std::string>& text) {
        return text && sums.contains(core::sha256Hex(*text));
    };
    for (const auto& name : known_.staged[path]) {
        auto text = files_.readFile(folder_ / ".save" / name, maxFileBytes);
        if (!isWhole(text)) continue;
        ++taken_;
        contents_[path] = std::move(*text);
        return;
    }
    auto text = files_.readFile(folder_ / path, maxFileBytes);
    if (isWhole(text)) {
        ++taken_;
        certain_.insert(path);
        contents_[path] = std::move(*text);
        return;
    }
    if (text && isJson(*text, path)) {
        contents_[path] = std::move(*text);
        unsure_.insert(path);
        ++taken_;
        const auto name = nameOf(path);
        tell(path, name + (sums.empty() ? " is taken as it is; nothing says whether it is whole."
                                        : " was changed or damaged and can still be read; it is "
                                          "taken as it is. Look at it."));
        return;
    }
    if (!takeOlder(path)) tell(path, "This can't be read, and the history doesn't have it.");
}

bool SalvagedFiles::takeOlder(const std::string& path)
{
    const auto found = olderFiles_.find(path);
    if (found == olderFiles_.end()) return false;
    contents_[path] = found->second;
    tell(path, nameOf(path) + " can't be read; it is as the readable part of the history has it, "
                              "which is older.");
    return true;
}

// Without it no song opens: an empty one takes all tracks that there are.
void SalvagedFiles::makeSongFile()
{
    if (contents_.contains(songFile)) return;
    auto empty = model::makeEmptyProject();
    empty.name = "Salvaged";
    empty.tracks = {};
    if (auto written = writeProjectFiles(empty)) contents_[songFile] = written->at(songFile);
    tell(songFile, "Tempo, markers and names of audio files are lost; the tracks are in the order "
                   "in which they were made.");
}

// What is older takes its place, then nothing.
void SalvagedFiles::drop(const std::string& path, const std::string& reason)
{
    certain_.erase(path);
    unsure_.erase(path);
    const bool isFirst = dropped_.insert(path).second;
    contents_.erase(path);
    std::erase_if(lost_, [&](const auto& error) { return error.place == path; });
    if (!isFirst || !takeOlder(path)) tell(path, "This can't be used: " + reason);
    makeSongFile();
}

core::Result<model::Project> SalvagedFiles::project()
{
    while (true) {
        auto files = contents_;
        (void)settleFiles(files);
        std::vector<std::string> unused;
        auto project = readProjectFiles(files, unused);
        if (!project) {
            const auto path = fileOf(project.error());
            if (!contents_.contains(path)) return project.error();
            drop(path, project.error().message);
            continue;
        }
        auto told = finish(*project);
        const auto wrong = model::validate(*project);
        if (wrong.empty()) {
            for (const auto& path : unused) tell(path, nameOf(path) + " belongs to nothing now.");
            for (auto& sentence : told) tell("song", asLoss(std::move(sentence)));
            return project;
        }
        // One of the files that nobody vouches for has a value that can't be.
        if (unsure_.empty())
            return core::makeError(ErrorCode::corrupt, wrong.front().message, wrong.front().place);
        auto path = fileOfNoun(wrong.front().place);
        if (!unsure_.contains(path)) path = *unsure_.rbegin();
        drop(path, wrong.front().message);
    }
}

std::vector<std::string> SalvagedFiles::finish(model::Project& project) const
{
    project.nextId = std::max(project.nextId, known_.nextId);
    std::vector<std::string> told;
    if (older_ != nullptr) {
        project.nextId = std::max(project.nextId, older_->nextId);
        told = restoreUsed(project, {older_});
    }
    std::vector<std::string> mended = mend(project); // no id is used twice from here on
    if (std::none_of(project.tracks.begin(), project.tracks.end(), isMaster)) {
        auto master = *model::makeEmptyProject().tracks[0];
        master.id = model::TrackId{project.nextId++};
        project.tracks.emplace_back(std::move(master));
        told.emplace_back("The master track is lost; there is a new one.");
    }
    for (auto& sentence : mended) told.push_back(std::move(sentence));
    for (auto& sentence : mend(project)) told.push_back(std::move(sentence));
    return told;
}

} // namespace cppmusic::project

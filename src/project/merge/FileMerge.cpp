// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/merge/FileMerge.h"

#include "project/merge/JsonLists.h"
#include "project/serialization/CanonicalJson.h"
#include "project/serialization/Codec.h"
#include "project/serialization/ModelSchema.h"

#include <algorithm>
#include <set>

namespace cppmusic::project {

using core::ErrorCode;
using core::makeError;

namespace {

constexpr const char* songFile = "project.json";

std::string listOf(const std::string& path)
{
    const auto slash = path.find('/');
    return slash == std::string::npos ? "song" : path.substr(0, slash);
}

// Changes of metre on both sides may put one in the middle of a bar: ours stands.
void settleTempo(JsonValue& merged, const JsonValue& ours, std::vector<Clash>& clashes)
{
    auto* song = std::get_if<JsonObject>(&merged.content);
    const auto* before = ours.getIf<JsonObject>();
    const auto* mine = before == nullptr ? nullptr : findMember(*before, "tempo");
    if (song == nullptr || mine == nullptr) return;
    for (auto& [name, value] : *song) {
        if (name != "tempo") continue;
        DecodeContext context(songFile);
        core::TempoMap map;
        decode(value, map, context);
        if (!context.hasFailed() || isSame(value, *mine)) return;
        clashes.push_back({Clash::Kind::value, {{"song", {}}}, name, *mine, value});
        value = *mine;
    }
}

core::Result<MergedFile> mergeManifestTexts(std::string_view base, std::string_view ours,
                                            std::string_view theirs)
{
    const auto left = readManifest(ours), right = readManifest(theirs);
    if (!left) return left.error();
    if (!right) return right.error();
    const auto before = readManifest(base);
    auto text = writeManifest(mergeManifests(before ? *before : Manifest{}, *left, *right));
    if (!text) return text.error();
    return MergedFile{std::move(*text), {}};
}

} // namespace

core::Result<MergedFile> mergeFile(const std::string& path, std::string_view base,
                                   std::string_view ours, std::string_view theirs)
{
    if (!isProjectFile(path))
        return makeError(ErrorCode::invalidArgument, "This is no file of a project.", path);
    if (path == manifestPath) return mergeManifestTexts(base, ours, theirs);
    if (path == undoPath) return MergedFile{std::string(ours), {}};
    const auto left = readJson(ours, path), right = readJson(theirs, path);
    if (!left) return left.error();
    if (!right) return right.error();
    const auto before = readJson(base, path);
    JsonMerger merger(ours <= theirs);
    merger.push(listOf(path), &*left);
    auto merged = merger.merge(before ? &*before : nullptr, &*left, &*right);
    merger.pop();
    MergedFile result{{}, std::move(merger.clashes)};
    if (path == songFile) settleTempo(*merged, *left, result.clashes);
    auto text = writeCanonical(*merged);
    if (!text) return makeError(text.error().code, text.error().message, path);
    result.text = std::move(*text);
    return result;
}

Manifest mergeManifests(const Manifest& base, const Manifest& ours, const Manifest& theirs)
{
    Manifest merged = ours;
    merged.nextId = std::max(ours.nextId, theirs.nextId);
    merged.files.clear();
    std::set<std::string> paths;
    for (const auto* manifest : {&ours, &theirs})
        for (const auto& entry : manifest->files)
            if (entry.path != undoPath) paths.insert(entry.path);
    const auto isEqual = [](const ManifestEntry* a, const ManifestEntry* b) {
        return a == nullptr || b == nullptr ? a == b : *a == *b;
    };
    for (const auto& path : paths) {
        const auto *before = base.find(path), *left = ours.find(path), *right = theirs.find(path);
        const auto* taken = isEqual(before, right) ? left : isEqual(before, left) ? right : nullptr;
        if (isEqual(left, right)) taken = left;
        if (taken == nullptr && (isEqual(before, left) || isEqual(before, right))) continue;
        const bool isKnown = taken != nullptr && path != songFile;
        merged.files.push_back(isKnown ? *taken : ManifestEntry{path, {}, 0});
    }
    return merged;
}

bool isMerged(const Manifest& manifest)
{
    return std::any_of(manifest.files.begin(), manifest.files.end(),
                       [](const ManifestEntry& entry) { return entry.sha256.empty(); });
}

namespace {

// Takes names of files that aren't there out of a list of a file's outermost object.
void dropMissing(FileContents& files, const std::string& path, const char* list,
                 const std::vector<std::string>& added, std::vector<std::string>& told)
{
    auto json = readJson(files.at(path), path);
    auto* object = json ? std::get_if<JsonObject>(&json->content) : nullptr;
    if (object == nullptr) return;
    bool isChanged = false;
    for (auto& [name, value] : *object) {
        auto* names = std::get_if<JsonArray>(&value.content);
        if (name != list || names == nullptr) continue;
        const auto count = std::erase_if(*names, [&](const JsonValue& file) {
            const auto* text = file.getIf<std::string>();
            if (text == nullptr || files.contains(*text)) return false;
            told.push_back(*text + " was removed on one side; " + path + " doesn't name it now.");
            return true;
        });
        for (const auto& file : added) {
            names->emplace_back(file);
            told.push_back(file + " was removed on one side and changed on the other; it stays.");
        }
        isChanged = count > 0 || !added.empty();
    }
    if (!isChanged) return;
    if (auto text = writeCanonical(*json)) files[path] = std::move(*text);
}

std::set<std::string> namesIn(const FileContents& files, const std::string& path, const char* list)
{
    std::set<std::string> names;
    const auto json = readJson(files.at(path), path);
    const auto* object = json ? json->getIf<JsonObject>() : nullptr;
    const auto* member = object == nullptr ? nullptr : findMember(*object, list);
    if (const auto* array = member == nullptr ? nullptr : member->getIf<JsonArray>())
        for (const auto& name : *array) names.insert(textOf(name));
    return names;
}

} // namespace

std::vector<std::string> settleFiles(FileContents& files)
{
    std::vector<std::string> told;
    if (!files.contains(songFile)) return told;
    const auto listed = namesIn(files, songFile, "tracks");
    std::vector<std::string> unlisted, tracks;
    for (const auto& [path, text] : files) {
        if (!path.starts_with("tracks/")) continue;
        tracks.push_back(path);
        if (!listed.contains(path)) unlisted.push_back(path);
    }
    dropMissing(files, songFile, "tracks", unlisted, told);
    for (const auto& path : tracks) dropMissing(files, path, "automation", {}, told);
    return told;
}

} // namespace cppmusic::project

// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/serialization/Manifest.h"

#include "core/io/Checksum.h"
#include "model/Limits.h"
#include "project/serialization/ModelSchema.h"

#include <algorithm>

namespace cppmusic::project {

using core::ErrorCode;
using core::makeError;

template <>
struct Schema<ManifestEntry> {
    using T = ManifestEntry;
    static constexpr auto fields = std::make_tuple(
        required("path", &T::path), required("sha256", &T::sha256), required("size", &T::size));
};

namespace {

struct ManifestOnFile {
    std::string checksum; // of the manifest without it
    int version = 0;
    std::uint64_t nextId = 0;
    std::vector<ManifestEntry> files;
    std::uint64_t edits = 0;
    std::string unknownFields;
};

} // namespace

template <>
struct Schema<ManifestOnFile> {
    using T = ManifestOnFile;
    static constexpr auto fields = std::make_tuple(
        field("checksum", &T::checksum), required("version", &T::version),
        required("nextId", &T::nextId), required("files", &T::files), field("edits", &T::edits));
};

const ManifestEntry* Manifest::find(std::string_view path) const
{
    const auto place = std::lower_bound(
        files.begin(), files.end(), path,
        [](const ManifestEntry& entry, std::string_view name) { return entry.path < name; });
    return place != files.end() && place->path == path ? &*place : nullptr;
}

Manifest makeManifest(const FileContents& files, std::uint64_t nextId)
{
    Manifest manifest;
    manifest.nextId = nextId;
    for (const auto& [path, content] : files)
        manifest.files.push_back({path, core::sha256Hex(content), content.size()});
    return manifest;
}

std::string checksumOf(const Manifest& manifest)
{
    std::string all = std::to_string(manifest.nextId);
    for (const auto& entry : manifest.files)
        if (entry.path != undoPath) all += "\n" + entry.path + " " + entry.sha256;
    return core::sha256Hex(all);
}

namespace {

core::Result<std::string> write(ManifestOnFile file)
{
    file.checksum.clear();
    auto bare = writeCanonical(detail::encodeNoun(file));
    if (!bare) return bare.error();
    file.checksum = core::sha256Hex(*bare);
    return writeCanonical(detail::encodeNoun(file));
}

core::Error damaged(std::string message)
{
    return makeError(ErrorCode::corrupt, std::move(message), manifestPath);
}

core::Status checkEntries(const std::vector<ManifestEntry>& entries)
{
    const ManifestEntry* previous = nullptr;
    for (const auto& entry : entries) {
        if (!isProjectFile(entry.path) || entry.path == manifestPath)
            return damaged("'" + entry.path.substr(0, 80) + "' is no file of a project.");
        if (previous != nullptr && !(previous->path < entry.path))
            return damaged("The list of files is not in order, or names one twice.");
        previous = &entry;
    }
    return {};
}

} // namespace

core::Result<std::string> writeManifest(const Manifest& manifest)
{
    return write({{}, schemaVersion, manifest.nextId, manifest.files, manifest.edits, {}});
}

core::Result<Manifest> readManifest(std::string_view text)
{
    const auto json = readJson(text, manifestPath);
    if (!json) return json.error();
    const auto* object = json->getIf<JsonObject>();
    if (object == nullptr) return damaged("The manifest must be an object.");
    if (const auto* version = findMember(*object, "version")) {
        DecodeContext context(manifestPath);
        int number = 0;
        decode(*version, number, context);
        if (!context.hasFailed() && number > schemaVersion)
            return makeError(ErrorCode::newerVersion,
                             "The project was written by a newer version of CPPMusic (format " +
                                 std::to_string(number) + "); update to open it.",
                             manifestPath);
    }
    DecodeContext context(manifestPath);
    ManifestOnFile file;
    decode(*json, file, context);
    if (context.hasFailed()) return context.status().error();
    if (auto status = checkEntries(file.files); !status) return status.error();
    if (file.version < 1) return damaged("There is no such format version.");
    if (file.nextId == 0 || file.nextId > model::maxId + 1)
        return damaged("The next free id is out of range.");
    const auto expected = write(file);
    if (!expected) return expected.error();
    if (*expected != text)
        return damaged("The manifest's checksum is wrong: the file was changed or damaged.");
    return Manifest{file.nextId, std::move(file.files), file.edits};
}

} // namespace cppmusic::project

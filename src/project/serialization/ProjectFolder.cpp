// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/serialization/ProjectFolder.h"

#include "core/io/Checksum.h"
#include "project/serialization/Codec.h"

#include <algorithm>

namespace cppmusic::project {

using core::ErrorCode;
using core::makeError;
using core::Status;

namespace {

constexpr std::uint64_t maxRecordBytes = 64u << 20;
constexpr const char* stagingName = ".save";
constexpr const char* recordName = "COMMIT";
constexpr const char* recordDraftName = "COMMIT.tmp";

struct RecordOnFile {
    std::string checksum; // of the record without it
    std::vector<PendingSave::Move> moves;
    std::vector<std::string> removals;
};

} // namespace

template <>
struct Schema<PendingSave::Move> {
    using T = PendingSave::Move;
    static constexpr auto fields = std::make_tuple(
        required("path", &T::path), required("sha256", &T::sha256), required("staged", &T::staged));
};

template <>
struct Schema<RecordOnFile> {
    using T = RecordOnFile;
    static constexpr auto fields =
        std::make_tuple(required("checksum", &T::checksum), required("moves", &T::moves),
                        required("removals", &T::removals));
};

namespace {

core::Result<std::string> writeRecord(RecordOnFile record)
{
    record.checksum.clear();
    auto bare = writeCanonical(detail::encodeNoun(record));
    if (!bare) return bare.error();
    record.checksum = core::sha256Hex(*bare);
    return writeCanonical(detail::encodeNoun(record));
}

bool isStagedName(const std::string& name)
{
    return !name.empty() && name.size() < 10 &&
           name.find_first_not_of("0123456789") == std::string::npos;
}

// Nothing when the record isn't whole.
std::optional<PendingSave> parseRecord(const std::string& text)
{
    const auto json = readJson(text, recordName);
    if (!json) return std::nullopt;
    DecodeContext context(recordName);
    RecordOnFile record;
    decode(*json, record, context);
    if (context.hasFailed()) return std::nullopt;
    const auto expected = writeRecord(record);
    if (!expected || *expected != text) return std::nullopt;
    for (const auto& move : record.moves)
        if (!isProjectFile(move.path) || !isStagedName(move.staged)) return std::nullopt;
    for (const auto& path : record.removals)
        if (!isProjectFile(path)) return std::nullopt;
    return PendingSave{std::move(record.moves), std::move(record.removals)};
}

} // namespace

bool isProjectFile(std::string_view path)
{
    for (const std::string_view folder : {"tracks/", "patterns/", "automation/"})
        if (path.starts_with(folder)) {
            path.remove_prefix(folder.size());
            break;
        }
    const bool isPlain = std::all_of(path.begin(), path.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.';
    });
    return isPlain && path.size() > 5 && path.size() < 100 && path.front() != '.' &&
           path.ends_with(".json");
}

namespace {

// The folder that holds this one; for a plain name the working folder.
std::filesystem::path parentOf(const std::filesystem::path& path)
{
    return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

// Without "a/../" and a slash at the end, so that a parent is a parent.
std::filesystem::path plain(const std::filesystem::path& path)
{
    auto normal = path.lexically_normal();
    return normal.has_filename() ? normal : normal.parent_path();
}

} // namespace

ProjectFolder::ProjectFolder(const std::filesystem::path& folder, core::FileSystem& files)
    : folder_(plain(folder)), files_(files)
{
}

std::filesystem::path ProjectFolder::at(std::string_view path) const
{
    return folder_ / std::filesystem::path(path);
}

std::filesystem::path ProjectFolder::staging(std::string_view name) const
{
    const auto folder = folder_ / stagingName;
    return name.empty() ? folder : folder / std::filesystem::path(name);
}

bool ProjectFolder::exists(const std::string& path) const
{
    if (overlay_) {
        for (const auto& move : overlay_->moves)
            if (move.path == path) return true;
        const auto& removals = overlay_->removals;
        if (std::find(removals.begin(), removals.end(), path) != removals.end()) return false;
    }
    return files_.exists(at(path));
}

core::Result<std::string> ProjectFolder::read(const std::string& path, std::uint64_t maxBytes) const
{
    if (overlay_)
        for (const auto& move : overlay_->moves)
            if (move.path == path && files_.exists(staging(move.staged)))
                return files_.readFile(staging(move.staged), maxBytes);
    return files_.readFile(at(path), maxBytes);
}

core::Result<std::optional<PendingSave>> ProjectFolder::readPending() const
{
    if (!files_.exists(staging(recordName))) return std::optional<PendingSave>{};
    const auto text = files_.readFile(staging(recordName), maxRecordBytes);
    if (!text) return text.error();
    // It was flushed before it got this name, so it is whole or damaged.
    auto pending = parseRecord(*text);
    if (!pending)
        return makeError(ErrorCode::corrupt, "The record of an interrupted save is damaged.",
                         std::string(stagingName) + "/" + recordName);
    return pending;
}

core::Status ProjectFolder::overlayPending()
{
    auto pending = readPending();
    if (!pending) return pending.error();
    overlay_ = std::move(*pending);
    return {};
}

Status ProjectFolder::recover()
{
    if (!files_.exists(staging())) return {};
    const auto pending = readPending();
    if (!pending) return pending.error();
    if (*pending) {
        if (auto status = checkStaged(**pending); !status) return status;
        if (auto status = rollForward(**pending); !status) return status;
    }
    return clearStaging();
}

// A staged file that is gone was moved already, which its place must show.
Status ProjectFolder::checkStaged(const PendingSave& pending) const
{
    for (const auto& move : pending.moves) {
        auto place = staging(move.staged);
        if (!files_.exists(place)) place = at(move.path);
        const auto content = files_.readFile(place);
        if (!content) return content.error();
        if (core::sha256Hex(*content) != move.sha256)
            return makeError(
                ErrorCode::corrupt,
                "A save that was interrupted can't be finished: the file's checksum is "
                "wrong.",
                place.string());
    }
    return {};
}

// Can be done again after it was cut short.
Status ProjectFolder::rollForward(const PendingSave& pending)
{
    std::set<std::filesystem::path> folders{folder_};
    for (const auto& move : pending.moves) {
        const auto target = at(move.path);
        folders.insert(target.parent_path());
        if (!files_.exists(staging(move.staged))) continue;
        if (auto status = files_.createDirectories(target.parent_path()); !status) return status;
        if (auto status = files_.rename(staging(move.staged), target); !status) return status;
    }
    for (const auto& path : pending.removals) {
        folders.insert(at(path).parent_path());
        if (auto status = files_.remove(at(path)); !status) return status;
    }
    for (const auto& folder : folders)
        if (files_.isDirectory(folder))
            if (auto status = files_.syncDirectory(folder); !status) return status;
    return {};
}

// The record goes first, durably: without it what is staged means nothing.
Status ProjectFolder::clearStaging()
{
    if (auto status = files_.remove(staging(recordName)); !status) return status;
    if (auto status = files_.syncDirectory(staging()); !status) return status;
    if (auto status = files_.removeAll(staging()); !status) return status;
    return files_.syncDirectory(folder_);
}

// Makes the folder and those above it that are missing, each durable before anything is put in it.
Status ProjectFolder::makeFolder(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> missing;
    for (auto level = folder; !files_.isDirectory(level) && missing.size() < 100;
         level = parentOf(level))
        missing.push_back(level);
    for (auto level = missing.rbegin(); level != missing.rend(); ++level) {
        if (auto status = files_.createDirectories(*level); !status) return status;
        if (auto status = files_.syncDirectory(parentOf(*level)); !status) return status;
    }
    return {};
}

Status ProjectFolder::makeFolders(const FileContents& changed)
{
    std::set<std::filesystem::path> folders{folder_, staging()};
    for (const auto& [path, content] : changed) folders.insert(at(path).parent_path());
    for (const auto& folder : folders)
        if (auto status = makeFolder(folder); !status) return status;
    return {};
}

Status ProjectFolder::stage(const FileContents& changed, const std::vector<std::string>& removed,
                            const std::string& last, PendingSave& pending)
{
    std::vector<const FileContents::value_type*> order;
    for (const auto& file : changed) order.push_back(&file);
    std::stable_partition(order.begin(), order.end(),
                          [&](const auto* file) { return file->first != last; });
    std::vector<core::FileSystem::NamedContent> staged;
    for (const auto* file : order) {
        staged.push_back({std::to_string(pending.moves.size()), file->second});
        pending.moves.push_back({staged.back().name, file->first, core::sha256Hex(file->second)});
    }
    pending.removals = removed;
    const auto record = writeRecord({{}, pending.moves, pending.removals});
    if (!record) return record.error();
    staged.push_back({recordDraftName, *record});
    if (auto status = files_.writeFiles(staging(), staged); !status) return status;
    return files_.syncDirectory(staging());
}

Status ProjectFolder::commit(const FileContents& changed, const std::vector<std::string>& removed,
                             const std::string& last)
{
    if (changed.empty() && removed.empty()) return {};
    if (auto status = makeFolders(changed); !status) return status;
    PendingSave pending;
    if (auto status = stage(changed, removed, last, pending); !status) {
        // Nothing is committed; leave no half-written files on a disk that may be full.
        static_cast<void>(files_.removeAll(staging()));
        return status;
    }
    const auto draft = staging(recordDraftName);
    if (auto status = files_.rename(draft, staging(recordName)); !status) return status;
    if (auto status = files_.syncDirectory(staging()); !status) return status;
    if (auto status = rollForward(pending); !status) return status;
    return clearStaging();
}

} // namespace cppmusic::project

// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/storage/JournalRow.h"

#include "core/io/Checksum.h"
#include "project/migration/CommandMigrations.h"
#include "project/serialization/CanonicalJson.h"
#include "project/serialization/CommandJson.h"
#include "project/serialization/JsonReader.h"
#include "project/serialization/Manifest.h"
#include "project/serialization/ProjectJson.h"

#include <charconv>

namespace cppmusic::project {

namespace {

// Deeper than a project's files: commands hold nouns, batches hold commands.
constexpr JsonLimits rowLimits{160, 512u << 20, 32'000'000};

std::string placeOf(const JournalRow& row)
{
    return ".journal/history.db, row " + std::to_string(row.seq);
}

core::Error damaged(const JournalRow& row, const char* message)
{
    return core::makeError(core::ErrorCode::corrupt, message, placeOf(row));
}

core::Result<Command> commandOf(const JournalRow& row, const std::string& text)
{
    auto json = readJson(text, placeOf(row), rowLimits);
    if (!json) return json.error();
    if (auto status = migrateCommand(*json, row.format, commandSteps()); !status)
        return core::makeError(status.error().code, status.error().message, placeOf(row));
    return decodeCommand(*json, placeOf(row));
}

} // namespace

core::Status checkFormat(const JournalRow& row)
{
    if (row.format == 0) return damaged(row, "There is no such format of the history.");
    if (row.format <= rowFormat) return {};
    return core::makeError(core::ErrorCode::newerVersion,
                           "The history was written by a newer version of CPPMusic (format " +
                               std::to_string(row.format) + "; this one knows up to " +
                               std::to_string(rowFormat) + "). Open the song with that version.",
                           placeOf(row));
}

bool isStep(JournalKind kind) noexcept
{
    return kind == JournalKind::edit || kind == JournalKind::amend || kind == JournalKind::move;
}

std::string headOf(const JournalRow& row, const std::string& previous)
{
    core::Sha256 sum;
    sum.update(previous);
    for (const auto number :
         {row.seq, static_cast<std::uint64_t>(row.kind), row.node, row.parent, row.base})
        sum.update(" " + std::to_string(number));
    for (const auto* text : {&row.label, &row.text, &row.inverse, &row.sum}) {
        sum.update(" " + std::to_string(text->size()) + ":");
        sum.update(*text);
    }
    if (row.format != 1) sum.update(" format " + std::to_string(row.format));
    return sum.finishHex().substr(0, 32);
}

core::Result<JournalRow> rowOf(JournalKind kind, Revision revision, Revision parent,
                               const UndoEntry& entry)
{
    auto forward = writeOnOneLine(encodeCommand(entry.forward));
    if (!forward) return forward.error();
    auto inverse = writeOnOneLine(encodeCommand(entry.inverse));
    if (!inverse) return inverse.error();
    JournalRow row;
    row.kind = kind;
    row.node = revision;
    row.parent = parent;
    row.label = entry.label;
    row.text = std::move(*forward);
    row.inverse = std::move(*inverse);
    return row;
}

core::Result<UndoEntry> entryOf(const JournalRow& row)
{
    if (auto status = checkFormat(row); !status) return status.error();
    auto forward = commandOf(row, row.text);
    if (!forward) return forward.error();
    auto inverse = commandOf(row, row.inverse);
    if (!inverse) return inverse.error();
    return UndoEntry{row.label, std::move(*forward), std::move(*inverse)};
}

core::Result<JournalRow> originOf(const model::Project& project, Revision revision)
{
    const auto files = writeProjectFiles(project);
    if (!files) return files.error();
    JournalRow row;
    row.kind = JournalKind::origin;
    row.node = revision;
    row.parent = revision;
    row.sum = checksumOf(makeManifest(*files, project.nextId));
    JsonObject object;
    for (const auto& [path, content] : *files) object.emplace_back(path, content);
    object.emplace_back("nextId", std::to_string(project.nextId));
    auto text = writeOnOneLine(JsonValue(std::move(object)));
    if (!text) return text.error();
    row.text = std::move(*text);
    return row;
}

core::Result<model::Project> projectOf(const JournalRow& origin)
{
    const auto json = readJson(origin.text, placeOf(origin), rowLimits);
    if (!json) return json.error();
    const auto* object = json->getIf<JsonObject>();
    if (object == nullptr) return damaged(origin, "A state of the song is not readable.");
    FileContents files;
    std::uint64_t nextId = 0;
    for (const auto& [name, value] : *object) {
        const auto* content = value.getIf<std::string>();
        if (content == nullptr) return damaged(origin, "A state of the song is not readable.");
        if (name == "nextId")
            std::from_chars(content->data(), content->data() + content->size(), nextId);
        else
            files.emplace(name, *content);
    }
    std::vector<std::string> unused;
    auto project = readProjectFiles(files, unused);
    if (!project) return project.error();
    if (nextId == 0) return damaged(origin, "A state of the song has no next id.");
    project->nextId = nextId;
    return project;
}

core::Result<std::string> checksumOf(const model::Project& project)
{
    const auto files = writeProjectFiles(project);
    if (!files) return files.error();
    return checksumOf(makeManifest(*files, project.nextId));
}

} // namespace cppmusic::project

// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/storage/JournalFile.h"

#include "core/io/DiskFileSystem.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <system_error>
#include <utility>

#include <sqlite3.h>

namespace cppmusic::project {

using core::ErrorCode;
using core::makeError;
using core::Status;
using namespace std::string_literals;

namespace {

constexpr std::string_view schema =
    "CREATE TABLE step (seq INTEGER PRIMARY KEY, kind INTEGER NOT NULL, "
    "node INTEGER NOT NULL, parent INTEGER NOT NULL, base INTEGER NOT "
    "NULL, label TEXT NOT NULL, text TEXT NOT NULL, inverse TEXT NOT "
    "NULL, sum TEXT NOT NULL, head TEXT NOT NULL";
constexpr const char* formatColumn = ", format INTEGER NOT NULL DEFAULT 1)";
constexpr const char* addFormat = "ALTER TABLE step ADD COLUMN format INTEGER NOT NULL DEFAULT 1";
constexpr int applicationId = 0x43504d4a; // "CPMJ"

// Nothing but columns: a table can't compute anything then. Later programs may add some.
bool isOurSchema(std::string_view sql)
{
    if (!sql.starts_with(schema) || !sql.ends_with(')')) return false;
    const auto more = sql.substr(schema.size(), sql.size() - schema.size() - 1);
    return std::all_of(more.begin(), more.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '_' || c == ' ' || c == ',';
    });
}

ErrorCode codeOf(int result)
{
    switch (result & 0xff) {
    case SQLITE_FULL: return ErrorCode::noSpace;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return ErrorCode::corrupt;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return ErrorCode::alreadyExists;
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_AUTH: return ErrorCode::permissionDenied;
    default: return ErrorCode::ioFailure;
    }
}

struct Finalize {
    void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

std::string textOf(sqlite3_stmt* statement, int column)
{
    const auto* text = sqlite3_column_blob(statement, column);
    const int size = sqlite3_column_bytes(statement, column);
    if (text == nullptr || size <= 0) return {};
    return {static_cast<const char*>(text), static_cast<std::size_t>(size)};
}

std::uint64_t numberOf(sqlite3_stmt* statement, int column)
{
    return static_cast<std::uint64_t>(sqlite3_column_int64(statement, column));
}

JournalRow rowOf(sqlite3_stmt* statement)
{
    JournalRow row;
    row.seq = numberOf(statement, 0);
    row.kind = static_cast<JournalKind>(sqlite3_column_int(statement, 1) & 0xff);
    row.node = numberOf(statement, 2);
    row.parent = numberOf(statement, 3);
    row.base = numberOf(statement, 4);
    row.label = textOf(statement, 5);
    row.text = textOf(statement, 6);
    row.inverse = textOf(statement, 7);
    row.sum = textOf(statement, 8);
    row.head = textOf(statement, 9);
    row.format = static_cast<std::uint32_t>(numberOf(statement, 10));
    return row;
}

} // namespace

struct JournalFile::Database {
    sqlite3* handle = nullptr;
    std::filesystem::path file;
    Statement insert;

    Database() = default;
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database()
    {
        insert.reset();
        sqlite3_close(handle);
    }

    [[nodiscard]] core::Error error(int result) const
    {
        const char* why = handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(result);
        const auto code = codeOf(result);
        const std::string what = code == ErrorCode::noSpace   ? "The disk is full"
                                 : code == ErrorCode::corrupt ? "The history is damaged"
                                                              : "The history can't be written";
        return makeError(code, what + " (" + why + ").", file.string());
    }

    Status run(const char* sql)
    {
        const int result = sqlite3_exec(handle, sql, nullptr, nullptr, nullptr);
        return result == SQLITE_OK ? Status{} : Status{error(result)};
    }

    Status prepare(const char* sql, Statement& statement)
    {
        sqlite3_stmt* raw = nullptr;
        const int result = sqlite3_prepare_v2(handle, sql, -1, &raw, nullptr);
        statement.reset(raw);
        return result == SQLITE_OK ? Status{} : Status{error(result)};
    }

    Status openAs(int flags)
    {
        const int result = sqlite3_open_v2(
            file.c_str(), &handle,
            flags | SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
        if (result != SQLITE_OK) return error(result);
        // Closing leaves everything as it is; what isn't checkpointed stays in the -wal.
        sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        int persists = 1;
        sqlite3_file_control(handle, "main", SQLITE_FCNTL_PERSIST_WAL, &persists);
        sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
        return run("PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; "
                   "PRAGMA locking_mode=EXCLUSIVE; PRAGMA synchronous=FULL; "
                   "PRAGMA wal_autocheckpoint=0; PRAGMA temp_store=MEMORY; "
                   "PRAGMA cache_size=-2000");
    }

    Status put(const JournalRow& row)
    {
        auto* statement = insert.get();
        sqlite3_reset(statement);
        const auto number = [&](int place, std::uint64_t value) {
            return sqlite3_bind_int64(statement, place, static_cast<sqlite3_int64>(value));
        };
        const auto text = [&](int place, const std::string& value) {
            return sqlite3_bind_text64(statement, place, value.data(), value.size(), SQLITE_STATIC,
                                       SQLITE_UTF8);
        };
        for (const int result :
             {number(1, row.seq), number(2, static_cast<std::uint64_t>(row.kind)),
              number(3, row.node), number(4, row.parent), number(5, row.base), text(6, row.label),
              text(7, row.text), text(8, row.inverse), text(9, row.sum), text(10, row.head),
              number(11, row.format)})
            if (result != SQLITE_OK) return error(result);
        const int result = sqlite3_step(statement);
        return result == SQLITE_DONE ? Status{} : Status{error(result)};
    }

    Status putAll(std::span<const JournalRow> rows)
    {
        auto status = run("BEGIN IMMEDIATE");
        if (!status) return status;
        if (insert == nullptr) status = prepareInsert();
        for (const auto& row : rows)
            if (status) status = put(row);
        if (insert != nullptr) sqlite3_reset(insert.get());
        if (status) status = run("COMMIT");
        if (!status) (void)run("ROLLBACK");
        return status;
    }

    // Journals that began before rows had a format get the column with their next row.
    Status prepareInsert()
    {
        const auto hasFormat = this->hasFormat();
        if (!hasFormat) return hasFormat.error();
        if (!*hasFormat)
            if (auto status = run(addFormat); !status) return status;
        return prepare("INSERT INTO step VALUES (?,?,?,?,?,?,?,?,?,?,?)", insert);
    }

    // The table of rows and nothing else: no view, trigger or index.
    Status checkSchema()
    {
        Statement statement;
        if (auto status = prepare("SELECT type, sql FROM sqlite_master", statement); !status)
            return status;
        const bool isOurs =
            sqlite3_step(statement.get()) == SQLITE_ROW && textOf(statement.get(), 0) == "table" &&
            isOurSchema(textOf(statement.get(), 1)) && sqlite3_step(statement.get()) == SQLITE_DONE;
        if (isOurs) return {};
        return makeError(ErrorCode::corrupt, "The history is damaged: it is not the table it was.",
                         file.string());
    }

    core::Result<bool> hasFormat()
    {
        Statement statement;
        if (auto status = prepare("SELECT * FROM step", statement); !status) return status.error();
        return sqlite3_column_count(statement.get()) > 10;
    }
};

JournalFile::JournalFile(std::unique_ptr<Database> database) : database_(std::move(database)) {}
JournalFile::~JournalFile() = default;

namespace {

void removeDatabase(const std::filesystem::path& file)
{
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-journal", "-shm"})
        std::filesystem::remove(file.string() + suffix, ignored);
}

} // namespace

// Made under another name without a write-ahead log: one file, flushed, then renamed.
Status JournalFile::create(const std::filesystem::path& file, std::span<const JournalRow> rows)
{
    auto draft = file;
    draft += ".new";
    removeDatabase(draft);
    {
        Database database;
        database.file = draft;
        if (auto status = database.openAs(SQLITE_OPEN_CREATE); !status) return status;
        const std::string begin = "PRAGMA page_size=4096; PRAGMA encoding='UTF-8'; "
                                  "PRAGMA journal_mode=MEMORY; PRAGMA application_id=" +
                                  std::to_string(applicationId) + "; PRAGMA user_version=1; ";
        auto status = database.run((begin + std::string(schema) + formatColumn).c_str());
        if (status) status = database.putAll(rows);
        database.insert.reset();
        // Only a flag in the header: from now on changes go to the -wal.
        if (status) status = database.run("PRAGMA journal_mode=WAL");
        if (!status) {
            sqlite3_close(std::exchange(database.handle, nullptr));
            removeDatabase(draft);
            return status;
        }
    }
    core::DiskFileSystem disk;
    auto status = disk.remove(draft.string() + "-wal");
    if (status) status = disk.rename(draft, successorOf(file));
    if (status) status = disk.syncDirectory(file.parent_path());
    if (status) status = finishReplacement(file);
    return status;
}

std::filesystem::path JournalFile::successorOf(const std::filesystem::path& file)
{
    return file.string() + ".next";
}

// The old one's -wal goes first: it must never meet the new database.
Status JournalFile::finishReplacement(const std::filesystem::path& file)
{
    core::DiskFileSystem disk;
    const auto next = successorOf(file);
    if (!disk.exists(next)) return {};
    auto status = disk.remove(file.parent_path() / "closed");
    if (status) status = disk.remove(file.string() + "-wal");
    if (status) status = disk.syncDirectory(file.parent_path());
    if (status) status = disk.rename(next, file);
    if (status) status = disk.syncDirectory(file.parent_path());
    return status;
}

core::Result<std::unique_ptr<JournalFile>> JournalFile::open(const std::filesystem::path& file)
{
    auto database = std::make_unique<Database>();
    database->file = file;
    if (auto status = database->openAs(0); !status) return status.error();
    Statement statement;
    if (auto status = database->prepare("PRAGMA application_id", statement); !status)
        return status.error();
    if (sqlite3_step(statement.get()) != SQLITE_ROW ||
        sqlite3_column_int(statement.get(), 0) != applicationId)
        return makeError(ErrorCode::corrupt, "The history is damaged: it is no journal.",
                         file.string());
    if (auto status = database->checkSchema(); !status) return status.error();
    return std::unique_ptr<JournalFile>(new JournalFile(std::move(database)));
}

JournalRead JournalFile::readAll()
{
    JournalRead read;
    const auto fail = [&](const std::string& message) {
        read.damage.push_back(
            makeError(ErrorCode::corrupt, message, database_->file.filename().string()));
    };
    Statement statement;
    if (auto status = database_->prepare("PRAGMA quick_check(1)", statement); !status) {
        read.damage.push_back(status.error());
    } else if (sqlite3_step(statement.get()) != SQLITE_ROW || textOf(statement.get(), 0) != "ok") {
        fail("The history's database is damaged.");
    }
    const auto hasFormat = database_->hasFormat();
    auto status = hasFormat.status();
    if (status)
        status =
            database_->prepare(("SELECT seq,kind,node,parent,base,label,text,inverse,sum,head,"s +
                                (*hasFormat ? "format" : "1") + " FROM step ORDER BY seq")
                                   .c_str(),
                               statement);
    if (!status) {
        read.damage.push_back(status.error());
        return read;
    }
    std::string head;
    int result = SQLITE_ROW;
    while ((result = sqlite3_step(statement.get())) == SQLITE_ROW) {
        auto row = rowOf(statement.get());
        if (row.seq != read.rows.size() + 1 || headOf(row, head) != row.head) {
            fail("The history is damaged from row " + std::to_string(read.rows.size() + 1) +
                 " on: its checksum is wrong.");
            return read;
        }
        head = row.head;
        read.rows.push_back(std::move(row));
    }
    read.isWhole = result == SQLITE_DONE;
    if (!read.isWhole) read.damage.push_back(database_->error(result));
    return read;
}

Status JournalFile::append(std::span<const JournalRow> rows)
{
    for (const auto& row : rows) walBytes_ += 8192 + row.text.size() + row.inverse.size();
    return database_->putAll(rows);
}

Status JournalFile::checkpoint()
{
    const int result = sqlite3_wal_checkpoint_v2(database_->handle, "main",
                                                 SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    if (result != SQLITE_OK) return database_->error(result);
    walBytes_ = 0;
    return {};
}

} // namespace cppmusic::project

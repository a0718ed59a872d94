// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/storage/JournalDisk.h"

#include "core/io/Checksum.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace cppmusic::project {

using core::ErrorCode;
using core::makeError;
using core::Status;

namespace {

constexpr std::uint64_t checkpointBytes = 8u << 20;
constexpr std::uint64_t reserveBytes = 4u << 20;
constexpr const char* reserveName = "reserve";

void number(std::vector<JournalRow>& rows, std::string head)
{
    for (auto& row : rows) {
        row.head = headOf(row, head);
        head = row.head;
    }
}

} // namespace

JournalDisk::JournalDisk(std::filesystem::path folder, std::uint64_t lastSeq, std::string head)
    : folder_(std::move(folder)), lastSeq_(lastSeq), head_(std::move(head))
{
}

Status JournalDisk::open()
{
    if (auto status = disk_.createDirectories(folder_); !status) return status;
    if (auto status = disk_.syncDirectory(folder_.parent_path()); !status) return status;
    if (!disk_.exists(folder_ / reserveName)) {
        core::MarkFile reserve;
        auto status = reserve.open(folder_ / reserveName);
        if (status) status = reserve.reserve(reserveBytes);
        reserve.close();
        // Only a comfort: a disk that is nearly full can still be worked on.
        if (!status) (void)disk_.remove(folder_ / reserveName);
    }
    if (lastSeq_ > 0) {
        auto file = JournalFile::open(database());
        if (!file) return file.error();
        file_ = std::move(*file);
    }
    return acknowledged_.open(folder_);
}

// What an error left is not known: a transaction may be there although it was reported as failed,
// and after a failed flush nothing of that file can be trusted.
Status JournalDisk::openAfterFailure(std::vector<JournalRow>& rows)
{
    file_.reset();
    if (failure_ == ErrorCode::noSpace) (void)disk_.remove(folder_ / reserveName);
    if (auto status = JournalFile::finishReplacement(database()); !status) return status;
    if (lastSeq_ == 0) return open();
    if (auto status = acknowledged_.open(folder_); !status) return status;
    auto file = JournalFile::open(database());
    if (!file) return file.error();
    auto read = (*file)->readAll();
    const auto known = static_cast<std::size_t>(lastSeq_);
    if (read.rows.size() < known || read.rows[known - 1].head != head_)
        return makeError(ErrorCode::corrupt, "The history on the disk is not what was written.",
                         database().string());
    if (failure_ == ErrorCode::noSpace && read.damage.empty() && read.rows.size() == known) {
        file_ = std::move(*file);
        return {};
    }
    file->reset();
    read.rows.resize(known);
    read.rows.insert(read.rows.end(), rows.begin(), rows.end());
    if (auto status = JournalFile::create(database(), read.rows); !status) return status;
    file = JournalFile::open(database());
    if (!file) return file.error();
    file_ = std::move(*file);
    lastSeq_ = read.rows.size();
    head_ = read.rows.back().head;
    rows.clear();
    return {};
}

Status JournalDisk::write(std::vector<JournalRow>& rows)
{
    if (hasFailed_) {
        if (auto status = openAfterFailure(rows); !status) return status;
    } else if (!acknowledged_.isOpen()) {
        if (auto status = open(); !status) return status;
    }
    if (rows.empty()) return {};
    if (file_ == nullptr) {
        if (auto status = JournalFile::create(database(), rows); !status) return status;
        auto file = JournalFile::open(database());
        if (!file) return file.error();
        file_ = std::move(*file);
    } else if (auto status = file_->append(rows); !status) {
        return status;
    }
    lastSeq_ = rows.back().seq;
    head_ = rows.back().head;
    return {};
}

Status JournalDisk::append(std::vector<JournalRow> rows)
{
    // Memory that ran out after they were written brings rows back that are there.
    std::erase_if(rows, [this](const JournalRow& row) { return row.seq <= lastSeq_; });
    if (rows.empty()) return {};
    number(rows, head_);
    auto status = write(rows);
    if (!status && status.error().code == ErrorCode::noSpace &&
        disk_.exists(folder_ / reserveName)) {
        hasFailed_ = true;
        failure_ = ErrorCode::noSpace;
        status = write(rows);
    }
    hasFailed_ = !status.ok();
    if (!status) {
        failure_ = status.error().code;
        return status;
    }
    isWritten_ = true;
    // Whoever reads it sees it at once; a mark that can't be written only lags behind.
    (void)acknowledged_.write(lastSeq_, head_);
    if (file_->bytesToCheckpoint() > checkpointBytes)
        if (auto moved = checkpoint(); !moved) {
            hasFailed_ = true;
            failure_ = moved.error().code;
        }
    return {};
}

Status JournalDisk::forgetMark()
{
    if (!disk_.exists(folder_ / ClosedMark::fileName)) return {};
    if (auto status = disk_.remove(folder_ / ClosedMark::fileName); !status) return status;
    return disk_.syncDirectory(folder_);
}

Status JournalDisk::checkpoint()
{
    if (auto status = forgetMark(); !status) return status;
    if (auto status = file_->checkpoint(); !status) return status;
    const auto bytes = disk_.fileSize(database());
    if (!bytes) return bytes.error();
    const auto sum = core::sha256OfFile(disk_, database());
    if (!sum) return sum.error();
    const ClosedMark mark{lastSeq_, head_, *bytes, *sum};
    const auto draft = folder_ / "closed.new";
    if (auto status = disk_.writeFile(draft, mark.text()); !status) return status;
    if (auto status = disk_.rename(draft, folder_ / ClosedMark::fileName); !status) return status;
    return disk_.syncDirectory(folder_);
}

Status JournalDisk::close()
{
    if (!isWritten_ || file_ == nullptr) {
        file_.reset();
        return {};
    }
    auto status = checkpoint();
    file_.reset();
    if (!status) return status;
    // Everything is in one file now, and the mark tells its checksum.
    for (const char* name : {"history.db-wal", Acknowledgement::fileName, reserveName})
        if (auto removed = disk_.remove(folder_ / name); !removed) return removed;
    return {};
}

namespace {

/// A copy of the database to read from, since reading a database in place may change it.
class DatabaseCopy {
public:
    DatabaseCopy(const std::filesystem::path& database, core::DiskFileSystem& disk) : disk_(disk)
    {
        std::error_code code;
        const auto temporary = std::filesystem::temp_directory_path(code);
        const auto unique = core::sha256Hex(
            database.string() + std::to_string(reinterpret_cast<std::uintptr_t>(this)) +
            std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()));
        folder_ = temporary / ("cppmusic-" + unique.substr(0, 24));
        status_ = disk_.createDirectories(folder_);
        for (const char* suffix : {"", "-wal"}) {
            const std::filesystem::path from = database.string() + suffix;
            if (status_ && disk_.exists(from))
                status_ = copy(from, folder_ / ("history.db" + std::string(suffix)));
        }
    }
    ~DatabaseCopy() { (void)disk_.removeAll(folder_); }
    DatabaseCopy(const DatabaseCopy&) = delete;
    DatabaseCopy& operator=(const DatabaseCopy&) = delete;

    [[nodiscard]] std::filesystem::path file() const { return folder_ / "history.db"; }
    [[nodiscard]] const Status& status() const noexcept { return status_; }

private:
    // Without flushing, which a copy that lives for a moment doesn't need.
    static Status copy(const std::filesystem::path& from, const std::filesystem::path& to)
    {
        std::error_code code;
        std::filesystem::copy_file(from, to, code);
        if (!code) return {};
        return makeError(ErrorCode::ioFailure, "The history can't be read: " + code.message(),
                         from.string());
    }

    core::DiskFileSystem& disk_;
    std::filesystem::path folder_;
    Status status_;
};

void readRows(const std::filesystem::path& database, JournalOnDisk& journal)
{
    auto file = JournalFile::open(database);
    if (!file) {
        journal.damage.push_back(file.error());
        journal.isCutShort = true;
        return;
    }
    auto read = (*file)->readAll();
    journal.isCutShort = !read.isWhole;
    journal.rows = std::move(read.rows);
    for (const auto& row : journal.rows)
        if (auto status = checkFormat(row);
            !status && status.error().code == ErrorCode::newerVersion && !journal.newer)
            journal.newer = status.error();
    std::move(read.damage.begin(), read.damage.end(), std::back_inserter(journal.damage));
}

core::Error damaged(const char* message, const char* name)
{
    return makeError(ErrorCode::corrupt, message, std::string(".journal/") + name);
}

void checkMark(const std::filesystem::path& folder, core::DiskFileSystem& disk,
               JournalOnDisk& journal)
{
    if (!disk.exists(folder / ClosedMark::fileName)) return;
    const auto text = disk.readFile(folder / ClosedMark::fileName, 4096);
    const auto mark = text ? ClosedMark::parse(*text) : std::nullopt;
    if (!mark) {
        journal.damage.push_back(
            damaged("The checksum of the history is damaged.", ClosedMark::fileName));
        return;
    }
    const auto sum = core::sha256OfFile(disk, folder / "history.db");
    if (!sum || *sum != mark->sha256) {
        journal.damage.push_back(
            damaged("The history was changed or damaged: its checksum is wrong.", "history.db"));
    } else if (mark->seq > journal.rows.size() ||
               journal.rows[static_cast<std::size_t>(mark->seq) - 1].head != mark->head) {
        journal.damage.push_back(damaged("The history has lost edits.", "history.db"));
    }
    if (mark->seq > journal.rows.size()) journal.isCutShort = true;
}

void checkReserve(const std::filesystem::path& folder, core::DiskFileSystem& disk,
                  JournalOnDisk& journal)
{
    if (!disk.exists(folder / reserveName)) return;
    const auto content = disk.readFile(folder / reserveName, 2 * reserveBytes);
    const bool isEmpty =
        content && std::all_of(content->begin(), content->end(), [](char c) { return c == '\0'; });
    if (!isEmpty)
        journal.damage.push_back(
            damaged("The room kept for a full disk was written to.", reserveName));
}

JournalOnDisk readOnce(const std::filesystem::path& folder, LoadAccess access)
{
    core::DiskFileSystem disk;
    JournalOnDisk journal;
    const auto database = folder / "history.db";
    if (access == LoadAccess::readWrite)
        if (auto status = JournalFile::finishReplacement(database); !status)
            journal.damage.push_back(status.error());
    const auto successor = JournalFile::successorOf(database);
    const bool isReplaced = disk.exists(successor);
    journal.isThere = isReplaced || disk.exists(database);
    if (!journal.isThere) {
        if (disk.exists(folder / ClosedMark::fileName))
            journal.damage.push_back(damaged("The history is missing.", "history.db"));
        return journal;
    }
    const auto promised = Acknowledgement::read(folder, disk);
    if (access == LoadAccess::readWrite) {
        readRows(database, journal);
    } else {
        const DatabaseCopy copy(isReplaced ? successor : database, disk);
        if (copy.status())
            readRows(copy.file(), journal);
        else
            journal.damage.push_back(copy.status().error());
    }
    if (!isReplaced) checkMark(folder, disk, journal);
    auto found = Acknowledgement::check(promised, journal.rows);
    if (!found.empty()) journal.isCutShort = true;
    std::move(found.begin(), found.end(), std::back_inserter(journal.damage));
    checkReserve(folder, disk, journal);
    return journal;
}

// Changes with everything that is written there.
std::string stateOf(const std::filesystem::path& folder)
{
    core::DiskFileSystem disk;
    std::string state;
    for (const char* name : {"history.db", "history.db-wal", "history.db.next"}) {
        const auto size = disk.fileSize(folder / name);
        state += size ? std::to_string(*size) + " " : "- ";
    }
    for (const char* name : {Acknowledgement::fileName, ClosedMark::fileName}) {
        const auto text = disk.readFile(folder / name, 4096);
        state += text ? *text : "-";
    }
    return state;
}

} // namespace

JournalOnDisk readJournal(const std::filesystem::path& folder, LoadAccess access)
{
    // Another program, or a thread of this one, may be writing: what was found counts only if the
    // folder stood still.
    constexpr int tries = 8;
    for (int count = 1;; ++count) {
        const auto before = stateOf(folder);
        auto journal = readOnce(folder, access);
        if (journal.damage.empty() || count == tries || stateOf(folder) == before) return journal;
    }
}

} // namespace cppmusic::project

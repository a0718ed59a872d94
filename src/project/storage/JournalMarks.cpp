// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/storage/JournalMarks.h"

#include "core/io/Checksum.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace cppmusic::project {

using core::ErrorCode;
using core::makeError;

namespace {

constexpr std::size_t recordBytes = 20 + 32 + 12;
constexpr std::size_t fileBytes = 2 * recordBytes;

std::string padded(std::uint64_t number)
{
    auto text = std::to_string(number);
    return std::string(20 - text.size(), '0') + text;
}

// Number, head, checksum of both; always as long.
std::string recordOf(std::uint64_t seq, const std::string& head)
{
    std::string text = padded(seq) + head;
    text.resize(52, '-');
    return text + core::sha256Hex(text).substr(0, 12);
}

struct Record {
    std::uint64_t seq = 0;
    std::string head;
};

std::optional<Record> parseRecord(std::string_view text)
{
    if (text.size() != recordBytes) return std::nullopt;
    Record record;
    std::from_chars(text.data(), text.data() + 20, record.seq);
    record.head = text.substr(20, 32);
    if (recordOf(record.seq, record.head) != text) return std::nullopt;
    return record;
}

core::Error damaged(const char* message)
{
    return makeError(ErrorCode::corrupt, message,
                     std::string(".journal/") + Acknowledgement::fileName);
}

// A write that was cut off: the beginning of the record of the last row, the end of an earlier one
// (or nothing).
bool isCutOff(std::string_view text, const std::vector<JournalRow>& rows)
{
    if (rows.empty()) return false;
    const auto fresh = recordOf(rows.back().seq, rows.back().head);
    const auto same = static_cast<std::size_t>(
        std::mismatch(text.begin(), text.end(), fresh.begin(), fresh.end()).first - text.begin());
    if (same == text.size()) return true;
    const auto rest = text.substr(same);
    if (std::all_of(rest.begin(), rest.end(), [](char c) { return c == '\0'; })) return true;
    return std::any_of(rows.begin(), rows.end(), [&](const JournalRow& row) {
        const auto old = recordOf(row.seq, row.head);
        return std::string_view(old).substr(same) == rest;
    });
}

} // namespace

core::Status Acknowledgement::open(const std::filesystem::path& journalFolder)
{
    return file_.open(journalFolder / fileName);
}

core::Status Acknowledgement::write(std::uint64_t seq, const std::string& head)
{
    isSecond_ = !isSecond_;
    return file_.writeAt(isSecond_ ? recordBytes : 0, recordOf(seq, head));
}

core::Result<std::string> Acknowledgement::read(const std::filesystem::path& journalFolder,
                                                const core::FileSystem& files)
{
    if (!files.exists(journalFolder / fileName)) return std::string();
    return files.readFile(journalFolder / fileName, 4096);
}

std::vector<core::Error> Acknowledgement::check(const core::Result<std::string>& promised,
                                                const std::vector<JournalRow>& rows)
{
    if (!promised) return {promised.error()};
    const auto* text = &*promised;
    if (text->size() > fileBytes) return {damaged("The end mark of the history is damaged.")};
    const auto wasPromised = [&](const Record& record) {
        return record.seq >= 1 && record.seq <= rows.size() &&
               rows[static_cast<std::size_t>(record.seq) - 1].head == record.head;
    };
    for (std::size_t begin = 0; begin < text->size(); begin += recordBytes) {
        const auto piece = std::string_view(*text).substr(begin, recordBytes);
        const auto record = parseRecord(piece);
        if (record && !wasPromised(*record))
            return {damaged("The history has lost edits at its end, or was exchanged.")};
        const bool isEmpty =
            std::all_of(piece.begin(), piece.end(), [](char c) { return c == '\0'; });
        if (!record && !isEmpty && !isCutOff(piece, rows))
            return {damaged("The end mark of the history is damaged.")};
    }
    return {};
}

std::string ClosedMark::text() const
{
    const std::string line =
        std::to_string(seq) + " " + head + " " + std::to_string(bytes) + " " + sha256 + "\n";
    return line + core::sha256Hex(line) + "\n";
}

std::optional<ClosedMark> ClosedMark::parse(const std::string& text)
{
    ClosedMark mark;
    std::vector<std::string> words;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find_first_of(" \n", begin), text.size());
        words.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    if (words.size() != 5) return std::nullopt;
    std::from_chars(words[0].data(), words[0].data() + words[0].size(), mark.seq);
    mark.head = words[1];
    std::from_chars(words[2].data(), words[2].data() + words[2].size(), mark.bytes);
    mark.sha256 = words[3];
    if (mark.text() != text) return std::nullopt;
    return mark;
}

} // namespace cppmusic::project

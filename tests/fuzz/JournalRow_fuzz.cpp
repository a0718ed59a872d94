// SPDX-License-Identifier: GPL-3.0-or-later
#include "project/storage/Replay.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

using namespace cppmusic::project;

namespace {

std::string_view cut(std::string_view& text, char end)
{
    const auto place = std::min(text.find(end), text.size());
    const auto part = text.substr(0, place);
    text.remove_prefix(std::min(place + 1, text.size()));
    return part;
}

std::uint64_t number(std::string_view& line)
{
    const auto part = cut(line, '\t');
    std::uint64_t value = 0;
    std::from_chars(part.data(), part.data() + part.size(), value);
    return value;
}

/// A row a line: kind, format, node, parent, base, label, text, inverse, sum with tabs between.
std::vector<JournalRow> rowsOf(std::string_view text)
{
    std::vector<JournalRow> rows;
    while (!text.empty() && rows.size() < 64) {
        auto line = cut(text, '\n');
        JournalRow row;
        row.seq = rows.size() + 1;
        row.kind = static_cast<JournalKind>(number(line) & 0xff);
        row.format = static_cast<std::uint32_t>(number(line));
        row.node = number(line);
        row.parent = number(line);
        row.base = number(line);
        row.label = cut(line, '\t');
        row.text = cut(line, '\t');
        row.inverse = cut(line, '\t');
        row.sum = cut(line, '\t');
        row.head = headOf(row, rows.empty() ? std::string() : rows.back().head);
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace

/// Any rows are refused, or are a history whose revisions are there or refused; an edit that can be
/// read is written as the same edit.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto rows = rowsOf({reinterpret_cast<const char*>(data), size});
    for (const auto& row : rows) {
        const auto entry = entryOf(row);
        if (!entry) continue;
        const auto again = rowOf(row.kind, row.node, row.parent, *entry);
        if (!again) continue;
        const auto same = entryOf(*again);
        if (!same || !(*same == *entry)) std::abort();
    }
    const auto replay = Replay::of(rows);
    if (!replay) return 0;
    const auto& tree = replay->tree();
    if (tree.current() >= tree.count()) std::abort();
    for (Revision revision = 0; revision < tree.count(); ++revision) {
        const auto state = replay->stateOf(revision);
        if (!state && state.error().message.empty()) std::abort();
    }
    for (const auto& row : rows) {
        if (const auto base = replay->find(row.sum); base && base->seq > rows.size()) continue;
        if (row.kind != JournalKind::origin) continue;
        const auto begun = projectOf(row);
        if (begun) static_cast<void>(replay->forward(*begun, row.seq));
    }
    return 0;
}
